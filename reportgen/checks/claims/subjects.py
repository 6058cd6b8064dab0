"""Whom and what a study speaks of: its groups and the matter of its results, as stems."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from reportgen.checks.claims.grammar import Reading
from reportgen.checks.claims.phrases import tokens_of
from reportgen.checks.claims.stems import PREFIX, Stems, shared, stems_of
from reportgen.language.language import Language
from reportgen.study.model import Result, Study, Unit

_SUFFIX, _LONGEST_SUFFIX = 4, 40
"""From so many letters on, and up to so many, a word that ends a compound is its last part."""

_NAMING = 400
"""So many letters of a group's label name it: no sentence repeats more."""
_USUAL = 100
"""What a result says has fewer letters, as a rule."""


class Match(IntEnum):
    """How surely a word names a group."""

    OTHERS = 1  # “the others”, without saying of what
    HEAD = 2  # “managers”, where the group is “IT managers”
    FULL = 3


class Mention(NamedTuple):
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
    matter: Mapping[str, int]  # how much there is to read of a result, 1 for what is usual
    counted: frozenset[str] = field(repr=False)
    # To be looked up in: labels stem by stem, and by their last; the results by each stem of
    # their matter, and these stems in order.
    named: Branch = field(repr=False)
    heads: Mapping[str, frozenset[str]] = field(repr=False)
    spoken_of: Mapping[str, list[str]] = field(repr=False)
    ordered: tuple[str, ...] = field(repr=False)

    def mentions(self, reading: Reading) -> tuple[Mention, ...]:
        """The groups that a sentence names, in its order."""
        found: list[Mention] = []
        end = 0
        stems = tuple(self._stem(token.lower) for token in reading.tokens)
        for at, token in enumerate(reading.tokens):
            if at < end:
                continue
            mention = self._mention(token.lower, stems, at)
            if mention is not None:
                found.append(mention)
                end = mention.last
        return tuple(found)

    def shared_with(self, content: frozenset[str]) -> dict[str, int]:
        """How many words of a result's matter have a like among the stems of a text, if any."""
        known = {like for stem in content for like in self._like(stem)}
        return Counter(result_id for like in known for result_id in self.spoken_of[like])

    def _like(self, stem: str) -> Iterator[str]:
        """The stems of all matter that are `alike` with one, without a look at the others."""
        if stem in self.spoken_of:
            yield stem
        if len(stem) < PREFIX:
            return
        yield from (stem[:end] for end in range(PREFIX, len(stem)) if stem[:end] in self.spoken_of)
        at = bisect_left(self.ordered, stem)
        while at < len(self.ordered) and self.ordered[at].startswith(stem):
            yield self.ordered[at]
            at += 1

    def _mention(self, word: str, stems: tuple[str, ...], at: int) -> Mention | None:
        if word in self.stems.function_words and word not in self.others:
            return None
        longest = self.named.longest(stems, at)
        if longest is not None:
            groups, end = longest
            return Mention(groups, at, end, Match.FULL)
        heads = self.heads.get(self.stems.of(word))
        if heads is not None:
            return Mention(heads, at, at + 1, Match.HEAD)
        if word in self.others:
            rest = frozenset(
                group for group, label in self.labels.items() if label[:1] == (_OTHERS,)
            )
            return Mention(rest, at, at + 1, Match.OTHERS) if rest else None
        return None

    def _stem(self, word: str) -> str:
        return _OTHERS if word in self.others else self.stems.of(word)


_OTHERS = "…"
"""Stands in a label for any word of the language for the others."""


_Labels = dict[str, tuple[str, ...]]


@dataclass(slots=True)
class Branch:
    """Labels as a tree of their stems: so one is found without a look at each of them."""

    groups: frozenset[str] = frozenset()
    further: dict[str, Branch] = field(default_factory=dict)

    def longest(self, stems: tuple[str, ...], at: int) -> tuple[frozenset[str], int] | None:
        """The groups with the longest label that stands there, and where it ends."""
        found, branch = None, self
        for end in range(at, len(stems)):
            below = branch.further.get(stems[end])
            if below is None:
                break
            branch = below
            if branch.groups:
                found = branch.groups, end + 1
        return found


def _tree_of(labels: _Labels) -> Branch:
    root = Branch()
    for group, label in labels.items():
        branch = root
        for stem in label:
            branch = branch.further.setdefault(stem, Branch())
        branch.groups |= {group}
    return root


def _by_head(labels: _Labels) -> dict[str, frozenset[str]]:
    """The groups by the last stem of their label, and by each long end of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for group, label in labels.items():
        head = label[-1] if label else ""
        first = max(1, len(head) - _LONGEST_SUFFIX)
        for end in (head, *(head[start:] for start in range(first, len(head) - _SUFFIX + 1))):
            found[end].add(group)
    return {head: frozenset(groups) for head, groups in found.items() if head}


def subjects_of(study: Study, language: Language) -> Subjects:
    """Index a study's groups and results."""
    stems = stems_of(language)
    others = frozenset(language.wordings["claims.others"])
    labels = {
        group_id: tuple(
            _OTHERS if token.lower in others else stems.of(token.lower)
            for token in tokens_of(group.label[:_NAMING])
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
    spoken_of: dict[str, list[str]] = defaultdict(list)
    for result_id, topic in topics.items():
        for stem in topic:
            spoken_of[stem].append(result_id)
    return Subjects(
        study=study,
        stems=stems,
        others=others,
        labels=labels,
        topics=topics,
        matter={each.id: 1 + len(" ".join(_matter(each))) // _USUAL for each in study.results},
        counted=counted,
        named=_tree_of(labels),
        heads=_by_head(labels),
        spoken_of=dict(spoken_of),
        ordered=tuple(sorted(spoken_of)),
    )


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
