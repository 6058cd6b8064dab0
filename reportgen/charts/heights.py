"""Charts that no page can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.charts.chart import Chart
from reportgen.problems import Problem
from reportgen.study.prose import chart_plans
from reportgen.study.reader import Loaded

HIGHEST = 800.0
"""CSS px of the drawing: what a page of A4 leaves it beside its title and its source."""


def too_high(charts: Mapping[str, Chart], loaded: Loaded) -> Iterator[Problem]:
    """A problem for each chart that is higher than a page; `charts` are by their ids, in order."""
    paths = (path for path, _ in chart_plans(loaded.study))
    for chart, path in zip(charts.values(), paths, strict=True):
        if chart.wide.height > HIGHEST:
            yield Problem(
                code="PDF104",
                message=f"this chart is {chart.wide.height:.0f} px high,"
                f" and a page holds {HIGHEST:.0f}",
                span=loaded.span(*path, "results"),
                remedy="divide it into several charts, or shorten its labels",
            )
