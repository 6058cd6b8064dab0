"""Writing the structure tree into the PDF, in the place of WeasyPrint's own.

ISO 32000-1, 14.7 and 14.8: structure elements, marked content, the parent tree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from reportgen.outputs.pdf_tree import Annotation, Mark, Node, Structure

ARTIFACTS = {
    "Header": {"Type": "/Pagination", "Subtype": "/Header"},
    "Footer": {"Type": "/Pagination", "Subtype": "/Footer"},
    "Repeated": {"Type": "/Pagination"},
    "Decoration": {"Type": "/Layout"},
}
"""Why something is no content, as a property list says it (14.8.2.2.2)."""


@dataclass
class Drawn:
    """What WeasyPrint drew: a stream for each page, and which box is which marked content."""

    streams: list[Any] = field(default_factory=list)
    marks: list[dict[Any, dict[str, Any]]] = field(default_factory=list)

    def watch(self, page: Any) -> None:
        """Remember what a page draws. WeasyPrint forgets it while it builds its own tree."""
        paint: Callable[..., None] = page.paint

        def painted(stream: Any, scale: float = 1) -> None:
            paint(stream, scale)
            self.streams.append(stream)
            self.marks.append(dict(stream._tags))

        page.paint = painted


def write_structure(pdf: Any, drawn: Drawn, structure: Structure) -> None:
    """Write the tree, its parent tree, and what is no part of it as artifacts."""
    _Writer(pdf, drawn).write(structure.document)
    for mark in structure.artifacts:
        _turn_into_artifact(drawn.streams[mark.page], mark)


def _turn_into_artifact(stream: Any, mark: Mark) -> None:
    """PDF/UA-1 7.1, 7.8: what is no content is marked as an artifact, and why it is there."""
    import pydyf

    for at, item in enumerate(stream.stream):
        if isinstance(item, dict) and item.get("MCID") == mark.number:
            stream.stream[at - 1] = "/Artifact"
            stream.stream[at] = pydyf.Dictionary(ARTIFACTS[mark.artifact])
            return


class _Writer:
    def __init__(self, pdf: Any, drawn: Drawn) -> None:
        import pydyf

        self._pydyf = pydyf
        self._pdf = pdf
        self._pages = pdf.page_references
        self._root = _object(pdf, pdf.catalog["StructTreeRoot"])
        # The numbers of the objects whose place the new ones take.
        self._free = [
            number
            for number, one in enumerate(pdf.objects)
            if isinstance(one, dict) and one.get("Type") in ("/StructElem", "/OBJR")
        ]
        self._free.reverse()
        self._owners: list[dict[int, bytes]] = [{} for _ in drawn.marks]
        self._sizes = [len(marks) for marks in drawn.marks]
        self._annotations: list[tuple[Any, bytes]] = []

    def write(self, document: Node) -> None:
        top = self._element(document, self._root.reference)
        self._root["K"] = self._pydyf.Array([top])
        self._write_parent_tree()
        for number in self._free:
            nothing = _nothing()()
            nothing.number = number
            self._pdf.objects[number] = nothing

    def _add(self, values: dict[str, Any]) -> Any:
        made = self._pydyf.Dictionary(values)
        if self._free:
            made.number = self._free.pop()
            self._pdf.objects[made.number] = made
        else:
            self._pdf.add_object(made)
        return made

    def _element(self, node: Node, parent: bytes) -> bytes:
        page = next((kid.page for kid in node.kids if not isinstance(kid, Node)), None)
        element = self._add({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        if page is not None:
            element["Pg"] = self._pages[page]
        if node.language:
            element["Lang"] = self._pydyf.String(node.language)
        if node.alternative:
            element["Alt"] = self._pydyf.String(node.alternative)
        if node.attributes:
            element["A"] = self._pydyf.Dictionary(
                {
                    key: self._pydyf.Array(value) if isinstance(value, list) else value
                    for key, value in node.attributes.items()
                }
            )
        reference: bytes = element.reference
        kids = [self._kid(kid, reference, page) for kid in node.kids]
        element["K"] = kids[0] if len(kids) == 1 else self._pydyf.Array(kids)
        return reference

    def _kid(self, kid: Node | Mark | Annotation, owner: bytes, page: int | None) -> Any:
        if isinstance(kid, Node):
            return self._element(kid, owner)
        if isinstance(kid, Annotation):
            self._annotations.append((kid.written, owner))
            return self._add(
                {"Type": "/OBJR", "Obj": kid.written.reference, "Pg": self._pages[kid.page]}
            ).reference
        self._owners[kid.page][kid.number] = owner
        if kid.page == page:
            return kid.number
        return self._pydyf.Dictionary(
            {"Type": "/MCR", "Pg": self._pages[kid.page], "MCID": kid.number}
        )

    def _write_parent_tree(self) -> None:
        """14.7.4.4: from marked content and links back to their elements."""
        array = self._pydyf.Array
        numbers = array()
        for page, (owners, size) in enumerate(zip(self._owners, self._sizes, strict=True)):
            numbers.extend([page, array(owners.get(at, b"null") for at in range(size))])
        for key, (annotation, owner) in enumerate(self._annotations, start=len(self._owners)):
            annotation["StructParent"] = key
            numbers.extend([key, owner])
        _object(self._pdf, self._root["ParentTree"])["Nums"] = numbers
        self._root["ParentTreeNextKey"] = len(self._owners) + len(self._annotations)


def _object(pdf: Any, reference: bytes) -> Any:
    """The object that a reference such as `12 0 R` leads to."""
    return pdf.objects[int(reference.split()[0])]


@cache
def _nothing() -> Any:
    """The kind of an object that is as if it were not there (ISO 32000-1, 7.3.9)."""
    import pydyf

    class Nothing(pydyf.Object):  # type: ignore[misc]
        data = b"null"

    return Nothing
