"""The logical structure of a brief: what a listener hears, in the order of the page.

WeasyPrint builds a structure tree of its own, a page at a time. It cuts what
runs over a page in two, keeps running heads as content, and knows no scope, no
captions of figures, no notes and no language of a word. This room reads the
laid-out boxes once more and builds the tree from the HTML elements behind
them, so that one element is one node however many pages it fills.
`pdf_tags.py` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

SVG = "{http://www.w3.org/2000/svg}"
POINTS_PER_PX = 0.75

ROLES = {
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "p": "P", "pre": "P", "address": "P",
    "header": "Sect", "section": "Sect", "aside": "Sect", "article": "Art", "footer": "Div",
    "nav": "Sect", "figure": "Div", "figcaption": "Caption", "blockquote": "BlockQuote",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "caption": "Caption", "thead": "THead", "tbody": "TBody",
    "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD",
}  # fmt: skip
"""HTML elements and the standard structure types of PDF 1.7; the others only hold others."""

ARIA_ROLES = {"blockquote": "BlockQuote"}
"""A role that an element is given comes before its name."""

GROUPING = frozenset({"Document", "Sect", "Art", "Div", "BlockQuote"})
"""They hold blocks; text in them stands in a paragraph."""
BLOCKS = GROUPING | {"P", "L", "Table", "Figure", "H1", "H2", "H3", "H4", "H5", "H6"}
HOLDS_LINES = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "Span", "Link"})


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked content: its number on its page (from 0), and where it stands."""

    page: int
    number: int
    line: int  # which line of the brief, counted from its first page on
    top: float  # CSS px from the top of the page
    text: str  # empty where a picture is drawn
    artifact: str = ""  # why it is no content: Header, Footer, Repeated, Decoration


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link's active area on a page."""

    page: int
    written: Any  # the pydyf dictionary
    element: Any  # the <a>


