"""What comes first, then next: an order without lengths, for nothing more is known."""

from __future__ import annotations

from reportgen.charts.canvas import Canvas
from reportgen.charts.chart import Table
from reportgen.charts.kind import Kind
from reportgen.charts.layout import HEAVY, HUGE, LARGE, SMALL, STRONG, block, narrow
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


def _list(canvas: Canvas, sheet: Sheet, row: Row, x: float, top: float, width: float) -> float:
    value = row.finding.result.value
    ranking = value.ranking or ()
    if value.end == "bottom":
        return _from_bottom(canvas, sheet, row, ranking, x, top, width)
    if value.ordered:
        for at, item in enumerate(ranking, start=1):
            if at > 1:
                canvas.line(x, top, x + width, top, "rule")
                top += canvas.size * 0.55
            said = sheet.language.sentence(item)
            top = _item(canvas, f"{at}", said, x, top, width, row.role if at == 1 else "ink")
    else:
        top = _together(canvas, sheet, ranking, x, top, width, row.role)
    return _behind(canvas, sheet, value.behind, x, top, width)


def _item(
    canvas: Canvas, number: str, item: str, x: float, top: float, width: float, role: str
) -> float:
    """A large number and its item on one baseline."""
    size = canvas.size * HUGE
    left = max(canvas.measure(number, size, HEAVY), size * 0.62) + canvas.size * 0.7
    name = block(canvas, item, None, width - left, size=canvas.size * LARGE, weight=STRONG)
    canvas.text(x, top + size, number, size=size, weight=HEAVY, role=_readable(role))
    foot = name.draw(canvas, x + left, top + size - canvas.size * LARGE)
    return max(foot, top + size * 1.2) + canvas.size * 0.4


def _readable(role: str) -> str:
    """Text takes the ink of headings: an accent need only be good enough for shapes."""
    return "ink" if role in ("ink", "rest") else "heading"


def _together(
    canvas: Canvas,
    sheet: Sheet,
    items: tuple[str, ...],
    x: float,
    top: float,
    width: float,
    role: str,
) -> float:
    """Leaders whose order is not known share one bracket, and it says so."""
    left = x + canvas.size * 1.3
    first = top
    for item in items:
        name = block(canvas, item, None, width - canvas.size * 1.3, size=canvas.size * LARGE,
                     weight=STRONG)  # fmt: skip
        top = name.draw(canvas, left, top) + canvas.size * 0.25
    canvas.rect(x, first + 2, 3, top - first - 4, role)
    for y in (first + 2, top - 5):
        canvas.rect(x, y, canvas.size * 0.6, 3, role)
    note = block(canvas, sheet.headline("ranking.together"), None, width,
                 size=canvas.size * SMALL)  # fmt: skip
    canvas.lines(x, top + canvas.size, list(note.lines), size=canvas.size * SMALL, role="muted")
    return top + note.height + canvas.size * 0.3


def _behind(
    canvas: Canvas, sheet: Sheet, items: tuple[str, ...], x: float, top: float, width: float
) -> float:
    """What is known to come after, its place unknown: below a gap."""
    if not items:
        return top
    left = x + canvas.size * HUGE * 0.62 + canvas.size * 0.7
    top = _dots(canvas, x, top)
    said = block(canvas, sheet.headline("ranking.behind"), None, width - (left - x),
                 size=canvas.size * SMALL)  # fmt: skip
    canvas.lines(left, top + canvas.size, list(said.lines), size=said.size, role="muted")
    top += said.height + canvas.size * 0.1
    for item in items:
        name = block(canvas, item, None, width - (left - x), size=canvas.size * 1.1)
        top = name.draw(canvas, left, top)
    return top


def _dots(canvas: Canvas, x: float, top: float) -> float:
    """Three dots for the places that are not known."""
    centre = x + canvas.size * HUGE * 0.28
    for at in range(3):
        canvas.circle(centre, top + canvas.size * (0.35 + 0.55 * at), 1.7, "rest")
    return top + canvas.size * 0.3


def _from_bottom(
    canvas: Canvas,
    sheet: Sheet,
    row: Row,
    ranking: tuple[str, ...],
    x: float,
    top: float,
    width: float,
) -> float:
    """The last place stands last; what is above it is not known."""
    left = x + canvas.size * HUGE * 0.62 + canvas.size * 0.7
    top = _dots(canvas, x, top) + canvas.size * 1.5
    for item in reversed(ranking[1:]):
        name = block(canvas, item, None, width - (left - x), size=canvas.size * 1.1)
        top = name.draw(canvas, left, top) + canvas.size * 0.2
    return _item(canvas, sheet.headline("ranking.last"), ranking[0], x, top, width, row.role)


def describe(sheet: Sheet) -> str:
    """The order in words, as far as it is known."""
    parts = []
    for row in sheet.rows():
        said = _order_told(sheet, row)
        many = len(sheet.findings) > 1
        parts.append(sheet.say("alt.value", label=named(row), value=said) if many else said)
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
        body += [(*about, place, item, *tail) for place, item in _places(sheet, row)]
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
