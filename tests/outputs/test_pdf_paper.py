"""What WeasyPrint gets to read, and how often it reads it: once for all the briefs of a brand."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from five import listening
from leaf import brand, leaf
from page_tree import text_of
from paper import Paper, squeezed

from reportgen.brand.brand import Brand, Face, Typeface
from reportgen.outputs import pdf_styles
from reportgen.outputs.html import html_bytes
from reportgen.outputs.pdf import pdf_bytes
from reportgen.outputs.pdf_engine import the_weasyprint
from reportgen.outputs.pdf_paper import Heard, paper_of
from reportgen.pipeline import Order, render

SMALL = Path(__file__).parents[1] / "study" / "liten-studie.yml"
SCREEN = "<!--screen--><p>Bara här</p><!--/screen-->"


# --- For paper and for a screen ---


def test_what_is_marked_for_a_screen_is_not_in_the_pdf(made: Any) -> None:
    for part in (made.page.one("a", "skip"), made.page.one("nav", "contents")):
        assert squeezed(text_of(part)) not in made.paper.text


def test_what_is_marked_for_a_screen_is_on_the_page_without_its_marks(made: Any) -> None:
    page = made.html_path.read_text(encoding="utf-8")
    assert "<!--" not in page
    assert made.page.one("nav", "contents") is not None
    assert len(made.page.all("div", "narrow")) == len(made.page.figures())


def test_paper_and_screen_part_at_the_marks() -> None:
    brief = leaf(f"<p>Överallt</p>{SCREEN}")
    content, _ = pdf_bytes(brief)
    assert [line.text for line in Paper(content).lines[0]] == ["Överallt"]
    page = html_bytes(brief).decode()
    assert "<p>Överallt</p><p>Bara här</p>" in page
    assert "<!--" not in page


# --- What is handed over ---


def test_the_document_goes_without_its_sheets_and_shapes() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" font-family="Lato">'
        '<path class="f-ink" fill="#101010" d="M0 0L9 9Z"/></svg>'
    )
    the_weasyprint()
    document = f"<style>p{{color:red}}</style><p>a</p>{svg}<style media='screen'>p{{}}</style>"
    paper = paper_of(document, leaf(""), Heard())
    assert paper.html == f"<p>a</p>{svg.partition('<path')[0]}</svg>".replace(
        "<svg", '<svg data-drawing="0"'
    )
    assert len(paper.sheets) == 2  # the document's, and the one of the outline
    assert len(paper.fetcher.paintings) == 1
    assert paper.fetcher.language == "sv"


def test_each_reading_is_its_own() -> None:
    """Layout writes into what was read: the second nudge must not start from the first's."""
    the_weasyprint()
    paper = paper_of("<p>a</p>", leaf(""), Heard())
    assert paper.read().etree_element is not paper.read().etree_element


def test_complaints_of_one_brief_are_not_told_of_another() -> None:
    with listening():
        heard = [Heard(), Heard()]
        paper_of("<style>p{colour:red}</style>", leaf(""), heard[0])
        paper_of("<style>p{color:red}</style>", leaf(""), heard[1])
    assert heard[0].said == ["Ignored `colour:red` at 1:3, unknown property."]
    assert heard[1] == Heard()


# --- Once for many ---


class CountedFontconfig:
    """fontconfig, and how often each file was added to it."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self.added: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        return self._add if name == "FcConfigAppFontAddFile" else getattr(self._library, name)

    def _add(self, config: Any, path: bytes) -> Any:
        self.added[os.fsdecode(path)] += 1
        return self._library.FcConfigAppFontAddFile(config, path)


@pytest.fixture
def fonts_added(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    the_weasyprint()
    from weasyprint.text import ffi

    counted = CountedFontconfig(ffi.fontconfig)
    monkeypatch.setattr(ffi, "fontconfig", counted)
    return counted.added


@pytest.fixture
def sheets_read(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each text was read as a style sheet, by us or from within a document."""
    weasyprint = the_weasyprint()
    from weasyprint import css

    read: Counter[str] = Counter()

    class Counted(weasyprint.CSS):  # type: ignore[misc]
        def __init__(self, *given: Any, **named: Any) -> None:
            read[named["string"]] += 1
            super().__init__(*given, **named)

    pdf_styles.sheet_of.cache_clear()
    monkeypatch.setattr(weasyprint, "CSS", Counted)
    monkeypatch.setattr(css, "CSS", Counted)
    return read


def _own_brand(folder: Path) -> Brand:
    """The plain brand with font files of its own, which no other test has registered."""

    def copied(face: Face) -> Face:
        return replace(face, path=Path(shutil.copy(face.path, folder / face.path.name)))

    faces = {face: copied(face) for face in brand().faces}

    def own(typeface: Typeface) -> Typeface:
        return replace(typeface, faces=tuple(faces[face] for face in typeface.faces))

    plain = brand()
    return replace(
        plain, headings=own(plain.headings), body=own(plain.body), charts=own(plain.charts)
    )


def test_three_briefs_of_a_brand_register_each_face_once(
    tmp_path: Path, fonts_added: Counter[str]
) -> None:
    own = _own_brand(tmp_path)
    for number in range(3):
        pdf_bytes(leaf(f"<p>Brev {number}</p>", own))
    assert fonts_added == {str(face.path): 1 for face in own.faces}


def test_three_briefs_of_a_brand_read_each_sheet_once(sheets_read: Counter[str]) -> None:
    """But for the running heads and feet, in which each brief's own title stands."""
    text = SMALL.read_text(encoding="utf-8")
    for title in ("Fyra av tio vill ha svar", "Svar på kvällen", "Chefer om svar på kvällen"):
        own = text.replace("title: Fyra av tio chefer vill ha svar på kvällen", f"title: {title}")
        assert own != text
        render(Order(SMALL, SMALL.name, text=own, formats=("pdf",)))
    assert set(sheets_read.values()) == {1}
    labels = [sheet for sheet in sheets_read if sheet.startswith("@page{@top-left{")]
    assert len(labels) == 3
    assert len(sheets_read) - len(labels) == 5  # faces, variables, brief, paper, outline


def test_another_nudge_reads_no_sheet_but_its_own(sheets_read: Counter[str]) -> None:
    from reportgen.outputs.pdf_lines import NUDGES, with_nudge

    for _ in range(2):
        for nudge in NUDGES:
            with_nudge(nudge)
    assert sheets_read == {f":root{{--nudge:{nudge} !important}}": 1 for nudge in NUDGES[1:]}
