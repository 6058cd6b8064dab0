"""A logo of shapes (SVG), written anew from a list of what may be in it.

Nothing is copied: every element and every value is read, and what is on the
list is written. What draws nothing, such as an editor's notes, is left out;
what would act, fetch, or draw differently once it is left out, is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from reportgen.brand.files import FileFault
from reportgen.brand.logo_seen import Box, Values, inherited, is_gone, is_seen
from reportgen.brand.logo_values import (
    VALUES,
    Reference,
    Unreadable,
    length_in_px,
    numbers,
    written,
)
from reportgen.limits import SHAPES, SHAPES_DEPTH, SIDES

SVG = "http://www.w3.org/2000/svg"
DRAWN = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
GRADIENTS = frozenset({"linearGradient", "radialGradient"})
INSIDE = {
    "": frozenset({"svg"}),
    "svg": DRAWN | GRADIENTS | {"g", "defs", "clipPath"},
    "g": DRAWN | GRADIENTS | {"g", "defs", "clipPath"},
    "defs": GRADIENTS | {"clipPath"},
    "clipPath": DRAWN,
    **dict.fromkeys(GRADIENTS, frozenset({"stop"})),
}
"""Which elements may stand in which."""

SILENT = frozenset({"title", "desc", "metadata"})
"""They draw nothing: left out with all that is in them."""

_ACTIVE = frozenset({"style", "script"})
_SHIFTING = (
    "filter", "mask", "mix-blend-mode", "vector-effect", "paint-order", "transform-origin",
    "stroke-dasharray", "spreadMethod",
    "marker", "marker-start", "marker-mid", "marker-end",
)  # fmt: skip
_WITHOUT_EFFECT = frozenset({"none", "normal", "pad", "0 0"})

_MOST_FAULTS = 5
_SHORTEST = 0.01  # of its own units; numbers are written to seven figures
_FITTING = 240.0, 56.0  # px: a little more than a cover gives it


@dataclass(slots=True)
class _Element:
    """An element that is kept, with its values as they are to be written."""

    tag: str
    line: int
    name: str = ""  # how it is referred to, once it is written
    values: dict[str, str | Reference] = field(default_factory=dict)
    children: list[_Element] = field(default_factory=list)

    def walk(self) -> Iterator[_Element]:
        yield self
        for child in self.children:
            yield from child.walk()


def remade_shapes(content: bytes) -> tuple[bytes, float, float]:
    """An SVG as an SVG of shapes, colours, gradients and clips alone, and its size in px.

    Raises FileFault with everything that it holds and may not hold, or where
    it is too large or no SVG. A DOCTYPE is refused before anything in it is read.
    """
    reading = _Reading()
    reading.read(content)
    faults, root = reading.faults, reading.root
    if root is not None:
        faults += _resolve(root, reading.by_id)
    if faults:
        more = " and more" if len(faults) > _MOST_FAULTS else ""
        raise FileFault(f"it holds {', '.join(faults[:_MOST_FAULTS])}{more}")
    if root is None:
        raise FileFault("it draws nothing")
    view = _view(reading.attributes)
    if not any(_seen(root, {}, view)):
        raise FileFault("it draws nothing")
    width, height = _size(root, view)
    return "".join(_parts(root)).encode(), width, height


# --- Reading ------------------------------------------------------------------------------


class _Reading:
    """One pass over the file: what is kept, and what may not be there."""

    def __init__(self) -> None:
        self.root: _Element | None = None
        self.attributes: dict[str, str] = {}  # the root's, as authored
        self.by_id: dict[str, _Element] = {}
        self.faults: list[str] = []
        self._open: list[_Element] = []
        self._passed_over = 0  # how deep we are in what is left out
        self._elements = 0
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._doctype

    def read(self, content: bytes) -> None:
        try:
            self._parser.Parse(content.decode("utf-8-sig").encode(), True)
        except UnicodeDecodeError:
            raise FileFault("its text is not UTF-8") from None
        except expat.ExpatError as error:
            raise FileFault(f"it is not well-formed (line {error.lineno})") from None

    @staticmethod
    def _doctype(*_: object) -> None:
        raise FileFault("it has a DOCTYPE, which may hide anything")

    def _start(self, name: str, given: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > SHAPES:
            raise FileFault(f"it has more than {SHAPES} elements")
        if len(self._open) + self._passed_over >= SHAPES_DEPTH:
            raise FileFault(f"its elements are nested more than {SHAPES_DEPTH} deep")
        space, _, tag = name.rpartition(" ")
        if self._passed_over or (self._open and (space != SVG or tag in SILENT)):
            self._passed_over += 1
            return
        line = self._parser.CurrentLineNumber
        around = self._open[-1].tag if self._open else ""
        if space == SVG and tag in INSIDE.get(around, ()):
            self._keep(_Element(tag, line), given)
            return
        # Among definitions stands what is used elsewhere: its use is complained of, if any.
        if around != "defs" or tag in _ACTIVE:
            self.faults.append(f"<{tag}> (line {line})")
        self._passed_over += 1

    def _end(self, _: str) -> None:
        if self._passed_over:
            self._passed_over -= 1
        else:
            self._open.pop()

    def _keep(self, element: _Element, given: dict[str, str]) -> None:
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root, self.attributes = element, given
        self._open.append(element)
        if name := given.get("id"):
            self.by_id.setdefault(name, element)
        for key, value in _styled(given).items():
            self._value(element, key, " ".join(value.split()))

    def _value(self, element: _Element, key: str, value: str) -> None:
        """Keep one value, or complain of it, or pass it over where nothing is seen of it."""
        where = f"(line {element.line})"
        plain = key.rpartition(" ")[2]
        if plain == "href" or key.lower().startswith("on"):
            self.faults.append(f"the attribute {plain} {where}")
        elif key in _SHIFTING:
            if value not in _WITHOUT_EFFECT:
                self.faults.append(f"the attribute {key} {where}")
        elif (reads := VALUES[element.tag].get(key)) is not None:
            if key == "clip-path" and "clipPath" in (each.tag for each in self._open):
                self.faults.append(f"a clip in a clip {where}")
                return
            try:
                made = reads(value)
            except Unreadable:
                self.faults.append(f"a value of {key} that cannot be read {where}")
            else:
                if made:
                    element.values[key] = made


def _styled(given: dict[str, str]) -> dict[str, str]:
    """The attributes, and over them what stands in the attribute `style`."""
    pairs = (each.partition(":") for each in given.get("style", "").split(";"))
    return {**given, **{key.strip(): value.strip() for key, colon, value in pairs if colon}}


def _resolve(root: _Element, by_id: dict[str, _Element]) -> Iterator[str]:
    """Names what is referred to; complains of what is not there and of too much work."""
    names = 0
    work = 0
    for element in root.walk():
        for key, value in element.values.items():
            if not isinstance(value, Reference):
                continue
            kinds = {"clipPath"} if key == "clip-path" else GRADIENTS
            target = by_id.get(value.name)
            if target is None or target.tag not in kinds:
                yield f"a reference to “#{value.name}” (line {element.line})"
                continue
            names += not target.name
            target.name = target.name or f"i{names}"
            element.values[key] = f"url(#{target.name})"
            work += sum(1 for _ in target.walk())
    if work > SHAPES:
        yield "too many references"


# --- Writing --------------------------------------------------------------------------------


def _seen(element: _Element, around: Values, view: Box) -> Iterator[bool]:
    """Whether each of its shapes is seen."""
    if element.tag in DRAWN:
        yield is_seen(element.tag, element.values, around, view)
    elif element.tag in ("svg", "g") and not is_gone(element.values):
        within = inherited(around, element.values)
        for child in element.children:
            yield from _seen(child, within, view)


def _view(authored: dict[str, str]) -> Box:
    """What of the plane is shown."""
    try:
        if view := authored.get("viewBox"):
            left, top, width, height = numbers(view)
        else:
            left = top = 0.0
            width, height = (length_in_px(authored[key]) for key in ("width", "height"))
        if not (width > 0 and height > 0):
            raise Unreadable
    except (KeyError, ValueError):
        raise FileFault("it has no viewBox, and no width and height that tell its size") from None
    if min(width, height) < _SHORTEST:
        raise FileFault(f"one side is shorter than {_SHORTEST}")
    if max(width, height) > SIDES * min(width, height):
        raise FileFault(f"one side is more than {SIDES} times as long as the other")
    return left, top, left + width, top + height


def _size(root: _Element, view: Box) -> tuple[float, float]:
    """Sets the root's view and size, and gives its width and height in px."""
    left, top = view[:2]
    width, height = view[2] - left, view[3] - top
    scale = max(_FITTING[0] / width, _FITTING[1] / height)
    shown = round(width * scale, 2), round(height * scale, 2)
    root.values["viewBox"] = " ".join(written(one) for one in (left, top, width, height))
    root.values["width"], root.values["height"] = (written(one) for one in shown)
    return shown


def _parts(element: _Element) -> Iterator[str]:
    yield f"<{element.tag}"
    if element.tag == "svg":
        yield f' xmlns="{SVG}"'
    if element.name:
        yield f' id="{element.name}"'
    for key, value in sorted(element.values.items()):
        yield f" {key}={quoteattr(str(value))}"
    if not element.children:
        yield "/>"
        return
    yield ">"
    for child in element.children:
        yield from _parts(child)
    yield f"</{element.tag}>"
