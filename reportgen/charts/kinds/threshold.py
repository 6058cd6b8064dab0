"""A limit in time: a mark on a line, and for how many it holds, in words."""

from __future__ import annotations

from math import ceil

from reportgen.charts.canvas import Canvas
from reportgen.charts.chart import Table
from reportgen.charts.kind import Kind
from reportgen.charts.layout import HEAVY, LARGE, SMALL, block, narrow
from reportgen.charts.sheet import Row, Sheet
from reportgen.charts.telling import named, size_told, told
from reportgen.study.model import ChartKind, Limit, Precision

TEXT_SHARE = 0.34
STEPS = {
    "minutes": (1, 2, 5, 10, 15, 30, 60, 120),
    "hours": (1, 2, 3, 6, 12, 24, 48),
    "days": (1, 2, 5, 7, 10, 15, 30, 60),
}
"""What a clock or a calendar is divided by."""


def draw(canvas: Canvas, sheet: Sheet) -> None:
    """The share in words beside its time line; lines of one unit share their scale."""
    rows = sheet.rows()
    beside = not narrow(canvas)
    text_width = canvas.width * TEXT_SHARE if beside else canvas.width
    left = text_width + canvas.size * 1.6 if beside else 0.0
    top = 1.0
    for at, row in enumerate(rows):
        foot = _texts(canvas, sheet, row, top, text_width, LARGE * (1.2 if len(rows) == 1 else 1))
        line_top = top if beside else foot + canvas.size * 0.4
        step, end = scale([_limit(each) for each in rows if same_unit(each, row)])
        line_foot = _line(canvas, sheet, row, left, line_top, canvas.width - left, step, end)
        top = max(foot, line_foot) + canvas.size * (1.1 if at + 1 < len(rows) else 0.0)


def _texts(canvas: Canvas, sheet: Sheet, row: Row, top: float, width: float, step: float) -> float:
    """The share large with its label; where there is none, the label and that there is none."""
    held = sheet.language.sentence(holds_for(sheet, row))
    size = canvas.size * step
    if not _share_known(row):
        return block(canvas, row.label, held, width, weight=HEAVY).draw(canvas, 0, top)
    foot = block(canvas, held, None, width, size=size, weight=HEAVY).draw(canvas, 0, top)
    return block(canvas, row.label, row.under, width).draw(canvas, 0, foot)


def _share_known(row: Row) -> bool:
    """Whether it is known for how many the limit holds, of those who were asked."""
    return row.finding.group is not None and row.finding.precision is not Precision.THRESHOLD


def _limit(row: Row) -> Limit:
    limit = row.finding.result.value.limit
    assert limit is not None, f"{row.finding.id} has no limit"
    return limit


def same_unit(one: Row, other: Row) -> bool:
    """Whether two limits can stand on the same line."""
    return _limit(one).unit == _limit(other).unit


def holds_for(sheet: Sheet, row: Row) -> str:
    """For how many the limit holds, as exact as that is known; or who says it."""
    finding = row.finding
    if finding.group is None:
        return sheet.group(finding)
    if finding.precision is Precision.THRESHOLD:
        return sheet.say("charts.share_missing")
    return sheet.full(finding)


def scale(limits: list[Limit]) -> tuple[float, float]:
    """The distance of ticks and the end of a line that has all limits well inside."""
    furthest = max(limit.at for limit in limits)
    steps = STEPS[limits[0].unit]
    even = [each for each in steps if furthest % each == 0 and 2 <= furthest / each <= 5]
    rough = [each for each in steps if furthest / each <= 5]
    step = float(even[-1] if even else rough[0] if rough else ceil(furthest / 5))
    end = step * ceil(furthest * 1.4 / step)
    return step, max(end, 2 * step)


def _line(
    canvas: Canvas,
    sheet: Sheet,
    row: Row,
    left: float,
    top: float,
    width: float,
    step: float,
    end: float,
) -> float:
    limit = _limit(row)
    mark = left + width * limit.at / end
    text = sheet.language.limit(limit.at, limit.unit)
    size = canvas.size * 1.1
    own = canvas.measure(text, size, HEAVY)
    canvas.text(min(max(mark - own / 2, left), left + width - own), top + size, text, size=size,
                weight=HEAVY)  # fmt: skip
    y = top + size * 2.1
    thick = canvas.size * 0.9
    canvas.rect(left, y - thick / 2, width, thick, "tint")
    canvas.rect(left, y - thick / 2, mark - left, thick, row.role)
    canvas.rect(mark - 1.75, top + size * 1.35, 3.5, y + thick / 2 + 4 - top - size * 1.35, "ink")
    small = canvas.size * SMALL
    unit = sheet.say(f"limits.{limit.unit}.axis")
    ticks = [step * at for at in range(round(end / step) + 1)]
    last = f"{sheet.language.number(end)} {unit}"
    baseline = y + thick / 2 + 6 + small
    room = left + width - canvas.measure(last, small)
    for tick in ticks:
        x = left + width * tick / end
        canvas.line(x, y + thick / 2 + 1, x, y + thick / 2 + 4, "axis")
        name = sheet.language.number(tick)
        centred = x + canvas.measure(name, small) / 2
        if tick == end:
            canvas.text(left + width, baseline, last, size=small, role="muted", anchor="right")
        elif centred + 6 < room:
            anchor = "center" if tick else "left"
            canvas.text(x, baseline, name, size=small, role="muted", anchor=anchor)
    return baseline + small * 0.4


def describe(sheet: Sheet) -> str:
    """The limit, and for how many it holds."""
    parts = []
    for row in sheet.rows():
        limit = sheet.language.limit(_limit(row).at, _limit(row).unit)
        said = (
            sheet.say("alt.threshold_for", share=holds_for(sheet, row), limit=limit)
            if _share_known(row)
            else f"{sheet.say('alt.threshold', limit=limit)}, {_quiet(sheet, row)}"
        )
        parts.append(sheet.say("alt.value", label=named(sheet, row), value=said))
    return told(sheet, ChartKind.THRESHOLD, parts)


def _quiet(sheet: Sheet, row: Row) -> str:
    held = holds_for(sheet, row)
    return held[:1].lower() + held[1:]


def table(sheet: Sheet) -> Table:
    """A row a limit: the limit, for how many it holds, of whom."""
    body = tuple(
        (
            row.label,
            sheet.language.sentence(sheet.language.limit(_limit(row).at, _limit(row).unit)),
            sheet.language.sentence(holds_for(sheet, row)),
            sheet.group(row.finding),
            size_told(sheet, row),
        )
        for row in sheet.rows()
    )
    keys = ("table.label", "charts.limit", "charts.holds_for", "table.group", "base.n")
    return Table(tuple(sheet.say(key) for key in keys), body, (4,))


KIND = Kind(ChartKind.THRESHOLD, draw, describe, table)
