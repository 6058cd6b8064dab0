"""STAT107: a ratio in words and the percent beside it tell the same share."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reportgen.checks.rule import Breach, Rule
from reportgen.study.model import Value
from reportgen.study.reader import Loaded

_READ_AS = Fraction(11, 2)
"""Points either way that a ratio in words is read as, the rounding of the percent included."""


def _check(loaded: Loaded) -> Iterator[Breach]:
    for index, result in enumerate(loaded.study.results):
        fault = _disagreement(result.value)
        if fault:
            yield Breach(
                f"“{result.id}” is {result.value.percent:g} percent, and {fault}",
                loaded.span("results", index, "value", "ratio"),
                "correct the one or the other; where the source gives both so, keep the percent",
            )


def _disagreement(value: Value) -> str:
    """What does not go together; empty where all does."""
    if value.percent is None or value.fraction is None:
        return ""
    # As printed in the file: 33.3 is 333/10, not its binary neighbour.
    percent, ratio = Fraction(str(value.percent)), 100 * Fraction(*value.fraction)
    if abs(percent - ratio) > _READ_AS:
        return f"{value.ratio} is read as {float(ratio):.3g}"
    if value.qualifier == "nearly" and percent >= ratio:
        return f"that is not nearly {value.ratio}"
    if value.qualifier == "just_over" and percent <= ratio:
        return f"that is not just over {value.ratio}"
    return ""


RULE = Rule(
    code="STAT107",
    title="a ratio and the percent beside it agree",
    reason=(
        "Where the source gives a share in words and in percent, both are printed. “Eight in ten"
        " (41 percent)” is a slip of the pen in one of them."
    ),
    check=_check,
    bad="""\
results:
  - id: R4
    value: {percent: 82, ratio: 8/10, qualifier: nearly}
""",
    good="""\
results:
  - id: R4
    value: {percent: 78, ratio: 8/10, qualifier: nearly}
""",
    says="“R4” is 82 percent, and that is not nearly 8/10",
)
