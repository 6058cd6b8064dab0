"""Whom and what a study speaks of: its groups and the matter of its results, as stems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from reportgen.checks.claims.grammar import Reading
from reportgen.checks.claims.phrases import Token, tokens_of
from reportgen.checks.claims.stems import Stems, shared, stems_of
from reportgen.language.language import Language
from reportgen.study.model import Result, Study, Unit

_SUFFIX = 4
"""From so many letters on, a word that ends a compound is taken for its last part."""


class Match(IntEnum):
    """How surely a word names a group."""

    OTHERS = 1  # “the others”, without saying of what
    HEAD = 2  # “managers”, where the group is “IT managers”
    FULL = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """Some words that name one or several groups, by their tokens."""

    groups: frozenset[str]
    first: int
    last: int
    match: Match


@dataclass(frozen=True, slots=True, eq=False)
class Subjects:
    """The groups and topics of a study, ready to be found in sentences."""

    study: Study
    stems: Stems
    others: frozenset[str]
    labels: Mapping[str, tuple[str, ...]]  # a group's label as stems
    topics: Mapping[str, frozenset[str]]  # what a result is about
    counted: frozenset[str] = field(repr=False)

    def mentions(self, reading: Reading) -> tuple[Mention, ...]:
        """The groups that a sentence names, in its order."""
        found: list[Mention] = []
        end = 0
        for at in range(len(reading.tokens)):
            if at < end:
                continue
            mention = self._mention(reading.tokens, at)
            if mention is not None:
                found.append(mention)
                end = mention.last
        return tuple(found)

    def shared_with(self, result: Result, content: frozenset[str]) -> int:
        """How many words of a result's matter stand among the stems of a text."""
        return shared(self.topics[result.id], content)

    def _mention(self, tokens: tuple[Token, ...], at: int) -> Mention | None:
        word = tokens[at].lower
        if word in self.stems.function_words and word not in self.others:
            return None
        full = [
            (len(label), group)
            for group, label in self.labels.items()
            if self._stands(label, tokens, at)
        ]
        if full:
            longest = max(length for length, _ in full)
            groups = frozenset(group for length, group in full if length == longest)
            return Mention(groups, at, at + longest, Match.FULL)
        stem = self.stems.of(word)
        heads = frozenset(
            group
            for group, label in self.labels.items()
            if label and (label[-1] == stem or _ends(label[-1], stem))
        )
        if heads:
            return Mention(heads, at, at + 1, Match.HEAD)
        if word in self.others:
            rest = frozenset(
                group for group, label in self.labels.items() if label[:1] == (_OTHERS,)
            )
            return Mention(rest, at, at + 1, Match.OTHERS) if rest else None
        return None

    def _stands(self, label: tuple[str, ...], tokens: tuple[Token, ...], at: int) -> bool:
        if not label or at + len(label) > len(tokens):
            return False
        return all(
            self._stem(tokens[at + number].lower) == stem for number, stem in enumerate(label)
        )

    def _stem(self, word: str) -> str:
        return _OTHERS if word in self.others else self.stems.of(word)


_OTHERS = "…"
"""Stands in a label for any word of the language for the others."""


def _ends(compound: str, word: str) -> bool:
    return len(word) >= _SUFFIX and len(compound) > len(word) and compound.endswith(word)


def subjects_of(study: Study, language: Language) -> Subjects:
    """Index a study's groups and results."""
    stems = stems_of(language)
    others = frozenset(language.wordings["claims.others"])
    labels = {
        group_id: tuple(
            _OTHERS if token.lower in others else stems.of(token.lower)
            for token in tokens_of(group.label)
            if token.lower[0].isalnum()
        )
        for group_id, group in study.groups.items()
    }
    topics = {
        result.id: _topic(study, result, stems)
        - frozenset(labels.get(result.base or "", ()))
        - frozenset(labels.get(result.compared_with or "", ()))
        for result in study.results
    }
    counted = frozenset(label[-1] for label in labels.values() if label)
    return Subjects(study, stems, others, labels, topics, counted)


def _topic(study: Study, result: Result, stems: Stems) -> frozenset[str]:
    """What a result is about: its own words, and its question's where they ask for this answer."""
    own = stems.content(" ".join(_matter(result)))
    if result.question is None:
        return own
    asked = stems.content(study.questions[result.question].label)
    return own | asked if shared(own, asked) else own


def _matter(result: Result) -> Iterator[str]:
    yield result.says
    yield result.label or ""
    yield from result.value.ranking or ()
    yield from result.net_of


def unit_of_noun(reading: Reading, at: int) -> Unit | None:
    """What the language says that a noun counts: people, cases …"""
    for unit in Unit:
        if reading.tags.end(at, f"nouns.{unit.value}"):
            return unit
    return None
