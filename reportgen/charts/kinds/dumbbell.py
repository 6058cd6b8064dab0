"""Two groups' shares as dots on one axis, question by question, joined by a line."""

from __future__ import annotations

from reportgen.charts.canvas import Canvas
from reportgen.charts.chart import Table
from reportgen.charts.kind import Kind
from reportgen.charts.layout import (
    STRONG,
    Block,
    block,
    ceiling,
    column,
    key,
    middle,
    narrow,
    percent_axis,
)
from reportgen.charts.pairs import Pair, groups_of, pairs_of, pairs_table, pairs_told, roles_of
from reportgen.charts.sheet import Row, Sheet
from reportgen.study.model import ChartKind


def draw(canvas: Canvas, sheet: Sheet) -> None:
    """Values stand outside their dots, so that near values do not collide."""
    pairs = pairs_of(sheet)
    roles = roles_of(sheet)
    end = ceiling([row.point for pair in pairs for row in pair.rows])
    # A single question is named by the line under the title already.
    blocks = _labels(canvas, pairs) if len(pairs) > 1 else []
    left = 0.0 if narrow(canvas) else column(blocks)
    room = _room(canvas, sheet, pairs)
    left, width = left + room, canvas.width - left - 2 * room
    direct = _names_fit(canvas, sheet, pairs[0], left, width / end)
    entries = [(roles[base], name) for base, name in groups_of(sheet)]
    top = canvas.size * 0.3 if direct else key(canvas, 0.0, entries) + canvas.size * 0.6
    step = canvas.size * 2.1
    grid_top, places = top, []
    for at, pair in enumerate(pairs):
        height = step
        if blocks and narrow(canvas):
            top = blocks[at].draw(canvas, 0, top)
        elif blocks:
            height = max(step, blocks[at].height + canvas.size * 0.5)
            blocks[at].draw(canvas, 0, top + (height - blocks[at].height) / 2)
        places.append((pair, top + height / 2))
        top += height
    spans = [(grid_top, top)] if not (blocks and narrow(canvas)) else [
        (y - step / 2, y + step / 2) for _, y in places]  # fmt: skip
    for low, high in spans[:-1]:
        _grid(canvas, left, width, low, high, end)
    unit = sheet.language.percent_short(end)
    percent_axis(canvas, left, width, spans[-1][0], spans[-1][1], end, unit)
    for pair, y in places:
        _pair(canvas, sheet, pair, roles, left, y, width / end, pair is pairs[0], direct)


def _labels(canvas: Canvas, pairs: list[Pair]) -> list[Block]:
    width = canvas.width if narrow(canvas) else canvas.width * 0.36
    return [
        block(canvas, pair.label, None, width, weight=STRONG if pair.strong else 400)
        for pair in pairs
    ]


def _room(canvas: Canvas, sheet: Sheet, pairs: list[Pair]) -> float:
    """What a value needs outside a dot that stands at an end of the axis."""
    widest = max(
        canvas.measure(sheet.percent(row), weight=STRONG) for pair in pairs for row in pair.rows
    )
    return widest + canvas.size * 0.9


def _grid(canvas: Canvas, left: float, width: float, top: float, foot: float, end: float) -> None:
    steps = 3 if end == 60 else 4
    for at in range(steps + 1):
        x = left + width * at / steps
        canvas.line(x, top, x, foot, "axis" if at == 0 else "rule")


def _ends(pair: Pair) -> tuple[Row, Row]:
    """The lowest and the highest; the first group stands right where both are the same."""
    low = min(reversed(pair.rows), key=lambda row: row.point)
    return low, max(pair.rows, key=lambda row: row.point)


def _names_fit(canvas: Canvas, sheet: Sheet, pair: Pair, left: float, scale: float) -> bool:
    """Whether the first question's dots carry their groups' names, with room for them."""
    if len(pair.rows) != 2 or len(groups_of(sheet)) != 2:
        return False
    low, high = _ends(pair)
    before = left + low.point * scale - _far(canvas)
    before -= canvas.measure(sheet.percent(low), weight=STRONG) + 6
    after = left + high.point * scale + _far(canvas) + 6
    after += canvas.measure(sheet.percent(high), weight=STRONG)
    low_width = canvas.measure(sheet.group(low.finding))
    high_width = canvas.measure(sheet.group(high.finding))
    return before - low_width >= left - canvas.size and after + high_width <= canvas.width


def _far(canvas: Canvas) -> float:
    return canvas.size * 0.9


def _pair(
    canvas: Canvas,
    sheet: Sheet,
    pair: Pair,
    roles: dict[str | None, str],
    left: float,
    y: float,
    scale: float,
    first: bool,
    direct: bool,
) -> None:
    low, high = _ends(pair)
    x1, x2 = left + low.point * scale, left + high.point * scale
    canvas.line(x1, y, x2, y, "rest", width=2.5)
    radius = canvas.size * 0.52
    for row in reversed(pair.rows):
        x = left + row.point * scale
        role = roles[row.finding.result.base]
        if row is not pair.rows[0] and row.point == pair.rows[0].point:
            canvas.circle(x, y, radius * 1.45, role)
            canvas.circle(x, y, radius * 1.15, "paper")
        else:
            canvas.circle(x, y, radius, role)
    baseline = middle(y, canvas.size)
    ends = [(low, x1 - _far(canvas), "right"), (high, x2 + _far(canvas), "left")]
    for row, x, anchor in ends if low is not high else ends[1:]:
        # The sign stands once: on the first value that is read.
        text = sheet.percent(row) if first and anchor == "left" else sheet.number(row)
        width = canvas.measure(text, weight=STRONG)
        start = x if anchor == "left" else x - width
        canvas.rect(start - 2, y - canvas.size * 0.6, width + 4, canvas.size * 1.2, "paper")
        canvas.text(start, baseline, text, weight=STRONG)
        if first and direct:
            away = 6 if anchor == "left" else -6
            edge = start + width if anchor == "left" else start
            name = sheet.group(row.finding)
            own = canvas.measure(name)
            name_left = edge + away if anchor == "left" else edge + away - own
            canvas.rect(name_left - 2, y - canvas.size * 0.6, own + 4, canvas.size * 1.2, "paper")
            canvas.text(name_left, baseline, name)


def describe(sheet: Sheet) -> str:
    """Question by question, the groups beside each other."""
    return pairs_told(sheet, ChartKind.DUMBBELL)


def table(sheet: Sheet) -> Table:
    """A row a question and group."""
    return pairs_table(sheet)


KIND = Kind(ChartKind.DUMBBELL, draw, describe, table)
