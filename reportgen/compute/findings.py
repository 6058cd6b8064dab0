"""From a study to its findings."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reportgen.compute.finding import Finding, Findings
from reportgen.compute.intervals import wilson
from reportgen.compute.sums import Whole, remainder_beside
from reportgen.study.model import Result, Study


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
    finding = Finding(result, group, study.unit_of(result), point, value.fraction, None)
    if finding.suppressed:
        return replace(finding, point=None, fraction=None)
    if point is None or not base or study.disclosure.sampling.type != "probability":
        # Without n there is nothing to compute, and only a random sample has a margin of error.
        return finding
    return replace(finding, interval=wilson(point, base))


def difference(first: Finding, second: Finding) -> float:
    """How many percentage points the first is above the second.

    Raises ValueError where either is not known in percent: two ratios in words
    have no difference in points.
    """
    if first.point is None or second.point is None:
        raise ValueError(f"{first.id} and {second.id} are not both known in percent")
    return first.point - second.point


def remainder(findings: tuple[Finding, ...]) -> float:
    """The part of one distribution that the source leaves out, in percent (never below 0).

    0 where rounding alone explains what is missing: 33, 33 and 33 are a whole.
    """
    shown = [finding for finding in findings if finding.point is not None]
    printed = [each.result.value.percent for each in shown]
    counted = [
        Fraction(100 * each.result.value.count, each.group.n)
        for each in shown
        if each.result.value.count is not None and each.group is not None and each.group.n
    ]
    if not shown:
        return 100.0
    left = remainder_beside([share for share in printed if share is not None], counted)
    return left.share if left.whole is Whole.SHORT else 0.0
