"""What does not fit on its page is named with its place in the study; what fits is let be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import many
from reportgen.pipeline import Order, render
from reportgen.problems import Problem, Problems

SMALL = Path(__file__).parents[1] / "study" / "liten-studie.yml"


def _made(text: str, name: str = "liten-studie.yml") -> tuple[Problem, ...]:
    try:
        render(Order(Path(name), name, formats=("pdf",), text=text))
    except Problems as problems:
        return tuple(problems.found)
    return ()


def _with_title(title: str) -> str:
    text, found = re.subn(r"(?m)^title: .*$", f'title: "{title}"', SMALL.read_text("utf-8"))
    assert found == 1
    return text


def test_a_title_of_a_hundred_words_runs_over_what_stands_below_it() -> None:
    found = _made(_with_title("Vad chefer vill ha av sin kundtjänst på kvällen, " * 14 + "slut"))
    assert {problem.code for problem in found} == {"PDF103"}
    first = found[0]
    lines = SMALL.read_text("utf-8").splitlines()
    titled = [number for number, line in enumerate(lines, 1) if line.startswith("title:")]
    assert (first.span.path, [first.span.line]) == ("liten-studie.yml", titled)
    assert re.fullmatch(r"“.+” and “.+” lie over each other on page \d", first.message)
    assert first.remedy == "shorten it, or part it"


def test_a_title_of_two_lines_fits() -> None:
    assert _made(_with_title("Vad chefer i hela landet vill ha av sin kundtjänst på kvällen")) == ()


@pytest.mark.parametrize("length", [7, 8, 40])
def test_an_id_may_be_long_and_without_a_hyphen(length: int) -> None:
    text = SMALL.read_text("utf-8")
    name = re.search(r"(?m)^  - id: (\S+)$", text[text.index("\nresults:") :])
    assert name is not None
    renamed = re.sub(rf"\b{re.escape(name[1])}\b", "r" * length, text)
    assert renamed != text
    assert _made(renamed) == ()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_studies_in_three_languages_with_ids_in_words_fit(number: int) -> None:
    study_id, text = many.study(number)
    assert _made(text, f"{study_id}.yml") == ()
