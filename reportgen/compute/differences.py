"""Differences between two shares whose bases are both known.

For two groups that share no respondent, each a simple random sample. Not for two answers of
one distribution (they pull on each other), not for a group against a whole that holds it, and
too generous for weighted or clustered samples. Where one base is not known, see
`unknown_bases`.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from math import erfc, hypot, sqrt
from typing import NamedTuple

from reportgen.compute.finding import Interval
from reportgen.compute.intervals import critical_value, wilson
from reportgen.compute.rounding import Spread, as_floats, rounding_range

_FEWEST_EXPECTED = 5


class Difference(NamedTuple):
    """Two shares compared.

    `points` is the first share minus the second, in percentage points; `z` the same in
    standard errors; `p` the two-sided p-value (0-1). `expected` is the smallest of the four
    counts to expect if there were no difference.
    """

    points: float
    z: float
    p: float
    expected: float

    @property
    def approximation_holds(self) -> bool:
        """Whether the normal curve may stand in for the counts: at least five expected in each.

        Source: W. G. Cochran (1954), "Some methods for strengthening the common χ² tests",
        Biometrics 10:417-451.
        """
        return self.expected >= _FEWEST_EXPECTED

    def significant(self, level: float = 95.0) -> bool:
        """Whether chance alone would give so large a difference in fewer than 100 − level %."""
        return abs(self.z) > critical_value(level)


class Significance(StrEnum):
    """Whether a difference is significant for the true shares behind two printed percents."""

    FOR_ALL = "all"
    FOR_SOME = "some"
    FOR_NONE = "none"


def two_sided_p(z: float) -> float:
    """The probability (0-1) of a standard normal value at least as far from 0 as `z`."""
    return erfc(abs(z) / sqrt(2))


def two_proportion_test(share_1: float, n_1: int, share_2: float, n_2: int) -> Difference:
    """The two-proportion z-test with a pooled share, two-sided, without continuity correction.

    Shares in percent (0-100), `n_1` and `n_2` respondents (at least 1). Two shares that are
    both 0 or both 100 % do not differ: z = 0, p = 1. Raises ValueError outside these ranges.

    Source: z² is the χ² of the fourfold table, K. Pearson (1900), Philosophical Magazine
    50:157-175, with one degree of freedom, R. A. Fisher (1922), Journal of the Royal
    Statistical Society 85:87-94.
    """
    _check(share_1, n_1)
    _check(share_2, n_2)
    points = share_1 - share_2
    pooled = min(100.0, (share_1 * n_1 + share_2 * n_2) / (n_1 + n_2))
    error = sqrt(pooled * (100 - pooled) * (1 / n_1 + 1 / n_2))
    z = points / error if error else 0.0
    return Difference(
        points=points,
        z=z,
        p=two_sided_p(z),
        expected=min(n_1, n_2) * min(pooled, 100 - pooled) / 100,
    )


def newcombe(share_1: float, n_1: int, share_2: float, n_2: int, level: float = 95.0) -> Interval:
    """The interval of the difference first minus second, in percentage points (−100 to 100).

    Built from the two Wilson intervals; without continuity correction. It may hold 0 where
    `two_proportion_test` is significant, or leave it out where it is not, close to the limit:
    the two measure with different errors. Raises ValueError as `wilson` does.

    Source: R. G. Newcombe (1998), "Interval estimation for the difference between independent
    proportions: comparison of eleven methods", Statistics in Medicine 17:873-890, method 10.
    """
    first, second = wilson(share_1, n_1, level), wilson(share_2, n_2, level)
    points = share_1 - share_2
    return Interval(
        low=max(-100.0, points - hypot(share_1 - first.low, second.high - share_2)),
        high=min(100.0, points + hypot(first.high - share_1, share_2 - second.low)),
        level=level,
    )


def significance_over_rounding(
    share_1: float,
    n_1: int,
    share_2: float,
    n_2: int,
    *,
    decimals: int = 0,
    level: float = 95.0,
) -> Significance:
    """`significance_between` for two percents as printed with `decimals`.

    Raises ValueError as `two_proportion_test` and `rounding_range` do.
    """
    first, second = rounding_range(share_1, decimals), rounding_range(share_2, decimals)
    return significance_between(as_floats(first), n_1, as_floats(second), n_2, level=level)


# A study of many groups asks the same of two figures wherever its text compares them.
@lru_cache(maxsize=4096)
def significance_between(
    first: Spread, n_1: int, second: Spread, n_2: int, *, level: float = 95.0
) -> Significance:
    """The verdict of `two_proportion_test` over all true shares in two spreads, in percent.

    A spread is the lowest and the highest share: of an exact count, twice the same.
    z rises with the first share and falls with the second, all the way (its derivative keeps
    its sign), so two corners of the spreads hold the extremes.
    """
    (low_1, high_1), (low_2, high_2) = first, second
    lowest = two_proportion_test(low_1, n_1, high_2, n_2).z
    highest = two_proportion_test(high_1, n_1, low_2, n_2).z
    needed = critical_value(level)
    if lowest > needed or highest < -needed:
        return Significance.FOR_ALL
    if highest > needed or lowest < -needed:
        return Significance.FOR_SOME
    return Significance.FOR_NONE


def _check(share: float, n: int) -> None:
    if not 0 <= share <= 100 or not n >= 1:
        raise ValueError(f"no test of {share} % of {n}")
