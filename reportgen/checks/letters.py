"""TEXT107: every letter of a study is in a typeface of its brand.

A letter that no typeface has is printed as an empty box, and in a chart as
nothing at all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from reportgen.brand.brand import Face
from reportgen.brand.fonts import letters_of
from reportgen.problems import Problem
from reportgen.source import Scalar, scalars
from reportgen.study.reader import MOST_OF_A_KIND, Loaded

CODE = "TEXT107"
_NOT_PRINTED = ("allow",)
_UNSEEN = frozenset({"Cc", "Cf", "Zs"})
_SELECTORS = range(0xFE00, 0xFE10)
"""They choose between forms of the letter before them."""


def unset_letters(loaded: Loaded, faces: Iterable[Face]) -> tuple[Problem, ...]:
    """A problem for each letter that none of these typefaces has, once in each text."""
    unknown = frozenset(map(ord, loaded.text)) - letters_of(faces, loaded.text)
    strange = frozenset(char for char in map(chr, unknown) if _is_seen(char))
    if not strange:
        return ()
    return tuple(islice(_problems(loaded, strange), MOST_OF_A_KIND))


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN and ord(char) not in _SELECTORS


def _problems(loaded: Loaded, strange: frozenset[str]) -> Iterator[Problem]:
    printed = (node for key, node in loaded.root.pairs if key.text not in _NOT_PRINTED)
    for scalar in (each for node in printed for each in scalars(node)):
        for char in dict.fromkeys(scalar.text):
            if char in strange and (at := _alone(char, scalar)) is not None:
                yield Problem(
                    code=CODE,
                    message=f"no typeface of the brand has “{char}” (U+{ord(char):04X})",
                    span=scalar.span_at(at),
                    remedy="write it otherwise, or give the brand a typeface that has it",
                )


def _alone(char: str, scalar: Scalar) -> int | None:
    """Where a letter stands that does not join the one before it: e and ´ are printed as é."""
    at = -1
    while (at := scalar.text.find(char, at + 1)) >= 0:
        joined = unicodedata.normalize("NFC", scalar.text[max(0, at - 1) : at + 1])
        if not (unicodedata.combining(char) and len(joined) == 1):
            return at
    return None
