"""Words without their endings, so that “cheferna” and “chefer” meet.

Not linguistics: the longest ending of the language's list is cut where three
letters remain. Both sides of a comparison are cut alike, which is all it takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from reportgen.checks.claims.phrases import Token, tokens_of
from reportgen.language.language import Language

_LEAST = 3
_ROUNDS = 2
_CONTENT = 4
"""Shorter words tell nothing of what a sentence is about."""
PREFIX = 5
"""From so many letters on, a stem that begins another one is the same word."""


@dataclass(frozen=True, slots=True, eq=False)
class Stems:
    """The endings and the function words of one language."""

    endings: frozenset[str]
    longest: int
    function_words: frozenset[str]

    def of(self, word: str) -> str:
        """A word in small letters without its ending."""
        return _stem(word, self.endings, self.longest)

    def is_function_word(self, token: Token) -> bool:
        """Whether a word says nothing of the matter; letters such as IT do."""
        initials = len(token.text) > 1 and token.text.isupper()
        return token.lower in self.function_words or (len(token.lower) < _LEAST and not initials)

    def content(self, text: str) -> frozenset[str]:
        """The stems of the words of a text that say what it is about."""
        return self.content_of(tokens_of(text))

    def content_of(self, tokens: Iterable[Token]) -> frozenset[str]:
        """The same of a text that is parted into words already."""
        return frozenset(
            self.of(token.lower)
            for token in tokens
            if token.lower[0].isalpha()
            and len(token.lower) >= _CONTENT
            and token.lower not in self.function_words
        )


# A study says the same few hundred words in thousands of places.
@lru_cache(maxsize=8192)
def _stem(word: str, endings: frozenset[str], longest: int) -> str:
    word = word.strip("’'-").lower()
    for _ in range(_ROUNDS):  # lösta, löst: the second ending shows when the first is cut
        for length in range(min(longest, len(word) - _LEAST), 0, -1):
            if word[-length:] in endings:
                word = word[:-length]
                break
    return word


def alike(stem: str, other: str) -> bool:
    """Whether two stems are of one word, or one begins the other: telefon, telefonsamtal."""
    if stem == other:
        return True
    short, long = sorted((stem, other), key=len)
    return len(short) >= PREFIX and long.startswith(short)


def shared(stems: frozenset[str], others: frozenset[str]) -> int:
    """How many of the first stems have a like among the others."""
    common = stems & others
    begun = {other[:end] for other in others for end in range(PREFIX, len(other))}
    alone = stems - common
    return len(common) + sum(
        stem in begun or any(stem[:end] in others for end in range(PREFIX, len(stem)))
        for stem in alone
    )


@lru_cache(maxsize=16)
def stems_of(language: Language) -> Stems:
    """The stems of a language."""
    endings = language.wordings["claims.endings"]
    return Stems(
        frozenset(endings),
        max(map(len, endings)),
        frozenset(language.wordings["claims.stopwords"]),
    )
