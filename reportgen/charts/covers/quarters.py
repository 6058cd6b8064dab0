"""A disc cut into as many sectors as the ratio has; the part is filled."""

from __future__ import annotations

from math import cos, pi, sin

from reportgen.charts.canvas import Canvas
from reportgen.charts.covers.share import Share
from reportgen.charts.outlines import Outline

WIDTH = 560.0


def draw(canvas: Canvas, share: Share) -> None:
    """Sectors clockwise from the top; of a hundred they are hairs, still countable."""
    centre, radius, gap = WIDTH / 2, WIDTH / 2 - 4, 5.0
    for at in range(share.whole):
        start = 2 * pi * at / share.whole - pi / 2
        stop = start + 2 * pi / share.whole
        middle = (start + stop) / 2
        x, y = centre + gap * cos(middle), centre + gap * sin(middle)
        filled = at < share.part
        _sector(
            canvas, x, y, radius - gap, start, stop,
            "cover-accent" if filled else "cover-ink", 1.0 if filled else 0.22,
        )  # fmt: skip
    canvas.bottom = WIDTH


def _sector(
    canvas: Canvas,
    x: float,
    y: float,
    radius: float,
    start: float,
    stop: float,
    role: str,
    opacity: float,
) -> None:
    # A step of three degrees is far finer than the print.
    steps = max(2, round((stop - start) / (pi / 60)))
    angles = [start + (stop - start) * step / steps for step in range(steps + 1)]
    points = [(x, y)] + [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]
    codes = [int(Outline.MOVETO)] + [int(Outline.LINETO)] * len(angles)
    canvas.shape([*points, (x, y)], [*codes, int(Outline.CLOSEPOLY)], role, opacity=opacity)
