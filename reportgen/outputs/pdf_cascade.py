"""What the cascade comes to, worked out once for all the briefs that share it.

WeasyPrint works out some eighty properties for each of two hundred styles, and gives
every element five styles for the parts of notes, of which most briefs have none. Here
a brand's briefs share what is the same in them, and an element has such parts only
where there are notes: a tenth of a brief in a warm process.

Neither is part of WeasyPrint's public interface: tests/outputs/test_pdf_cascade.py
fails when they move.
"""

from __future__ import annotations

import re
from copy import copy
from functools import cache
from typing import Any

_NOTES = re.compile(
    r"footnote|\bnote\(|::note|\\(?:0*[4-7][0-9a-f](?![0-9a-f])|[g-z])", re.IGNORECASE
)
"""What makes a note in a style sheet, or may do so: a letter may be written as a number."""
_PARTS_OF_NOTES = frozenset(
    {"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}
)
_OWN = frozenset({"anchor", "display", "float", "page", "position"})
"""An element's own id, and what WeasyPrint notes of a style while it works these out."""
_KEPT = "_reportgen_styles"
"""The attribute of a brand's faces in which they are kept; None where nothing may be."""
_STYLES = 1500
"""Styles kept of a brand; some 5 kB each. A brief has two hundred, nearly all of them shared."""


def may_have_notes(*texts: str) -> bool:
    """Whether a document and its style sheets may ask for footnotes or notes."""
    return any(map(_NOTES.search, texts))


@cache
def document_class(*, notes: bool) -> Any:
    """WeasyPrint's class of documents, whose elements have parts of notes only if asked for."""
    import weasyprint

    _share_styles()
    if notes:
        return weasyprint.HTML

    class WithoutNotes(weasyprint.HTML):  # type: ignore[misc]
        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [_without_notes(sheet) for sheet in super()._ua_stylesheets(forms)]

    return WithoutNotes


@cache
def _without_notes(sheet: Any) -> Any:
    """A style sheet of WeasyPrint's own without what each element would have for notes."""
    lean, lean.matcher = copy(sheet), copy(sheet.matcher)
    lean.matcher.other_selectors = [
        # What it tests, specificity, order, pseudo-element, declarations.
        one
        for one in sheet.matcher.other_selectors
        if one[3] not in _PARTS_OF_NOTES
    ]
    return lean


class _Known(dict[str, Any]):
    """Values of a style by property, with what they were worked out from."""

    __slots__ = ("rests_on",)
    rests_on: tuple[Any, ...]


class _PageSizes:
    """The sizes of a document's pages, and an end to sharing where anybody asks for them.

    A length that hangs on them (50vw) may be another one in the brand's next brief.
    """

    def __init__(self, sizes: Any, font_config: Any) -> None:
        self._sizes, self._font_config = sizes, font_config

    def __getitem__(self, name: str) -> Any:
        vars(self._font_config)[_KEPT] = None
        return self._sizes[name]


@cache
def _share_styles() -> None:
    """Have WeasyPrint's styles begin with what an earlier brief of the brand has worked out.

    What is known lives with the brand's faces, on which lengths may depend.
    """
    import weasyprint.css

    usual: Any = weasyprint.css.ComputedStyle

    class Sharing(usual):  # type: ignore[misc]
        known: _Known | None = None

        def __init__(self, parent: Any, cascaded: Any, pseudo: Any, *rest: Any) -> None:
            super().__init__(parent, cascaded, pseudo, *rest)
            self.initial_page_sizes = _PageSizes(rest[-1], self.font_config)
            if pseudo is None and (parent is None or getattr(parent, "known", None) is not None):
                self.known = _known_of(self)
                if self.known is not None:
                    self.update(self.known)

        def __missing__(self, key: str) -> Any:
            value = super().__missing__(key)
            if self.known is not None and key not in _OWN:
                self.known[key] = value
            return value

        def copy(self) -> Any:
            # A copy is made to be changed: what follows from the change holds for it alone.
            made = super().copy()
            made.known = None
            return made

    weasyprint.css.ComputedStyle = Sharing


def _known_of(style: Any) -> _Known | None:
    """What is known of an element's style; None where nothing can be kept of it."""
    kept: dict[Any, _Known] | None = vars(style.font_config).setdefault(_KEPT, {})
    if kept is None:
        return None
    above = style.parent_style.known if style.parent_style is not None else None
    # A value of a sheet is one object for all briefs; a language is an attribute of each.
    rules = [
        (name, value if name == "lang" else id(value), weight)
        for name, (value, weight) in style.cascaded.items()
        if name != "anchor"
    ]
    try:
        found = kept.get(key := (id(above), *rules))
    except TypeError:  # a page: it belongs to no element
        return None
    if found is None:
        if len(kept) >= _STYLES:
            kept.clear()
        found = kept[key] = _Known()
        # As long as these are there, no other object has their number.
        found.rests_on = (above, style.cascaded)
    return found
