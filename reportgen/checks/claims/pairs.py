"""Two findings that answer alike, and which two a sentence speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import NamedTuple

from reportgen.checks.claims.fields import Place
from reportgen.checks.claims.shares import Figure, figure_of
from reportgen.checks.claims.stems import shared
from reportgen.compute.finding import Finding


class Pair(NamedTuple):
    """Two findings whose shares have a point, so that they can be set against each other."""

    first: Finding
    second: Finding

    @property
    def ids(self) -> tuple[str, ...]:
        return self.first.id, self.second.id

    @property
    def figures(self) -> tuple[Figure, Figure]:
        first, second = figure_of(self.first), figure_of(self.second)
        assert first is not None and second is not None
        return first, second

    @property
    def known(self) -> bool:
        """Whether both are known in percent or by count."""
        return all(figure.exact for figure in self.figures)

    @property
    def shares(self) -> tuple[float, float]:
        """Both in percent."""
        first, second = self.figures
        assert first.point is not None and second.point is not None
        return first.point, second.point

    @property
    def points(self) -> float:
        """The first less the second, in percentage points."""
        first, second = self.shares
        return round(first - second, 6)

    @property
    def factors(self) -> tuple[float, float]:
        """How many times the second the first is, at least and at most, with their rounding."""
        first, second = self.figures
        if second.low <= 0:
            return 0.0, float("inf")
        return first.low / second.high, first.high / second.low


def has_point(finding: Finding) -> bool:
    """Whether a finding has a share that can be set against another one."""
    figure = figure_of(finding)
    return figure is not None and figure.point is not None


def pairs_near(place: Place) -> Iterator[Pair]:
    """The pairs of shares that a sentence may speak of, the likeliest first."""
    shares = [
        each
        for each in place.ground.findings.by_id.values()
        if (figure := figure_of(each)) is not None and figure.point is not None
    ]
    referred = [each for each in shares if each.id in place.referred]
    if len(referred) >= 2:
        yield from (Pair(*two) for two in permutations(referred, 2))
        return
    near = [
        each
        for each in shares
        if place.topical.get(each.id)
        or each.id in place.field.beside
        or (each.id in place.field.referred and place.reading.tags.has("difference"))
    ]
    alike = [Pair(*two) for two in permutations(near, 2) if answer_alike(place, *two)]
    named = [group for mention in place.mentions for group in sorted(mention.groups)]
    yield from sorted(alike, key=lambda pair: -_rank(pair, place, named))


def likeliest(place: Place) -> tuple[Pair, ...]:
    """The pairs that a sentence most likely speaks of: all of the best rank."""
    pairs = tuple(pairs_near(place))
    named = [group for mention in place.mentions for group in sorted(mention.groups)]
    best = max((_rank(pair, place, named) for pair in pairs), default=0.0)
    return tuple(pair for pair in pairs if _rank(pair, place, named) == best)


def answer_alike(place: Place, first: Finding, second: Finding) -> bool:
    """Whether two findings answer one question: two groups alike, or one group variously."""
    one, other = first.result, second.result
    if other.id == one.compared_with or one.id == other.compared_with:
        return True
    if one.question is None or one.question != other.question:
        return False
    topics = place.ground.subjects.topics
    common = shared(topics[one.id], topics[other.id])
    return one.base == other.base or 2 * common >= len(topics[one.id])


def _rank(pair: Pair, place: Place, named: list[str]) -> float:
    """How likely a pair is meant: both bases named, in this order, and on the matter."""
    bases = [pair.first.result.base or "", pair.second.result.base or ""]
    rank = float(min(place.topical.get(name, 0) for name in pair.ids))
    if all(base in named for base in bases):
        rank += 10
        if bases[0] != bases[1] and named.index(bases[0]) <= named.index(bases[1]):
            rank += 5
    return rank
