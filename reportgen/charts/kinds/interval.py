"""A share with its interval: a point on an axis, and how far it is uncertain."""

from __future__ import annotations

from reportgen.charts.canvas import Canvas
from reportgen.charts.chart import Table
from reportgen.charts.kind import Kind
from reportgen.charts.layout import (
    SMALL,
    STRONG,
    ceiling,
    column,
    label_blocks,
    middle,
    narrow,
    percent_axis,
)
from reportgen.charts.sheet import Row, Sheet
from reportgen.charts.telling import named, row_told, told, value_table
from reportgen.compute.finding import Interval
from reportgen.study.model import ChartKind


def draw(canvas: Canvas, sheet: Sheet) -> None:
    """Rows on one axis; value and interval stand in a column at the right."""
    rows = sheet.sorted_rows()
    blocks = label_blocks(canvas, rows)
    left = 0.0 if narrow(canvas) else column(blocks)
    values = sheet.percents(rows)
    spans = [_span(sheet, row) for row in rows]
    value_room = max(canvas.measure(value, weight=STRONG) for value in values)
    span_room = max(canvas.measure(span, canvas.size * SMALL) for span in spans)
    # Numbers on the axis are centred on its ends: leave them room.
    pad = canvas.size * 0.7
    width = canvas.width - left - value_room - span_room - 2 * pad - 16
    end = ceiling([_interval(row).high if row.finding.interval else row.point for row in rows])
    step = canvas.size * 2.0
    top, places, stretches = 2.0, [], []
    for label in blocks:
        if narrow(canvas):
            top = label.draw(canvas, 0, top)
            height = step
        else:
            height = max(step, label.height + canvas.size * 0.5)
            label.draw(canvas, 0, top + (height - label.height) / 2)
        places.append(top + height / 2)
        stretches.append((top, top + height))
        top += height
    low = stretches[-1][0] if narrow(canvas) else 2.0
    unit = sheet.language.percent_short(end)
    percent_axis(canvas, left + pad, width, low, top, end, unit)
    for row, value, span, y in zip(rows, values, spans, places, strict=True):
        _point(canvas, row, left + pad, y, width / end)
        x = canvas.width - span_room - 8
        canvas.text(x, middle(y, canvas.size), value, weight=STRONG, anchor="right")
        small = canvas.size * SMALL
        canvas.text(x + 8, middle(y, canvas.size), span, size=small, role="muted")


def _interval(row: Row) -> Interval:
    interval = row.finding.interval
    assert interval is not None, f"{row.finding.id} has no interval"
    return interval


def _span(sheet: Sheet, row: Row) -> str:
    """`33–49`; nothing where there is no interval to give."""
    if row.finding.interval is None:
        return ""
    low, high = _whole(sheet, row)
    return f"{low}–{high}"


def _whole(sheet: Sheet, row: Row) -> tuple[str, str]:
    interval = _interval(row)
    return sheet.language.ends(interval.low, interval.high)


def _point(canvas: Canvas, row: Row, left: float, y: float, scale: float) -> None:
    if row.finding.interval is not None:
        low, high = left + _interval(row).low * scale, left + _interval(row).high * scale
        canvas.line(low, y, high, y, row.role, width=2.0)
        for x in (low, high):
            canvas.line(x, y - 4, x, y + 4, row.role, width=2.0)
    canvas.circle(left + row.point * scale, y, canvas.size * 0.42, row.role)


def describe(sheet: Sheet) -> str:
    """Each value with the interval that it lies in."""
    parts = []
    for row in sheet.sorted_rows():
        value = sheet.full(row.finding)
        if row.finding.interval is None:
            parts.append(row_told(sheet, row, value))
            continue
        low, high = _whole(sheet, row)
        parts.append(
            sheet.say("alt.interval", label=named(sheet, row), value=value, low=low, high=high)
        )
    return told(sheet, ChartKind.INTERVAL, parts)


def table(sheet: Sheet) -> Table:
    """A row a value, with the ends of its interval before n."""
    rows = sheet.sorted_rows()
    made = value_table(sheet, rows)
    ends = [_whole(sheet, row) if row.finding.interval is not None else ("–", "–") for row in rows]
    body = tuple(
        (*cells[:-1], *pair, cells[-1]) for cells, pair in zip(made.rows, ends, strict=True)
    )
    head = (*made.columns[:-1], sheet.say("table.low"), sheet.say("table.high"), made.columns[-1])
    last = len(head) - 1
    first = last - 3 if len(made.numeric) == 2 else last - 2
    return Table(head, body, tuple(range(first, last + 1)))


KIND = Kind(ChartKind.INTERVAL, draw, describe, table)
