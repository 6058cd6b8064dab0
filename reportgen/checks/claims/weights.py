"""What it takes to hold claims against the results that they may be about, before it is done.

A sentence is held against each result that shares a word with it, and a comparison against pairs
of them: with many results of one matter, each named in many sentences, that grows without end.
Whoever writes a brief comes to a few hundred.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.claims.claim import Claim, Kind
from reportgen.checks.claims.fields import Field, Place

_OF_PAIRS = frozenset(
    {Kind.COMPARISON, Kind.POINTS, Kind.RELATIVE, Kind.TIMES, Kind.CHANGE, Kind.REST}
)
_CLAIM = 10
"""To read a claim costs about as much as to hold it against so many results."""
_GROUPS = 20
"""To look through so many groups costs about as much as to hold a claim against a result."""


def weights_of(field: Field) -> Iterator[int]:
    """How many comparisons each claim of a field takes, about, in their order."""
    for place in field.places:
        for claim in place.reading.claims:
            yield _weight(place, claim)


def _weight(place: Place, claim: Claim) -> int:
    ground = place.ground
    near = {*place.topical, *place.field.beside, *place.field.referred, *place.referred}
    if place.bonds(claim):
        near = set(place.bound(claim))
    named = _CLAIM + sum(len(mention.groups) for mention in place.mentions) // _GROUPS
    if claim.kind in _OF_PAIRS:
        return named + len(place.referred) ** 2 + sum(ground.breadth(name) for name in near)
    if claim.kind is Kind.SUPERLATIVE:
        rivals = len(ground.rankings)
        return named + sum(
            rivals * ground.subjects.matter[name] + ground.breadth(name) for name in near
        )
    return named + sum(ground.subjects.matter[name] for name in near)
