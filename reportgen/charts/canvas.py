"""A sheet to draw a chart on: outlines of matplotlib, drawn in the order of the calls.

Coordinates are px from the top left, y downwards; sizes are px (one px is one
unit of the SVG). The height is whatever was needed: it is set at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reportgen.brand.brand import Brand
from reportgen.charts.chart import Drawing
from reportgen.charts.faces import measure_text
from reportgen.charts.outlines import Outline, circle, line, rectangle, rounded
from reportgen.charts.svg import SvgRenderer, number

LEADING = 1.3
"""Lines of one label stand this many sizes apart."""


@dataclass
class Canvas:
    """Draws in roles: who draws asks for `accent`, never for a colour."""

    brand: Brand
    width: float
    size: float = 11.5
    """The size of a chart's labels, in px; everything else is sized from it."""
    colours: dict[str, str] = field(init=False)
    bottom: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self.colours = {role: colour.light for role, colour in self.brand.colours.items()}
        self._renderer = SvgRenderer(self.colours)

    # --- measuring ---

    def measure(self, text: str, size: float | None = None, weight: int = 400) -> float:
        """The width of one line, in px, with a hair of safety for the page's own shaping."""
        face = self.brand.charts.face(weight)
        return measure_text(str(face.path), text, size or self.size) * 1.01 + 0.2

    def wrap(
        self, text: str, width: float, size: float | None = None, weight: int = 400
    ) -> list[str]:
        """Break a text into as many lines as it needs to stay within a width.

        Breaks at spaces, after hyphens, dashes and slashes; a word that is too
        long by itself is broken where the width ends, never shrunk or cut.
        """
        lines: list[str] = []
        line = ""
        for piece in _pieces(text):
            if line and self.measure((line + piece).rstrip(" "), size, weight) > width:
                lines.append(line.rstrip(" "))
                line = ""
            for part in self._fit(piece, width, size, weight):
                if line and self.measure((line + part).rstrip(" "), size, weight) > width:
                    lines.append(line.rstrip(" "))
                    line = ""
                line += part
        return [*lines, line.rstrip(" ")]

    def _fit(self, piece: str, width: float, size: float | None, weight: int) -> list[str]:
        if self.measure(piece.rstrip(" "), size, weight) <= width:
            return [piece]
        parts, part = [], ""
        for char in piece:
            if part and self.measure(part + char + "-", size, weight) > width:
                parts.append(part + "-")
                part = ""
            part += char
        return [*parts, part]

    # --- drawing ---

    def text(
        self,
        x: float,
        y: float,
        string: str,
        *,
        role: str = "ink",
        size: float | None = None,
        weight: int = 400,
        anchor: str = "left",
    ) -> None:
        """One line; `y` is its baseline, `anchor` is left, center or right."""
        size = size or self.size
        face = self.brand.charts.face(weight)
        self._renderer.text(x, y, string, self._known(role), size, face.weight, anchor)
        self._reach(y + size * 0.3)

    def lines(
        self, x: float, y: float, strings: list[str], *, size: float | None = None, **style: Any
    ) -> float:
        """Several lines, the first on baseline `y`; returns the baseline after the last."""
        size = size or self.size
        for string in strings:
            self.text(x, y, string, size=size, **style)
            y += size * LEADING
        return y

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        role: str,
        *,
        radius: float = 0.0,
        opacity: float = 1.0,
    ) -> None:
        """A filled box; its corner (x, y) is the top left."""
        box = rounded(x, y, width, height, radius) if radius else rectangle(x, y, width, height)
        self._fill(box, role, y + height, opacity)

    def circle(self, x: float, y: float, radius: float, role: str, *, opacity: float = 1.0) -> None:
        """A filled disc."""
        self._fill(circle(x, y, radius), role, y + radius, opacity)

    def ring(self, x: float, y: float, radius: float, role: str, *, width: float = 1.5) -> None:
        """A disc's outline."""
        self._stroke(circle(x, y, radius), role, y + radius + width / 2, width)

    def shape(
        self,
        points: list[tuple[float, float]],
        codes: list[int],
        role: str,
        *,
        opacity: float = 1.0,
    ) -> None:
        """A filled outline in matplotlib's path codes."""
        self._fill(Outline(points, codes), role, max(y for _, y in points), opacity)

    def outline(
        self,
        points: list[tuple[float, float]],
        codes: list[int],
        role: str,
        *,
        width: float = 1.0,
        dashes: tuple[float, ...] = (),
    ) -> None:
        """The stroke along an outline in matplotlib's path codes."""
        foot = max(y for _, y in points) + width / 2
        self._stroke(Outline(points, codes), role, foot, width, dashes)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        role: str,
        *,
        width: float = 1.0,
        dashes: tuple[float, ...] = (),
    ) -> None:
        """A straight stroke."""
        self._stroke(line(x1, y1, x2, y2), role, max(y1, y2) + width / 2, width, dashes)

    def hatch(self, x: float, y: float, width: float, height: float, role: str) -> None:
        """A hatched box: diagonals cut to its edges, and its outline."""
        points = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height), (0.0, 0.0)]
        codes = [Outline.MOVETO] + [Outline.LINETO] * 4
        step = 6.0
        offset = step / 2
        while offset < width + height:
            left, right = max(0.0, offset - height), min(width, offset)
            points += [(left, offset - left), (right, offset - right)]
            codes += [Outline.MOVETO, Outline.LINETO]
            offset += step
        hatched = Outline([(x + px, y + py) for px, py in points], codes)
        self._stroke(hatched, role, y + height, 0.9)

    # --- finishing ---

    def finish(self, *, pad: float = 2.0) -> Drawing:
        """The drawing as an SVG, as high as what is on it; one chart, one canvas, one finish.

        The SVG is hidden from assistive technology: its text alternative and
        its table stand beside it on the page.
        """
        height = self.bottom + pad
        family = self.brand.charts.family
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(self.width)} '
            f'{number(height)}" font-family="{family}">'
            + "".join(self._renderer.elements)
            + "</svg>"
        )
        return Drawing(svg, self.width, height)

    def _fill(self, outline: Outline, role: str, bottom: float, opacity: float) -> None:
        self._renderer.fill(outline, self._known(role), opacity)
        self._reach(bottom)

    def _stroke(
        self,
        outline: Outline,
        role: str,
        bottom: float,
        width: float,
        dashes: tuple[float, ...] = (),
    ) -> None:
        self._renderer.stroke(outline, self._known(role), width, dashes)
        self._reach(bottom)

    def _known(self, role: str) -> str:
        if role not in self.colours:
            raise KeyError(f"{role} is no role of a brand")
        return role

    def _reach(self, bottom: float) -> None:
        self.bottom = max(self.bottom, bottom)


def _pieces(text: str) -> list[str]:
    """Words with the space that follows; a word also ends after a hyphen, dash or slash."""
    pieces, piece = [], ""
    for char in text:
        piece += char
        if char in " -–/":
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces
