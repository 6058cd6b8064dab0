"""A brief's document made ready for paper: what WeasyPrint gets to read, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reportgen.outputs.pdf_cascade import document_class, may_have_notes
from reportgen.outputs.pdf_drawings import paint_drawings, without_shapes
from reportgen.outputs.pdf_styles import sheet_of, without_styles
from reportgen.outputs.pdf_world import pictures_of, refusing
from reportgen.pages.brief import Brief

_OUTLINE = "h1,h3{bookmark-level:none}h2{bookmark-level:1}"
"""What stands in a reader's outline; no browser knows the property, so no page has it."""


@dataclass
class Heard:
    """What there is to complain of once the document is laid out."""

    refused: list[str] = field(default_factory=list)  # addresses
    said: list[str] = field(default_factory=list)  # warnings


@dataclass(frozen=True, slots=True)
class Paper:
    """A document for WeasyPrint: its HTML, its style sheets, and the fetcher that serves it."""

    html: str
    sheets: tuple[Any, ...]
    fetcher: Any
    notes: bool  # whether it may have footnotes or notes

    def read(self) -> Any:
        """The document as WeasyPrint reads it; layout writes into it, so each needs its own."""
        return document_class(notes=self.notes)(
            string=self.html, url_fetcher=self.fetcher, base_url=None, media_type="print"
        )


def paper_of(document: str, brief: Brief, heard: Heard) -> Paper:
    """A document of the brief without its style sheets and shapes, which are handed over read."""
    html, paintings = without_shapes(document)
    html, texts = without_styles(html)
    paint_drawings()
    sheets = [sheet_of(text) for text in (*texts, _OUTLINE)]
    for sheet in sheets:
        heard.refused += sheet.refused
        heard.said += sheet.said
    fetcher = refusing(heard.refused, pictures_of(brief.brand), paintings, brief.language)
    read = tuple(sheet.css for sheet in sheets if sheet.css is not None)
    return Paper(html, read, fetcher, notes=may_have_notes(html, *texts))
