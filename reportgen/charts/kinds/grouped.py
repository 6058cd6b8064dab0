"""Grouped bars: questions down the side, a bar for each group, values at their ends."""

from __future__ import annotations

from dataclasses import replace

from reportgen.charts.canvas import Canvas
from reportgen.charts.chart import Table
from reportgen.charts.kind import Kind
from reportgen.charts.kinds import bars
from reportgen.charts.layout import STRONG, Block, block, column, key, middle, narrow
from reportgen.charts.pairs import Pair, groups_of, pairs_of, pairs_table, pairs_told, roles_of
from reportgen.charts.sheet import Sheet
from reportgen.study.model import ChartKind


def draw(canvas: Canvas, sheet: Sheet) -> None:
    """Bars of one question touch; questions stand apart."""
    pairs = pairs_of(sheet)
    roles = roles_of(sheet)
    if len(pairs) == 1:
        # The line under the title names the only question; the bars carry their groups' names.
        named = [
            replace(row, label=sheet.group(row.finding), under=None, strong=False,
                    role=roles[row.finding.result.base])
            for row in pairs[0].rows
        ]  # fmt: skip
        bars.draw_rows(canvas, sheet, named)
        return
    points = [row.point for pair in pairs for row in pair.rows]
    values = iter(sheet.percents([row for pair in pairs for row in pair.rows]))
    texts = [[next(values) for _ in pair.rows] for pair in pairs]
    blocks = _labels(canvas, pairs)
    left = 0.0 if narrow(canvas) else column(blocks)
    room = max(canvas.measure(text, weight=STRONG) for line in texts for text in line) + 8
    width = canvas.width - left - room
    scale = width / max(20.0, *points)
    direct = _names_fit(canvas, sheet, pairs[0], texts[0], left, scale)
    top = 1.0 if direct else key(canvas, 0.0, _entries(sheet, roles)) + canvas.size * 0.7
    thick, first = canvas.size * 1.25, top
    foot = top
    for pair, line, label in zip(pairs, texts, blocks, strict=True):
        y, foot = _place(canvas, label, top, thick * len(pair.rows) + 2 * (len(pair.rows) - 1))
        for row, text in zip(pair.rows, line, strict=True):
            length = row.point * scale
            canvas.rect(left, y, length, thick, roles[row.finding.result.base])
            baseline = middle(y + thick / 2, canvas.size)
            canvas.text(left + length + 8, baseline, text, weight=STRONG)
            if direct and pair is pairs[0]:
                x = left + length + 14 + canvas.measure(text, weight=STRONG)
                canvas.text(x, baseline, sheet.group(row.finding))
            y += thick + 2
        top = foot + thick * 0.8
    if not narrow(canvas):
        canvas.line(left, first - 1, left, foot + 1, "axis")


def _labels(canvas: Canvas, pairs: list[Pair]) -> list[Block]:
    width = canvas.width if narrow(canvas) else canvas.width * 0.42
    return [
        block(canvas, pair.label, None, width, weight=STRONG if pair.strong else 400)
        for pair in pairs
    ]


def _entries(sheet: Sheet, roles: dict[str | None, str]) -> list[tuple[str, str]]:
    return [(roles[base], name) for base, name in groups_of(sheet)]


def _names_fit(
    canvas: Canvas, sheet: Sheet, pair: Pair, texts: list[str], left: float, scale: float
) -> bool:
    """Whether the first question's bars name every group, with room for the names."""
    ends = [
        left
        + row.point * scale
        + 14
        + canvas.measure(text, weight=STRONG)
        + canvas.measure(sheet.group(row.finding))
        for row, text in zip(pair.rows, texts, strict=True)
    ]
    return len(pair.rows) == len(groups_of(sheet)) and max(ends) <= canvas.width


def _place(canvas: Canvas, label: Block, top: float, tall: float) -> tuple[float, float]:
    """Set a question's label; returns the top of its first bar and the foot of its row."""
    if narrow(canvas):
        foot = label.draw(canvas, 0, top)
        return foot + 3, foot + 3 + tall
    height = max(tall, label.height)
    label.draw(canvas, 0, top + (height - label.height) / 2)
    return top + (height - tall) / 2, top + height


def describe(sheet: Sheet) -> str:
    """Question by question, the groups beside each other."""
    return pairs_told(sheet, ChartKind.GROUPED)


def table(sheet: Sheet) -> Table:
    """A row a question and group."""
    return pairs_table(sheet)


KIND = Kind(ChartKind.GROUPED, draw, describe, table)
