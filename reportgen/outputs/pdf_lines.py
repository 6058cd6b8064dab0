"""Lines that WeasyPrint 70 ends far too early.

Where an inline box (a link, say) begins on one line and ends on the next, the
line before it may now and then be cut after its first words, although the next
word fits with room to spare. It hangs on hundredths of a point: a column a
little narrower is set rightly. So the document is laid out again with a nudge.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from reportgen.outputs.pdf_styles import sheet_of

NUDGES = ("", "-1.6pt", "-3.2pt", "-4.8pt")
"""How much narrower the column of text is set, in this order, until no line is starved."""

_ROOM = 0.8
"""A line is starved where it and the next word together leave a fifth of the column empty."""


def with_nudge(nudge: str) -> tuple[Any, ...]:
    """The style sheet that nudges the column; none for an empty nudge."""
    return (sheet_of(f":root{{--nudge:{nudge} !important}}").css,) if nudge else ()


def starved(document: Any) -> tuple[str, ...]:
    """The lines that could have held the next word, as texts."""
    return tuple(line for page in document.pages for line in _starved_in(page._page_box))


def _starved_in(box: Any) -> Iterator[str]:
    lines = [child for child in getattr(box, "children", ()) if _is_line(child)]
    for line, following in pairwise(lines):
        text, next_word = _text(line), _text(following).partition(" ")[0]
        taken = sum(child.margin_width() for child in line.children)
        if not text.strip() or not next_word or text.endswith("-") or _ends_itself(line):
            continue
        needed = taken + (1 + len(next_word)) * taken / len(text)
        if needed < _ROOM * box.width:
            yield text
    for child in getattr(box, "children", ()):
        if not _is_line(child):
            yield from _starved_in(child)


def _is_line(box: Any) -> bool:
    return type(box).__name__ == "LineBox"


def _ends_itself(line: Any) -> bool:
    """Whether the line ends at a <br>, as a name does above its role."""
    return any(child.element_tag == "br" for child in line.descendants())


def _text(box: Any) -> str:
    own = getattr(box, "text", "")
    return own + "".join(_text(child) for child in getattr(box, "children", ()))
