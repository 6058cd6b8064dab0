"""A brief as it leaves the composing room: one HTML document and what it is about."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from reportgen.brand.brand import Brand


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a brief carries inside itself, and what it is to the brief."""

    name: str
    content: bytes
    media: str  # its media type, as `application/json`
    description: str  # in the study's language
    relationship: Literal["Source", "Data", "Supplement"]


@dataclass(frozen=True, slots=True)
class Brief:
    """One brief, composed. The same document is laid out for paper and for a screen.

    `document` is the whole HTML page but for the faces: `FACES` stands where
    the style sheet with the @font-face rules goes, because a page carries them
    inside itself and a PDF embeds them by its own means.
    """

    id: str
    document: str
    title: str
    subtitle: str
    author: str
    language: str
    published: datetime.date
    keywords: tuple[str, ...]
    brand: Brand
    attachments: tuple[Attachment, ...] = ()
    social: str = ""  # another HTML document, one page of 1200 × 630 px: the social image


FACES = "<style>/*faces*/</style>"


_SCREEN_ONLY = re.compile("<!--screen-->.*?<!--/screen-->", re.DOTALL)
"""Templates mark so what paper never shows. No text can: its `<` is escaped."""


def on_paper(document: str) -> str:
    """The document without what only a screen shows: a part of 2.0 → 1.2 s a brief."""
    return _SCREEN_ONLY.sub("", document)


def on_screen(document: str) -> str:
    """The document without the marks for paper."""
    return document.replace("<!--screen-->", "").replace("<!--/screen-->", "")
