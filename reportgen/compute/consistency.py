"""Whether a printed share can arise from its base at all.

For unweighted shares: a weighted one need not be a whole number of respondents.

Source: N. J. L. Brown & J. A. J. Heathers (2017), "The GRIM test: a simple technique detects
numerous anomalies in the reporting of results in psychology", Social Psychological and
Personality Science 8:363-369; here for shares, which are means of noughts and ones.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from reportgen.compute.rounding import rounding_range

READING_TOLERANCE = 5.0
"""How far, in points, a share may lie from a bare ratio in words, as readers take it."""


class Counts(NamedTuple):
    """The counts of respondents that a printed share may stand for.

    `numbers` are those counts, rising; empty where no count gives the share. `always` tells
    that the base is so large that every share printed in this manner can arise from it: then
    passing proves nothing.
    """

    numbers: range
    always: bool

    @property
    def possible(self) -> bool:
        return bool(self.numbers)


def counts_behind_percent(percent: float, n: int, decimals: int = 0) -> Counts:
    """The counts out of `n` that print as `percent` with `decimals`.

    `percent` as printed (0-100), `n` respondents (at least 1). A half may have been rounded
    either way. From n = 100 · 10^decimals on some count fits every percent; below it, that a
    count fits does tell something. Raises ValueError outside these ranges and as
    `rounding_range` does.
    """
    low, high = rounding_range(percent, decimals)
    return Counts(_counts_between(low, high, n), always=n >= 100 * 10**decimals)


def counts_behind_ratio(
    part: int, whole: int, n: int, tolerance: float = READING_TOLERANCE
) -> Counts:
    """The counts out of `n` whose share lies within `tolerance` points of "part of whole".

    For ratios told in words ("åtta av tio"), which stand for a stretch of shares: from
    n = 50 / tolerance on (10 respondents at ±5 points) every ratio fits some count, and this
    check cannot fail. Raises ValueError unless 0 <= part <= whole, whole >= 1, n >= 1 and
    0 < tolerance <= 100.
    """
    if whole < 1 or not 0 <= part <= whole:
        raise ValueError(f"no ratio of {part} in {whole}")
    if not 0 < tolerance <= 100:
        raise ValueError(f"no tolerance of {tolerance} points")
    share, reach = Fraction(100 * part, whole), Fraction(str(tolerance))
    low, high = max(share - reach, Fraction(0)), min(share + reach, Fraction(100))
    return Counts(_counts_between(low, high, n), always=n * 2 * reach >= 100)


def _counts_between(low: Fraction, high: Fraction, n: int) -> range:
    """The counts out of `n` whose share in percent lies in low-high, both included."""
    if not n >= 1:
        raise ValueError(f"no base of {n}")
    return range(ceil(low * n / 100), floor(high * n / 100) + 1)
