"""Drawing a cover: the brand's idea, where the result can carry it."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.brand.brand import Brand
from reportgen.charts.canvas import Canvas
from reportgen.charts.chart import Drawing
from reportgen.charts.covers import bars, clock, grid, icons, quarters
from reportgen.charts.covers.share import Share, share_of
from reportgen.compute.finding import Findings

IDEAS: dict[str, tuple[float, Callable[[Canvas, Share], None]]] = {
    "bars": (bars.WIDTH, bars.draw),
    "icons": (icons.WIDTH, icons.draw),
    "quarters": (quarters.WIDTH, quarters.draw),
    "clock": (clock.WIDTH, clock.draw),
    "grid": (grid.WIDTH, grid.draw),
}


def draw_cover(findings: Findings, brand: Brand) -> Drawing | None:
    """The cover's drawing; None where the brand wants type alone or the result has no marks.

    A result known only in words cannot fill seven of ten figures: its cover is
    its word, set large.
    """
    share = share_of(findings[findings.study.brief.cover.result])
    if share is None or brand.cover not in IDEAS:
        return None
    width, draw = IDEAS[brand.cover]
    canvas = Canvas(brand, width)
    draw(canvas, share)
    return canvas.finish(pad=0)
