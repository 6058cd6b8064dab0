"""Horizontal bars: one share a row, its value at the end of the bar."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.charts.canvas import Canvas
from reportgen.charts.chart import Table
from reportgen.charts.kind import Kind
from reportgen.charts.layout import (
    HEAVY,
    LARGE,
    STRONG,
    Block,
    column,
    label_blocks,
    middle,
    narrow,
)
from reportgen.charts.sheet import Row, Sheet
from reportgen.charts.telling import told, value_table, values_told
from reportgen.study.model import ChartKind

WHOLE_SHOWN = 2
"""Up to so many bars stand on a track from 0 to 100 %, so that the eye sees the whole."""


def draw(canvas: Canvas, sheet: Sheet) -> None:
    """Few bars on the track of the whole; more of them against the longest."""
    draw_rows(canvas, sheet, sheet.sorted_rows())


def draw_rows(canvas: Canvas, sheet: Sheet, rows: Sequence[Row]) -> None:
    """Bars for these rows, in their order."""
    values = sheet.percents(rows)
    blocks = label_blocks(canvas, rows)
    whole = len(rows) <= WHOLE_SHOWN
    size = canvas.size * (LARGE if whole else 1.0)
    weight = HEAVY if whole else STRONG
    left = 0.0 if narrow(canvas) else column(blocks)
    room = max(canvas.measure(value, size, weight) for value in values) + 8
    width = canvas.width - left - room
    thick = canvas.size * (1.5 if whole else 1.25)
    end = 100.0 if whole else max(20.0, *(_reach(row) for row in rows))
    top, first = 1.0, 1.0
    for row, value, label in zip(rows, values, blocks, strict=True):
        y, foot = _place(canvas, label, top, thick)
        if whole:
            canvas.rect(left, y - thick / 2, width, thick, "tint")
        canvas.rect(left, y - thick / 2, width * row.point / end, thick, row.role)
        tip = _whisker(canvas, row, left, y, width / end) if row.finding.interval else 0.0
        x = left + width if whole else max(left + width * row.point / end, tip)
        canvas.text(x + 8, middle(y, size), value, size=size, weight=weight)
        top = foot + thick * (0.8 if narrow(canvas) else 0.6 if whole else 0.5)
    if not whole and not narrow(canvas):
        canvas.line(left, first - 1, left, foot + 1, "axis")


def _reach(row: Row) -> float:
    return max(row.point, row.finding.interval.high if row.finding.interval else 0.0)


def _place(canvas: Canvas, label: Block, top: float, thick: float) -> tuple[float, float]:
    """Set a row's label; returns the middle of its bar and the foot of the row."""
    if narrow(canvas):
        foot = label.draw(canvas, 0, top)
        return foot + 3 + thick / 2, foot + 3 + thick
    height = max(thick, label.height)
    label.draw(canvas, 0, top + (height - label.height) / 2)
    return top + height / 2, top + height


def _whisker(canvas: Canvas, row: Row, left: float, y: float, scale: float) -> float:
    """The interval across a bar's end; returns where it ends."""
    interval = row.finding.interval
    assert interval is not None
    low, high = left + interval.low * scale, left + interval.high * scale
    for role, width in (("paper", 3.2), ("ink", 1.2)):
        canvas.line(low, y, high, y, role, width=width)
    for x in (low, high):
        canvas.line(x, y - 3, x, y + 3, "ink", width=1.2)
    return high


def describe(sheet: Sheet) -> str:
    """The rows from the longest to the shortest."""
    return told(sheet, ChartKind.BARS, values_told(sheet, sheet.sorted_rows()))


def table(sheet: Sheet) -> Table:
    """A row a bar, in the order of the bars."""
    return value_table(sheet, sheet.sorted_rows())


KIND = Kind(ChartKind.BARS, draw, describe, table)
