"""The PDF: the brief's document laid out by WeasyPrint, in a closed world.

Nothing is fetched but the brand's own faces and logo; whatever else a document asks
for, and every warning of WeasyPrint, fails the brief. The file is PDF/UA-1 and
PDF/A-3a in one; what WeasyPrint leaves to do for that stands in pdf_mends.py.
"""

from __future__ import annotations

import datetime
import os
import sys
import warnings
from io import BytesIO
from itertools import chain, islice
from typing import Any

from reportgen.outputs.pdf_engine import the_weasyprint
from reportgen.outputs.pdf_fonts import font_configuration
from reportgen.outputs.pdf_lines import NUDGES, starved, with_nudge
from reportgen.outputs.pdf_mends import Work, mend
from reportgen.outputs.pdf_overfull import Overfull, overfull, words_on
from reportgen.outputs.pdf_paper import Heard, Paper, paper_of
from reportgen.outputs.pdf_tags import Drawn
from reportgen.outputs.pdf_tree import structure_of
from reportgen.outputs.pdf_world import listening
from reportgen.pages.brief import Attachment, Brief, on_paper
from reportgen.problems import Problem, Problems, Span

_MOST_OVERFULL = 10


def pdf_bytes(brief: Brief) -> tuple[bytes, int]:
    """The brief as a PDF, and how many pages it has; raises `Problems`."""
    weasyprint = the_weasyprint()
    heard = Heard()
    paper = paper_of(on_paper(brief.document), brief, heard)
    try:
        with listening(heard.said):
            document = _laid_out(brief, paper)
            _refuse_overfull(brief, document)
            content = _written(document, brief)
    except weasyprint.urls.URLFetchingError:  # most that is refused WeasyPrint only logs
        _complain(brief, heard)
        raise
    _complain(brief, heard)
    return content, len(document.pages)


def untagged_bytes(document: str, brief: Brief, *, picture: str = "") -> bytes:
    """Another document of the same brand, as a plain PDF to make a picture of.

    With `picture`, what problems call it, it is refused where it does not fit on one page
    (PDF103).
    """
    the_weasyprint()
    heard = Heard()
    paper = paper_of(document, brief, heard)
    with listening(heard.said):
        laid_out = paper.read().render(
            stylesheets=paper.sheets, font_config=font_configuration(brief.brand.faces)
        )
        if picture:
            _refuse_overfull(brief, laid_out, picture)
        content: bytes = laid_out.write_pdf(pdf_identifier=brief.id.encode("ascii"))
    _complain(brief, heard)
    return content


def _laid_out(brief: Brief, paper: Paper) -> Any:
    """The document in pages: laid out again as long as fewer lines are starved each time."""
    best, fewest = None, sys.maxsize
    for nudge in NUDGES:
        document = paper.read().render(
            stylesheets=[*paper.sheets, *with_nudge(nudge)],
            font_config=font_configuration(brief.brand.faces),
        )
        left = len(starved(document))
        if left >= fewest:
            break
        best, fewest = document, left
        if not left:
            break
    return best


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


def _told(found: Overfull, place: str) -> str:
    words, over = found.words[:60], found.over[:30]
    if over:
        return f"“{words}” and “{over}” lie over each other on {place}"
    return f"“{words}” runs off {place}"


def _refuse_overfull(brief: Brief, document: Any, picture: str = "") -> None:
    """Raise `Problems` for texts that do not fit; of a picture there is the first page alone."""
    pages = document.pages[1:] if picture else ()
    off = (Overfull(words, 2) for page in pages for words in words_on(page))
    found = {
        Problem(
            code="PDF103",
            message=_told(each, picture or f"page {each.page}"),
            span=Span(brief.id),
            remedy="shorten it, or part it",
        )
        for each in islice(chain(overfull(document), off), _MOST_OVERFULL)
    }
    if found:
        raise Problems(found)


def _complain(brief: Brief, heard: Heard) -> None:
    found = [
        f"the document asks for {url}, which is not part of the brief" for url in heard.refused
    ]
    found += [f"WeasyPrint warns: {text}" for text in heard.said]
    if found:
        raise Problems(
            Problem(code="PDF101", message=message, span=Span(brief.id)) for message in found
        )
