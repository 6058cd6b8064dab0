"""The same chart for those who do not see it: a text and a table made from its findings."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.charts.captions import bases
from reportgen.charts.chart import Table
from reportgen.charts.sheet import Row, Sheet
from reportgen.study.fits import MEASURED
from reportgen.study.model import ChartKind, Precision


def told(sheet: Sheet, kind: ChartKind, parts: Iterable[str]) -> str:
    """A text alternative: what kind of picture, what it measures, its values, their bases."""
    said = sheet.say(
        "alt.chart",
        kind=sheet.say(f"chart.{kind.value}"),
        measure=sheet.measure,
        values=sheet.language.sentence("; ".join(parts)),
    )
    return f"{said} {bases(sheet)}." if sheet.groups else said


def named(sheet: Sheet, row: Row) -> str:
    """The row's label with what must stand beside it."""
    beside = ", ".join(sheet.beside(row.finding))
    return f"{row.label} ({beside})" if beside else row.label


def row_told(sheet: Sheet, row: Row, value: str) -> str:
    """One row: its label and its value in words."""
    return sheet.say("alt.value", label=named(sheet, row), value=value)


def values_told(sheet: Sheet, rows: Iterable[Row]) -> list[str]:
    """Rows with their values as exact as they are known."""
    return [row_told(sheet, row, sheet.full(row.finding)) for row in rows]


def value_table(sheet: Sheet, rows: Iterable[Row], extra: tuple[str, ...] | None = None) -> Table:
    """Answer, group, value and n, a row each.

    Values known in percent stand as numbers under a head that gives the unit;
    any other value stands in its own words. `extra` is one row more, as it is.
    """
    shown = tuple(rows)
    numbers = all(row.finding.precision in MEASURED - {Precision.COUNT} for row in shown)
    grouped = sheet.compares_groups
    head = [sheet.say("table.group") if grouped else sheet.say("table.label")]
    if not grouped:
        head.append(sheet.say("table.group"))
    head.append(sheet.say("charts.percent_head") if numbers else sheet.say("table.value"))
    head.append(sheet.say("base.n"))
    body = []
    for row in shown:
        group = sheet.group(row.finding)
        remarks = ", ".join(sheet.remarks(row.finding))
        label = f"{row.label} ({remarks})" if remarks else row.label
        cells = [group] if grouped else [label, group]
        value = sheet.number(row) if numbers else sheet.language.sentence(sheet.full(row.finding))
        body.append((*cells, value, size_told(sheet, row)))
    if extra is not None:
        body.append(extra)
    last = len(head) - 1
    return Table(tuple(head), tuple(body), (last - 1, last) if numbers else (last,))


def size_told(sheet: Sheet, row: Row) -> str:
    """How many the value is based on, for a column of its own."""
    group = row.finding.group
    if group is None:
        return "–"
    if group.n is None:
        return sheet.say("status.not disclosed")
    return sheet.language.number(group.n)
