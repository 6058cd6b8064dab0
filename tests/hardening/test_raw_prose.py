"""Hostile texts as Markdown, nothing in them escaped; `make harden` tries all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hardening.raw_prose import between_marks, built, missing, prose_places, refusal, sorted_out
from hardening.study import text_places
from hardening.texts import TEXTS, WHOLE
from hardening.whole_texts import mark


@pytest.mark.parametrize(
    ("text", "shown", "lost"),
    [
        ("**x** y", "x y", []),
        ("From 2010 - 2020 it “grew”", "From 2010–2020 it ”grew”", []),
        ("{r1} of {r2|percent} more", "62 per cent of 48 more", []),
        ("one two three", "one three", ["two"]),
        ("one two", "two one", ["two"]),  # there, and not where it stood
        ("x <b>y</b>", "x y", ["b", "b"]),
    ],
)
def test_a_word_that_goes_missing_is_noticed(text: str, shown: str, lost: list[str]) -> None:
    assert missing(text, shown) == lost


def test_a_field_is_what_stands_between_two_marks() -> None:
    first, second = text_places()[:2]
    shown = f"before a {mark(first)} b c {mark(second)} after"
    assert [*between_marks(shown)] == [(first, "before a "), (second, " b c ")]


def test_what_is_refused_as_markdown_has_a_place() -> None:
    named = {one.name: one.text for one in TEXTS}
    lead = ("brief", "lead")
    assert refusal(named["script"], lead) == (("TEXT105",), [])
    assert refusal(named["mathtext"], lead) == (("TEXT103",), [])
    assert refusal(named["bold"], lead) == ((), [])


def test_texts_come_out_as_markdown_with_all_their_words(tmp_path: Path) -> None:
    taken, refused, wrong = sorted_out(WHOLE[::4])
    assert wrong == []
    assert refused > 100
    assert {*taken} == {*prose_places()}
    texts = {place: each[at % len(each)] for at, (place, each) in enumerate(taken.items())}
    outcome = built(texts, tmp_path)
    assert outcome.faults == []
    assert min(outcome.came_out[form] for form in ("HTML", "PDF", "terminal")) > 30
