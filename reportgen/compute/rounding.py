"""What a printed percent leaves open: the true share may lie half a unit either way."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

Spread = tuple[float, float]
"""The lowest and the highest share that may be true, in percent."""


def decimals_of(percent: float) -> int:
    """How many decimals a percent is printed with, at the least: 0 for 41, 1 for 41.5."""
    # Through its shortest decimal form: 41.3 means 413/10, not the nearest binary number.
    exponent = Decimal(str(percent)).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def printed_units(percent: float, decimals: int = 0) -> int:
    """A percent as printed, counted in its last digit: 41.3 with one decimal is 413.

    Raises ValueError for a percent outside 0-100, a negative `decimals`, or a percent with
    more decimals than that (41.25 is not printed with one decimal).
    """
    if decimals < 0:
        raise ValueError(f"no percent has {decimals} decimals")
    if not 0 <= percent <= 100:
        raise ValueError(f"no share of {percent} %")
    # Through its shortest decimal form: 41.3 means 413/10, not the nearest binary number.
    scale: int = 10**decimals
    units = Fraction(str(percent)) * scale
    if units.denominator != 1:
        raise ValueError(f"{percent} % has more than {decimals} decimals")
    return units.numerator


def rounding_range(percent: float, decimals: int = 0) -> tuple[Fraction, Fraction]:
    """The lowest and highest share, in percent, that prints as `percent` with `decimals`.

    Exact, within 0-100, both ends included: which way a half is rounded differs between
    programs, so it counts for both neighbours. 41 gives 40.5 and 41.5. Raises ValueError as
    `printed_units` does.
    """
    units = printed_units(percent, decimals)
    low = Fraction(2 * units - 1, 2 * 10**decimals)
    high = Fraction(2 * units + 1, 2 * 10**decimals)
    return max(low, Fraction(0)), min(high, Fraction(100))


# Each figure is set against many others.
@lru_cache(maxsize=1024)
def spread_of(percent: float) -> Spread:
    """The true shares behind a printed percent. Raises ValueError as `printed_units` does."""
    return as_floats(rounding_range(percent, decimals_of(percent)))


def as_floats(ends: tuple[Fraction, Fraction]) -> Spread:
    """An exact range as a spread."""
    return float(ends[0]), float(ends[1])
