"""Findings and a brand become a chart: drawn twice, told once, tabled once."""

from __future__ import annotations

from reportgen.brand.brand import Brand
from reportgen.charts.canvas import Canvas
from reportgen.charts.captions import measure_line, source_line
from reportgen.charts.chart import Chart, Drawing
from reportgen.charts.kind import Kind
from reportgen.charts.registry import KINDS
from reportgen.charts.sheet import Sheet, sheet_of
from reportgen.compute.finding import Findings
from reportgen.language.language import Language
from reportgen.study.model import ChartPlan

WIDE, WIDE_SIZE = 642.0, 11.5
"""The text width of an A4 page with margins of 20 mm, and its label size, in px."""
NARROW_WIDTH, NARROW_SIZE = 300.0, 13.0
"""What a phone of 320 px leaves, and a label size that is read there, in px."""


def draw_chart(
    plan: ChartPlan, chart_id: str, findings: Findings, brand: Brand, language: Language
) -> Chart:
    """Draw a chart as the study orders it.

    Expects a plan that the checks passed: results that exist and whose
    precision the kind fits. Raises KeyError for a result the study lacks.
    """
    sheet = sheet_of(plan, findings, language)
    kind = KINDS[plan.kind]
    return Chart(
        id=chart_id,
        kind=plan.kind,
        title=plan.title,
        measure=measure_line(plan, sheet),
        note=plan.note,
        source=source_line(findings.study, language),
        alt=kind.describe(sheet),
        table=kind.table(sheet),
        wide=_drawn(kind, sheet, brand, WIDE, WIDE_SIZE),
        narrow=_drawn(kind, sheet, brand, NARROW_WIDTH, NARROW_SIZE),
        results=plan.results,
    )


def _drawn(kind: Kind, sheet: Sheet, brand: Brand, width: float, size: float) -> Drawing:
    canvas = Canvas(brand, width, size)
    kind.draw(canvas, sheet)
    return canvas.finish()
