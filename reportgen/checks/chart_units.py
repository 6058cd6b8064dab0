"""CHART102: people, cases and contacts never share an axis."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.rule import Breach, Rule
from reportgen.study.model import ChartKind
from reportgen.study.prose import chart_plans
from reportgen.study.reader import Loaded

_WITHOUT_SCALE = frozenset({ChartKind.WORD, ChartKind.RANKING, ChartKind.LIST})


def _check(loaded: Loaded) -> Iterator[Breach]:
    study = loaded.study
    for path, plan in chart_plans(study):
        if plan.kind in _WITHOUT_SCALE:
            continue
        first_id = plan.results[0]
        first = study.unit_of(study.result(first_id))
        for index, name in enumerate(plan.results):
            unit = study.unit_of(study.result(name))
            if unit is not first and unit is not None and first is not None:
                yield Breach(
                    f"“{name}” counts {unit}, but “{first_id}” in the same chart counts {first}",
                    loaded.span(*path, "results", index),
                    "make a chart of its own for each unit",
                )


RULE = Rule(
    code="CHART102",
    title="one chart, one unit",
    reason=(
        "One person can have several cases and make many contacts. Shares of each, side by side"
        " on one scale, look comparable and are not."
    ),
    check=_check,
    bad="""\
groups:
  chefer: {unit: people}
  arenden: {unit: cases}
results:
  - {id: R3, base: chefer}
  - {id: R6, base: arenden}
brief:
  summary_chart:
    kind: icons
    title: Åtta av tio chefer har höjt sina krav
    results: [R3, R6]
    highlight: [R3]
""",
    good="""\
groups:
  chefer: {unit: people}
  arenden: {unit: cases}
results:
  - {id: R3, base: chefer}
  - {id: R6, base: arenden}
brief:
  summary_chart:
    kind: icons
    title: Åtta av tio chefer har höjt sina krav
    results: [R3]
    highlight: [R3]
""",
    says="“R6” counts cases, but “R3” in the same chart counts people",
)
