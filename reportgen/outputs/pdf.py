"""The PDF: the brief's document laid out by WeasyPrint, in a closed world.

Nothing is fetched but the brand's own faces and logo; whatever else a document asks
for, and every warning of WeasyPrint, fails the brief. The file is PDF/UA-1 and
PDF/A-3a in one; what WeasyPrint leaves to do for that stands in pdf_mends.py.
"""

from __future__ import annotations

import datetime
import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from reportgen.brand.brand import Brand
from reportgen.outputs.faces import SCHEME, rules_by_number
from reportgen.outputs.pdf_lines import NUDGES, starved, with_nudge
from reportgen.outputs.pdf_mends import Work, mend
from reportgen.outputs.pdf_tags import Drawn
from reportgen.outputs.pdf_tree import structure_of
from reportgen.pages.brief import FACES, Attachment, Brief
from reportgen.problems import Problem, Problems, Span

_OWN_FONTS = Path(__file__).resolve().parent / "fonts.conf"
_OUTLINE = "<style>h1, h3 { bookmark-level: none } h2 { bookmark-level: 1 }</style>"
"""What stands in a reader's outline; no browser knows the property, so no page has it."""


def pdf_bytes(brief: Brief) -> tuple[bytes, int]:
    """The brief as a PDF, and how many pages it has; raises `Problems`."""
    weasyprint = _weasyprint()
    refused: list[str] = []
    fetcher = _fetcher(brief.brand, refused)
    said: list[str] = []
    with _listening(said):
        document = _laid_out(weasyprint, brief, fetcher)
        content = _written(document, brief)
    _complain(brief, refused, said)
    return content, len(document.pages)


def untagged_bytes(document: str, brief: Brief) -> bytes:
    """Another document of the same brand, as a plain PDF to make a picture of."""
    weasyprint = _weasyprint()
    refused: list[str] = []
    said: list[str] = []
    with _listening(said):
        content: bytes = weasyprint.HTML(
            string=document.replace(FACES, rules_by_number(brief.brand), 1),
            url_fetcher=_fetcher(brief.brand, refused),
            base_url=None,
            media_type="print",
        ).write_pdf(font_config=_font_configuration(), pdf_identifier=brief.id.encode("ascii"))
    _complain(brief, refused, said)
    return content


def _laid_out(weasyprint: Any, brief: Brief, fetcher: Any) -> Any:
    html = brief.document.replace(FACES, rules_by_number(brief.brand) + _OUTLINE, 1)
    for nudge in NUDGES:
        document = weasyprint.HTML(
            string=with_nudge(html, nudge), url_fetcher=fetcher, base_url=None, media_type="print"
        ).render(font_config=_font_configuration())
        if not starved(document):
            break
    return document


def _written(document: Any, brief: Brief) -> bytes:
    """A laid-out document as bytes."""
    drawn = Drawn()
    for page in document.pages:
        drawn.watch(page)
    moment = _moment(brief)
    document.metadata.created = document.metadata.modified = moment[1]

    def finish(document: Any, pdf: Any) -> None:
        pages = tuple(page._page_box for page in document.pages)
        structure = structure_of(pages, drawn.marks)
        fonts = tuple(document.fonts.values())
        mend(Work(pdf, brief, pages, drawn, structure, fonts))

    with warnings.catch_warnings():
        # WeasyPrint opens its colour profile for PDF/A and leaves it to Python to close it.
        warnings.simplefilter("ignore", ResourceWarning)
        content: bytes = document.write_pdf(
            finisher=finish,
            pdf_identifier=brief.id.encode("ascii"),
            pdf_variant="pdf/a-3a",
            custom_metadata=False,
            attachments=[_attached(attachment, moment[0]) for attachment in brief.attachments],
        )
    return content


def _moment(brief: Brief) -> tuple[datetime.datetime, str]:
    """When the file says it was made, also as W3C date: the brief's day, never the clock.

    A build that sets SOURCE_DATE_EPOCH (seconds since 1970, UTC) decides instead.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        day = datetime.datetime.combine(brief.published, datetime.time(), datetime.UTC)
        return day, brief.published.isoformat()
    try:
        moment = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise Problems(
            [
                Problem(
                    code="PDF102",
                    message=f"SOURCE_DATE_EPOCH is “{epoch}”, which is no moment",
                    span=Span(brief.id),
                    remedy="set it to whole seconds since 1970, or leave it unset",
                )
            ]
        ) from None
    return moment, moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _attached(attachment: Attachment, moment: datetime.datetime) -> Any:
    import weasyprint

    return weasyprint.Attachment(
        file_obj=BytesIO(attachment.content),
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relationship,
        created=moment,
        modified=moment,
    )


def _complain(brief: Brief, refused: list[str], said: list[str]) -> None:
    found = [f"the document asks for {url}, which is not part of the brief" for url in refused]
    found += [f"WeasyPrint warns: {text}" for text in said]
    if found:
        raise Problems(
            Problem(code="PDF101", message=message, span=Span(brief.id)) for message in found
        )


def _weasyprint() -> Any:
    # No font of the machine may slip in for a missing letter: fontconfig sees only ours.
    os.environ["FONTCONFIG_FILE"] = str(_OWN_FONTS)
    with warnings.catch_warnings():
        # It expects the machine's fonts; we bring our own with each document.
        warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
        import weasyprint
    return weasyprint


def _font_configuration() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _fetcher(brand: Brand, refused: list[str]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    pictures = {picture.uri: picture for picture in brand.pictures}

    class OfTheBrand(URLFetcher):  # type: ignore[misc]
        """Serves the brand's faces by number and its logo as it is, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
            scheme, _, number = url.partition(":")
            if scheme == SCHEME and number.isdigit() and int(number) < len(brand.faces):
                face = brand.faces[int(number)]
                return URLFetcherResponse(url, face.path.read_bytes())
            if (picture := pictures.get(url)) is not None:
                return URLFetcherResponse(url, picture.content, {"Content-Type": picture.media})
            refused.append(_cut(url))
            raise ValueError(f"{_cut(url)} is not part of the brief")

    return OfTheBrand()


def _cut(text: str) -> str:
    """An address, or what is said of one, without the picture that it may hold."""
    return re.sub(r"(data:[^,]{0,60},)\S{40,}", r"\1…", text)


class _Collector(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(_cut(record.getMessage()))


@contextmanager
def _listening(said: list[str]) -> Iterator[None]:
    """Collect what WeasyPrint and fontTools log, instead of letting it pass unseen."""
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    collector = _Collector(said)
    for logger in loggers:
        logger.addHandler(collector)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(collector)
