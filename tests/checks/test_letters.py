"""Letters that no typeface of the brand has are found before anything is drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.brand.fonts import typeface
from reportgen.checks.letters import unset_letters
from reportgen.study.reader import Loaded

Changed = Callable[[str, str], Loaded]
LATO = typeface("Lato").faces


def _found(loaded: Loaded) -> str:
    return "\n".join(problem.full() for problem in unset_letters(loaded, LATO))


def test_a_letter_is_told_with_its_place(read_changed: Changed) -> None:
    loaded = read_changed("label: Kväll", "label: Kväll 😀")
    assert _found(loaded) == (
        "liten-studie.yml:43:18: TEXT107 no typeface of the brand has “😀” (U+1F600)\n"
        "        label: Kväll 😀\n"
        "                     ^\n"
        "    write it otherwise, or give the brand a typeface that has it"
    )


def test_each_letter_is_told_once_in_each_text(read_changed: Changed) -> None:
    loaded = read_changed("publisher: Exempelbyrån", "publisher: 漢 字 漢")
    found = [problem.message for problem in unset_letters(loaded, LATO)]
    assert found == [
        "no typeface of the brand has “漢” (U+6F22)",
        "no typeface of the brand has “字” (U+5B57)",
    ]


@pytest.mark.parametrize(
    "words",
    ["a\u0301 e\u0308", "a\u00adb", "a\u200bb", "a\u200db", "a\ufe0fb", "a\u00a0b", "–—’”…€−", "½"],
    ids=ascii,
)
def test_what_is_not_painted_or_joins_the_letter_before_it(
    read_changed: Changed, words: str
) -> None:
    assert _found(read_changed("publisher: Exempelbyrån", f"publisher: {words}")) == ""


def test_a_mark_that_joins_nothing_is_told(read_changed: Changed) -> None:
    loaded = read_changed("publisher: Exempelbyrån", "publisher: x\u0301 é e\u0301")
    assert [problem.message for problem in unset_letters(loaded, LATO)] == [
        "no typeface of the brand has “\u0301” (U+0301)"
    ]


def test_another_typeface_of_the_brand_may_have_it(read_changed: Changed) -> None:
    loaded = read_changed("publisher: Exempelbyrån", "publisher: α → β")
    assert {problem.message[-9:] for problem in unset_letters(loaded, LATO)} >= {" (U+2192)"}
    assert unset_letters(loaded, (*LATO, *typeface("Source Sans Pro").faces)) == ()


def test_what_is_not_printed_may_hold_any_letter(read_changed: Changed) -> None:
    loaded = read_changed(
        "keywords: [kundservice, chefer]",
        "keywords: [chefer]\nallow:\n"
        "  - {code: CLAIM101, words: chefer, reason: därför att det är så 😀}  # 😀",
    )
    assert unset_letters(loaded, LATO) == ()
