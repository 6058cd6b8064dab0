"""A matplotlib renderer that writes small, plain SVG.

Matplotlib's own SVG backend writes a style per element and knows nothing of
roles. A page needs the opposite: every shape carries its role as a class (so
that one style sheet recolours it for a dark screen) and its light colour as an
attribute (so that it is right where no style sheet reaches, as on paper).
An artist's gid is its role; `RendererBase` tells it to us through open_group.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.path import Path as Outline
from matplotlib.transforms import Transform

from reportgen.charts.faces import measure_text

_PATH_LETTERS = {Outline.MOVETO: "M", Outline.LINETO: "L", Outline.CURVE3: "Q", Outline.CURVE4: "C"}


def number(value: float) -> str:
    """A coordinate with at most two decimals, without a trailing zero or a minus zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class SvgRenderer(RendererBase):
    """Draws a Figure as SVG elements, one user unit per px, y downwards."""

    def __init__(self, width: float, height: float, colours: dict[str, str]) -> None:
        super().__init__()
        self.width = width
        self.height = height
        self._colours = colours
        self._roles: list[str] = []
        self.elements: list[str] = []

    # --- what matplotlib asks of a renderer ---

    def open_group(self, s: str, gid: str | None = None) -> None:  # noqa: ARG002
        self._roles.append(gid or "")

    def close_group(self, s: str) -> None:  # noqa: ARG002
        self._roles.pop()

    def flipy(self) -> bool:
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def get_text_width_height_descent(
        self,
        s: str,
        prop: Any,
        ismath: Any,  # noqa: ARG002
    ) -> tuple[float, float, float]:
        size = prop.get_size_in_points()
        return measure_text(prop.get_file(), s, size), size, size * 0.2

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Outline,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803 - matplotlib's name
    ) -> None:
        role = self._role()
        shape = f'd="{self._outline(path.transformed(transform))}"'
        if rgbFace is not None:
            alpha = rgbFace[3] if len(rgbFace) > 3 else 1.0
            fade = f' fill-opacity="{number(alpha)}"' if alpha < 1 else ""
            self.elements.append(
                f'<path class="f-{role}" fill="{self._colours[role]}"{fade} {shape}/>'
            )
        if gc.get_linewidth() > 0 and rgbFace is None:
            self.elements.append(
                f'<path class="s-{role}" fill="none" stroke="{self._colours[role]}" '
                f'stroke-width="{number(gc.get_linewidth())}"{self._dashes(gc)} {shape}/>'
            )

    def draw_text(
        self,
        gc: GraphicsContextBase,  # noqa: ARG002
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,  # noqa: ARG002
        ismath: Any = False,  # noqa: ARG002
        mtext: Any = None,
    ) -> None:
        role = self._role()
        # The page sets the text itself, so it aligns it itself too: our measure
        # of its width may differ from the page's by a hair.
        x, y = mtext.get_transform().transform(mtext.get_unitless_position())
        anchor = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}
        weight = prop.get_weight()
        bold = f' font-weight="{weight}"' if weight != 400 else ""
        self.elements.append(
            f'<text class="f-{role}" fill="{self._colours[role]}" x="{number(x)}" y="{number(y)}" '
            f'font-size="{number(prop.get_size_in_points())}"{bold}'
            f"{anchor[mtext.get_horizontalalignment()]}>{escape(s, quote=False)}</text>"
        )

    # --- our own ---

    def _role(self) -> str:
        return next(role for role in reversed(self._roles) if role)

    @staticmethod
    def _dashes(gc: GraphicsContextBase) -> str:
        _, dashes = gc.get_dashes()
        if dashes is None:
            return ""
        lengths = np.atleast_1d(np.asarray(dashes, dtype=float)).tolist()
        return f' stroke-dasharray="{" ".join(number(length) for length in lengths)}"'

    @staticmethod
    def _outline(path: Outline) -> str:
        steps: list[str] = []
        for points, code in path.iter_segments(simplify=False, curves=True):
            if code == Outline.CLOSEPOLY:
                steps.append("Z")
            else:
                steps.append(_PATH_LETTERS[code] + _coordinates(points))
        return "".join(steps)


def _coordinates(points: Sequence[float] | np.ndarray) -> str:
    return " ".join(number(float(value)) for value in points)
