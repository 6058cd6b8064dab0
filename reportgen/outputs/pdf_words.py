"""Words that a line's end cuts in two, or pushes together, stay the words they are.

WeasyPrint drops the space at the end of a line, and prints the hyphen of a
hyphenated word as if the author had written it. On paper the line's end does
the work. A listener, a search or a copied passage gets "enmänniska" and
"före-tagsledare".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from reportgen.outputs.pdf_tree import Mark, Node

SPACE, HYPHEN = "space", "soft hyphen"
_COMPARED = 12  # characters on each side of a line's end that are looked up in the source


def line_ends(document: Node) -> Iterator[tuple[Mark, str]]:
    """The marked content at the end of a line after which a word ends or goes on.

    The source of the text decides: what stood there before it was set in lines.
    """
    source = ""
    owner = None
    for (before, node), (after, next_node) in pairwise(_lines(document)):
        if node is not next_node or before.line == after.line:
            continue
        if node is not owner:
            owner, source = node, _source(node)
        end = _end(before.text, after.text, source)
        if end:
            yield before, end


def write_line_ends(
    ends: Iterable[tuple[Mark, str]], streams: list[Any], fonts: Iterable[Any]
) -> None:
    """Write the space, or mark the hyphen as soft, into the pages' content.

    `fonts` are WeasyPrint's, which know the glyph of a space.
    """
    import pydyf

    spaces = {font.hash.encode(): _glyph_of_space(font) for font in fonts}
    wanted = {(mark.page, mark.number): end for mark, end in ends}
    soft_hyphen = pydyf.Dictionary({"ActualText": b"<FEFF00AD>"})
    for page, stream in enumerate(streams):
        written: list[Any] = []
        end, font = "", b""
        for item in stream.stream:
            if isinstance(item, dict) and "MCID" in item:
                end = wanted.get((page, item["MCID"]), "")
            elif isinstance(item, bytes) and item.endswith(b" Tf"):
                font = item[1:].split()[0]
            elif item == b"EMC" and end:
                at = _last_text(written)
                if at is not None and end == SPACE and spaces.get(font):
                    written[at] = written[at].removesuffix(b"] TJ") + spaces[font] + b"] TJ"
                elif at is not None and end == HYPHEN:
                    written[at : at + 1] = _parted(written[at], soft_hyphen)
                end = ""
            written.append(item)
        stream.stream = written


def _lines(node: Node, block: Node | None = None) -> Iterator[tuple[Mark, Node]]:
    """All marked content in reading order, with the block that it stands in."""
    if block is None or node.role not in ("Link", "Span"):
        block = node
    for kid in node.kids:
        if isinstance(kid, Mark):
            yield kid, block
        elif isinstance(kid, Node):
            yield from _lines(kid, block)


def _source(node: Node | None) -> str:
    while node is not None and node.element is None:
        node = node.parent
    return _plain(" ".join(_pieces(node.element))) if node else ""


def _pieces(element: Any) -> Iterator[str]:
    """The element's text between its line breaks."""
    text = element.text or ""
    for child in element:
        if child.tag == "br":
            yield text
            text = ""
        elif isinstance(child.tag, str):
            *whole, last = _pieces(child)
            for piece in whole:
                yield text + piece
                text = ""
            text += last
        text += child.tail or ""
    yield text


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _end(before: str, after: str, source: str) -> str:
    left, right = _plain(before)[-_COMPARED:], _plain(after)[:_COMPARED]
    if left.endswith(" ") or right.startswith(" ") or not left.strip() or left + right in source:
        return ""
    if left.endswith("-") and left[:-1] + right in source:
        return HYPHEN
    return SPACE


def _glyph_of_space(font: Any) -> bytes:
    for glyph, text in font.to_unicode.items():
        if text == " ":
            return f"<{glyph:04x}>".encode()
    return b""


def _last_text(items: list[Any]) -> int | None:
    """Where the last text was shown, within the marked content that ends here."""
    for at in range(len(items) - 1, -1, -1):
        if isinstance(items[at], bytes):
            if items[at].endswith(b"] TJ"):
                return at
            if items[at] == b"BDC":
                return None
    return None


def _parted(shown: bytes, hyphen: Any) -> list[Any]:
    """A shown text with its last glyph, the hyphen, in a span that says it is a soft one."""
    found = re.fullmatch(rb"\[(.*)<([0-9a-f]*)([0-9a-f]{4})>[^<>]*\] TJ", shown, re.DOTALL)
    if found is None:
        return [shown]
    before, glyphs, last = found.groups()
    rest = before + (b"<" + glyphs + b">" if glyphs else b"")
    text = [b"[" + rest + b"] TJ"] if rest else []
    return [*text, "/Span", hyphen, b"BDC", b"[<" + last + b">] TJ", b"EMC"]
