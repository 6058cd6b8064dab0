"""What the words for a share mean, the same in every language.

The wordings stand in `data/<code>.yml`; here stands what they bear, in percent
of the base. A writer picks words by it, a reader of prose judges words by it.
"""

from __future__ import annotations

from typing import NamedTuple

LOWEST, HIGHEST = 0.0, 100.0

ANCHORS: tuple[tuple[int, int], ...] = (
    (1, 20),
    (1, 10),
    (1, 5),
    (1, 4),
    (3, 10),
    (1, 3),
    (2, 5),
    (1, 2),
    (3, 5),
    (2, 3),
    (7, 10),
    (3, 4),
    (4, 5),
    (9, 10),
)
"""The shares a percent may be worded as, lowest first: part and whole."""

BARE_WITHIN = 0.5
"""A share is said without a hedge where the percent rounds to it, in percentage points."""

READING_WIDTH = 5.0
"""How far from a ratio in words readers take the true value to lie, in percentage points."""

LARGEST_WHOLE_IN_WORDS = 20
"""Ratios of more than so many (60 of 146) are counts, not rounded words."""


class Meaning(NamedTuple):
    """The percent for which a term holds, both ends included.

    `warn` is a further interval where the term is a stretch. `above_half` says
    that where an interval can be computed, it must lie above 50. A term that
    bears no interval (`holds` is None) either depends on the other shares, as
    `plurality`, or says too little to be checked, as `many`.
    """

    holds: tuple[float, float] | None
    warn: tuple[float, float] | None = None
    above_half: bool = False


_JUST_OVER_HALF, _JUST_UNDER_HALF = 50.0001, 49.9999

TERMS: dict[str, Meaning] = {
    "all": Meaning((HIGHEST, HIGHEST)),
    "almost_all": Meaning((90, HIGHEST)),
    "overwhelming_majority": Meaning((70, HIGHEST), warn=(60, 70)),
    "predominant_majority": Meaning((55, HIGHEST), above_half=True),
    "predominant_part": Meaning((55, HIGHEST), above_half=True),
    # Above 90 percent a mere majority is true but says too little.
    "majority": Meaning((_JUST_OVER_HALF, HIGHEST), warn=(90, HIGHEST), above_half=True),
    "most": Meaning((_JUST_OVER_HALF, HIGHEST), warn=(90, HIGHEST), above_half=True),
    "plurality": Meaning(None),
    "minority": Meaning((LOWEST, _JUST_UNDER_HALF)),
    "few": Meaning((LOWEST, 15), warn=(15, 20)),
    "very_few": Meaning((LOWEST, 7.5), warn=(7.5, 10)),
    "none": Meaning((LOWEST, LOWEST)),
    "many": Meaning(None),
    "many_times": Meaning(None),
    "fairly_common": Meaning(None),
    "some": Meaning(None),
    "very_low": Meaning(None),
}
"""What each entry of `terms` in a language's file bears."""


def tolerance(percent: float) -> float:
    """How far a bare share in words may lie from the true percent, in percentage points.

    Two points about the half; else at most 2.5, and less near nought and a
    hundred. Up to twice as far is a stretch.
    """
    if percent == 50:
        return 2.0
    return min(2.5, 0.25 * percent, 0.25 * (HIGHEST - percent))


def hedged_within(percent: float) -> float:
    """How far “nearly” and “just over” reach from the share that they hedge, in points.

    Five points, less near nought and a hundred: as far as a writer who picks the
    nearest share of `ANCHORS` ever hedges.
    """
    return min(5.0, 0.5 * percent, 0.5 * (HIGHEST - percent))
