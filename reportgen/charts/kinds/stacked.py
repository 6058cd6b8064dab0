"""A whole of 100 % in parts; what the source does not report is hatched and named."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.canvas import LEADING, Canvas
from reportgen.charts.chart import Table
from reportgen.charts.kind import Kind
from reportgen.charts.layout import (
    HEAVY,
    LARGE,
    SMALL,
    STRONG,
    Block,
    block,
    key,
    mark,
    middle,
    narrow,
    spread,
)
from reportgen.charts.sheet import Row, Sheet
from reportgen.charts.telling import row_told, told, value_table
from reportgen.compute.findings import remainder
from reportgen.study.model import ChartKind

LEAST_SHOWN = 0.5
"""A rest below half a percent is rounding, not something left out."""
SEAM = 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole: `share` in percent, `value` as it is printed."""

    label: str
    value: str
    share: float
    role: str


@dataclass(frozen=True, slots=True)
class Whole:
    """One bar: a group's answers to one question."""

    label: str
    rows: tuple[Row, ...]
    parts: tuple[Part, ...]


def wholes_of(sheet: Sheet) -> list[Whole]:
    """The findings by group and question, each with the part that is not reported."""
    found: dict[tuple[str | None, str | None], list[Row]] = {}
    for row in sheet.rows():
        result = row.finding.result
        found.setdefault((result.base, result.question), []).append(row)
    return [
        Whole(_name(sheet, rows[0]), tuple(rows), _parts(sheet, rows)) for rows in found.values()
    ]


def _name(sheet: Sheet, row: Row) -> str:
    """What sets one bar apart from the others: its group, or within one group its question."""
    question = row.finding.result.question
    if len(sheet.groups) > 1 or question is None:
        return sheet.group(row.finding)
    return sheet.language.sentence(sheet.study.questions[question].label)


def _parts(sheet: Sheet, rows: list[Row]) -> tuple[Part, ...]:
    calm = iter(("accent", "second") if not sheet.highlight else ())
    parts = []
    for at, row in enumerate(rows):
        derived = bool(row.finding.result.derived_from)
        role = "missing" if derived else row.role if sheet.highlight else next(calm, "rest")
        value = sheet.percent(row) if at == 0 else sheet.number(row)
        parts.append(Part(sheet.answer(row.finding), value, row.point, role))
    rest = remainder(tuple(row.finding for row in rows))
    if rest >= LEAST_SHOWN:
        value = sheet.language.percent_number(rest)
        parts.append(Part(sheet.headline("value.not_reported"), value, rest, "missing"))
    return tuple(parts)


# --- Drawing ---------------------------------------------------------------------


def draw(canvas: Canvas, sheet: Sheet) -> None:
    """One bar is labelled part by part; several share a key and show their numbers."""
    wholes = wholes_of(sheet)
    if len(wholes) == 1:
        _draw_one(canvas, wholes[0].parts)
    else:
        _draw_several(canvas, wholes)


def _edges(parts: tuple[Part, ...], width: float) -> list[tuple[float, float]]:
    """Where each part begins and how wide it is; shares that round to 101 still fill the bar."""
    total = max(100.0, sum(part.share for part in parts))
    edges, x = [], 0.0
    for part in parts:
        edges.append((x, part.share / total * width))
        x += part.share / total * width
    return edges


def _bar(canvas: Canvas, parts: tuple[Part, ...], left: float, top: float, thick: float) -> None:
    edges = _edges(parts, canvas.width - left)
    for at, (part, (x, width)) in enumerate(zip(parts, edges, strict=True)):
        seam = SEAM if at + 1 < len(parts) and width > 2 * SEAM else 0.0
        if part.role == "missing":
            canvas.hatch(left + x + 0.5, top + 0.5, max(width - 1 - seam, 1), thick - 1, "missing")
        else:
            canvas.rect(left + x, top, width - seam, thick, part.role)


def _draw_one(canvas: Canvas, parts: tuple[Part, ...]) -> None:
    thick = canvas.size * 2.1
    edges = _edges(parts, canvas.width)
    blocks = [
        block(canvas, part.label, None, max(width - 6, canvas.size * 7.5))
        for part, (_, width) in zip(parts, edges, strict=True)
    ]
    widths = [
        max(each.width, canvas.measure(part.value, canvas.size * LARGE, HEAVY))
        for each, part in zip(blocks, parts, strict=True)
    ]
    lefts = None if narrow(canvas) else _above(canvas, edges, widths, blocks)
    if lefts is None:
        _bar(canvas, parts, 0, 0, thick)
        _list(canvas, parts, thick + canvas.size * 0.8)
        return
    value_height = canvas.size * LARGE * 1.25
    tallest = max(each.height for each in blocks)
    bar_top = value_height + tallest + 5
    for part, each, x, (edge, width) in zip(parts, blocks, lefts, edges, strict=True):
        size = canvas.size * LARGE
        canvas.text(x, size, part.value, size=size, weight=HEAVY)
        each.draw(canvas, x, value_height)
        if abs(x - edge) > 1:
            tick = max(x + 1, edge + width / 2)
            canvas.line(tick, bar_top - 4, tick, bar_top, "axis")
    _bar(canvas, parts, 0, bar_top, thick)


