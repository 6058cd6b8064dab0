"""Finding the phrases of a language's data in a text, in one pass over its words.

A pattern is words: `*` at the end of one stands for any ending, a lone `*` for
any word, `…` for up to eight words, `{name}` for any pattern of `claims.<name>`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from reportgen.language.language import Language

_GAP = 8
_LIST, _OPEN = "{", ("*", "…")
"""What a pattern's word begins with where it is a list, and ends with where it is no one word."""
_KEY = 2
"""Patterns are looked up by the first letters of their first word."""
_TOKEN = re.compile(
    r"""(?P<word>[^\W\d]\w*(?:[-’'./:]\w+)*[’']?)  # most are words: they are tried first
      |(?P<number>(?<![\w])\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?![\w])
          |\d{1,3}(?:,\d{3})+(?![\w])
          |\d+(?:[.,]\d+)?(?![\w]|[-:/.]\w))
      |(?P<code>\w+(?:[-’'./:]\w+)*[’']?)
      |(?P<mark>[^\w\s])""",
    re.VERBOSE,
)
_ROOMS = ("claims.", "qualifiers.", "terms.", "fractions.", "ratio.links")
_NOT_PHRASES = frozenset(
    f"claims.{name}"
    for name in ("endings", "comparatives", "stopwords", "thousands", "abbreviations")
)


class Token(NamedTuple):
    """A word, a number or a mark, with its offsets."""

    text: str
    lower: str
    start: int
    end: int
    is_number: bool = False


# What a result says is read for each sentence that may tell it.
@lru_cache(maxsize=1024)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words, numbers and marks of a text; white space separates them."""
    return tuple(
        [
            Token(word := match[0], word.lower(), *match.span(), match.lastgroup == "number")
            for match in _TOKEN.finditer(text)
        ]
    )


_Longer = tuple[str, int, tuple[str, ...]]
_NOTHING: Mapping[str, int] = MappingProxyType({})


class Tags(NamedTuple):
    """Which phrases stand where: by their first token, the list's name and the end."""

    starts: tuple[Mapping[str, int], ...]
    names: Mapping[str, tuple[tuple[int, int], ...]] = field(repr=False)

    def end(self, at: int, name: str) -> int | None:
        """Where the longest phrase of a list that starts at a token ends."""
        return self.starts[at].get(name) if 0 <= at < len(self.starts) else None

    def spans(self, name: str) -> tuple[tuple[int, int], ...]:
        """Every place of a list's phrases, as first token and end."""
        return self.names.get(name, ())

    def ending(self, at: int, name: str) -> int | None:
        """Where a phrase of a list that ends at a token starts."""
        starts = [start for start, end in self.spans(name) if end == at]
        return min(starts) if starts else None

    def has(self, name: str) -> bool:
        """Whether any phrase of a list stands in the text."""
        return bool(self.names.get(name))


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The phrases of one language, ready to be looked up."""

    exact: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    open_ended: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    lists: Mapping[str, tuple[tuple[str, ...], ...]]

    def tag(self, tokens: tuple[Token, ...]) -> Tags:
        """Find every phrase in a text."""
        starts: list[Mapping[str, int]] = []
        names: dict[str, list[tuple[int, int]]] = defaultdict(list)
        words = [token.lower for token in tokens]
        for at, (word, following) in enumerate(zip(words, [*words[1:], ""], strict=True)):
            alone, by_second, longer = _begun_by(word, self)
            if following in by_second:
                longer = by_second[following] + longer
            if not alone and not longer:
                starts.append(_NOTHING)
                continue
            found = dict.fromkeys(alone, at + 1)
            for name, taken, pattern in longer:
                end = self._end(pattern, words, at + taken)
                if end > found.get(name, 0):
                    found[name] = end
            for name, end in found.items():
                names[name].append((at, end))
            starts.append(found)
        return Tags(tuple(starts), {name: tuple(spans) for name, spans in names.items()})

    def _end(self, pattern: tuple[str, ...], words: list[str], at: int) -> int:
        """Where the longest stretch of words that a pattern fits ends; -1 where it fits none."""
        for number, head in enumerate(pattern):
            if head == "…":
                rest = pattern[number + 1 :]
                return max(self._end(rest, words, at + skipped) for skipped in range(_GAP + 1))
            if head[0] == _LIST:
                rest = pattern[number + 1 :]
                inner = self.lists[head[1:-1]]
                return max((self._end((*each, *rest), words, at) for each in inner), default=-1)
            if at >= len(words) or not fits(head, words[at]):
                return -1
            at += 1
        return at


class _Begun(NamedTuple):
    """What a word may begin: lists with a phrase that is this word alone, and longer phrases.

    Of these the name of the list, how many words are taken, and the pattern of the rest;
    by their second word where it can be no other.
    """

    alone: tuple[str, ...]
    by_second: Mapping[str, tuple[_Longer, ...]]
    longer: tuple[_Longer, ...]


# A study says the same few hundred words in thousands of places.
@lru_cache(maxsize=8192)
def _begun_by(word: str, phrases: Phrases) -> _Begun:
    alone: list[str] = []
    by_second: dict[str, tuple[_Longer, ...]] = {}
    longer: list[_Longer] = []
    for name, pattern in phrases.exact.get(word, ()) + phrases.open_ended.get(word[:_KEY], ()):
        if pattern[0][0] == _LIST:
            longer.append((name, 0, pattern))
        elif fits(pattern[0], word):
            rest = pattern[1:]
            if not rest:
                alone.append(name)
            elif rest[0][0] == _LIST or rest[0].endswith(_OPEN):
                longer.append((name, 1, rest))
            else:
                by_second[rest[0]] = (*by_second.get(rest[0], ()), (name, 1, rest))
    return _Begun(tuple(alone), by_second, tuple(longer))


def fits(pattern: str, word: str) -> bool:
    """Whether a word is a pattern's word; `*` at its end stands for any ending."""
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@lru_cache(maxsize=16)
def phrases_of(language: Language) -> Phrases:
    """All phrases of a language; built once."""
    lists: dict[str, tuple[tuple[str, ...], ...]] = {}
    for key, wordings in language.wordings.items():
        if key.startswith(_ROOMS) and key not in _NOT_PHRASES:
            lists[key.removeprefix("claims.")] = tuple(_patterns(wordings))
    exact: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    open_ended: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for name, patterns in lists.items():
        for pattern in patterns:
            for first in _first_words(pattern, lists):
                if first.endswith("*"):
                    open_ended[first[:_KEY]].append((name, pattern))
                else:
                    exact[first].append((name, pattern))
    return Phrases(
        {word: tuple(found) for word, found in exact.items()},
        {start: tuple(found) for start, found in open_ended.items()},
        lists,
    )


def _patterns(wordings: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for wording in wordings:
        lower = wording.lower().rstrip(".")
        yield tuple(lower.split())
        if "-" in lower and " " not in lower:
            yield tuple(lower.split("-"))  # two-thirds is also written two thirds


def _first_words(
    pattern: tuple[str, ...], lists: Mapping[str, tuple[tuple[str, ...], ...]]
) -> set[str]:
    if not pattern[0].startswith("{"):
        return {pattern[0]}
    return {inner[0] for inner in lists[pattern[0][1:-1]]}
