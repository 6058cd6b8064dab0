"""The style sheets of a document, read once for all the briefs that share them.

Most of what WeasyPrint reads of a style is the same in every brief: the sheets of the
templates, and the brand's. They are taken out of the document, read once and handed
over; a brief in a warm process spares a twelfth of its time.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportgen.outputs.pdf_world import listening, refusing

_STYLE = re.compile(
    # What is no style sheet of the document, though it may hold the word, is passed over.
    r"<!--.*?-->|<svg\b.*?</svg>|<script\b.*?</script>|<style([^>]*)>(.*?)</style>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*["']([^"']*)["']""")
_BEYOND_ITSELF = re.compile(r"@(?:font-face|counter-style|color-profile|import|layer)\b", re.I)
"""Rules that WeasyPrint keeps with the document, not with the sheet that they stand in."""
_FOR_PAPER = {"", "print", "all"}
_SHEETS = 64
_NESTED = 3
"""How deep a property's value may name other properties; what is left, WeasyPrint looks up."""
_LEFT_OPEN = frozenset({"--nudge"})
"""Set anew from layout to layout: see pdf_lines.py."""
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_DEFINED = re.compile(r"(--[\w-]+)\s*:([^;{}]*)(?=[;}])")
_NAMED = re.compile(r"(--[\w-]+)\s*:")
_ROOT = re.compile(r"(?:^|[};]|\*/)\s*:root\s*\{([^{}]*)\}")


def without_styles(html: str) -> tuple[str, tuple[str, ...]]:
    """The document without its style sheets, and those of them that hold for paper.

    A custom property with one value in all of it is put in its place: WeasyPrint would
    look each up anew for every element. A document that brings faces or counters of its
    own keeps all its sheets.
    """
    sheets: list[str] = []

    def taken(found: re.Match[str]) -> str:
        if found[2] is None:
            return found[0]
        attributes = dict(_ATTRIBUTE.findall(found[1]))
        media = {name.strip() for name in attributes.get("media", "").split(",")}
        if media & _FOR_PAPER and attributes.get("type", "text/css") == "text/css":
            sheets.append(found[2])
        return ""

    rest = _STYLE.sub(taken, html)
    if any(map(_BEYOND_ITSELF.search, sheets)):
        return html, ()
    values = _single_values(sheets, rest)
    return rest, tuple(_put(sheet, values) for sheet in sheets)


def _single_values(sheets: list[str], rest: str) -> dict[str, str]:
    """Custom properties that are the same for every element: set for all, and never anew."""
    defined: dict[str, set[str]] = {}
    for sheet in sheets:
        for name, value in _DEFINED.findall(sheet):
            defined.setdefault(name, set()).add(value.strip())
    for_all = {
        name for sheet in sheets for rule in _ROOT.findall(sheet) for name in _NAMED.findall(rule)
    }
    open_ones = _LEFT_OPEN.union(_NAMED.findall(rest))  # by hand: in the style of an element
    return {
        name: value
        for name in for_all - open_ones
        for value in defined.get(name, ())
        if len(defined[name]) == 1 and value and "!" not in value
    }


def _put(sheet: str, values: dict[str, str]) -> str:
    def value_of(found: re.Match[str]) -> str:
        return values.get(found[1], found[0])

    for _ in range(_NESTED):
        sheet = _VARIABLE.sub(value_of, sheet)
    return sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet that was read: WeasyPrint's object, and what there was to complain of."""

    css: Any  # None where what it asks for keeps WeasyPrint from reading it
    refused: tuple[str, ...]  # addresses that it asks for
    said: tuple[str, ...]  # warnings


@lru_cache(maxsize=_SHEETS)
def sheet_of(text: str) -> Sheet:
    """Read a style sheet, or take it as it was read before."""
    from weasyprint import CSS
    from weasyprint.urls import URLFetchingError

    refused: list[str] = []
    said: list[str] = []
    css = None
    # What was refused is told by `refused`; of a colour profile WeasyPrint makes an exception.
    with listening(said), suppress(URLFetchingError):
        css = CSS(
            string=text,
            url_fetcher=refusing(refused),
            base_url=None,
            media_type="print",
        )
    return Sheet(css, tuple(refused), tuple(said))
