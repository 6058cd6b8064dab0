"""STAT105: a percent can arise from the base it is a share of."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.rule import Breach, Rule
from reportgen.compute.consistency import counts_behind_percent
from reportgen.compute.rounding import decimals_of
from reportgen.problems import Severity
from reportgen.study.model import Result, Study
from reportgen.study.reader import Loaded


def _check(loaded: Loaded) -> Iterator[Breach]:
    study = loaded.study
    if study.disclosure.weighting.text is not None:
        # Weighted answers need not be a whole number of people.
        return
    for index, result in enumerate(study.results):
        percent, size = result.value.percent, _base(result, study)
        if percent is None or size is None or result.derived_from:
            continue
        decimals = decimals_of(percent)
        if not counts_behind_percent(percent, size, decimals).possible:
            yield Breach(
                f"“{result.id}” is {percent:g} percent, which no number of “{result.base}” out of"
                f" {size} gives",
                loaded.span("results", index, "value", "percent"),
                f"{_nearest(percent, size, decimals)}; correct the percent or the base, or say"
                " under disclosure, weighting, that the answers are weighted",
            )


def _base(result: Result, study: Study) -> int | None:
    """How many a percent is a share of, where that is known."""
    if result.base is None:
        return None
    group = study.groups[result.base]
    # A percent of other things than the base counts is a share of an unknown number.
    return group.n if study.unit_of(result) is group.unit else None


def _nearest(percent: float, size: int, decimals: int) -> str:
    below = int(percent * size / 100)
    shares = (f"{count} are {100 * count / size:.{decimals + 1}f}" for count in (below, below + 1))
    return f"of {size}, {' and '.join(shares)} percent"


RULE = Rule(
    code="STAT105",
    title="a percent can arise from its base",
    reason=(
        "Of 40 people 16 are 40 percent and 17 are 42.5: nobody can have counted 41. Then the"
        " base is another one, the answers are weighted, or the percent is a slip of the pen."
    ),
    check=_check,
    severity=Severity.WARNING,
    bad="""\
groups:
  chefer: {n: 40}
results:
  - id: R1
    value: {percent: 41}
  - id: R7
    value: {percent: 59}
    derived_from: [R1]
  - id: R8
    value: {count: 30}
""",
    good="""\
groups:
  chefer: {n: 40}
results:
  - id: R1
    value: {percent: 40}
  - id: R7
    value: {percent: 60}
    derived_from: [R1]
  - id: R8
    value: {count: 30}
""",
    says="“R1” is 41 percent, which no number of “chefer” out of 40 gives",
)
