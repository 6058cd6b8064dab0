"""A finding: what we compute from a reported result, ready to be drawn and said.

Every number that a chart draws or a sentence says comes from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from reportgen.compute.bases import Base, judge_base
from reportgen.compute.rounding import Spread, spread_of
from reportgen.study.fits import MEASURED
from reportgen.study.model import Group, Precision, Result, Study, Unit


class Interval(NamedTuple):
    """A confidence interval in percent, at `level` percent confidence."""

    low: float
    high: float
    level: float = 95.0


@dataclass(frozen=True, slots=True)
class Finding:
    """A result with what follows from it.

    `point` is in percent of the base and is None where no percent is known: a
    bare ratio in words has no point (see `fraction`), a term or rank has none.
    `interval` is there only for a probability sample with a known base.
    """

    result: Result
    group: Group | None
    unit: Unit | None
    point: float | None
    fraction: tuple[int, int] | None
    interval: Interval | None

    @property
    def id(self) -> str:
        return self.result.id

    @property
    def precision(self) -> Precision:
        return self.result.value.precision

    @property
    def spread(self) -> Spread:
        """The true shares that the point may stand for, in percent: of a count, itself alone.

        Raises ValueError where no percent is known.
        """
        if self.point is None:
            raise ValueError(f"{self.id} is not known in percent")
        if self.precision is Precision.COUNT:
            return self.point, self.point
        return spread_of(self.point)

    @property
    def suppressed(self) -> bool:
        """Whether it is a share of so few answers that it is not to be shown."""
        few = self.group is not None and judge_base(self.group.n) is Base.SUPPRESSED
        return few and self.precision in MEASURED


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings of a study, by id, in the study's order."""

    study: Study
    by_id: dict[str, Finding]

    def __getitem__(self, result_id: str) -> Finding:
        return self.by_id[result_id]
