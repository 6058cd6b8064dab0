"""One wrong YAML text beside everything that is said about it: `refused.txt`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.problems import Problems
from reportgen.source import parse_yaml

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


def test_a_key_that_is_too_long() -> None:
    first = said_of(f"{'a' * 2000}: 1\n").split("\n")[0]
    assert first == "f.yml:1:1: YAML101 this key is too long"
