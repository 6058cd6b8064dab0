"""Several groups asked the same questions: the findings by question, the groups in order."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.chart import Table
from reportgen.charts.sheet import Row, Sheet
from reportgen.charts.telling import told, value_table
from reportgen.study.model import ChartKind

_ROLES = ("accent", "second", "rest")


@dataclass(frozen=True, slots=True)
class Pair:
    """One question and what each group said to it, in the groups' order."""

    label: str
    rows: tuple[Row, ...]
    strong: bool


def groups_of(sheet: Sheet) -> list[tuple[str | None, str]]:
    """Each base once, in order of appearance, with its name as a label."""
    named = {each.result.base: sheet.group(each) for each in sheet.findings}
    return list(named.items())


def roles_of(sheet: Sheet) -> dict[str | None, str]:
    """A colour for each group: the first is the one that the brief is about."""
    bases = [base for base, _ in groups_of(sheet)]
    return {base: _ROLES[min(at, len(_ROLES) - 1)] for at, base in enumerate(bases)}


def pairs_of(sheet: Sheet) -> list[Pair]:
    """The findings by question, questions in the plan's order."""
    order = [base for base, _ in groups_of(sheet)]
    found: dict[str, list[Row]] = {}
    for row in sheet.rows():
        found.setdefault(sheet.topic(row.finding), []).append(row)
    pairs = []
    for rows in found.values():
        rows.sort(key=lambda row: order.index(row.finding.result.base))
        strong = any(row.strong for row in rows) and len(found) > 1
        pairs.append(Pair(_heading(sheet, rows[0]), tuple(rows), strong))
    return pairs


def _heading(sheet: Sheet, row: Row) -> str:
    """What was asked: the answer's own short label, else the question's."""
    result = row.finding.result
    if result.label is None and result.question is not None:
        return sheet.language.sentence(sheet.study.questions[result.question].label)
    return sheet.answer(row.finding)


def pairs_told(sheet: Sheet, kind: ChartKind) -> str:
    """Question by question: each group's value with the group's name."""
    parts = []
    for pair in pairs_of(sheet):
        values = [
            sheet.say("alt.among", value=sheet.full(row.finding), group=_quiet(sheet, row))
            for row in pair.rows
        ]
        parts.append(sheet.say("alt.value", label=pair.label, value=", ".join(values)))
    return told(sheet, kind, parts)


def _quiet(sheet: Sheet, row: Row) -> str:
    group = row.finding.group
    return group.label if group is not None else sheet.group(row.finding)


def pairs_table(sheet: Sheet) -> Table:
    """Question, group, value and n, a row for each group of each question."""
    return value_table(
        sheet,
        [
            Row(row.finding, pair.label, sheet.group(row.finding), row.role, row.strong)
            for pair in pairs_of(sheet)
            for row in pair.rows
        ],
    )
