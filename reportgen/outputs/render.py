"""From a brief to the files that were asked for."""

from __future__ import annotations

from reportgen.outputs.artifact import Artifact
from reportgen.pages.brief import Brief

ENDINGS = (".pdf", ".html", ".png")
"""Of the files that a brief may have, beside one another in its folder."""


def artifacts(brief: Brief, formats: tuple[str, ...]) -> tuple[Artifact, ...]:
    """The brief in each format (`pdf`, `html`, `social`), in memory; raises `Problems`."""
    made = []
    if "pdf" in formats:
        from reportgen.outputs.pdf import pdf_bytes

        content, pages = pdf_bytes(brief)
        made.append(Artifact(f"{brief.id}/{brief.id}.pdf", content, pages))
    if "html" in formats:
        from reportgen.outputs.html import html_bytes

        made.append(Artifact(f"{brief.id}/{brief.id}.html", html_bytes(brief)))
    if "social" in formats:
        from reportgen.outputs.social import png_bytes

        made.append(Artifact(f"{brief.id}/{brief.id}.png", png_bytes(brief)))
    return tuple(made)
