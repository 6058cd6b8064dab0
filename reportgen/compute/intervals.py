"""Confidence intervals for a share.

All of them hold for a probability sample only: without one there is no interval to compute,
and the caller says so instead.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from reportgen.compute.finding import Interval

_FEWEST_EACH_WAY = 5
"""With fewer answers than this on either side, a symmetric margin is not to be trusted."""


def critical_value(level: float = 95.0) -> float:
    """How many standard errors a two-sided statement at `level` percent needs: 1.96 at 95.

    Raises ValueError unless 0 < level < 100.
    """
    if not 0 < level < 100:
        raise ValueError(f"no confidence level of {level} %")
    return NormalDist().inv_cdf(0.5 + level / 200)


def effective_base(n: int, deff: float = 1.0) -> float:
    """How many respondents of a simple random sample `n` respondents are worth.

    `deff` is the design effect: the variance of the design as it was (weights, clusters,
    strata), over that of a simple random sample of the same size. Raises ValueError for an
    n below 1 or a deff that is not above 0.

    Source: L. Kish (1965), Survey Sampling, Wiley, section 8.2; L. Kish (1995), "Methods for
    design effects", Journal of Official Statistics 11:55-77.
    """
    if not n >= 1:
        raise ValueError(f"no base of {n}")
    if not 0 < deff < float("inf"):
        raise ValueError(f"no design effect of {deff}")
    return n / deff


def wilson(share: float, n: int, level: float = 95.0, *, deff: float = 1.0) -> Interval:
    """The Wilson score interval.

    `share` is the observed share in percent (0-100), `n` the number of
    respondents behind it (at least 1), `level` the confidence in percent, `deff` the design
    effect (see `effective_base`). Returns bounds in percent. Raises ValueError outside these
    ranges. It never leaves 0-100 % and holds for small bases, where the textbook interval
    does not.

    Source: E. B. Wilson (1927), "Probable inference, the law of succession, and
    statistical inference", JASA 22:209-212.
    """
    if not 0 <= share <= 100 or n < 1 or not 0 < level < 100:
        raise ValueError(f"no interval for {share} % of {n} at {level} %")
    z, size = critical_value(level), effective_base(n, deff)
    p = share / 100
    centre = p + z * z / (2 * size)
    spread = z * sqrt(p * (1 - p) / size + z * z / (4 * size * size))
    scale = 100 / (1 + z * z / size)
    return Interval(
        low=max(0.0, (centre - spread) * scale),
        high=min(100.0, (centre + spread) * scale),
        level=level,
    )


def margin_of_error(
    share: float, n: int, level: float = 95.0, *, deff: float = 1.0
) -> float | None:
    """The half width, in percentage points, of the symmetric interval: what "± x" says.

    `share` in percent (0-100), `n` respondents (at least 1), `level` in percent, `deff` as in
    `effective_base`. At a share of 50 it is the largest margin that a sample of this size has.
    None where fewer than five (effective) answers stand on either side of the share: the
    symmetric margin claims too much there (0 % would get ± 0), and `wilson` is what to print.
    Raises ValueError outside these ranges.

    Source: W. G. Cochran (1977), Sampling Techniques, 3rd ed., Wiley, section 3.6; why it
    fails near 0 and 100 %: L. D. Brown, T. T. Cai & A. DasGupta (2001), "Interval estimation
    for a binomial proportion", Statistical Science 16:101-133.
    """
    if not 0 <= share <= 100:
        raise ValueError(f"no share of {share} %")
    z, size = critical_value(level), effective_base(n, deff)
    if size * min(share, 100 - share) < 100 * _FEWEST_EACH_WAY:
        return None
    return z * sqrt(share * (100 - share) / size)
