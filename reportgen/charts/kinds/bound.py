"""A share known from one side only: solid as far as it is known, fading where it is not."""

from __future__ import annotations

from reportgen.charts.canvas import Canvas
from reportgen.charts.chart import Table
from reportgen.charts.kind import Kind
from reportgen.charts.layout import HEAVY, LARGE, SMALL, block, narrow
from reportgen.charts.sheet import Row, Sheet
from reportgen.charts.telling import named, told, value_table
from reportgen.study.model import ChartKind

STEPS = 32
LAYER = 0.03
"""The opacity of one of the layers that make a bar fade: together about two thirds."""
TEXT_SHARE = 0.34


def draw(canvas: Canvas, sheet: Sheet) -> None:
    """The bound in words beside its bar, on one axis from 0 to 100 % for all rows."""
    rows = sheet.rows()
    beside = not narrow(canvas)
    text_width = canvas.width * TEXT_SHARE if beside else canvas.width
    left = text_width + canvas.size * 1.6 if beside else 0.0
    width = canvas.width - left
    thick = canvas.size * 1.8
    top = 1.0
    for at, row in enumerate(rows):
        words = block(canvas, sheet.language.sentence(sheet.full(row.finding)), None, text_width,
                      size=canvas.size * LARGE * (1.2 if len(rows) == 1 else 1.0),
                      weight=HEAVY)  # fmt: skip
        label = block(canvas, row.label, row.under, text_width)
        foot = label.draw(canvas, 0, words.draw(canvas, 0, top))
        bar_top = top + 4 if beside else foot + 6
        _bar(canvas, row, left, bar_top, width, thick)
        axis = _under(canvas, sheet, row, left, bar_top + thick, width)
        top = max(foot, axis) + canvas.size * (1.0 if at + 1 < len(rows) else 0.0)


def _bar(canvas: Canvas, row: Row, left: float, top: float, width: float, thick: float) -> None:
    value = row.finding.result.value
    if value.over is not None:
        solid, start, end = value.over, value.over, 100.0
    else:
        assert value.under is not None
        solid, start, end = 0.0, 0.0, value.under
    canvas.rect(left, top, width * solid / 100, thick, row.role)
    # Layers that reach less and less far add up: no seams, as tiles beside each other would show.
    for at in range(1, STEPS + 1):
        reach = width * (end - start) * at / STEPS / 100
        canvas.rect(left + width * start / 100, top, reach, thick, row.role, opacity=LAYER)
    canvas.line(left, top + thick + 0.5, left + width, top + thick + 0.5, "rule")
    mark = left + width * (value.over if value.over is not None else end) / 100
    canvas.line(mark, top - 3, mark, top + thick + 3, "ink", width=1.5)


def _under(canvas: Canvas, sheet: Sheet, row: Row, left: float, top: float, width: float) -> float:
    """The axis' ends and the bound in numbers, then that the exact share is not known."""
    value = row.finding.result.value
    bound = value.over if value.over is not None else value.under
    assert bound is not None
    small = canvas.size * SMALL
    y = top + 5 + small
    texts = [("0", 0.0, "left"), (sheet.language.bound_short(bound), bound, "center"),
             (sheet.language.number(100), 100.0, "right")]  # fmt: skip
    taken: list[tuple[float, float]] = []
    # The bound is the number that matters; an end that it would touch gives way.
    for text, at, anchor in (texts[1], texts[0], texts[2]):
        own = canvas.measure(text, small)
        x = left + width * at / 100
        start = {"left": x, "center": x - own / 2, "right": x - own}[anchor]
        start = min(max(start, left), left + width - own)
        if all(start + own + 6 < low or start > high + 6 for low, high in taken):
            canvas.text(start, y, text, size=small, role="ink" if anchor == "center" else "muted")
            taken.append((start, start + own))
    note = block(canvas, sheet.say("charts.exact_missing"), None, width, size=small)
    over = value.over is not None
    mark = left + width * bound / 100
    x = min(mark, left + width - note.width) if over else left
    y = top + 5 + small * 1.35
    canvas.lines(x, y + small, list(note.lines), size=small, role="muted")
    return y + note.height


def describe(sheet: Sheet) -> str:
    """The bound, and that the exact share is not known."""
    parts = []
    for row in sheet.rows():
        value = row.finding.result.value
        side, bound = ("over", value.over) if value.over is not None else ("under", value.under)
        assert bound is not None
        said = sheet.say(f"alt.{side}", value=sheet.language.bound(bound))
        parts.append(sheet.say("alt.value", label=named(sheet, row), value=said))
    return told(sheet, ChartKind.BOUND, parts)


def table(sheet: Sheet) -> Table:
    """A row a bound, in words."""
    return value_table(sheet, sheet.rows())


KIND = Kind(ChartKind.BOUND, draw, describe, table)
