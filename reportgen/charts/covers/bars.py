"""A row of bars that bleeds off the foot of the page: as many are tall as the share says."""

from __future__ import annotations

from reportgen.charts.canvas import Canvas
from reportgen.charts.covers.share import Share

WIDTH = 794.0  # the page, edge to edge
HEIGHT = 400.0


def draw(canvas: Canvas, share: Share) -> None:
    """Tall bars for the part, short ones for the rest, from the left."""
    pitch = WIDTH / share.whole
    thick = pitch * 0.62
    for at in range(share.whole):
        filled = at < share.part
        height = HEIGHT if filled else HEIGHT * 0.3
        role = "cover-accent" if filled else "cover-ink"
        x = at * pitch + (pitch - thick) / 2
        canvas.rect(x, HEIGHT - height, thick, height, role, opacity=1.0 if filled else 0.35)
