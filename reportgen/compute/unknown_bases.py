"""Differences between two shares where a base is not known: how large would it have to be?

The test is `two_proportion_test`, with what it asks of the groups. Its z grows with either
base, without exception, so one number tells all: from that base on the difference is
significant, below it is not. With base n₂ and w = n₂ / (n₁ + n₂), z² is n₁d²·w / (p(1 − p))
with p = p₁ + w(p₂ − p₁); its derivative has the sign of (p − p₁)² + p₁(1 − p₁), never negative.
"""

from __future__ import annotations

from bisect import bisect_left
from math import floor, inf, sqrt
from typing import NamedTuple

from reportgen.compute.differences import two_proportion_test, two_sided_p
from reportgen.compute.intervals import critical_value
from reportgen.compute.rounding import Spread, as_floats, rounding_range

_LARGEST_BASE = 10**10
"""More respondents than there are people: a base beyond it is none."""


class SecondBase(NamedTuple):
    """The second base that a difference between two printed percents needs.

    From `for_some` respondents on it is significant for some of the true shares behind the
    printed ones, from `for_all` on for all of them. None: for no base.
    """

    for_some: int | None
    for_all: int | None


def best_possible_p(share_1: float, n_1: int, share_2: float) -> float:
    """The p-value (0-1) that a difference approaches as the unknown second base grows.

    No second base gives a smaller one. It is the test of the first share against the second
    as a known constant. Shares in percent (0-100), `n_1` respondents (at least 1). Raises
    ValueError outside these ranges.
    """
    return two_sided_p(_limit(share_1, n_1, share_2))


def smallest_second_base(
    share_1: float, n_1: int, share_2: float, level: float = 95.0
) -> int | None:
    """The smallest second base at which the difference is significant; None for no base.

    Shares in percent (0-100), `n_1` respondents behind the first (at least 1), `level` in
    percent. Raises ValueError outside these ranges.

    Source: as `two_proportion_test`; the search is derived at the top of this file.
    """
    needed = critical_value(level)
    if not abs(_limit(share_1, n_1, share_2)) > needed:
        return None

    def significant(n_2: int) -> bool:
        return abs(two_proportion_test(share_1, n_1, share_2, n_2).z) > needed

    found = 1 + bisect_left(range(1, _LARGEST_BASE), True, key=significant)
    return found if found < _LARGEST_BASE else None


def second_base_over_rounding(
    share_1: float, n_1: int, share_2: float, *, decimals: int = 0, level: float = 95.0
) -> SecondBase:
    """`smallest_second_base` over all true shares behind two percents printed with `decimals`.

    Raises ValueError as `smallest_second_base` and `rounding_range` do.
    """
    first, second = rounding_range(share_1, decimals), rounding_range(share_2, decimals)
    return second_base_between(as_floats(first), n_1, as_floats(second), level=level)


def second_base_between(
    first: Spread, n_1: int, second: Spread, *, level: float = 95.0
) -> SecondBase:
    """`smallest_second_base` over all true shares in two spreads, in percent."""
    (low_1, high_1), (low_2, high_2) = first, second
    above = smallest_second_base(high_1, n_1, low_2, level) if high_1 > low_2 else None
    below = smallest_second_base(low_1, n_1, high_2, level) if low_1 < high_2 else None
    for_some = min((each for each in (above, below) if each is not None), default=None)
    for_all = None  # the two ranges overlap: the true shares may be equal
    if low_1 > high_2:
        for_all = smallest_second_base(low_1, n_1, high_2, level)
    elif high_1 < low_2:
        for_all = smallest_second_base(high_1, n_1, low_2, level)
    return SecondBase(for_some, for_all)


def smallest_total_base(share_1: float, share_2: float, level: float = 95.0) -> int | None:
    """The smallest sample, split into two equal groups, at which the difference is significant.

    For two groups of a study that tells neither base, such as women and men. Shares in
    percent (0-100), `level` in percent. Returns the two groups together, an even number; None
    for equal shares. Raises ValueError outside these ranges.

    Source: as `two_proportion_test`, solved for n₁ = n₂.
    """
    for share in (share_1, share_2):
        if not 0 <= share <= 100:
            raise ValueError(f"no share of {share} %")
    needed = critical_value(level)
    if share_1 == share_2:
        return None
    pooled = (share_1 + share_2) / 2
    ratio = needed / abs(share_1 - share_2)
    half = 2 * pooled * (100 - pooled) * ratio * ratio
    return 2 * (floor(half) + 1) if half < _LARGEST_BASE / 2 else None


def _limit(share_1: float, n_1: int, share_2: float) -> float:
    """What z approaches as the second base grows without end."""
    if not 0 <= share_1 <= 100 or not 0 <= share_2 <= 100 or not n_1 >= 1:
        raise ValueError(f"no test of {share_1} % of {n_1} against {share_2} %")
    if share_1 == share_2:
        return 0.0
    variance = share_2 * (100 - share_2)
    return (share_1 - share_2) * sqrt(n_1 / variance) if variance else inf
