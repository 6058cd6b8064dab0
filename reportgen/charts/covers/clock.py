"""A dial: a tick for every part of the whole, the share in strong ticks from the top."""

from __future__ import annotations

from math import cos, pi, sin

from reportgen.charts.canvas import Canvas
from reportgen.charts.covers.share import Share
from reportgen.charts.outlines import Outline

WIDTH = 500.0


def draw(canvas: Canvas, share: Share) -> None:
    """Ticks clockwise from the top, thick and long for the part, thin for the rest."""
    centre = WIDTH / 2
    for at in range(share.whole):
        angle = 2 * pi * (at + 0.5) / share.whole - pi / 2
        filled = at < share.part
        inner, thick = (0.70, 0.62) if filled else (0.82, 0.2)
        width = 2 * pi * centre * inner / share.whole * thick
        role = "cover-accent" if filled else "cover-ink"
        _tick(canvas, centre, angle, centre * inner, centre * 0.985, width, role)
    canvas.bottom = WIDTH


def _tick(
    canvas: Canvas, centre: float, angle: float, inner: float, outer: float, width: float, role: str
) -> None:
    across = (-sin(angle) * width / 2, cos(angle) * width / 2)
    corners = []
    for radius, side in ((inner, 1), (outer, 1), (outer, -1), (inner, -1), (inner, 1)):
        corners.append(
            (
                centre + radius * cos(angle) + side * across[0],
                centre + radius * sin(angle) + side * across[1],
            )
        )
    codes = [int(Outline.MOVETO), *[int(Outline.LINETO)] * 3, int(Outline.CLOSEPOLY)]
    canvas.shape(corners, codes, role)
