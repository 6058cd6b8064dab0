"""Two findings that answer alike, and which two a sentence speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import NamedTuple

from reportgen.checks.claims.fields import Place
from reportgen.checks.claims.shares import Figure, figure_of, has_point
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


def pairs_near(place: Place) -> Iterator[Pair]:
    """The pairs of shares that a sentence may speak of, the likeliest first."""
    ground = place.ground
    referred = [each for each in ground.among(place.referred) if has_point(each)]
    if len(referred) >= 2:
        yield from (Pair(*two) for two in permutations(referred, 2))
        return
    differs = place.reading.tags.has("difference")
    names = {*place.topical, *place.field.beside, *(place.field.referred if differs else ())}
    near = {each.id: each for each in ground.among(names) if has_point(each)}
    alike = [
        Pair(first, second)
        for first in near.values()
        for second in ground.alike(first)
        if second.id in near
    ]
    named = _named(place)
    yield from sorted(alike, key=lambda pair: -_rank(pair, place, named))


def likeliest(place: Place) -> tuple[Pair, ...]:
    """The pairs that a sentence most likely speaks of: all of the best rank."""
    named = _named(place)
    ranked = [(_rank(pair, place, named), pair) for pair in pairs_near(place)]
    best = max((rank for rank, _ in ranked), default=0.0)
    return tuple(pair for rank, pair in ranked if rank == best)


def _named(place: Place) -> dict[str, int]:
    """The groups that a sentence names, each with where in its order it comes first."""
    groups = [group for mention in place.mentions for group in sorted(mention.groups)]
    return {group: at for at, group in reversed([*enumerate(groups)])}


def _rank(pair: Pair, place: Place, named: dict[str, int]) -> float:
    """How likely a pair is meant: both bases named, in this order, and on the matter."""
    bases = [pair.first.result.base or "", pair.second.result.base or ""]
    rank = float(min(place.topical.get(name, 0) for name in pair.ids))
    if all(base in named for base in bases):
        rank += 10
        if bases[0] != bases[1] and named[bases[0]] <= named[bases[1]]:
            rank += 5
    return rank