def _above(
    canvas: Canvas,
    edges: list[tuple[float, float]],
    widths: list[float],
    blocks: list[Block],
) -> list[float] | None:
    """Where each label stands above its part; None where they do not all find room."""
    lefts = spread([x for x, _ in edges], widths, canvas.width, canvas.size)
    if lefts is None or any(len(each.lines) > 4 for each in blocks):
        return None
    for left, own, (x, width) in zip(lefts, widths, edges, strict=True):
        if min(left + own, x + width) - max(left, x) < min(width, 3):
            return None
    return lefts


def _list(canvas: Canvas, parts: tuple[Part, ...], top: float) -> None:
    """The parts under each other: swatch, number, label."""
    side = canvas.size * 0.85
    size = canvas.size * 1.1
    numbers = max(canvas.measure(part.value, size, HEAVY) for part in parts)
    left = side + 8 + numbers + 10
    for part in parts:
        each = block(canvas, part.label, None, canvas.width - left)
        mark(canvas, 0, top + canvas.size * 0.66 - side / 2, side, part.role)
        canvas.text(side + 8, middle(top + canvas.size * 0.66, size), part.value, size=size,
                    weight=HEAVY)  # fmt: skip
        top = each.draw(canvas, left, top) + canvas.size * 0.35


def _draw_several(canvas: Canvas, wholes: list[Whole]) -> None:
    named = {part.label: part.role for whole in wholes for part in whole.parts}
    top = key(canvas, 0.0, [(role, label) for label, role in named.items()]) + canvas.size * 0.8
    limit = canvas.width if narrow(canvas) else canvas.width * 0.3
    blocks = [block(canvas, whole.label, None, limit) for whole in wholes]
    left = 0.0 if narrow(canvas) else max(each.width for each in blocks) + 14
    thick, line = canvas.size * 1.5, canvas.size * LEADING
    for whole, label in zip(wholes, blocks, strict=True):
        if narrow(canvas):
            top = label.draw(canvas, 0, top)
        edges = _edges(whole.parts, canvas.width - left)
        widths = [canvas.measure(part.value, weight=STRONG) for part in whole.parts]
        lefts = spread([x for x, _ in edges], widths, canvas.width - left, 5.0)
        for part, x in zip(whole.parts, lefts or [x for x, _ in edges], strict=True):
            canvas.text(left + x, top + canvas.size, part.value, weight=STRONG)
        _bar(canvas, whole.parts, left, top + line, thick)
        foot = top + line + thick
        if not narrow(canvas):
            label_top = max(top, top + line + (thick - label.height) / 2 + canvas.size * 0.12)
            foot = max(foot, label.draw(canvas, 0, label_top))
        top = foot + canvas.size * SMALL


# --- Telling ---------------------------------------------------------------------


def describe(sheet: Sheet) -> str:
    """The parts of each whole, and what is not reported."""
    parts = []
    wholes = wholes_of(sheet)
    for whole in wholes:
        for row in whole.rows:
            said = row_told(sheet, row, sheet.full(row.finding))
            told_by = row.label == whole.label or row.under
            parts.append(said if len(wholes) == 1 or told_by else f"{whole.label}: {said}")
        rest = _rest(whole)
        if rest is not None:
            parts.append(sheet.say("alt.rest", value=sheet.language.percent(rest.share)))
    return told(sheet, ChartKind.STACKED, parts)


def _rest(whole: Whole) -> Part | None:
    """The part that is not reported and is no result of the study's own either."""
    return whole.parts[-1] if len(whole.parts) > len(whole.rows) else None


def table(sheet: Sheet) -> Table:
    """A row a part; the part not reported stands last in its whole."""
    wholes = wholes_of(sheet)
    made = value_table(sheet, [row for whole in wholes for row in whole.rows])
    # A row must say which whole it belongs to where no column of groups does.
    by_question = len(wholes) > 1 and len(sheet.groups) == 1
    body: list[tuple[str, ...]] = []
    rows = iter(made.rows)
    for whole in wholes:
        own = [next(rows) for _ in whole.rows]
        rest = _rest(whole)
        if rest is not None:
            between = own[0][1 : len(made.columns) - 2]
            label = rest.label
            if sheet.compares_groups:
                label = f"{whole.label}: {sheet.say('value.not_reported')}"
            own.append((label, *between, rest.value, own[0][-1]))
        body += [(f"{whole.label}: {row[0]}", *row[1:]) if by_question else row for row in own]
    return Table(made.columns, tuple(body), made.numeric)


KIND = Kind(ChartKind.STACKED, draw, describe, table)
