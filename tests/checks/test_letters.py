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


def test_a_letter_that_comes_out_of_an_escape(read_changed: Changed) -> None:
    loaded = read_changed("label: Kväll", r'label: "Kv\u00e4ll \u6f22"')
    assert _found(loaded) == (
        "liten-studie.yml:43:24: TEXT107 no typeface of the brand has “漢” (U+6F22)\n"
        r'        label: "Kv\u00e4ll \u6f22"' + "\n"
        "                           ^^^^^^\n"
        "    write it otherwise, or give the brand a typeface that has it"
    )


@pytest.mark.parametrize(
    "words",
    ["a\u0301 e\u0308", "a\u00a0b", "–—’”…€−", "½"],
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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("N\u0456nety", "“\u0456” is a letter of another alphabet than those beside it (U+0456)"),
        ("9\u041e", "“\u041e” is a letter of another alphabet than those beside it (U+041E)"),
        ("Maj\u03bfrity", "“\u03bf” is a letter of another alphabet than those beside it (U+03BF)"),
        ("\ufb01fty", "“\ufb01” only looks like “fi” (U+FB01)"),
        ("\uff19 per cent", "“\uff19” only looks like “9” (U+FF19)"),
    ],
)
def test_a_letter_disguised_as_another(read_changed: Changed, words: str, said: str) -> None:
    escaped = words.encode("ascii", "backslashreplace").decode()
    for written in (words, f'"{escaped}"'):
        loaded = read_changed("publisher: Exempelbyrån", f"publisher: {written}")
        assert [p.message for p in unset_letters(loaded, LATO) if p.code == "TEXT108"] == [said]


@pytest.mark.parametrize("words", ["5 kΩ, 3 μm, ΔT, α-test", "слово и дело", "Κάτι ΑΒ", "Åsa é"])
def test_letters_of_their_own_alphabet_are_no_disguise(read_changed: Changed, words: str) -> None:
    loaded = read_changed("publisher: Exempelbyrån", f"publisher: {words}")
    assert [p for p in unset_letters(loaded, LATO) if p.code == "TEXT108"] == []
