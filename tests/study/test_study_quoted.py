"""Words that are printed are found again in the study."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.problems import Problem, Span
from reportgen.study.quoted import place_of_words, placed
from reportgen.study.reader import Loaded, read_study

SMALL = Path(__file__).parents[1] / "fuzz" / "study.yml"


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return read_study(SMALL, "study.yml")


def _words(loaded: Loaded, words: str) -> str | None:
    span = place_of_words(words, loaded)
    return None if span is None else span.text[span.column - 1 :][: span.width]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Fyra av tio vill", "Fyra av tio vill"),
        ("Fyra av\u00a0tio ”vill”", "Fyra av tio vill"),
        (
            "41 % av cheferna och 38 % av kollegorna vill ha svar på kvällen",
            "av cheferna och",
        ),
        ("Telefonintervjuer", "Telefonintervjuer"),
        ("34 %", None),
        ("det står ingenstans alls", None),
    ],
)
def test_where_words_stand(loaded: Loaded, words: str, found: str | None) -> None:
    assert _words(loaded, words) == found


def test_a_problem_of_the_layout_gets_the_place_of_its_words(loaded: Loaded) -> None:
    nowhere = Problem(
        code="PDF103", message="“Fyra av tio vill” runs off page 2", span=Span("study")
    )
    found = placed(nowhere, loaded)
    assert found.full() == (
        "study.yml:5:8: PDF103 “Fyra av tio vill” runs off page 2\n"
        "    title: Fyra av tio vill ha svar på kvällen\n"
        "           ^^^^^^^^^^^^^^^^"
    )


def test_a_problem_that_quotes_nothing_of_it_gets_the_file(loaded: Loaded) -> None:
    nowhere = Problem(code="PDF101", message="WeasyPrint warns", span=Span("study"))
    assert placed(nowhere, loaded).place == "study.yml"
    elsewhere = Problem(
        code="TEMPLATE101", message="“Fyra av tio vill”", span=Span("own/a.j2", 3, 1)
    )
    assert placed(elsewhere, loaded) is elsewhere
