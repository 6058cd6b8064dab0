"""A renderer that writes matplotlib's outlines, and text, as small, plain SVG.

Matplotlib's own SVG backend writes a style per element and knows nothing of
roles. A page needs the opposite: every shape carries its role as a class (so
that one style sheet recolours it for a dark screen) and its light colour as an
attribute (so that it is right where no style sheet reaches, as on paper).
outputs/pdf_drawings.py reads what is written here, and paints it into a PDF.
"""

from __future__ import annotations

from html import escape

from reportgen.charts.outlines import Outline

_PATH_LETTERS = {Outline.MOVETO: "M", Outline.LINETO: "L", Outline.CURVE3: "Q", Outline.CURVE4: "C"}
_ANCHORS = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}


def number(value: float) -> str:
    """A coordinate with at most two decimals, without a trailing zero or a minus zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class SvgRenderer:
    """Collects the elements of one drawing, one user unit per px, y downwards."""

    def __init__(self, colours: dict[str, str]) -> None:
        self._colours = colours
        self.elements: list[str] = []

    def fill(self, outline: Outline, role: str, opacity: float = 1.0) -> None:
        """An outline filled with a role's colour."""
        fade = f' fill-opacity="{number(opacity)}"' if opacity < 1 else ""
        self.elements.append(
            f'<path class="f-{role}" fill="{self._colours[role]}"{fade} d="{path_of(outline)}"/>'
        )

    def stroke(
        self, outline: Outline, role: str, width: float, dashes: tuple[float, ...] = ()
    ) -> None:
        """A stroke of `width` px along an outline, with dashes and gaps in px."""
        lengths = " ".join(map(number, dashes))
        dashed = f' stroke-dasharray="{lengths}"' if dashes else ""
        self.elements.append(
            f'<path class="s-{role}" fill="none" stroke="{self._colours[role]}" '
            f'stroke-width="{number(width)}"{dashed} d="{path_of(outline)}"/>'
        )

    def text(
        self, x: float, y: float, string: str, role: str, size: float, weight: int, anchor: str
    ) -> None:
        """One line of text. The page sets it, so the page aligns it too.

        Our measure of its width may differ from the page's by a hair.
        """
        bold = f' font-weight="{weight}"' if weight != 400 else ""
        told = escape(string, quote=False)
        self.elements.append(
            f'<text class="f-{role}" fill="{self._colours[role]}" x="{number(x)}" y="{number(y)}" '
            f'font-size="{number(size)}"{bold}{_ANCHORS[anchor]}>{told}</text>'
        )


def path_of(outline: Outline) -> str:
    """An outline in the letters of SVG."""
    steps: list[str] = []
    for points, code in outline.iter_segments(simplify=False, curves=True):
        if code == Outline.CLOSEPOLY:
            steps.append("Z")
        else:
            steps.append(_PATH_LETTERS[code] + " ".join(number(float(each)) for each in points))
    return "".join(steps)
