"""Our own drawings, painted straight into a page.

WeasyPrint would read every shape of an SVG as an HTML element, give each a style,
and set its text letter by letter without kerning. Our drawings are of few and plain
elements (charts/svg.py), so they are taken out of the document before it is laid out
and painted here: a third of a brief's time, and half of its page content.

An SVG with anything else in it, as a user's own template may have, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from math import inf
from typing import Any

_NUMBER = r"-?[0-9.]+"
_DRAWING = re.compile(
    rf'(<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 ({_NUMBER}) ({_NUMBER})"'
    r' font-family="([^"<>]*)"(?: role="img")?>(?:<title>[^<]*</title><desc>[^<]*</desc>)?)'
    r"((?:<(?:path [^<>]*/>|text [^<>]*>[^<]*</text>))*)</svg>"
)
_PATH = re.compile(
    rf'<path class="[\w-]+" fill="(none|#[0-9a-f]{{6}})"(?: fill-opacity="({_NUMBER})")?'
    rf'(?: stroke="(#[0-9a-f]{{6}})" stroke-width="({_NUMBER})"'
    rf'(?: stroke-dasharray="([0-9. ]+)")?)? d="([-MLQCZ0-9. ]*)"/>'
)
_TEXT = re.compile(
    rf'<text class="[\w-]+" fill="(#[0-9a-f]{{6}})" x="({_NUMBER})" y="({_NUMBER})"'
    rf' font-size="({_NUMBER})"(?: font-weight="(\d+)")?(?: text-anchor="(middle|end)")?>'
    r"([^<]*)</text>"
)
_SPACES = re.compile(r"[ \t\r\n]+")
_ANCHORED = {None: 0.0, "middle": 0.5, "end": 1.0}
NUMBERED = "data-drawing"
"""The attribute that tells which drawing belongs in an emptied SVG, counted from 0."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline in PDF's operators, filled or stroked."""

    operators: bytes
    fill: str | None
    opacity: float
    stroke: str | None
    width: float
    dashes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `x`, `y` is its anchor on the baseline."""

    text: str
    x: float
    y: float
    size: float
    weight: int
    anchor: float  # how much of the line stands left of `x`, 0 to 1
    fill: str


@dataclass(frozen=True, slots=True)
class Painting:
    """A drawing in its own units, y downwards, from (0, 0) to (width, height)."""

    width: float
    height: float
    family: str
    elements: tuple[Shape | Words, ...]


def without_shapes(html: str) -> tuple[str, tuple[Painting, ...]]:
    """The document with our drawings emptied and numbered, and what stood in them."""
    paintings: list[Painting] = []

    def emptied(found: re.Match[str]) -> str:
        head, width, height, family, inside = found.groups()
        elements = _elements(inside)
        if elements is None:
            return found[0]
        paintings.append(Painting(float(width), float(height), family, elements))
        number = f'{NUMBERED}="{len(paintings) - 1}"'
        return head.replace("<svg", f"<svg {number}", 1) + "</svg>"

    return _DRAWING.sub(emptied, html), tuple(paintings)


@lru_cache(maxsize=64)
def _elements(inside: str) -> tuple[Shape | Words, ...] | None:
    """The elements of a drawing; None where one is not as charts/svg.py writes it."""
    found: list[Shape | Words] = []
    at = 0
    while at < len(inside):
        if shape := _PATH.match(inside, at):
            fill, opacity, stroke, width, dashes, outline = shape.groups()
            found.append(
                Shape(
                    operators=_operators(outline),
                    fill=None if fill == "none" else fill,
                    opacity=float(opacity or 1),
                    stroke=stroke,
                    width=float(width or 0),
                    dashes=tuple(map(float, (dashes or "").split())),
                )
            )
            at = shape.end()
        elif words := _TEXT.match(inside, at):
            fill, x, y, size, weight, anchor, text = words.groups()
            found.append(
                Words(
                    text=_SPACES.sub(" ", unescape(text)).strip(" "),  # as SVG 2, 11.5 has it
                    x=float(x),
                    y=float(y),
                    size=float(size),
                    weight=int(weight or 400),
                    anchor=_ANCHORED[anchor],
                    fill=fill,
                )
            )
            at = words.end()
        else:
            return None
    return tuple(found)


def _operators(outline: str) -> bytes:
    """A path of SVG in PDF's operators (ISO 32000-1, 8.5.2), which lack quadratic curves."""
    written: list[str] = []
    here = (0.0, 0.0)
    for letter, coordinates in re.findall(r"([MLQCZ])([^MLQCZ]*)", outline):
        if letter == "Z":
            written.append("h")
            continue
        points = coordinates.split()
        if letter == "Q":
            points = [f"{value:.2f}" for value in _cubic(here, [float(one) for one in points])]
        here = (float(points[-2]), float(points[-1]))
        written.append(" ".join(points) + {"M": " m", "L": " l", "Q": " c", "C": " c"}[letter])
    return "\n".join(written).encode("ascii")


