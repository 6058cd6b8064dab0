"""Measuring text in the brand's own face, before it is drawn."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from reportgen.charts.outlines import FT2Font, LoadFlags


@lru_cache(maxsize=64)
def _font(path: str) -> Any:
    font = FT2Font(path)
    # One em is 1000 units at this size, so that one measure serves every size.
    font.set_size(1000, 72)
    return font


@lru_cache(maxsize=4096)
def _ems(path: str, text: str) -> float:
    font = _font(path)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    width, _ = font.get_width_height()
    return float(width) / 64 / 1000


def measure_text(path: str, text: str, size: float) -> float:
    """The width of a line of text in px, for a font size in px."""
    return _ems(path, text) * size if text else 0.0
