"""What is counted, drawn large in rows of five: people, papers for cases, and so on."""

from __future__ import annotations

from math import ceil

from reportgen.charts.canvas import Canvas
from reportgen.charts.covers.share import Share
from reportgen.charts.glyphs import glyph
from reportgen.study.model import Unit

WIDTH = 642.0


def draw(canvas: Canvas, share: Share) -> None:
    """Filled figures for the part, faint ones for the rest, from the left."""
    across = 5 if share.whole <= 10 else 20
    pitch = WIDTH / across
    height = pitch * 1.16
    row_height = height * 1.16
    for at in range(share.whole):
        row, column = divmod(at, across)
        filled = at < share.part
        points, codes = glyph(share.unit or Unit.PEOPLE, column * pitch, row * row_height, height)
        canvas.shape(
            points,
            codes,
            "cover-accent" if filled else "cover-ink",
            opacity=1.0 if filled else 0.28,
        )
    canvas.bottom = max(canvas.bottom, ceil(share.whole / across) * row_height)
