"""A list of named members: a tile each, empty tiles for those the source does not name."""

from __future__ import annotations

from reportgen.charts.canvas import Canvas
from reportgen.charts.chart import Table
from reportgen.charts.kind import Kind
from reportgen.charts.layout import HEAVY, LARGE, Block, block, middle, narrow
from reportgen.charts.sheet import Row, Sheet
from reportgen.charts.telling import named, size_told, told
from reportgen.study.model import ChartKind

ACROSS_WIDE, ACROSS_NARROW = 4, 2
GAP = 8.0
PAD = 10.0
MOST_EMPTY = 12
"""More members without a name than these share one empty tile."""


def draw(canvas: Canvas, sheet: Sheet) -> None:
    """How many are named, then the names, all tiles alike: nothing is good or bad here."""
    top = 0.0
    for row in sheet.rows():
        top = _head(canvas, sheet, row, top, len(sheet.findings) > 1)
        top = _grid(canvas, sheet, row, top) + canvas.size * 1.2


def _head(canvas: Canvas, sheet: Sheet, row: Row, top: float, many: bool) -> float:
    text = _counted(sheet, row)
    if text:
        head = block(canvas, text, None, canvas.width, size=canvas.size * LARGE, weight=HEAVY)
        top = head.draw(canvas, 0, top)
    if many:
        top = block(canvas, row.label, row.under, canvas.width).draw(canvas, 0, top)
    return top + canvas.size * 0.5 if text or many else top


def _counted(sheet: Sheet, row: Row) -> str:
    """How many of how many are named; for a list that belongs to a term, the term."""
    value = row.finding.result.value
    if value.term is not None:
        return sheet.language.sentence(sheet.language.term(value.term.value))
    if value.of is None or not _missing(row):
        return ""
    return sheet.say("names.some_named", named=len(value.items or ()), whole=value.of)


def _missing(row: Row) -> int:
    value = row.finding.result.value
    return (value.of or 0) - len(value.items or ()) if value.of is not None else 0


def _grid(canvas: Canvas, sheet: Sheet, row: Row, top: float) -> float:
    items = row.finding.result.value.items or ()
    across = ACROSS_NARROW if narrow(canvas) else ACROSS_WIDE
    width = (canvas.width - GAP * (across - 1)) / across
    blocks = [block(canvas, item, None, width - 2 * PAD) for item in items]
    empty = _missing(row)
    shown: list[Block | None] = [*blocks, *([None] * (empty if empty <= MOST_EMPTY else 1))]
    for start in range(0, len(shown), across):
        line = shown[start : start + across]
        tallest = max((each.height for each in line if each), default=0.0)
        height = max(canvas.size * 2.6, tallest + 2 * PAD * 0.8)
        for at, each in enumerate(line):
            _tile(canvas, each, at * (width + GAP), top, width, height)
        top += height + GAP
    if empty:
        text = sheet.say("names.not_named_count", number=empty)
        note = block(canvas, text, None, canvas.width, size=canvas.size)
        side = canvas.size * 0.85
        _dashed(canvas, 0.5, middle(top + canvas.size * 0.66, 0) - side / 2, side, side)
        canvas.lines(side + 8, top + canvas.size, list(note.lines), role="muted")
        return top + note.height
    return top - GAP


def _tile(
    canvas: Canvas, name: Block | None, x: float, top: float, width: float, height: float
) -> None:
    if name is None:
        _dashed(canvas, x + 0.5, top + 0.5, width - 1, height - 1)
        return
    canvas.rect(x, top, width, height, "panel")
    canvas.rect(x, top, 3, height, "rest")
    name.draw(canvas, x + PAD + 3, top + (height - name.height) / 2)


def _dashed(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    right, foot = x + width, y + height
    for x1, y1, x2, y2 in (
        (x, y, right, y), (right, y, right, foot), (right, foot, x, foot), (x, foot, x, y),
    ):  # fmt: skip
        canvas.line(x1, y1, x2, y2, "missing", dashes=(3.0, 3.0))


def describe(sheet: Sheet) -> str:
    """How many are named, and who."""
    parts = []
    for row in sheet.rows():
        value = row.finding.result.value
        items = sheet.language.items(list(value.items or ()))
        said = (
            sheet.say("alt.listed", named=len(value.items or ()), whole=value.of, items=items)
            if value.of is not None
            else sheet.say("alt.listed_all", items=items)
        )
        if value.term is not None:
            said = f"{sheet.language.term(value.term.value)}, {said}"
        parts.append(sheet.say("alt.value", label=named(sheet, row), value=said))
    return told(sheet, ChartKind.LIST, parts)


def table(sheet: Sheet) -> Table:
    """A row a name; last how many are not named."""
    many = len(sheet.findings) > 1
    body: list[tuple[str, ...]] = []
    for row in sheet.rows():
        about = (row.label,) if many else ()
        tail = (sheet.group(row.finding), size_told(sheet, row))
        body += [(*about, item, *tail) for item in row.finding.result.value.items or ()]
        if _missing(row):
            text = sheet.say("names.not_named_count", number=_missing(row))
            body.append((*about, text, *tail))
    columns = [sheet.say("table.name"), sheet.say("table.group"), sheet.say("base.n")]
    if many:
        columns.insert(0, sheet.say("table.label"))
    return Table(tuple(columns), tuple(body), (len(columns) - 1,))


KIND = Kind(ChartKind.LIST, draw, describe, table)
