"""Confidence intervals for a share.

Source: E. B. Wilson (1927), "Probable inference, the law of succession, and
statistical inference", JASA 22:209-212. It never leaves 0-100 % and holds for
small bases, where the textbook interval does not.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from reportgen.compute.finding import Interval


def wilson(share: float, n: int, level: float = 95.0) -> Interval:
    """The Wilson score interval.

    `share` is the observed share in percent (0-100), `n` the number of
    respondents behind it (at least 1), `level` the confidence in percent.
    Returns bounds in percent. Raises ValueError outside these ranges.
    """
    if not 0 <= share <= 100 or n < 1 or not 0 < level < 100:
        raise ValueError(f"no interval for {share} % of {n} at {level} %")
    z = NormalDist().inv_cdf(0.5 + level / 200)
    p = share / 100
    centre = p + z * z / (2 * n)
    spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 100 / (1 + z * z / n)
    return Interval(
        low=max(0.0, (centre - spread) * scale),
        high=min(100.0, (centre + spread) * scale),
        level=level,
    )
