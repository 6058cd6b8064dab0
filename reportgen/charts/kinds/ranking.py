"""What comes first, then next: an order without lengths, for nothing more is known."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.canvas import Canvas
from reportgen.charts.chart import Table
from reportgen.charts.kind import Kind
from reportgen.charts.layout import HEAVY, HUGE, LARGE, STRONG, Block, block, narrow
from reportgen.charts.sheet import Row, Sheet
from reportgen.charts.telling import named, size_told, told
from reportgen.study.model import ChartKind

BESIDE = 3
GAP = 24.0


def draw(canvas: Canvas, sheet: Sheet) -> None:
    """One list a result; several stand beside each other, each under its label."""
    rows = sheet.rows()
    across = 1 if narrow(canvas) else min(BESIDE, 2 if len(rows) == 4 else len(rows))
    width = (canvas.width - GAP * (across - 1)) / across
    top = 0.0
    for start in range(0, len(rows), across):
        line = rows[start : start + across]
        foot = top
        if len(rows) > 1:
            heads = [block(canvas, row.label, row.under, width, weight=STRONG) for row in line]
            for at, head in enumerate(heads):
                foot = max(foot, head.draw(canvas, at * (width + GAP), top))
            top = foot + canvas.size * 0.3
        foots = [
            _list(canvas, sheet, row, at * (width + GAP), top, width) for at, row in enumerate(line)
        ]
        top = max(foots) + canvas.size * 1.2


@dataclass(frozen=True, slots=True)
class Column:
    """Where one list stands; its names begin `gutter` px in, after numbers or marks."""

    x: float
    width: float
    gutter: float

    @property
    def names(self) -> float:
        """The left edge of the names."""
        return self.x + self.gutter

    def block(self, canvas: Canvas, name: str, under: str | None, weight: int) -> Block:
        """A name, wrapped to what the gutter leaves."""
        return block(
            canvas, name, under, self.width - self.gutter, size=canvas.size * LARGE, weight=weight
        )


def _list(canvas: Canvas, sheet: Sheet, row: Row, x: float, top: float, width: float) -> float:
    value = row.finding.result.value
    names = [sheet.language.sentence(item) for item in value.ranking or ()]
    last = sheet.headline("ranking.last")
    widest = last if value.end == "bottom" else f"{len(names)}"
    gutter = max(canvas.measure(widest, canvas.size * HUGE, HEAVY), canvas.size) + canvas.size * 0.8
    column = Column(x, width, gutter)
    if value.end == "bottom":
        return _from_bottom(canvas, column, names, last, top, row.role)
    if value.ordered:
        for at, name in enumerate(names, start=1):
            top = _rule(canvas, column, top) if at > 1 else top
            top = _numbered(canvas, column, f"{at}", name, top, row.role if at == 1 else "rest")
    else:
        note = sheet.headline("ranking.together")
        top = _together(canvas, column, names, note, top, row.role)
    for at, item in enumerate(value.behind):
        top = _rule(canvas, column, top) if at == 0 else top
        name = sheet.language.sentence(item)
        entry = column.block(canvas, name, sheet.headline("ranking.behind"), 400)
        _dots(canvas, column, top, entry.height)
        top = entry.draw(canvas, column.names, top) + canvas.size * 0.45
    return top


def _rule(canvas: Canvas, column: Column, top: float) -> float:
    """A hairline between two places; returns where the next begins."""
    canvas.line(column.x, top, column.x + column.width, top, "rule")
    return top + canvas.size * 0.45


def _numbered(
    canvas: Canvas, column: Column, number: str, name: str, top: float, role: str
) -> float:
    """A large number and its name on one baseline."""
    size = canvas.size * HUGE
    entry = column.block(canvas, name, None, STRONG)
    # Text takes the ink of headings: an accent need only be good enough for shapes.
    ink = "ink" if role == "rest" else "heading"
    canvas.text(column.x, top + size, number, size=size, weight=HEAVY, role=ink)
    foot = entry.draw(canvas, column.names, top + size - entry.size)
    return max(foot, top + size * 1.2) + canvas.size * 0.3


def _together(
    canvas: Canvas, column: Column, names: list[str], note: str, top: float, role: str
) -> float:
    """Leaders whose order is not known share one bracket, and it says so."""
    first = top
    for at, name in enumerate(names):
        entry = column.block(canvas, name, note if at == len(names) - 1 else None, STRONG)
        top = entry.draw(canvas, column.names, top) + canvas.size * 0.35
    height = top - first - canvas.size * 0.35
    canvas.rect(column.x, first, 3, height, role)
    for y in (first, first + height - 3):
        canvas.rect(column.x, y, canvas.size * 0.8, 3, role)
    return top + canvas.size * 0.3


def _dots(canvas: Canvas, column: Column, top: float, height: float) -> None:
    """Three dots for a place that is not known."""
    for at in (-1, 0, 1):
        y = top + height / 2 + at * canvas.size * 0.6
        canvas.circle(column.x + canvas.size * 0.55, y, canvas.size * 0.15, "rest")


def _from_bottom(
    canvas: Canvas, column: Column, names: list[str], last: str, top: float, role: str
) -> float:
    """The last place stands last; the places above it are not known."""
    for name in reversed(names[1:]):
        entry = column.block(canvas, name, None, 400)
        _dots(canvas, column, top, entry.height)
        top = _rule(canvas, column, entry.draw(canvas, column.names, top) + canvas.size * 0.45)
    return _numbered(canvas, column, last, names[0], top, role)


def describe(sheet: Sheet) -> str:
    """The order in words, as far as it is known."""
    parts = []
    for row in sheet.rows():
        said = _order_told(sheet, row)
        many = len(sheet.findings) > 1
        parts.append(sheet.say("alt.value", label=named(sheet, row), value=said) if many else said)
    return told(sheet, ChartKind.RANKING, parts)


def _order_told(sheet: Sheet, row: Row) -> str:
    value = row.finding.result.value
    ranking = list(value.ranking or ())
    items = sheet.language.items
    if value.end == "bottom":
        one, more = ("alt.last", "alt.last_then")
        said = sheet.say(one, last=ranking[0]) if len(ranking) == 1 else sheet.say(
            more, last=ranking[0], then=items(ranking[1:]))  # fmt: skip
    elif not value.ordered:
        said = sheet.say("alt.together", items=items(ranking))
    elif len(ranking) == 1:
        said = sheet.say("alt.first", first=ranking[0])
    else:
        said = sheet.say("alt.first_then", first=ranking[0], then=items(ranking[1:]))
    if value.behind:
        said = f"{said}; {sheet.say('alt.behind', items=items(list(value.behind)))}"
    return said


def table(sheet: Sheet) -> Table:
    """A row an item: its place as far as it is known."""
    columns = [sheet.say("table.place_in_order"), sheet.say("table.name"),
               sheet.say("table.group"), sheet.say("base.n")]  # fmt: skip
    many = len(sheet.findings) > 1
    body = []
    for row in sheet.rows():
        about = (row.label,) if many else ()
        tail = (sheet.group(row.finding), size_told(sheet, row))
        body += [
            (*about, place, sheet.language.sentence(item), *tail)
            for place, item in _places(sheet, row)
        ]
    if many:
        columns.insert(0, sheet.say("table.label"))
    return Table(tuple(columns), tuple(body), (len(columns) - 1,))


def _places(sheet: Sheet, row: Row) -> list[tuple[str, str]]:
    value = row.finding.result.value
    ranking = value.ranking or ()
    if value.end == "bottom":
        unknown = [("–", item) for item in reversed(ranking[1:])]
        return [*unknown, (sheet.headline("ranking.last"), ranking[0])]
    if value.ordered:
        known = [(f"{at}", item) for at, item in enumerate(ranking, start=1)]
    else:
        shared = f"1–{len(ranking)}, {sheet.say('ranking.together')}"
        known = [(shared, item) for item in ranking]
    return [*known, *((sheet.headline("ranking.behind"), item) for item in value.behind)]


KIND = Kind(ChartKind.RANKING, draw, describe, table)
