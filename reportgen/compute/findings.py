"""From a study to its findings."""

from __future__ import annotations

from reportgen.compute.finding import Finding, Findings
from reportgen.compute.intervals import wilson
from reportgen.study.model import Precision, Result, Study


def compute(study: Study) -> Findings:
    """Work out, for every reported result, what may be drawn and said of it."""
    return Findings(study, {result.id: _finding(study, result) for result in study.results})


def _finding(study: Study, result: Result) -> Finding:
    group = study.groups[result.base] if result.base is not None else None
    value = result.value
    base = group.n if group is not None else None
    point = value.percent
    if value.count is not None and base:
        point = 100 * value.count / base
    random = study.disclosure.sampling.type == "probability"
    measured = value.precision in (Precision.COUNT, Precision.PERCENT, Precision.RATIO_PERCENT)
    return Finding(
        result=result,
        group=group,
        unit=study.unit_of(result),
        point=point,
        fraction=value.fraction,
        # Only a probability sample has a margin of error; without n there is nothing to compute.
        interval=wilson(point, base)
        if random and measured and base and point is not None
        else None,
    )


def difference(first: Finding, second: Finding) -> float:
    """How many percentage points the first is above the second.

    Raises ValueError where either is not known in percent: two ratios in words
    have no difference in points.
    """
    if first.point is None or second.point is None:
        raise ValueError(f"{first.id} and {second.id} are not both known in percent")
    return first.point - second.point


def remainder(findings: tuple[Finding, ...]) -> float:
    """The part of one distribution that the source leaves out, in percent (never below 0)."""
    return max(0.0, 100 - sum(finding.point or 0.0 for finding in findings))
