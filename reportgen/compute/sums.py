"""Sums of rounded shares of one distribution: what their rounding alone can make of 100.

For single answers: where several could be given, shares do not add up to a whole.

Source: F. Mosteller, C. Youtz & D. Zahn (1967), "The distribution of sums of rounded
percentages", Demography 4:850-858; P. Diaconis & D. Freedman (1979), "On rounding
percentages", JASA 74:359-364. They give how often such a sum misses 100; here stands how far
it can at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from reportgen.compute.rounding import decimals_of, printed_units


class Whole(StrEnum):
    """How rounded shares stand to the whole of which they are parts."""

    COMPLETE = "complete"
    """They may be all there is: rounding explains what is missing or too much."""
    SHORT = "short"
    """Something is left out: rounding alone cannot explain the remainder."""
    OVER = "over"
    """More than a whole: not parts of one distribution, or one of them is wrong."""


class Remainder(NamedTuple):
    """What rounded shares leave of 100 %.

    `share` is 100 minus their sum, in percent (below 0 where they exceed 100), `margin` how
    far rounding can move it, in points.
    """

    share: float
    margin: float

    @property
    def low(self) -> float:
        """The least that can be left out, in percent."""
        return max(0.0, self.share - self.margin)

    @property
    def high(self) -> float:
        """The most that can be left out, in percent."""
        return max(0.0, self.share + self.margin)

    @property
    def whole(self) -> Whole:
        if self.share > self.margin:
            return Whole.SHORT
        return Whole.OVER if self.share < -self.margin else Whole.COMPLETE


def whole_range(parts: int, decimals: int = 0) -> tuple[float, float]:
    """Between which sums, in percent, `parts` rounded shares of one whole must lie.

    Each is off by at most half its last digit, and their sum is a whole number of last
    digits: 100 ± 1 for two or three whole percents, ± 2 for four or five. Halves may have
    been rounded either way. Raises ValueError for fewer than one part or negative decimals.
    """
    if parts < 1:
        raise ValueError(f"no whole has {parts} parts")
    if decimals < 0:
        raise ValueError(f"no percent has {decimals} decimals")
    scale = 10**decimals
    reach = parts // 2
    return max(0, 100 * scale - reach) / scale, (100 * scale + reach) / scale


def remainder_of(shares: Sequence[float], decimals: int = 0) -> Remainder:
    """What is left of the whole beside `shares`, percents as printed with `decimals`.

    78 and 15 leave 7 ± 1, a real remainder; 78 and 21 leave 1 ± 1, which may be nothing.
    Raises ValueError for no shares and as `printed_units` does.
    """
    if not shares:
        raise ValueError("no shares to add up")
    scale = 10**decimals
    left = 100 * scale - sum(printed_units(share, decimals) for share in shares)
    return Remainder(share=left / scale, margin=len(shares) / (2 * scale))


def remainder_beside(printed: Sequence[float], counted: Sequence[Fraction] = ()) -> Remainder:
    """What is left beside percents that are each printed in their own manner, and exact shares.

    `printed` may mix decimals: 41 is off by half a point at most, 41.5 by a twentieth.
    `counted` are shares in percent that follow from a count and its base, so that they are off
    by nothing. Raises ValueError for no shares and as `printed_units` does.
    """
    if not printed and not counted:
        raise ValueError("no shares to add up")
    margin = sum((Fraction(1, 2 * 10 ** decimals_of(share)) for share in printed), Fraction(0))
    parts = [Fraction(printed_units(x, decimals_of(x)), 10 ** decimals_of(x)) for x in printed]
    left = 100 - sum(parts, Fraction(0)) - sum(counted, Fraction(0))
    return Remainder(share=float(left), margin=float(margin))
