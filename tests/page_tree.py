"""A page as a browser reads it: elements to ask, not text to search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from xml.etree.ElementTree import Element

import tinyhtml5

BLOCKS = ("p", "li", "h1", "h2", "h3", "th", "td", "dt", "dd", "title", "summary", "span")


def words(text: str) -> str:
    """The text with every run of spaces, no-break ones too, as one space."""
    return " ".join(text.replace("\u00ad", "").split())


def text_of(element: Element) -> str:
    return words("".join(element.itertext()))


class Page:
    """An HTML document, parsed as HTML5 says."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.root = tinyhtml5.parse(source, namespace_html_elements=False)
        for element in self.root.iter():
            if isinstance(element.tag, str):  # a comment's tag is none
                element.tag = element.tag.rpartition("}")[2]  # drawings are in SVG's namespace

    @cached_property
    def _parents(self) -> dict[Element, Element]:
        return {child: parent for parent in self.root.iter() for child in parent}

    def all(self, tag: str = "", cls: str = "", within: Element | None = None) -> list[Element]:
        """Elements by tag, class or both, in document order."""
        return [
            element
            for element in (self.root if within is None else within).iter()
            if isinstance(element.tag, str)
            and (not tag or element.tag == tag)
            and (not cls or cls in (element.get("class") or "").split())
        ]

    def one(self, tag: str = "", cls: str = "", within: Element | None = None) -> Element:
        (found,) = self.all(tag, cls, within)
        return found

    def by_id(self, name: str) -> Element:
        (found,) = [element for element in self.root.iter() if element.get("id") == name]
        return found

    def above(self, element: Element) -> Iterator[Element]:
        while element in self._parents:
            element = self._parents[element]
            yield element

    def inside(self, element: Element, name: str) -> bool:
        return any(parent.get("id") == name for parent in self.above(element))

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The brief's own text: every piece of it but the table of all results, and no style."""
        return tuple(text for text in self._pieces() if text)

    def _pieces(self) -> Iterator[str]:
        for element in self.root.iter():
            if not isinstance(element.tag, str) or element.get("id") == "results":
                continue
            if element.tag not in BLOCKS or self.inside(element, "results"):
                continue
            if any(parent.tag in BLOCKS for parent in self.above(element)):
                continue
            yield text_of(element)

    def figures(self) -> list[Element]:
        return self.all("figure", "chart")


def sentences(text: str) -> list[str]:
    """A text in sentences, as near as a rule of thumb comes."""
    return [piece for piece in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖÆØ”«])", text) if piece]
