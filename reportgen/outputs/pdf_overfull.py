"""Text that does not fit on its page: it runs off it, or over other text.

WeasyPrint lays such a thing out without a word. Here the finished layout is
looked over, so that a headline of a hundred words fails the brief. Pictures are
not looked at: a cover's may run off the page, and charts are measured when they
are drawn (charts/heights.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

_SLACK = 2.0
"""CSS px that a text may stand out: hyphens and quotes hang over, lines are rounded."""
_ABOVE, _BELOW = 0.2, 0.25
"""How much of a line's height is empty above its capitals, and below its base line."""
_COVERED = 0.5
"""Two texts lie over each other where they share more than this much of their letters' height."""


class Overfull(NamedTuple):
    """A text that does not fit: its words, its page from 1, and the words it lies over.

    Where there are none of these, it runs off the page.
    """

    words: str
    page: int
    over: str = ""


class _Line(NamedTuple):
    """A text on a page and what its letters cover, in CSS px from the page's left top corner."""

    top: float
    left: float
    bottom: float
    right: float
    words: str


def overfull(document: Any) -> Iterator[Overfull]:
    """Every text that does not fit in a document that WeasyPrint has laid out, page by page."""
    for number, page in enumerate(document.pages, start=1):
        paper = page._page_box
        lines = sorted(_lines(paper))
        width, height = paper.margin_width(), paper.margin_height()
        for line in lines:
            inside = line.left >= -_SLACK and line.top >= -_SLACK
            if not inside or line.right > width + _SLACK or line.bottom > height + _SLACK:
                yield Overfull(line.words, number)
        for words, over in _covered(lines):
            yield Overfull(words, number, over)


def words_on(page: Any) -> Iterator[str]:
    """The texts on a page, from the top."""
    return (line.words for line in sorted(_lines(page._page_box)))


def _lines(box: Any) -> Iterator[_Line]:
    for child in getattr(box, "children", ()):
        text = getattr(child, "text", None)
        if text is None:
            if not _is_for_ears_alone(child):
                yield from _lines(child)
        elif text.strip():
            left, top, height = child.position_x, child.position_y, child.height
            bottom = top + (1 - _BELOW) * height
            yield _Line(top + _ABOVE * height, left, bottom, left + child.width, text.strip())


def _is_for_ears_alone(box: Any) -> bool:
    """Whether a box holds what is read aloud and not seen: it is clipped to nothing."""
    return bool(box.style["overflow"] == "hidden" and box.width != "auto" and box.width <= _SLACK)


def _covered(lines: list[_Line]) -> Iterator[tuple[str, str]]:
    """The texts that lie over each other, the longer one first; `lines` come from the top."""
    for at, line in enumerate(lines):
        for other in lines[at + 1 :]:
            if other.top >= line.bottom:
                break
            shared = min(line.bottom, other.bottom) - other.top
            low = min(line.bottom - line.top, other.bottom - other.top)
            beside = min(line.right, other.right) - max(line.left, other.left)
            if beside > _SLACK and shared > _COVERED * low:
                longer, shorter = sorted((line.words, other.words), key=len, reverse=True)
                yield longer, shorter
