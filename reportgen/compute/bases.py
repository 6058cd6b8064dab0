"""What a base is large enough for."""

from __future__ import annotations

from enum import StrEnum

SUPPRESSED_BELOW = 30
FLAGGED_BELOW = 50


class Base(StrEnum):
    """How a share may be shown, by the number of respondents behind it."""

    SUPPRESSED = "suppressed"
    """Below 30: no percent is shown."""
    FLAGGED = "flagged"
    """30-49: shown, with a mark that says the base is small."""
    SOUND = "sound"
    """From 50 on."""
    UNKNOWN = "unknown"
    """The source does not tell: nothing may be said of it either way."""


def judge_base(n: int | None) -> Base:
    """Judge a base of `n` respondents (unweighted; None where it is not disclosed).

    Raises ValueError for a negative n.

    Source: 30 is the least sample of J. D. Parker et al. (2017), "National Center for Health
    Statistics data presentation standards for proportions", Vital and Health Statistics
    2(175). That 30-49 is shown with a mark is this house's convention; NCHS has marked its
    health care surveys' estimates from 30 to 59 in the same way.
    """
    if n is None:
        return Base.UNKNOWN
    if n < 0:
        raise ValueError(f"no base of {n}")
    if n < SUPPRESSED_BELOW:
        return Base.SUPPRESSED
    return Base.FLAGGED if n < FLAGGED_BELOW else Base.SOUND