@dataclass(slots=True, eq=False)
class Node:
    """A structure element and what is in it, in reading order."""

    role: str
    parent: Node | None = None
    kids: list[Node | Mark | Annotation] = field(default_factory=list)
    language: str = ""
    alternative: str = ""
    placed: bool = False  # its parts stand where the style sheet puts them
    element: Any = None  # the HTML element that it was made for
    attributes: dict[str, Any] = field(default_factory=dict)

    def add(self, role: str) -> Node:
        child = Node(role, self)
        self.kids.append(child)
        return child

    @property
    def spoken(self) -> str:
        """Its language, or the one it inherits."""
        return self.language or (self.parent.spoken if self.parent else "")

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def marks(self) -> Iterator[Mark]:
        """All marked content below, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Mark):
                yield kid
            elif isinstance(kid, Node):
                yield from kid.marks()


@dataclass(frozen=True, slots=True)
class Structure:
    """The tree, and the marked content that is no part of it."""

    document: Node
    artifacts: tuple[Mark, ...]


def structure_of(pages: Sequence[Any], marks: Sequence[dict[Any, dict[str, Any]]]) -> Structure:
    """The structure of laid-out pages.

    `pages` are WeasyPrint's page boxes; `marks` says for each page which box
    was drawn as which marked content.
    """
    reader = _Reader()
    for number, (page, drawn) in enumerate(zip(pages, marks, strict=True)):
        reader.read(_Page(number, page.margin_height(), drawn), page)
    document = reader.document
    for node in list(document.walk()):
        _order_as_placed(node)
        _wrap_lines(node)
    for node in list(document.walk()):
        _wrap_text(node)
    _prune(document)
    return Structure(document, tuple(reader.artifacts))


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    height: float  # CSS px
    drawn: dict[Any, dict[str, Any]]

    def mark(self, box: Any, line: int, artifact: str) -> Mark:
        number = self.drawn[box]["mcid"]
        text = getattr(box, "text", "")
        return Mark(self.number, number, line, box.position_y, text, artifact)


class _Reader:
    def __init__(self) -> None:
        self.document = Node("Document")
        self.artifacts: list[Mark] = []
        self._nodes: dict[Any, Node] = {}  # by element, or by element and part
        self._line = 0
        self._first_page: dict[Any, int] = {}  # where a table's head stood first

    def read(self, page: _Page, page_box: Any) -> None:
        self._children(page_box, self.document, page, "")

    def _children(self, box: Any, node: Node, page: _Page, artifact: str) -> None:
        for child in getattr(box, "children", ()):
            # What is placed absolutely or floats stands in the tree behind a placeholder.
            self._box(getattr(child, "_box", child), node, page, artifact)

    def _box(self, box: Any, parent: Node, page: _Page, artifact: str) -> None:
        artifact = artifact or self._artifact(box, page)
        self._line += type(box).__name__ == "LineBox"
        if box in page.drawn:
            self._content(box, parent, page, artifact)
        elif artifact:
            self._children(box, parent, page, artifact)
        else:
            self._children(box, self._node(box, parent, page), page, "")

    def _artifact(self, box: Any, page: _Page) -> str:
        """Why a box is no content; empty where it is."""
        if at := getattr(box, "at_keyword", ""):
            return "Header" if at.startswith("@top") else "Footer"
        if box.element is None:
            return ""
        if box.element.get("aria-hidden") == "true":
            return "Decoration"
        if box.element.tag == "img" and not box.element.get("alt"):
            return "Decoration"
        if box.element_tag == "thead":
            first = self._first_page.setdefault(box.element, page.number)
            return "Repeated" if first != page.number else ""
        return ""

    def _content(self, box: Any, parent: Node, page: _Page, artifact: str) -> None:
        mark = page.mark(box, self._line, artifact)
        if artifact:
            self.artifacts.append(mark)
        elif hasattr(box, "replacement"):
            self._figure(box, parent, page).kids.append(mark)
        else:
            self._node(box, parent, page).kids.append(mark)

    def _figure(self, box: Any, parent: Node, page: _Page) -> Node:
        """PDF/UA-1 7.3: a figure tells what it shows. Its box is in points from the foot."""
        figure = parent.add("Figure")
        figure.alternative = _alternative(box.element)
        left, top = box.content_box_x(), box.content_box_y()
        right, bottom = left + box.width, top + box.height
        edges = (left, page.height - bottom, right, page.height - top)
        figure.attributes = {
            "O": "/Layout",
            "Placement": "/Inline" if type(box).__name__.startswith("Inline") else "/Block",
            "BBox": [round(edge * POINTS_PER_PX, 2) for edge in edges],
        }
        return figure

    # --- From a box to its node ---

    def _node(self, box: Any, parent: Node, page: _Page) -> Node:
        """The node that a box's content belongs to: its element's, made where it is new."""
        element, tag = box.element, box.element_tag
        if element is None or not isinstance(tag, str):
            return parent
        if tag.endswith("::marker"):
            return self._marker(element, parent)
        node = self._nodes.get(element)
        if node is None:
            node = self._new(box, element, parent)
            self._nodes[element] = node
        annotation = getattr(box, "link_annotation", None)
        if annotation and "::" not in tag:
            node.kids.append(Annotation(page.number, annotation, element))
        return node

    def _new(self, box: Any, element: Any, parent: Node) -> Node:
        node = self._with_role(box, element, parent)
        if node is not parent:
            node.element = element
        language = element.get("lang", "")
        if language and language != parent.spoken:
            if node is parent and parent is not self.document:
                node = parent.add("Span" if parent.role in HOLDS_LINES else "Div")
            node.language = language
        return node

    def _with_role(self, box: Any, element: Any, parent: Node) -> Node:
        tag = element.tag
        if tag == "a" and getattr(box, "link_annotation", None):
            return parent.add("Link")
        role = ARIA_ROLES.get(element.get("role", "")) or ROLES.get(tag, "")
        if tag in ("dt", "dd") or (tag == "div" and parent.role == "L"):
            return self._described(tag, parent)
        if role == "LI":
            return parent.add("LI").add("LBody")
        if not role:
            # A block of lines that is no element of its own kind is a paragraph.
            lines = any(type(child).__name__ == "LineBox" for child in _boxes(box))
            block = lines and type(box).__name__ != "InlineBlockBox"
            return parent.add("P") if block and parent.role not in HOLDS_LINES else parent
        node = parent.add(role)
        node.attributes = _attributes(role, element, box)
        node.placed = role == "Sect" and all(hasattr(child, "_box") for child in box.children)
        return node

    @staticmethod
    def _described(tag: str, parent: Node) -> Node:
        """Terms and descriptions: an item each (ISO 32000-1, 14.8.4.3.3)."""
        if tag == "div":
            return parent.add("LI")
        if parent.role == "L":
            items = [kid for kid in parent.kids if isinstance(kid, Node)]
            parent = items[-1] if tag == "dd" and items else parent.add("LI")
        return parent.add(ROLES[tag])

    def _marker(self, element: Any, body: Node) -> Node:
        """An item's number or bullet: a label before its body."""
        label = self._nodes.get((element, "marker"))
        if label is None:
            item = body.parent if body.role == "LBody" and body.parent else body
            label = Node("Lbl", item)
            item.kids.insert(0, label)
            self._nodes[(element, "marker")] = label
        return label


