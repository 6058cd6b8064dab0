"""A sheet to draw a chart on: matplotlib's Figure with artists, no axes.

Coordinates are px from the top left, y downwards; sizes are px (one px is one
unit of the SVG). The height is whatever was needed: it is set at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from reportgen.brand.brand import Brand
from reportgen.charts.chart import Drawing
from reportgen.charts.faces import measure_text
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
        self._figure = Figure(figsize=(self.width / 72, 1), dpi=72)
        self._figure.patch.set_visible(False)

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
        font = FontProperties(fname=str(face.path), size=size, weight=face.weight)
        artist = Text(x, y, string, fontproperties=font, ha=anchor, va="baseline", parse_math=False)
        self._add(artist, role, y + size * 0.3)

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
        if radius:
            shape: Any = FancyBboxPatch(
                (x + radius, y + radius),
                max(width - 2 * radius, 0.01),
                max(height - 2 * radius, 0.01),
                boxstyle=f"round,pad={radius},rounding_size={radius}",
            )
        else:
            shape = Rectangle((x, y), width, height)
        self._fill(shape, role, y + height, opacity)

    def circle(self, x: float, y: float, radius: float, role: str, *, opacity: float = 1.0) -> None:
        """A filled disc."""
        self._fill(Circle((x, y), radius), role, y + radius, opacity)

    def ring(self, x: float, y: float, radius: float, role: str, *, width: float = 1.5) -> None:
        """A disc's outline."""
        shape = Circle((x, y), radius)
        shape.set(fill=False, linewidth=width)
        self._add(shape, role, y + radius + width / 2)

    def shape(
        self,
        points: list[tuple[float, float]],
        codes: list[int],
        role: str,
        *,
        opacity: float = 1.0,
    ) -> None:
        """A filled outline in matplotlib's path codes."""
        outline = Outline(points, codes)
        self._fill(PathPatch(outline), role, max(y for _, y in points), opacity)

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
        shape = PathPatch(Outline(points, codes))
        shape.set(fill=False, linewidth=width, capstyle="butt")
        if dashes:
            shape.set_linestyle((0, tuple(dash / width for dash in dashes)))
        self._add(shape, role, max(y for _, y in points) + width / 2)

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
        artist = Line2D([x1, x2], [y1, y2], linewidth=width, solid_capstyle="butt")
        if dashes:
            artist.set_dashes(tuple(dash / width for dash in dashes))
        self._add(artist, role, max(y1, y2) + width / 2)

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
        shape = PathPatch(Outline([(x + px, y + py) for px, py in points], codes))
        shape.set(fill=False, linewidth=0.9)
        self._add(shape, role, y + height)

    # --- finishing ---

    def finish(self, *, pad: float = 2.0) -> Drawing:
        """The drawing as an SVG, as high as what is on it; one chart, one canvas, one finish.

        The SVG is hidden from assistive technology: its text alternative and
        its table stand beside it on the page.
        """
        height = self.bottom + pad
        renderer = SvgRenderer(self.width, height, self.colours)
        self._figure.draw(renderer)
        family = self.brand.charts.family
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(self.width)} '
            f'{number(height)}" font-family="{family}">' + "".join(renderer.elements) + "</svg>"
        )
        return Drawing(svg, self.width, height)

    def _fill(self, shape: Any, role: str, bottom: float, opacity: float) -> None:
        shape.set(linewidth=0, facecolor=(0, 0, 0, opacity))
        self._add(shape, role, bottom)

    def _add(self, artist: Any, role: str, bottom: float) -> None:
        if role not in self.colours:
            raise KeyError(f"{role} is no role of a brand")
        artist.set_gid(role)
        artist.set_transform(IdentityTransform())
        # Drawn in the order of the calls: matplotlib would put all lines above all shapes.
        artist.set_zorder(1)
        self._figure.add_artist(artist)
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
