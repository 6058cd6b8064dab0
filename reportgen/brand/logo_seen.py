"""Whether anything of a logo's shapes is seen, as far as that can be told without drawing.

What cannot be told so, such as a shape that is moved, is taken to be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reportgen.brand.logo_values import TAKES, Reference

Values = Mapping[str, str | Reference]
Box = tuple[float, float, float, float]
"""The left, top, right and bottom of what is drawn."""

_PIECES = re.compile(r"[A-Za-z]|[-+0-9.][-+0-9.e]*")
_INHERITED = frozenset({"fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width",
                        "visibility"})  # fmt: skip
_NEEDED = {
    "path": ("d",), "polyline": ("points",), "polygon": ("points",), "rect": ("width", "height"),
    "circle": ("r",), "line": (),
}  # fmt: skip
"""What has to be given, and not nought, for a shape to be one."""


def inherited(around: Values, own: Values) -> dict[str, str | Reference]:
    """The values that an element's own and those around it come to, for what is in it."""
    moved = {"transform": "moved"} if "transform" in {**around, **own} else {}
    kept = {key: value for key, value in own.items() if key in _INHERITED}
    return {**around, **kept, **moved}


def is_gone(own: Values) -> bool:
    """Whether an element is left out with all that is in it."""
    return own.get("display") == "none" or _share(own.get("opacity")) <= 0


def is_seen(tag: str, own: Values, around: Values, view: Box) -> bool:
    """Whether a shape leaves a mark inside the view."""
    if is_gone(own):
        return False
    values = inherited(around, own)
    if values.get("visibility") == "hidden" or not (
        (tag != "line" and _paints(values, "fill", "black")) or _paints(values, "stroke", "none")
    ):
        return False
    if any(_number(own.get(key)) == 0 for key in _NEEDED.get(tag, ())):
        return False
    if "transform" in values:
        return True
    points = list(_points(tag, own))
    if tag in ("path", "polyline", "polygon") and len(points) < 2:
        return False
    width = _number(values.get("stroke-width", "1"))
    if not points or width is None or any(None in point for point in points):
        return True
    pad = width if _paints(values, "stroke", "none") else 0.0
    return _meets(points, pad, view)


def _meets(points: list[tuple[float | None, float | None]], pad: float, view: Box) -> bool:
    across = [x for x, _ in points if x is not None]
    up = [y for _, y in points if y is not None]
    return (
        min(across) - pad <= view[2]
        and max(across) + pad >= view[0]
        and min(up) - pad <= view[3]
        and max(up) + pad >= view[1]
    )


def _paints(values: Values, what: str, usual: str) -> bool:
    if values.get(what, usual) == "none" or _share(values.get(f"{what}-opacity")) <= 0:
        return False
    return what == "fill" or _number(values.get("stroke-width", "1")) != 0


def _share(value: str | Reference | None) -> float:
    return 1.0 if not isinstance(value, str) else float(value.rstrip("%"))


def _number(value: str | Reference | None) -> float | None:
    """A length in the logo's own units: 0 where it is not given, None in other units but 0."""
    match = re.fullmatch(r"([-+0-9.e]+?)(px|pt|pc|mm|cm|in|%)?", str(value or "0"))
    if match is None:
        return None
    number = float(match[1])
    return number if match[2] in (None, "px") or number == 0 else None


def _points(tag: str, own: Values) -> Iterator[tuple[float | None, float | None]]:
    """Points that a shape lies between; one is None where that is not known."""
    if tag == "path":
        yield from _on_path(_PIECES.findall(str(own.get("d", ""))))
    elif tag in ("polyline", "polygon"):
        found = [float(one) for one in str(own.get("points", "")).split()]
        yield from zip(found[::2], found[1::2], strict=True)
    elif tag == "line":
        yield from ((_number(own.get(f"x{at}")), _number(own.get(f"y{at}"))) for at in "12")
    elif tag == "rect":
        x, y, width, height = (_number(own.get(key)) for key in ("x", "y", "width", "height"))
        yield x, y
        yield (
            None if x is None or width is None else x + width,
            None if y is None or height is None else y + height,
        )
    else:
        x, y = _number(own.get("cx")), _number(own.get("cy"))
        wide, high = (_number(own.get(key, own.get("r"))) for key in ("rx", "ry"))
        if x is None or y is None or wide is None or high is None:
            yield None, None
        else:
            yield x - wide, y - high
            yield x + wide, y + high


def _on_path(pieces: list[str]) -> Iterator[tuple[float, float]]:
    """Where a path goes and what bends it; an arc reaches as far as it is wide."""
    x = y = 0.0
    begun = (0.0, 0.0)
    at, drawn = 0, False
    while at < len(pieces):
        command = pieces[at]
        kind, takes = command.upper(), TAKES[command.upper()]
        at += 1
        if kind == "Z":
            x, y = begun
            continue
        first = True
        while first or (at < len(pieces) and not pieces[at].isalpha()):
            numbers = [float(one) for one in pieces[at : at + takes]]
            at += takes
            found = _led_to(kind, numbers, (x, y), relative=command.islower())
            if kind == "M" and first:
                begun = found[-1]
            else:
                if not drawn:
                    yield x, y
                drawn = True
                yield x, y
                yield from found
            (x, y), first = found[-1], False


def _led_to(
    kind: str, numbers: list[float], here: tuple[float, float], *, relative: bool
) -> list[tuple[float, float]]:
    """The points of one piece of a path; the last is where it ends."""
    x, y = here if relative else (0.0, 0.0)
    if kind == "H":
        return [(x + numbers[0], here[1])]
    if kind == "V":
        return [(here[0], y + numbers[0])]
    if kind == "A":
        end = x + numbers[5], y + numbers[6]
        far = 2 * max(abs(numbers[0]), abs(numbers[1]))
        return [(end[0] - far, end[1] - far), (end[0] + far, end[1] + far), end]
    return [(x + one, y + two) for one, two in zip(numbers[::2], numbers[1::2], strict=True)]
