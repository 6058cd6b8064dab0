"""A grid of squares like a contact sheet: named ones filled with their names, the others open."""

from __future__ import annotations

from math import ceil

from reportgen.charts.canvas import Canvas
from reportgen.charts.covers.share import Share

WIDTH = 642.0


def draw(canvas: Canvas, share: Share) -> None:
    """Squares in rows of four (of twenty where there are many), the part filled."""
    across = 4 if share.whole <= 16 else 20
    gap = 10.0 if across == 4 else 4.0
    side = (WIDTH - gap * (across - 1)) / across
    high = side * 0.72 if across == 4 else side
    for at in range(share.whole):
        row, column = divmod(at, across)
        x, y = column * (side + gap), row * (high + gap)
        if at < share.part:
            canvas.rect(x, y, side, high, "cover-accent")
        else:
            _open_square(canvas, x, y, side, high)
        if at < len(share.names):
            lines = canvas.wrap(share.names[at], side - 20, 14, 600)
            canvas.lines(x + 10, y + 24, lines, size=14, weight=600, role="cover")
    canvas.bottom = ceil(share.whole / across) * (high + gap)


def _open_square(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    # Half the stroke stays inside, or the sheet's edge would cut it.
    left, top, right, foot = x + 0.5, y + 0.5, x + width - 0.5, y + height - 0.5
    for y1 in (top, foot):
        canvas.line(left, y1, right, y1, "cover-ink", dashes=(5, 4))
    for x1 in (left, right):
        canvas.line(x1, top, x1, foot, "cover-ink", dashes=(5, 4))
