"""The logo that a brand shows on its covers, chosen from what its file names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.brand.brand import Logo, Picture
from reportgen.brand.files import FileFault, content_of, file_inside, on_the_web
from reportgen.brand.logo_pixels import JPEG, PNG, remade_pixels
from reportgen.brand.logo_shapes import remade_shapes
from reportgen.limits import LOGO_SIZE, SHAPES_SIZE
from reportgen.problems import Problem, Span, did_you_mean
from reportgen.source import Mapping, Node, Scalar

SIZES = ("medium", "large", "small")
"""Which of the format's three logos a cover takes: the first that is given."""

_REMEDY = "a PNG, JPEG or SVG file beside the brand file or in a folder below it"


@dataclass(frozen=True, slots=True)
class _Named:
    """A picture as the brand file names it: where it lies, and its text alternative."""

    path: Scalar
    alt: str


@dataclass(frozen=True, slots=True)
class _Nowhere:
    """A picture that is named without a file, and where."""

    span: Span


def read_logo(node: Node | None, folder: Path, alt: str) -> tuple[Logo | None, tuple[Problem, ...]]:
    """The logo under a brand file's key `logo`, and everything wrong with it (BRAND109).

    `folder` is the brand file's own: pictures are relative to it and lie in
    it. `alt` is what a logo shows that does not say so itself. Only the chosen
    pictures are opened. There is no logo where none is named or one is faulty.
    """
    images = _images(node)
    by_mode = _by_mode(_chosen(node), images, alt)
    if by_mode is None:
        return None, ()
    light = _picture(by_mode[0], images, folder)
    dark = light if by_mode[1] == by_mode[0] else _picture(by_mode[1], images, folder)
    if isinstance(light, Picture) and isinstance(dark, Picture):
        return Logo(light, dark), ()
    return None, tuple(found for found in (light, dark) if isinstance(found, Problem))


# --- Which picture ----------------------------------------------------------------------


def _given(node: Node | None, key: str) -> Node | None:
    value = node.get(key) if isinstance(node, Mapping) else None
    return None if isinstance(value, Scalar) and value.is_null else value


def _images(node: Node | None) -> dict[str, Node]:
    named = _given(node, "images")
    pairs = named.pairs if isinstance(named, Mapping) else ()
    return {key.text: value for key, value in pairs}


def _chosen(node: Node | None) -> Node | None:
    if isinstance(node, Scalar):
        return None if node.is_null else node
    if _given(node, "path") is not None:
        return node
    return next((value for size in SIZES if (value := _given(node, size)) is not None), None)


def _by_mode(
    node: Node | None, images: dict[str, Node], alt: str
) -> tuple[_Named | _Nowhere, _Named | _Nowhere] | None:
    """The pictures for a light and a dark page; where one is not given, the other serves."""
    if node is None:
        return None
    light, dark = _given(node, "light"), _given(node, "dark")
    if light is None and dark is None:
        one = _named(node, images, alt)
        return one, one
    alt = _alt(node) or alt
    first, second = light or dark, dark or light
    assert first is not None
    assert second is not None
    return _named(first, images, alt), _named(second, images, alt)


def _named(node: Node, images: dict[str, Node], alt: str) -> _Named | _Nowhere:
    """A path, the name of an image, or keys with a path."""
    if isinstance(node, Scalar) and node.text in images:
        node = images[node.text]
    if isinstance(node, Scalar):
        return _Named(node, alt)
    path = _given(node, "path")
    return _Named(path, _alt(node) or alt) if isinstance(path, Scalar) else _Nowhere(node.span)


def _alt(node: Node) -> str:
    text = _given(node, "alt")
    return " ".join(text.text.split()) if isinstance(text, Scalar) else ""


# --- What is in it ------------------------------------------------------------------------


def _picture(named: _Named | _Nowhere, images: dict[str, Node], folder: Path) -> Picture | Problem:
    if isinstance(named, _Nowhere):
        return Problem(
            code="BRAND109", message="this logo names no file", span=named.span, remedy=_REMEDY
        )
    path = named.path
    try:
        picture = remade(content_of(file_inside(folder, path.text), LOGO_SIZE), named.alt)
        return replace(picture, path=path.text)
    except FileFault as fault:
        remedy = _REMEDY
        if on_the_web(path.text):
            remedy = "save the file beside the brand file, and give its path"
        elif images and "." not in path.text and path.text not in images:
            remedy = did_you_mean(path.text, images)
        return Problem(
            code="BRAND109",
            message=f"“{path.text}” cannot be shown as the logo: {fault}",
            span=path.span,
            remedy=remedy,
        )


def remade(content: bytes, alt: str) -> Picture:
    """The picture without anything but what is seen, whatever its file is called."""
    if content.startswith((PNG, JPEG)):
        return Picture("image/png", *remade_pixels(content), alt)
    if b"<svg" in content or b":svg" in content:
        if len(content) > SHAPES_SIZE:
            raise FileFault(f"it is larger than {SHAPES_SIZE // 1000} kB")
        return Picture("image/svg+xml", *remade_shapes(content), alt)
    raise FileFault("it is not a PNG, JPEG or SVG file")
