"""Numbers as a language writes them: 78, 78,4, 1 088, seven, sjuttioåtta."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from reportgen.checks.claims.phrases import Token
from reportgen.language.language import Language

_MULTIPLIED = {"tus": 1e3, "tho": 1e3, "milj": 1e6, "mill": 1e6, "bill": 1e9}
_MILLIARD = ("miljard", "milliard")
_MOST_DIGITS = 15
"""A longer row of digits is no number that anybody counted, and loses its last ones here."""


class Number(NamedTuple):
    """A number that stands in a text, with how many decimals it was given."""

    value: float
    decimals: int
    in_words: bool

    @property
    def whole(self) -> int | None:
        """The number where it is a whole one."""
        return int(self.value) if self.decimals == 0 and self.value == int(self.value) else None


@dataclass(frozen=True, slots=True, eq=False)
class Numerals:
    """How one language writes its numbers."""

    words: Mapping[str, int]
    decimal: str
    thousands: tuple[str, ...]

    def read(self, token: Token) -> Number | None:
        """The number that a token is, if it is one."""
        if not token.is_number:
            value = self.words.get(token.lower)
            return None if value is None else Number(value, 0, in_words=True)
        text = token.text
        for mark in self.thousands:
            head, *groups = text.split(mark)
            if groups and all(len(group) == 3 for group in groups) and 1 <= len(head) <= 3:
                text = "".join((head, *groups))
        text = text.replace(self.decimal, ".").replace(",", ".")
        digits = text.replace(".", "", 1)
        if not digits.isdigit() or len(digits) > _MOST_DIGITS:
            return None
        return Number(float(text), len(text.partition(".")[2]), in_words=False)


def multiplier(word: str) -> float:
    """What a word such as “million” multiplies by."""
    if word.startswith(_MILLIARD):
        return 1e9
    return next((factor for start, factor in _MULTIPLIED.items() if word.startswith(start)), 1.0)


@lru_cache(maxsize=16)
def numerals_of(language: Language) -> Numerals:
    """The numbers of a language, from nought to a hundred in words."""
    lists, texts = language.wordings, language.texts
    words = {word: number for number, word in enumerate(lists["numbers.words"])}
    words |= {word: number for number, word in enumerate(lists["claims.teens"], start=13)}
    units = {word: number for word, number in words.items() if 1 <= number <= 9}
    words |= dict.fromkeys((*lists["claims.ones"], texts["numbers.one.neuter"]), 1)
    units |= dict.fromkeys(lists["claims.ones"], 1)
    for number, ten in enumerate(lists["claims.tens"], start=2):
        words[ten] = 10 * number
        if number < 10:
            for unit, one in units.items():
                words[texts["claims.compound"].format(ten=ten, unit=unit)] = 10 * number + one
    return Numerals(words, texts["numbers.decimal"], lists["claims.thousands"])