def _cubic(start: tuple[float, float], quadratic: list[float]) -> Iterator[float]:
    (x, y), (px, py, ex, ey) = start, quadratic
    yield from (x + 2 / 3 * (px - x), y + 2 / 3 * (py - y))
    yield from (ex + 2 / 3 * (px - ex), ey + 2 / 3 * (py - ey), ex, ey)


class Picture:
    """What WeasyPrint asks of an image: its size, and to draw itself."""

    def __init__(self, painting: Painting, font_config: Any, language: str) -> None:
        self._painting = painting
        self._font_config = font_config
        self._language = language

    def get_intrinsic_size(self, *_: Any) -> tuple[None, None, float]:
        """A ratio and no size: the style sheet says how wide it is."""
        return None, None, self._painting.width / self._painting.height

    def draw(self, stream: Any, width: float, _height: float, _style: Any) -> None:
        """Paint everything, in the drawing's order."""
        scale = width / self._painting.width
        stream.transform(a=scale, d=scale)
        for element in self._painting.elements:
            if isinstance(element, Shape):
                _paint(stream, element)
            else:
                self._write(stream, element)

    def _write(self, stream: Any, words: Words) -> None:
        from weasyprint.draw.text import draw_first_line
        from weasyprint.matrix import Matrix
        from weasyprint.svg.text import TextBox
        from weasyprint.text.line_break import split_first_line

        style = _text_style(self._font_config, self._painting.family, words.size, words.weight)
        style["lang"] = self._language
        layout, _, _, width, _, baseline = split_first_line(words.text, style, None, inf, 0)
        layout.reactivate(style)
        box = TextBox(layout, style)
        box.baseline = baseline
        stream.set_color(_colour(words.fill, 1.0))
        stream.begin_text()
        x = words.x - words.anchor * width
        draw_first_line(stream, box, "none", "none", Matrix(d=-1, e=x, f=words.y))
        stream.end_text()


def _paint(stream: Any, shape: Shape) -> None:
    if shape.fill is not None:
        stream.set_color(_colour(shape.fill, shape.opacity))
        stream.stream.append(shape.operators)
        stream.fill()
    elif shape.stroke is not None:
        stream.set_color(_colour(shape.stroke, 1.0), stroke=True)
        stream.set_line_width(shape.width)
        stream.set_dash(shape.dashes, 0)
        stream.stream.append(shape.operators)
        stream.stroke()


@lru_cache(maxsize=256)
def _colour(value: str, opacity: float) -> Any:
    from tinycss2.color5 import parse_color  # type: ignore[import-untyped]

    red, green, blue = (int(value[at : at + 2], 16) for at in (1, 3, 5))
    return parse_color(f"rgb({red} {green} {blue} / {opacity})")


def _text_style(font_config: Any, family: str, size: float, weight: int) -> Any:
    from weasyprint.css.properties import INITIAL_VALUES
    from weasyprint.svg.text import Style

    style = Style(INITIAL_VALUES)
    style.font_config = font_config
    style.update(font_family=[family], font_size=size, font_weight=weight)
    return style


def paint_drawings() -> Callable[..., Any]:
    """Have WeasyPrint take a numbered drawing from its document's fetcher (`.paintings`).

    The handler of an element is not part of WeasyPrint's public interface:
    tests/outputs/test_pdf_drawings.py fails when it moves.
    """
    from weasyprint.html import HTML_HANDLERS, make_replaced_box

    name = "{http://www.w3.org/2000/svg}svg"
    usual: Callable[..., Any] = HTML_HANDLERS[name]
    if getattr(usual, "paints_drawings", False):
        return usual

    def handle(element: Any, box: Any, get_image: Any, base_url: Any) -> Any:
        fetcher = get_image.keywords["url_fetcher"]
        # In a template of somebody's own the attribute may stand on a drawing that is none of ours.
        known = {str(number): one for number, one in enumerate(getattr(fetcher, "paintings", ()))}
        painting = known.get(element.get(NUMBERED))
        if painting is None:
            return usual(element, box, get_image, base_url)
        font_config = get_image.keywords["context"].font_config
        picture = Picture(painting, font_config, fetcher.language)
        return [make_replaced_box(element, box, picture)]

    handle.paints_drawings = True  # type: ignore[attr-defined]
    HTML_HANDLERS[name] = handle
    return handle
