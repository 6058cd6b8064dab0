"""Pictures of what is counted, drawn as outlines: a person, a paper, a bubble, a house, a handset.

Each stands in a box one unit high, its origin the left top corner; `ASPECT`
holds the width of the box. Holes run against the outer outline, so that they
stay open under the rule that both browsers and PDF fill by (nonzero).
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from reportgen.charts.outlines import Outline
from reportgen.study.model import Unit

Points = list[tuple[float, float]]
Glyph = tuple[Points, list[int]]

_M, _L, _C, _Z = (
    int(code) for code in (Outline.MOVETO, Outline.LINETO, Outline.CURVE4, Outline.CLOSEPOLY)
)
_ARC = 0.5523
"""How far a quarter circle's handles reach, in radii."""


def _round_box(x: float, y: float, width: float, height: float, *radii: float) -> Glyph:
    """A box with four radii: left top, right top, right foot, left foot."""
    lt, rt, rf, lf = radii
    right, foot, k = x + width, y + height, 1 - _ARC
    points = [
        (x + lt, y), (right - rt, y),
        (right - rt * k, y), (right, y + rt * k), (right, y + rt),
        (right, foot - rf),
        (right, foot - rf * k), (right - rf * k, foot), (right - rf, foot),
        (x + lf, foot),
        (x + lf * k, foot), (x, foot - lf * k), (x, foot - lf),
        (x, y + lt),
        (x, y + lt * k), (x + lt * k, y), (x + lt, y),
        (x + lt, y),
    ]  # fmt: skip
    return points, [_M, _L, _C, _C, _C, _L, _C, _C, _C, _L, _C, _C, _C, _L, _C, _C, _C, _Z]


def _disc(x: float, y: float, radius: float) -> Glyph:
    return _round_box(x - radius, y - radius, 2 * radius, 2 * radius, *[radius] * 4)


def _polygon(*corners: tuple[float, float]) -> Glyph:
    return [*corners, corners[0]], [_M, *[_L] * (len(corners) - 1), _Z]


def _joined(*parts: Glyph) -> Glyph:
    return [p for points, _ in parts for p in points], [c for _, codes in parts for c in codes]


def _person() -> Glyph:
    """A head over rounded shoulders."""
    return _joined(
        _disc(0.29, 0.185, 0.175), _round_box(0.0, 0.43, 0.58, 0.57, 0.25, 0.25, 0.05, 0.05)
    )


def _paper() -> Glyph:
    """A sheet with its corner cut and two written lines."""
    sheet = _polygon((0.0, 0.04), (0.46, 0.04), (0.7, 0.28), (0.7, 0.98), (0.0, 0.98))
    lines = [
        _polygon((0.14, y), (0.14, y + 0.075), (0.56, y + 0.075), (0.56, y)) for y in (0.48, 0.67)
    ]
    return _joined(sheet, *lines)


def _bubble() -> Glyph:
    """A speech bubble with its tail at the left foot."""
    points, codes = _round_box(0.0, 0.08, 0.98, 0.66, 0.16, 0.16, 0.16, 0.16)
    # The tail is let into the foot of the box, between its two lower corners.
    tail = [(0.48, 0.74), (0.22, 0.98), (0.24, 0.74)]
    return [*points[:9], *tail, *points[9:]], [*codes[:9], _L, _L, _L, *codes[9:]]


def _house() -> Glyph:
    """An office building with six windows and a door."""
    walls = _polygon((0.0, 0.04), (0.72, 0.04), (0.72, 0.98), (0.0, 0.98))
    holes = [
        _polygon((x, y), (x, y + 0.13), (x + 0.15, y + 0.13), (x + 0.15, y))
        for y in (0.17, 0.42)
        for x in (0.13, 0.44)
    ]
    door = _polygon((0.27, 0.7), (0.27, 0.98), (0.45, 0.98), (0.45, 0.7))
    return _joined(walls, *holes, door)


def _handset() -> Glyph:
    """A telephone's handset: two cups on a bent bar."""
    points = [
        (0.0, 0.55), (0.0, 0.02), (0.98, 0.02), (0.98, 0.55),
        (0.98, 0.72),
        (0.98, 0.79), (0.95, 0.82), (0.88, 0.82),
        (0.74, 0.82),
        (0.68, 0.82), (0.65, 0.79), (0.65, 0.72),
        (0.65, 0.56),
        (0.65, 0.27), (0.33, 0.27), (0.33, 0.56),
        (0.33, 0.72),
        (0.33, 0.79), (0.3, 0.82), (0.24, 0.82),
        (0.1, 0.82),
        (0.03, 0.82), (0.0, 0.79), (0.0, 0.72),
        (0.0, 0.55),
    ]  # fmt: skip
    curve = [_C, _C, _C]
    return points, [_M, *curve, *[_L, *curve] * 2, _L, *curve, *[_L, *curve] * 2, _Z]


ASPECT: MappingProxyType[Unit, float] = MappingProxyType(
    {
        Unit.PEOPLE: 0.58,
        Unit.CASES: 0.7,
        Unit.CONTACTS: 0.98,
        Unit.ORGANISATIONS: 0.72,
        Unit.CALLS: 0.98,
    }
)
_DRAWN: MappingProxyType[Unit, Callable[[], Glyph]] = MappingProxyType(
    {
        Unit.PEOPLE: _person,
        Unit.CASES: _paper,
        Unit.CONTACTS: _bubble,
        Unit.ORGANISATIONS: _house,
        Unit.CALLS: _handset,
    }
)


def glyph(unit: Unit, x: float, y: float, height: float) -> Glyph:
    """The picture of a unit, `height` px high, its left top corner at (x, y)."""
    points, codes = _DRAWN[unit]()
    return [(x + px * height, y + py * height) for px, py in points], codes
