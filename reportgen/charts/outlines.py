"""The door to matplotlib: outlines of shapes, and fonts to measure text with.

Of matplotlib only these two rooms are entered. Its figures, artists and backends would
be loaded for every chart that changed, and cost more than drawing it: 0.35 of the 0.55
CPU seconds that importing them takes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

# NumPy starts a thread per core for linear algebra, of which drawing has none.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@contextmanager
def _with_its_own_settings() -> Iterator[None]:
    """While it is loaded, matplotlib finds the settings that it comes with, and no others.

    It would read a `matplotlibrc` in the current folder or in the user's, which change
    how outlines are drawn, and make a folder for them in the user's home.
    """
    spec = find_spec("matplotlib")  # without loading it
    folder = Path((spec.submodule_search_locations or [""])[0]) if spec else Path()
    exists, given = os.path.exists, os.environ.get("MATPLOTLIBRC")
    os.environ["MATPLOTLIBRC"] = str(folder / "mpl-data" / "matplotlibrc")
    os.path.exists = lambda path: path != "matplotlibrc" and exists(path)
    try:
        yield
    finally:
        os.path.exists = exists
        del os.environ["MATPLOTLIBRC"]
        if given is not None:
            os.environ["MATPLOTLIBRC"] = given


with _with_its_own_settings():
    from matplotlib.ft2font import FT2Font, LoadFlags
    from matplotlib.path import Path as Outline
    from matplotlib.transforms import Affine2D

__all__ = ["FT2Font", "LoadFlags", "Outline", "circle", "line", "rectangle", "rounded"]

_M, _L, _Q, _Z = Outline.MOVETO, Outline.LINETO, Outline.CURVE3, Outline.CLOSEPOLY


def rectangle(x: float, y: float, width: float, height: float) -> Outline:
    """A box; (x, y) is its left top corner."""
    right, foot = x + width, y + height
    return Outline([(x, y), (right, y), (right, foot), (x, foot), (x, y)], [_M, _L, _L, _L, _Z])


def rounded(x: float, y: float, width: float, height: float, radius: float) -> Outline:
    """A box with round corners."""
    right, foot = x + width, y + height
    points = [
        (x + radius, y), (right - radius, y),
        (right, y), (right, y + radius), (right, foot - radius),
        (right, foot), (right - radius, foot), (x + radius, foot),
        (x, foot), (x, foot - radius), (x, y + radius),
        (x, y), (x + radius, y), (x + radius, y),
    ]  # fmt: skip
    return Outline(points, [_M, _L, _Q, _Q, _L, _Q, _Q, _L, _Q, _Q, _L, _Q, _Q, _Z])


def circle(x: float, y: float, radius: float) -> Outline:
    """A disc around (x, y)."""
    return Outline.unit_circle().transformed(Affine2D().scale(radius).translate(x, y))


def line(x1: float, y1: float, x2: float, y2: float) -> Outline:
    """A straight stroke."""
    return Outline([(x1, y1), (x2, y2)], [_M, _L])
