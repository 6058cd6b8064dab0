"""Studies that hold too much say of what, where, and how more is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.limits import USUAL
from reportgen.problems import Problems
from reportgen.study.reader import read_study

TEXT = (Path(__file__).parents[1] / "fuzz" / "study.yml").read_text(encoding="utf-8")


def _said(text: str, **most: int) -> str:
    with pytest.raises(Problems) as raised:
        read_study(Path("study.yml"), "study.yml", text, USUAL._replace(**most))
    return "\n".join(problem.full() for problem in raised.value.found)


def test_too_many_of_each_are_told_together() -> None:
    assert _said(TEXT, results=1, prose=50) == (
        "study.yml:6:1: STUDY108 the prose up to here has more than 50 characters\n"
        '    subtitle: "{g} chefer om kundservice"\n'
        "    ^^^^^^^^\n"
        "    divide it into several studies, or raise “prose” under [limits] in the settings\n"
        "study.yml:15:1: STUDY108 the study has 2 groups, more than 1\n"
        "    groups:\n"
        "    ^^^^^^\n"
        "    divide it into several studies, or raise “results” under [limits] in the settings\n"
        "study.yml:20:1: STUDY108 the study has 3 results, more than 1\n"
        "    results:\n"
        "    ^^^^^^^\n"
        "    divide it into several studies, or raise “results” under [limits] in the settings"
    )


def test_too_many_charts_are_told_at_the_first_of_them() -> None:
    assert _said(TEXT, charts=1) == (
        "study.yml:55:11: STUDY108 the study has 2 charts, more than 1\n"
        "            - chart: {kind: ranking, title: Telefon först, measure: Val, results: [c]}\n"
        "              ^^^^^\n"
        "    divide it into several studies, or raise “charts” under [limits] in the settings"
    )


@pytest.mark.parametrize(
    ("place", "list_", "key"),
    [
        ("results: [a, b]", "results: [{}]", "results"),
        ("highlight: [a]", "highlight: [{}]", "highlight"),
        ("ranking: [telefon, mejl]", "ranking: [{}]", "ranking"),
        ("brand: neutral", "brand: neutral\nkeywords: [{}]", "keywords"),
    ],
)
def test_a_list_that_is_too_long(place: str, list_: str, key: str) -> None:
    said = _said(TEXT.replace(place, list_.format("a, " * 101)))
    assert said.count("STUDY108") == 1
    first, line, caret, remedy = said.splitlines()
    assert first.endswith("STUDY108 this list has 101 entries, more than 100")
    assert line[caret.index("^") :].startswith(key[: caret.count("^")])
    assert remedy == "    keep what the brief needs"


def test_nothing_more_is_said_of_what_is_too_large() -> None:
    assert "STUDY101" not in _said(TEXT.replace("kind: survey", "knid: survey"), results=1)
