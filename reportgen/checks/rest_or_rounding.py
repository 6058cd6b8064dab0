"""STAT106: a rest that is derived is more than rounding can make."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from reportgen.checks.rule import Breach, Rule
from reportgen.compute.sums import Remainder, Whole, remainder_beside
from reportgen.problems import Severity
from reportgen.study.model import Result, Study
from reportgen.study.reader import Loaded


def _check(loaded: Loaded) -> Iterator[Breach]:
    for index, result in enumerate(loaded.study.results):
        left = _rest(result, loaded.study)
        if left is not None and left.whole is Whole.COMPLETE:
            yield Breach(
                f"“{result.id}” is the rest of {' and '.join(result.derived_from)}, {left.share:g}"
                f" percent, but their rounding alone can leave as much as {left.margin:g}",
                loaded.span("results", index, "value"),
                "leave the rest out: there may be none",
            )


def _rest(result: Result, study: Study) -> Remainder | None:
    """What the origins leave of the whole, where that is what the result says."""
    parts = [study.result(name).value.percent for name in result.derived_from]
    percents = [part for part in parts if part is not None]
    if result.value.percent is None or not parts or len(percents) < len(parts):
        return None
    left = remainder_beside(percents)
    return left if isclose(left.share, result.value.percent, abs_tol=1e-9) else None


RULE = Rule(
    code="STAT106",
    title="a rest is more than rounding can make",
    reason=(
        "Two shares printed as 78 and 21 percent may be 78.4 and 21.4, and leave nothing. A rest"
        " of 1 percent, computed from them, may be nobody at all."
    ),
    check=_check,
    severity=Severity.WARNING,
    bad="""\
results:
  - id: R1
    value: {percent: 41}
  - id: R12
    says: vill ha svar på dagen
    value: {percent: 58}
    base: chefer
    question: kvall
    source: {text: pm, place: stycke 1}
  - id: R7
    value: {percent: 1}
    derived_from: [R1, R12]
brief:
  key_figures:
    - {result: R12, text: av cheferna vill ha svar på dagen}
""",
    good="""\
results:
  - id: R1
    value: {percent: 41}
  - id: R12
    says: vill ha svar på dagen
    value: {percent: 48}
    base: chefer
    question: kvall
    source: {text: pm, place: stycke 1}
  - id: R7
    value: {percent: 11}
    derived_from: [R1, R12]
brief:
  key_figures:
    - {result: R12, text: av cheferna vill ha svar på dagen}
""",
    says=(
        "“R7” is the rest of R1 and R12, 1 percent, but their rounding alone can leave as much as 1"
    ),
)
