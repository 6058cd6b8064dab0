"""A data file that is wrong is reported whole: every fault with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.language.language import load_language
from reportgen.language.reading import DATA, read_texts
from reportgen.problems import Problems


def faults(code: str, folder: Path) -> list[str]:
    with pytest.raises(Problems) as caught:
        read_texts(code, folder)
    return [problem.full() for problem in caught.value.found]


@pytest.fixture
def finnish(tmp_path: Path) -> Path:
    """A folder in which Finnish begins as a copy of English."""
    (tmp_path / "fi.yml").write_bytes((DATA / "en.yml").read_bytes())
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "fi.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_fourth_language_is_one_file(finnish: Path) -> None:
    change(finnish, "code: en", "code: fi")
    assert load_language("fi", finnish).label("nav.skip") == "Skip to content"


def test_missing_keys_are_reported_with_their_names(finnish: Path) -> None:
    change(finnish, "  skip: Skip to content\n", "")
    change(finnish, "  few: [few]\n", "")
    assert faults("fi", finnish) == [
        "fi.yml: LANG003 “nav.skip” is missing: a text that every language has\n"
        "    add nav.skip; sv.yml shows what it says in Swedish",
        "fi.yml: LANG003 “terms.few” is missing: a list of wordings that every language has\n"
        "    add terms.few; sv.yml shows what it says in Swedish",
    ]


def test_a_misspelt_key_is_reported_with_the_right_one(finnish: Path) -> None:
    change(finnish, "  skip: Skip to content\n", "  skipp: Skip to content\n")
    assert faults("fi", finnish) == [
        "fi.yml: LANG003 “nav.skip” is missing: a text that every language has\n"
        "    add nav.skip; sv.yml shows what it says in Swedish",
        "fi.yml: LANG004 “nav.skipp” is not a text that a brief uses\n    did you mean “nav.skip”?",
    ]


def test_an_unknown_language(finnish: Path) -> None:
    assert faults("se", DATA) == [
        "se.yml: LANG001 there is no language “se”\n    known here: en, nb, sv"
    ]
    assert faults("../sv", finnish) == [
        "../sv.yml: LANG001 there is no language “../sv”\n    known here: fi"
    ]


def test_what_is_not_yaml(finnish: Path) -> None:
    (finnish / "fi.yml").write_text("code: fi\nquotes: [\n", encoding="utf-8")
    (problem,) = faults("fi", finnish)
    assert problem.startswith("fi.yml:3:1: LANG002 this is not YAML: ")


def test_what_is_not_utf_8(finnish: Path) -> None:
    (finnish / "fi.yml").write_bytes(b"code: \xe4\n")
    assert faults("fi", finnish) == ["fi.yml: LANG002 the file is not UTF-8"]


def test_what_is_not_text(finnish: Path) -> None:
    (finnish / "fi.yml").write_text("code: fi\nterms: {few: [], all: [[a]]}\n", encoding="utf-8")
    assert faults("fi", finnish) == [
        "fi.yml:2:9: LANG002 “terms.few” holds neither a text nor a list of texts",
        "fi.yml:2:18: LANG002 “terms.all” holds neither a text nor a list of texts",
    ]
    (finnish / "fi.yml").write_text("", encoding="utf-8")
    assert faults("fi", finnish) == ["fi.yml: LANG002 the file does not hold keys and texts"]


def test_a_key_that_stands_twice(finnish: Path) -> None:
    with (finnish / "fi.yml").open("a", encoding="utf-8") as file:
        file.write("nav:\n  skip: Siirry\nterms:\n  few: [harva]\n")
    lines = (finnish / "fi.yml").read_text(encoding="utf-8").count("\n")
    assert faults("fi", finnish) == [
        f"fi.yml:{lines - 2}:3: LANG002 “nav.skip” stands here a second time",
        f"fi.yml:{lines}:3: LANG002 “terms.few” stands here a second time",
    ]
