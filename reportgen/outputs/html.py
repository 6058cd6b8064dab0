"""The page: one HTML file that works from disk and carries its faces inside itself."""

from __future__ import annotations

from reportgen.outputs.faces import rules_inline
from reportgen.pages.brief import FACES, Brief, on_screen


def html_bytes(brief: Brief) -> bytes:
    """The brief as one HTML file, UTF-8."""
    faces = rules_inline(brief.brand, brief.document)
    return on_screen(brief.document).replace(FACES, faces, 1).encode("utf-8")
