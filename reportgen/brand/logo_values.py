"""The values that the shapes of a logo may have: each is read, and written as it was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reportgen.brand.colours import paint


class Unreadable(ValueError):  # noqa: N818 - a fault found in a file, not a mistake of ours
    """A value that is not what its attribute may have."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A gradient or a clip by its name in the file: `url(#name)`."""

    name: str


Reads = Callable[[str], "str | Reference"]
"""Reads a value, without spaces around it; an empty text is a value that changes nothing."""

FARTHEST = 1_000_000.0
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?")
_LENGTH = re.compile(rf"({_NUMBER.pattern})(px|pt|pc|mm|cm|in|%)?")
_BETWEEN = re.compile(r"[\s,]*")
_REFERENCE = re.compile(r"""url\(\s*(["']?)#([^"'()\s]+)\1\s*\).*""")
_PX = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


# --- Numbers ------------------------------------------------------------------------------


def written(number: float) -> str:
    """A number as it is written in a file: to seven figures."""
    return f"{number + 0.0:.7g}"  # not -0


def _checked(text: str) -> float:
    number = float(text)
    if abs(number) > FARTHEST:
        raise Unreadable
    return number


def _next_number(text: str, at: int) -> tuple[float, int]:
    """The number at a place, and where what follows it begins."""
    match = _NUMBER.match(text, at)
    if match is None:
        raise Unreadable
    return _checked(match[0]), _past(text, match.end())


def _past(text: str, at: int) -> int:
    """The next place that is neither a space nor a comma."""
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def numbers(text: str) -> list[float]:
    """A list of numbers with spaces or commas between them."""
    found: list[float] = []
    at = _past(text, 0)
    while at < len(text):
        number, at = _next_number(text, at)
        found.append(number)
    return found


def length_in_px(text: str) -> float:
    """A length that stands by itself: not a share of another."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None or match[2] == "%":
        raise Unreadable
    return _checked(match[1]) * _PX[match[2] or "px"]


def _length(text: str) -> str:
    match = _LENGTH.fullmatch(text)
    if match is None:
        raise Unreadable
    return f"{written(_checked(match[1]))}{match[2] or ''}"


def _share(text: str) -> str:
    match = _LENGTH.fullmatch(text)
    if match is None or match[2] not in (None, "%"):
        raise Unreadable
    return f"{written(_checked(match[1]))}{match[2] or ''}"


def _points(text: str) -> str:
    found = numbers(text)
    if len(found) % 2:
        raise Unreadable
    return " ".join(map(written, found))


# --- Paths --------------------------------------------------------------------------------

TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
"""How many numbers a command of a path takes, once or over again."""


def _path(text: str) -> str:
    return " ".join(_commands(text))


def _commands(text: str) -> Iterator[str]:
    at = _past(text, 0)
    first = True
    while at < len(text):
        command = text[at]
        takes = TAKES.get(command.upper())
        if takes is None or (first and command not in "Mm"):
            raise Unreadable
        first = False
        yield command
        at = _past(text, at + 1)
        again = takes > 0
        while again:
            for place in range(takes):
                number, at = _argument(text, at, flag=takes == 7 and place in (3, 4))
                yield written(number)
            again = at < len(text) and text[at].upper() not in TAKES


def _argument(text: str, at: int, *, flag: bool) -> tuple[float, int]:
    """A number, or one of an arc's two flags, which may stand without a space after it."""
    if not flag:
        return _next_number(text, at)
    if text[at : at + 1] not in ("0", "1"):
        raise Unreadable
    return float(text[at]), _past(text, at + 1)


# --- Turning and moving ---------------------------------------------------------------------

_MOVES = {
    "matrix": (6,), "translate": (1, 2), "scale": (1, 2), "rotate": (1, 3),
    "skewX": (1,), "skewY": (1,),
}  # fmt: skip
_MOVE = re.compile(r"([A-Za-z]+)\s*\(([^()]*)\)")


def _transform(text: str) -> str:
    if text == "none":
        return ""
    moves: list[str] = []
    at = _past(text, 0)
    while at < len(text):
        match = _MOVE.match(text, at)
        found = numbers(match[2]) if match else []
        if match is None or len(found) not in _MOVES.get(match[1], ()):
            raise Unreadable
        if _flattens(match[1], found):
            raise Unreadable
        moves.append(f"{match[1]}({' '.join(map(written, found))})")
        at = _past(text, match.end())
    return " ".join(moves)


def _flattens(move: str, found: list[float]) -> bool:
    """Whether nothing is left of what is moved so: it cannot be undone, as drawing needs."""
    if move == "scale":
        return 0 in found
    return move == "matrix" and found[0] * found[3] == found[1] * found[2]


# --- Colours and words ----------------------------------------------------------------------


def _colour(text: str) -> str:
    if text.lower() == "currentcolor":
        return "currentColor"
    if text.lower() == "transparent":
        return "none"
    if text == "inherit":
        return ""
    found = paint(text)
    if found is None:
        raise Unreadable
    if found.opacity >= 1:
        return found.colour
    red, green, blue = (int(found.colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {written(round(found.opacity, 3))})"


def _fill(text: str) -> str | Reference:
    if text == "none":
        return text
    if text.startswith("url("):
        return _reference(text)
    return _colour(text)


def _reference(text: str) -> str | Reference:
    if text == "none":
        return ""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise Unreadable
    return Reference(match[2])


def _one_of(*words: str) -> Reads:
    def read(text: str) -> str:
        if text not in (*words, "inherit"):
            raise Unreadable
        return "" if text == "inherit" else text

    return read


_LOOK: dict[str, Reads] = {
    "fill": _fill,
    "stroke": _fill,
    "color": _colour,
    "opacity": _share,
    "fill-opacity": _share,
    "stroke-opacity": _share,
    "fill-rule": _one_of("nonzero", "evenodd"),
    "clip-rule": _one_of("nonzero", "evenodd"),
    "stroke-width": _length,
    "stroke-miterlimit": _share,
    "stroke-linecap": _one_of("butt", "round", "square"),
    "stroke-linejoin": _one_of("miter", "round", "bevel"),
    "display": _one_of("none", "inline", "block"),
    "visibility": _one_of("visible", "hidden"),
    "transform": _transform,
    "clip-path": _reference,
}
_GRADIENT: dict[str, Reads] = {
    "gradientUnits": _one_of("userSpaceOnUse", "objectBoundingBox"),
    "gradientTransform": _transform,
}


def _lengths(*names: str) -> dict[str, Reads]:
    return dict.fromkeys(names, _length)


VALUES: dict[str, dict[str, Reads]] = {
    "svg": _LOOK,
    "g": _LOOK,
    "defs": {},
    "clipPath": {"clipPathUnits": _one_of("userSpaceOnUse")},
    "path": {**_LOOK, "d": _path},
    "rect": {**_LOOK, **_lengths("x", "y", "width", "height", "rx", "ry")},
    "circle": {**_LOOK, **_lengths("cx", "cy", "r")},
    "ellipse": {**_LOOK, **_lengths("cx", "cy", "rx", "ry")},
    "line": {**_LOOK, **_lengths("x1", "y1", "x2", "y2")},
    "polyline": {**_LOOK, "points": _points},
    "polygon": {**_LOOK, "points": _points},
    "linearGradient": {**_GRADIENT, **_lengths("x1", "y1", "x2", "y2")},
    "radialGradient": {**_GRADIENT, **_lengths("cx", "cy", "r", "fx", "fy")},
    "stop": {"offset": _share, "stop-color": _colour, "stop-opacity": _share},
}
"""What may be set on each element; what is not here is passed over."""
