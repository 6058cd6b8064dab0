"""Word tiles: what is known only in words stands as the word, large, and says so."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.canvas import LEADING, Canvas
from reportgen.charts.chart import Table
from reportgen.charts.kind import Kind
from reportgen.charts.layout import HEAVY, SMALL, Block, balanced, block, narrow
from reportgen.charts.sheet import Row, Sheet
from reportgen.charts.telling import named, told, value_table
from reportgen.study.model import ChartKind

BESIDE = 3
SIZES = (2.1, 1.8, 1.5, 1.25)
PAD = 14.0
GAP = 12.0


@dataclass(frozen=True, slots=True)
class Tile:
    """One result's texts, wrapped to the tile's width."""

    word: tuple[str, ...]
    size: float
    label: Block
    foot: tuple[str, ...]
    role: str

    def height(self, canvas: Canvas) -> float:
        """What the texts need, with the air around them."""
        word = len(self.word) * self.size * 1.15
        foot = len(self.foot) * canvas.size * SMALL * LEADING
        return PAD * 1.6 + word + canvas.size * 1.05 + self.label.height + foot


def draw(canvas: Canvas, sheet: Sheet) -> None:
    """Up to three tiles beside each other; on a phone under each other."""
    rows = sheet.rows()
    across = 1 if narrow(canvas) else min(BESIDE, 2 if len(rows) == 4 else len(rows))
    width = (canvas.width - GAP * (across - 1)) / across
    inner = width - 2 * PAD
    size = _size(canvas, sheet, rows, inner)
    tiles = [_tile(canvas, sheet, row, inner, size) for row in rows]
    top = 0.0
    for start in range(0, len(tiles), across):
        line = tiles[start : start + across]
        height = max(tile.height(canvas) for tile in line)
        for at, tile in enumerate(line):
            _draw_tile(canvas, tile, at * (width + GAP), top, width, height)
        top += height + GAP


def _size(canvas: Canvas, sheet: Sheet, rows: tuple[Row, ...], width: float) -> float:
    """The largest size at which words stay whole and terms within two lines, or else three."""
    words = [part for row in rows for part in _word(sheet, row).split()]
    for most in (2, 3):
        for step in SIZES:
            size = canvas.size * step
            wrapped = [canvas.wrap(_word(sheet, row), width, size, HEAVY) for row in rows]
            whole = all(canvas.measure(word, size, HEAVY) <= width for word in words)
            if whole and max(len(lines) for lines in wrapped) <= most:
                return size
    return canvas.size * SIZES[-1]


def _word(sheet: Sheet, row: Row) -> str:
    return sheet.language.sentence(sheet.full(row.finding))


def _tile(canvas: Canvas, sheet: Sheet, row: Row, width: float, size: float) -> Tile:
    value = row.finding.result.value
    under = [row.under] if row.under else []
    if value.limit is not None:
        under.append(sheet.language.limit(value.limit.at, value.limit.unit))
    if value.items is not None:
        under.append(sheet.language.items(list(value.items)))
    small = canvas.size * SMALL
    return Tile(
        word=tuple(balanced(canvas, _word(sheet, row), width, size, HEAVY)),
        size=size,
        label=block(canvas, row.label, " · ".join(under) or None, width),
        foot=tuple(balanced(canvas, sheet.headline("value.no_figure"), width, small)),
        role=row.role,
    )


def _draw_tile(
    canvas: Canvas, tile: Tile, x: float, top: float, width: float, height: float
) -> None:
    canvas.rect(x, top, width, height, "panel")
    canvas.rect(x, top, width, 3, tile.role)
    y = top + PAD * 0.9 + tile.size
    for line in tile.word:
        canvas.text(x + PAD, y, line, size=tile.size, weight=HEAVY)
        y += tile.size * 1.15
    # The foot of every tile in a line stands on one height.
    tile.label.draw(canvas, x + PAD, y - tile.size + canvas.size * 0.45)
    small = canvas.size * SMALL
    first = top + height - PAD * 0.7 - (len(tile.foot) - 1) * small * LEADING - small * 0.2
    canvas.lines(x + PAD, first, list(tile.foot), size=small, role="muted")


def describe(sheet: Sheet) -> str:
    """Label and word, and that there is no figure."""
    return told(
        sheet,
        ChartKind.WORD,
        [
            sheet.say("alt.word", label=named(sheet, row), term=sheet.full(row.finding))
            for row in sheet.rows()
        ],
    )


def table(sheet: Sheet) -> Table:
    """A row a word."""
    return value_table(sheet, sheet.rows())


KIND = Kind(ChartKind.WORD, draw, describe, table)
