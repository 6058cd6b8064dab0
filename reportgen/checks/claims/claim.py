"""What a claim is, and what is found out about it."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import NamedTuple

from reportgen.study.prose import Path


class Kind(StrEnum):
    """What is claimed."""

    PERCENT = "percent"
    RATIO = "ratio"
    RANGE = "range"
    POINTS = "points"
    RELATIVE = "relative"
    TIMES = "times"
    COUNT = "count"
    LIMIT = "limit"
    TERM = "term"
    VAGUE = "vague"
    COMPARISON = "comparison"
    SUPERLATIVE = "superlative"
    CHANGE = "change"
    REST = "rest"
    SLIP = "slip"


SHARES = frozenset({Kind.PERCENT, Kind.RATIO, Kind.RANGE, Kind.TERM})
"""Kinds that say how large a part of a base is."""
NUMBERS = frozenset({Kind.PERCENT, Kind.RATIO, Kind.RANGE, Kind.POINTS, Kind.RELATIVE, Kind.COUNT})
"""Kinds that say a number, which must come from somewhere."""


class Claim(NamedTuple):
    """Some words of a sentence that claim something.

    `start` and `end` are offsets in the sentence as it is read, `first` and
    `last` the numbers of its tokens (the last one not included). `amount` is in
    percent for shares, else points, a factor, a count or a time; `upper` ends a
    range. `meaning` is the term, or the word class: more, less, top, bottom,
    rise, fall, better, worse.
    """

    kind: Kind
    text: str
    start: int
    end: int
    first: int
    last: int
    amount: float = 0.0
    upper: float | None = None
    decimals: int = 0
    qualifier: str = ""
    fraction: tuple[int, int] | None = None
    meaning: str = ""
    unit: str = ""
    amplified: bool = False


class Verdict(Enum):
    """What a claim deserves, from best to worst."""

    PASS = 0
    WARN = 1
    FAIL = 2


class Judgement(NamedTuple):
    """A claim held against what it rests on.

    `bears` is what the figure bears, in words; `allowed` the percent for which
    the claim's own words hold; `code` the rule that is broken, empty for a pass.
    """

    verdict: Verdict = Verdict.PASS
    results: tuple[str, ...] = ()
    bears: str = ""
    allowed: tuple[float, float] | None = None
    code: str = ""
    message: str = ""
    remedy: str = ""


class Entry(NamedTuple):
    """One line of a study's ledger: a claim, where it stands, and its judgement."""

    claim: Claim
    path: Path
    start: int
    end: int
    sentence: str
    judgement: Judgement
