"""Prose as it is read, and where each letter of it was written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.checks.claims.sentences import Sentence, sentences_of
from reportgen.study.prose import Reference

SHORT = frozenset({"ca", "t.ex"})


def said(reference: Reference, begins: bool) -> str:
    return f"{'X' if begins else 'x'}-{reference.ids[0]}"


def sentences(text: str, before: str = "", bond: Reference | None = None) -> tuple[Sentence, ...]:
    return sentences_of(text, said, SHORT, before, bond)


def test_a_field_is_parted_at_ends_paragraphs_and_items() -> None:
    text = "Ett. Två är ca. Tre! Vad?\n\nNytt stycke\n- **En** punkt\n- två till\n### Rubrik\nSlut."
    assert [each.text for each in sentences(text)] == [
        "Ett.",
        "Två är ca. Tre!",
        "Vad?",
        "Nytt stycke",
        "En punkt",
        "två till",
        "Rubrik Slut.",
    ]


def test_a_small_letter_begins_no_sentence() -> None:
    assert len(sentences("Artikkelen er fra 2. februar 2012, ca. fire sider.")) == 1


def test_references_are_worded_and_links_bind_their_words() -> None:
    text = "{a} av cheferna har *högre* [krav på svar](#b) än {c|in_words}."
    (found,) = sentences(text)
    assert found.text == "X-a av cheferna har högre krav på svar än x-c."
    told = [(found.text[bond.start : bond.end], bond.reference.ids, bond.is_link)
            for bond in found.bonds]  # fmt: skip
    assert told == [("X-a", ("a",), False), ("krav på svar", ("b",), True), ("x-c", ("c",), False)]
    start, end = found.source(found.text.index("krav"), found.text.index("svar") + 4)
    assert text[start:end] == "krav på svar"
    start, end = found.source(0, 3)
    assert text[start:end] == "{a}"


def test_a_figure_stands_before_its_words() -> None:
    figure = Reference(("a",), "short", 0, 1)
    first, second = sentences("av cheferna. Mer.", "34 %", figure)
    assert (first.text, second.text) == ("34 % av cheferna.", "Mer.")
    assert [(bond.start, bond.end) for bond in first.bonds] == [(0, 4)]
    assert first.source(0, 4) == (0, 1)
    assert "av cheferna. Mer."[slice(*first.source(5, 16))] == "av cheferna"


def test_an_address_in_brackets_hides_nothing() -> None:
    (sentence,) = sentences("Nearly [9](https://e.org/a_(b))9 per cent.")
    assert sentence.text == "Nearly 99 per cent."


def test_marks_of_markdown_are_not_read() -> None:
    (found,) = sentences(r"En \{klammer\}, `kod`, _betoning_, [länk](https://example.org) och a_b.")
    assert found.text == "En {klammer}, kod, betoning, länk och a_b."


@given(st.text(alphabet="abcÅ .!?\n*_-[]()#{}|`\\12", max_size=80))
def test_every_letter_knows_where_it_was_written(text: str) -> None:
    for sentence in sentences(text):
        printed = {spot for bond in sentence.bonds if not bond.is_link
                   for spot in range(bond.start, bond.end)}  # fmt: skip
        for spot, letter in enumerate(sentence.text):
            start, end = sentence.source(spot, spot + 1)
            assert 0 <= start < end <= len(text)
            if spot not in printed:
                assert letter == text[start] or letter == " "


def test_a_number_opens_a_list_in_blocks_alone() -> None:
    """A title is set in one line: what stands at its beginning is part of what it claims."""
    text = "75) procent ringer"
    assert [each.text for each in sentences_of(text, said, SHORT)] == ["procent ringer"]
    assert [each.text for each in sentences_of(text, said, SHORT, blocks=False)] == [text]
