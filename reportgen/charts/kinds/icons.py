"""k of m: as many pictures as the ratio has, its first number filled, the ratio in words beside.

A ratio in words is no percentage: nothing here can be read off to a point.
"""

from __future__ import annotations

from reportgen.charts.canvas import Canvas
from reportgen.charts.chart import Table
from reportgen.charts.glyphs import ASPECT, glyph
from reportgen.charts.kind import Kind
from reportgen.charts.layout import HEAVY, HUGE, LARGE, Block, block, narrow
from reportgen.charts.sheet import Row, Sheet
from reportgen.charts.telling import told, value_table, values_told
from reportgen.study.model import ChartKind, Unit

IN_A_ROW = 10
"""More pictures than these go on in a second row."""


def draw(canvas: Canvas, sheet: Sheet) -> None:
    """One row of pictures a result; rows share the size of the pictures and the columns."""
    rows = sheet.rows()
    height, step = _sizes(canvas, rows)
    across = max(min(_ratio(row)[1], IN_A_ROW) for row in rows)
    pictures = across * step - (step - height * max(ASPECT[_unit(row)] for row in rows))
    text_left = 0.0 if narrow(canvas) else pictures + canvas.size * 2
    top = 1.0
    for row in rows:
        lines = -(-_ratio(row)[1] // IN_A_ROW)
        tall = lines * height * 1.18 - height * 0.18
        words, label = _texts(canvas, sheet, row, canvas.width - text_left, len(rows) == 1)
        text_height = words.height + label.height
        if narrow(canvas):
            _pictures(canvas, row, top, height, step)
            foot = words.draw(canvas, 0, top + tall + canvas.size * 0.3)
            top = label.draw(canvas, 0, foot) + canvas.size * 1.3
            continue
        whole = max(tall, text_height)
        _pictures(canvas, row, top + (whole - tall) / 2, height, step)
        foot = words.draw(canvas, text_left, top + (whole - text_height) / 2)
        label.draw(canvas, text_left, foot)
        top += whole + canvas.size * 1.1


def _sizes(canvas: Canvas, rows: tuple[Row, ...]) -> tuple[float, float]:
    """The height of a picture and the distance from one to the next, the same for all rows."""
    across = max(min(_ratio(row)[1], IN_A_ROW) for row in rows)
    wide = max(ASPECT[_unit(row)] for row in rows)
    gap = 0.24
    if narrow(canvas):
        height = min(canvas.size * 3.0, canvas.width / (across * (wide + gap) - gap))
    else:
        height = canvas.size * (4.2 if len(rows) == 1 else 3.2)
        height = min(height, canvas.width * 0.6 / (across * (wide + gap) - gap))
    return height, height * (wide + gap)


def _texts(
    canvas: Canvas, sheet: Sheet, row: Row, width: float, alone: bool
) -> tuple[Block, Block]:
    words = block(
        canvas,
        sheet.language.sentence(sheet.full(row.finding)),
        None,
        width,
        size=canvas.size * (HUGE if alone else LARGE * 1.15),
        weight=HEAVY,
    )
    return words, block(canvas, row.label, row.under, width)


def _pictures(canvas: Canvas, row: Row, top: float, height: float, step: float) -> None:
    part, whole = _ratio(row)
    for at in range(whole):
        line, place = divmod(at, IN_A_ROW)
        shape = glyph(_unit(row), place * step, top + line * height * 1.18, height)
        if at < part:
            canvas.shape(*shape, row.role)
        else:
            canvas.shape(*shape, "tint")
            canvas.outline(*shape, "rest", width=1.0)


def _ratio(row: Row) -> tuple[int, int]:
    fraction = row.finding.fraction
    assert fraction is not None, f"{row.finding.id} has no ratio"
    return fraction


def _unit(row: Row) -> Unit:
    return row.finding.unit or Unit.PEOPLE


def describe(sheet: Sheet) -> str:
    """The ratios in words."""
    return told(sheet, ChartKind.ICONS, values_told(sheet, sheet.rows()))


def table(sheet: Sheet) -> Table:
    """A row a ratio."""
    return value_table(sheet, sheet.rows())


KIND = Kind(ChartKind.ICONS, draw, describe, table)
