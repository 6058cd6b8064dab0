"""One wrong YAML text beside everything that is said about it: `refused.txt`."""

from __future__ import annotations

import re
from pathlib import Path
from unicodedata import category

import pytest

from reportgen.problems import Problems
from reportgen.source import SourceText, parse_yaml, refuse_forbidden

CASES = re.findall(
    r"^=== ([^\n]*)\n(.*?)\n^--- says\n(.*?)\n(?=^=== |\Z)",
    (Path(__file__).parent / "refused.txt").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


def said_of(text: str) -> str:
    with pytest.raises(Problems) as caught:
        parse_yaml(text, "f.yml")
    return "\n".join(problem.full() for problem in caught.value.found)


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_every_complaint_in_full(text: str, expected: str) -> None:
    assert said_of(text + "\n") == expected


def test_there_are_many_of_them() -> None:
    assert len(CASES) > 50


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\x00", "U+0000, a control character,"),
        ("\x1b", "U+001B, a control character,"),
        ("\x7f", "U+007F, a control character,"),
        ("\x85", "U+0085, a control character,"),
        ("\u2028", "U+2028, a line or paragraph separator,"),
        ("\u2029", "U+2029, a line or paragraph separator,"),
        ("\u202e", "U+202E, a character that turns the direction of text,"),
        ("\u2066", "U+2066, a character that turns the direction of text,"),
        ("\u200f", "U+200F, a character that turns the direction of text,"),
        ("\u061c", "U+061C, a character that turns the direction of text,"),
        ("\u200b", "U+200B, an invisible character,"),
        ("\u034f", "U+034F, an invisible character,"),
        ("\u3164", "U+3164, an invisible character,"),
        ("\ufe0f", "U+FE0F, which chooses another form of the letter before it,"),
        ("\ufffd", "U+FFFD, which stands for a letter that was lost,"),
        ("\ufeff", "U+FEFF, a byte-order mark in the middle of the text,"),
        ("\uffff", "U+FFFF, no character,"),
        ("\ud83d", "U+D83D, half of a surrogate pair,"),
    ],
)
def test_forbidden_characters(char: str, name: str) -> None:
    assert said_of(f"a: 1\nb: x{char}y\n") == (
        f"f.yml:2:5: FILE105 {name} is not allowed\n"
        "    b: x\ufffdy\n"
        "        ^\n"
        "    delete it: it is invisible, and often comes along when text is pasted"
    )


def test_a_soft_hyphen() -> None:
    assert said_of("a: kund\u00adtjänst\n") == (
        "f.yml:1:8: FILE105 U+00AD, a soft hyphen, is not allowed\n"
        "    a: kund\ufffdtjänst\n"
        "           ^\n"
        "    delete it: words are hyphenated where a line needs it, by the language's rules"
    )


def test_all_that_is_invisible_is_refused() -> None:
    invisible = [
        *(chr(code) for code in range(0x110000) if category(chr(code)) in ("Cf", "Cs")),
        *"\u034f\u115f\u1160\u17b4\u17b5\u180b\u180f\u2065\u3164\ufe00\uffa0\ufff0\U000e0100",
    ]
    for char in invisible:
        with pytest.raises(Problems) as caught:
            refuse_forbidden(SourceText("f.yml", f"a: b{char}c"))
        (found,) = caught.value.found
        assert (found.code, found.span.text) == ("FILE105", "a: b\ufffdc"), ascii(char)


def test_a_key_that_is_too_long() -> None:
    first = said_of(f"{'a' * 2000}: 1\n").split("\n")[0]
    assert first == "f.yml:1:1: YAML101 this key is too long"