def _boxes(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        yield getattr(child, "_box", child)


def _alternative(element: Any) -> str:
    if element.tag == f"{SVG}svg":
        parts = (element.find(f"{SVG}{name}") for name in ("title", "desc"))
        said = " ".join(part.text for part in parts if part is not None and part.text)
    else:
        said = element.get("alt", "")
    return " ".join(said.split())


def _attributes(role: str, element: Any, box: Any) -> dict[str, Any]:
    if role == "TH":
        scope = "Row" if element.get("scope", "") in ("row", "rowgroup") else "Column"
        return {"O": "/Table", "Scope": f"/{scope}", **_spans(box)}
    if role == "TD" and (spans := _spans(box)):
        return {"O": "/Table", **spans}
    if role == "L":
        kind = {"ol": "Decimal", "ul": "Disc"}.get(element.tag, "None")
        plain = "none" in str(box.style["list_style_type"])
        return {"O": "/List", "ListNumbering": "/None" if plain else f"/{kind}"}
    return {}


def _spans(box: Any) -> dict[str, int]:
    spans = {"ColSpan": getattr(box, "colspan", 1), "RowSpan": getattr(box, "rowspan", 1)}
    return {key: span for key, span in spans.items() if span != 1}


# --- The tree put right ---


def _order_as_placed(node: Node) -> None:
    """On a cover the parts stand where the brand puts them: they are read from the top."""
    if node.placed:
        node.kids.sort(key=_top)


def _top(kid: Node | Mark | Annotation) -> float:
    if isinstance(kid, Mark):
        return kid.top
    return next((mark.top for mark in kid.marks()), 0.0) if isinstance(kid, Node) else 0.0


def _wrap_lines(node: Node) -> None:
    """Text beside paragraphs, or straight in a section, stands in a paragraph itself."""
    blocks = any(isinstance(kid, Node) and kid.role in BLOCKS for kid in node.kids)
    if node.role in HOLDS_LINES or node.role == "Figure" or not (blocks or node.role in GROUPING):
        return
    kids: list[Node | Mark | Annotation] = []
    run: Node | None = None
    for kid in node.kids:
        if isinstance(kid, Node) and kid.role not in ("Link", "Span"):
            kids.append(kid)
            run = None
            continue
        if run is None:
            run = Node("P", node)
            kids.append(run)
        run.kids.append(kid)
        if isinstance(kid, Node):
            kid.parent = run
    node.kids = kids


def _wrap_text(node: Node) -> None:
    """Text beside links stands in spans, so that no kid of an element is skipped or moved.

    14.7.4.1 allows marked content and elements side by side; programs that ask
    an element for its own content first, outloud among them, lose the order.
    """
    if not any(isinstance(kid, Node) for kid in node.kids):
        return
    kids: list[Node | Mark | Annotation] = []
    for kid in node.kids:
        if not isinstance(kid, Mark):
            kids.append(kid)
            continue
        last = kids[-1] if kids else None
        if not (isinstance(last, Node) and last.role == "Span" and not last.language):
            last = Node("Span", node)
            kids.append(last)
        last.kids.append(kid)
    node.kids = kids


def _prune(node: Node) -> None:
    """An element with nothing in it says nothing; only a table's cells may be empty."""
    for kid in node.kids:
        if isinstance(kid, Node):
            _prune(kid)
    node.kids = [
        kid
        for kid in node.kids
        if not isinstance(kid, Node) or kid.kids or kid.role in ("TH", "TD")
    ]
