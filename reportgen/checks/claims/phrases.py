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

from reportgen.language.language import Language

_GAP = 8
_KEY = 2
"""Patterns are looked up by the first letters of their first word."""
_TOKEN = re.compile(
    r"""(?P<number>(?<![\w])\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?![\w])
          |\d{1,3}(?:,\d{3})+(?![\w])
          |\d+(?:[.,]\d+)?(?![\w]|[-:/.]\w))
      |(?P<word>\w+(?:[-’'./:]\w+)*[’']?)
      |(?P<mark>[^\w\s])""",
    re.VERBOSE,
)
_ROOMS = ("claims.", "qualifiers.", "terms.", "fractions.", "ratio.links")
_NOT_PHRASES = frozenset(
    f"claims.{name}"
    for name in ("endings", "comparatives", "stopwords", "thousands", "abbreviations")
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark, with its offsets."""

    text: str
    lower: str
    start: int
    end: int
    is_number: bool = False


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words, numbers and marks of a text; white space separates them."""
    return tuple(
        Token(match[0], match[0].lower(), match.start(), match.end(), match.lastgroup == "number")
        for match in _TOKEN.finditer(text)
    )


@dataclass(frozen=True, slots=True)
class Tags:
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
        starts: list[dict[str, int]] = []
        names: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for at, token in enumerate(tokens):
            found: dict[str, int] = {}
            for name, pattern in self._candidates(token.lower):
                end = max(self._ends(pattern, tokens, at), default=None)
                if end is not None and end > found.get(name, 0):
                    found[name] = end
            for name, end in found.items():
                names[name].append((at, end))
            starts.append(found)
        return Tags(tuple(starts), {name: tuple(spans) for name, spans in names.items()})

    def _candidates(self, word: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield from self.exact.get(word, ())
        yield from self.open_ended.get(word[:_KEY], ())

    def _ends(self, pattern: tuple[str, ...], tokens: tuple[Token, ...], at: int) -> Iterator[int]:
        if not pattern:
            yield at
            return
        head, rest = pattern[0], pattern[1:]
        if head == "…":
            for skipped in range(_GAP + 1):
                yield from self._ends(rest, tokens, at + skipped)
        elif head.startswith("{"):
            for inner in self.lists[head[1:-1]]:
                yield from self._ends((*inner, *rest), tokens, at)
        elif at < len(tokens) and fits(head, tokens[at].lower):
            yield from self._ends(rest, tokens, at + 1)


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
