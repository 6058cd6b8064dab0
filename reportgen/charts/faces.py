"""Measuring text in the brand's own face, before it is drawn."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from reportgen.charts.outlines import FT2Font, LoadFlags
from reportgen.ingredients import stamp_of
from reportgen.problems import Problem, Problems, Span


@lru_cache(maxsize=64)
def _font(path: str, _as_of: tuple[int, ...]) -> Any:
    """A face to measure with, whole in memory.

    An open file would be shared with every process that is forked from this one,
    the place included that is read next.
    """
    try:
        font = FT2Font(BytesIO(Path(path).read_bytes()))
    except (RuntimeError, OSError):
        raise _undrawn(path) from None
    # One em is 1000 units at this size, so that one measure serves every size.
    font.set_size(1000, 72)
    return font


@lru_cache(maxsize=4096)
def _ems(path: str, as_of: tuple[int, ...], text: str) -> float:
    font = _font(path, as_of)
    try:
        font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    except RuntimeError:
        raise _undrawn(path) from None
    width, _ = font.get_width_height()
    return float(width) / 64 / 1000


def _undrawn(path: str) -> Problems:
    """A brand's own font that passed all that was looked at, and yet cannot be drawn."""
    file = Path(path).name
    return Problems(
        [
            Problem(
                code="BRAND106",
                message=f"“{file}” cannot be drawn: its outlines are broken",
                span=Span(file),
                remedy="name a font that is whole in typography.fonts of the brand",
            )
        ]
    )


def measure_text(path: str, text: str, size: float) -> float:
    """The width of a line of text in px, for a font size in px.

    Raises `Problems` (BRAND106) for a file that was sound when the brand was read, and is not.
    """
    if not text:
        return 0.0
    try:
        # A file that was replaced meanwhile is another face.
        as_of = stamp_of(path)
    except OSError:
        raise _undrawn(path) from None
    return _ems(path, as_of, text) * size
