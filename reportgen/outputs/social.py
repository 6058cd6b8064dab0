"""The social image: the brief's card as a PNG, for those who link to the page."""

from __future__ import annotations

from io import BytesIO

from reportgen.outputs.pdf import untagged_bytes
from reportgen.pages.brief import Brief

WIDTH, HEIGHT = 1200, 630  # px, as the networks ask for
_PX_PER_POINT = 96 / 72


def png_bytes(brief: Brief) -> bytes:
    """The card as a PNG of `WIDTH` × `HEIGHT` px, without a date in it.

    Raises `Problems`, where a text does not fit on it, too (PDF103).
    """
    import pypdfium2

    page_of_it = untagged_bytes(brief.social, brief, picture="the social image")
    document = pypdfium2.PdfDocument(page_of_it)
    try:
        page = document[0]
        picture = page.render(scale=_PX_PER_POINT).to_pil().convert("RGB")
        page.close()
    finally:
        document.close()
    held = BytesIO()
    picture.save(held, "PNG", optimize=True)
    return held.getvalue()
