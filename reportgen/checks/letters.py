"""TEXT107: every letter of a study is in a typeface of its brand; TEXT108: and is what it seems.

A letter that no typeface has is printed as an empty box, and in a chart as
nothing at all. One that looks like another is read by people as that other,
and by nothing else: not by a search, a screen reader or the rules.
"""

from __future__ import annotations

import re
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

_LOOKALIKE = "TEXT108"
# Ligatures, letters of full width, and those that mathematics has for its own.
_STYLED = "\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"
# All of Cyrillic, and of Greek what looks like Latin: kΩ, μm and ΔT are no disguise.
_FOREIGN = "\u0400-\u052fΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχϲϳϹ"
_SUSPECT = re.compile(f"[{_STYLED}{_FOREIGN}]")
_DISGUISED = re.compile(
    rf"[{_STYLED}]|(?<=[A-Za-z\u00c0-\u024f0-9])[{_FOREIGN}]|[{_FOREIGN}](?=[A-Za-z\u00c0-\u024f0-9])"
)


def unset_letters(loaded: Loaded, faces: Iterable[Face]) -> tuple[Problem, ...]:
    """A problem for each letter that none of these typefaces has, once in each text.

    And one for each that only looks like a plain letter, whether they have it or not.
    """
    text = loaded.text
    # What a double-quoted text writes as an escape stands in the file in plain letters.
    if "\\" in text:
        text += "".join(scalar.text for scalar in _printed(loaded))
    letters = frozenset(text)
    unknown = frozenset(map(ord, letters)) - letters_of(faces, "".join(letters))
    strange = frozenset(char for char in map(chr, unknown) if _is_seen(char))
    found = list(islice(_problems(loaded, strange), MOST_OF_A_KIND)) if strange else []
    if any(map(_SUSPECT.match, letters)):
        found += islice(_disguised(loaded), MOST_OF_A_KIND)
    return tuple(found)


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN


def _printed(loaded: Loaded) -> Iterator[Scalar]:
    for key, node in loaded.root.pairs:
        if key.text not in _NOT_PRINTED:
            yield from scalars(node)


def _disguised(loaded: Loaded) -> Iterator[Problem]:
    for scalar in _printed(loaded):
        for match in _DISGUISED.finditer(scalar.text):
            char = match[0]
            plain = unicodedata.normalize("NFKC", char)
            if plain != char:
                message, remedy = f"“{char}” only looks like “{plain}”", f"write “{plain}”"
            else:
                message = f"“{char}” is a letter of another alphabet than those beside it"
                remedy = "write the word anew, in one alphabet"
            yield Problem(
                code=_LOOKALIKE,
                message=f"{message} (U+{ord(char):04X})",
                span=scalar.span_at(match.start()),
                remedy=remedy,
            )


def _problems(loaded: Loaded, strange: frozenset[str]) -> Iterator[Problem]:
    for scalar in _printed(loaded):
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
