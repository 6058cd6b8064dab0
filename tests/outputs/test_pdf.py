"""The five briefs on paper: what stands in them, how the pages are filled, what they carry."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from five import listening
from page_tree import text_of
from paper import FOOT, Line, Paper, squeezed

from reportgen import shipped
from reportgen.brand.brand import Brand
from reportgen.brand.reader import find_brand, read_brand
from reportgen.language.language import load_language
from reportgen.pipeline import Order, render
from reportgen.problems import Problems

BODY_SIZE = 9.8
LONGEST_LINE = 80
SMALL = Path(__file__).parents[1] / "study" / "liten-studie.yml"


def brand_of(made) -> Brand:
    studies = shipped.studies_folder()
    return read_brand(find_brand(studies, made.study.brand, studies), made.study.brand)


# --- What stands in it ---


def test_title_and_subtitle_are_on_the_cover(made):
    cover = squeezed(made.paper.pages[0])
    assert squeezed(text_of(made.page.one("h1"))) in cover
    assert squeezed(text_of(made.page.one("p", "subtitle"))) in cover


def test_page_one_tells_the_whole_story(made):
    """Lead, key figures with their bases and one chart, on the page after the cover."""
    told = squeezed(made.paper.pages[1])
    assert squeezed(text_of(made.page.one("div", "lead"))) in told
    for figure in made.page.one("ul", "key-figures"):
        for part in figure:
            assert squeezed(text_of(part)) in told
    if made.study.brief.summary_chart is not None:
        first = made.page.figures()[0]
        assert squeezed(text_of(made.page.one("p", "figure-title", first))) in told


def test_the_method_box_has_all_22_items(made):
    language = load_language(made.study.language)
    labels = [
        language.label(f"disclosure.{key}") for key in type(made.study.disclosure).model_fields
    ]
    assert len(labels) == 22
    assert [label for label in labels if squeezed(label) not in made.paper.text] == []


def test_all_prose_of_the_brief_is_on_paper(made):
    pieces = [text_of(part) for cls in ("prose", "said", "figure-title", "figure-note", "measure")
              for block in made.page.all(cls=cls) for part in (list(block) or [block])]  # fmt: skip
    assert [piece for piece in pieces if not _printed(squeezed(piece), made.paper.text)] == []


def _printed(piece: str, text: str) -> bool:
    """Whether a text is there, in one piece or with the end of a page in it."""
    length = next(at for at in range(len(piece), -1, -1) if piece[:at] in text)
    return piece[length:] in text and length > 0


def test_what_is_for_the_screen_alone_is_not_on_paper(made):
    language = load_language(made.study.language)
    for key in ("nav.skip", "nav.show_table"):
        assert squeezed(language.label(key)) not in made.paper.text


def test_a_brief_has_a_briefs_length(made):
    assert 5 <= len(made.paper) <= 11


def test_every_page_but_the_cover_says_which_it_is(made):
    language = load_language(made.study.language)
    pages = len(made.paper)
    for number in range(1, pages):
        foot = [line.text for line in made.paper.lines[number] if line.y > 842 - FOOT + 2]
        assert language.label("nav.page", page=number + 1, pages=pages) in foot
        assert made.study.publisher in foot


# --- How the pages are filled ---


def test_no_page_is_less_than_a_third_full(made):
    depths = [made.paper.depth_of_ink(number) for number in range(1, len(made.paper) - 1)]
    assert [round(depth, 2) for depth in depths if depth < 1 / 3] == []


def _places(paper: Paper, text: str, size: float) -> list[Line]:
    """The lines of a size in which a text begins, in reading order."""
    wanted = squeezed(text)
    return [
        line
        for page in paper.lines
        for line in page
        if abs(line.size - size) < 0.3
        and len(line.text) > 1
        and wanted.startswith(squeezed(line.text))
    ]


def _lines_below(paper: Paper, line: Line) -> list[Line]:
    return [other for other in paper.body(line.page) if other.y > line.y + 2]


def test_no_heading_stands_alone_at_the_foot_of_a_page(made):
    titles = [(text_of(head), 17.0) for head in made.page.all("h2") if not head.get("class")]
    titles += [(text_of(head), 11.5) for head in made.page.all("h3") if not head.get("class")]
    for title, size in titles:
        starts = _places(made.paper, title, size)
        assert starts, title
        rest = squeezed(title)
        own = 1 + sum(
            squeezed(line.text) in rest and abs(line.size - size) < 0.3
            for line in _lines_below(made.paper, starts[-1])
        )
        below = {round(line.y) for line in _lines_below(made.paper, starts[-1])}
        assert len(below) >= own, f"{title}: page {starts[-1].page + 1}"


def test_no_caption_is_parted_from_its_chart(made):
    """From its number to its source, a figure stands on one page."""
    for number, figure in enumerate(made.page.figures(), start=1):
        texts = [made.page.one("p", "figure-title", figure), *made.page.all("p", "source", figure)]
        drawing = made.page.one("div", "wide", figure)
        texts += [text for text in drawing.iter("text") if text_of(text)]
        label = text_of(made.page.one("p", "figure-number", figure))
        on = [
            page
            for page in range(1, len(made.paper))
            if any(line.text == label for line in made.paper.lines[page])
        ]
        assert len(on) == 1, label
        told = squeezed(made.paper.pages[on[0]])
        assert [text_of(text) for text in texts if squeezed(text_of(text)) not in told] == [], (
            number
        )


def test_no_line_of_prose_is_longer_than_80_characters(made):
    family = squeezed(brand_of(made).body.family)
    prose = [
        line
        for page in made.paper.lines
        for line in page
        if abs(line.size - BODY_SIZE) < 0.2 and squeezed(line.font).startswith(family)
    ]
    assert len(prose) > 50
    assert [line.text for line in prose if len(line.text) > LONGEST_LINE] == []


def test_no_line_of_a_caption_is_longer_than_80_characters(made):
    """Captions, notes, sources, the lead and cells of tables too."""
    lines = [line.text for page in made.paper.lines[1:] for line in page]
    assert [line for line in lines if len(line) > LONGEST_LINE] == []


def test_no_more_than_two_line_ends_in_a_row_are_hyphenated(made):
    for page in made.paper.lines:
        row = 0
        for line in page:
            row = row + 1 if re.search(r"\w-$", line.text) else 0
            assert row <= 3, line.text


# --- What the file carries ---


def _opened(made) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(made.pdf_path.read_bytes()))


def test_bookmarks_are_the_sections(made):
    language = load_language(made.study.language)
    with _opened(made) as pdf, pdf.open_outline() as outline:
        found = [item.title for item in outline.root]
        assert [item for item in outline.root if item.children] == []
    sections = [text_of(head) for head in made.page.all("h2")]
    assert [" ".join(title.split()) for title in found] == sections
    assert found[0] == language.label("section.summary")


def test_the_file_says_what_it_is(made):
    with _opened(made) as pdf:
        told = {str(key): str(value) for key, value in pdf.docinfo.items()}
        assert str(pdf.Root.Lang) == load_language(made.study.language).html_lang
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert " ".join(told["/Title"].split()) == text_of(made.page.one("h1"))
    assert told["/Author"] == made.study.publisher
    for key in ("/CreationDate", "/ModDate"):
        assert told[key].startswith(f"D:{made.study.published:%Y%m%d}"), key
    assert told["/Keywords"] == ", ".join(made.study.keywords)


def test_every_drawing_is_told_to_those_who_do_not_see_it(made):
    with _opened(made) as pdf:
        told = [
            " ".join(str(one.Alt).split())
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary)
            and one.get("/S") == "/Figure" and "/Alt" in one
        ]  # fmt: skip
    wide = [made.page.one("div", "wide", figure) for figure in made.page.figures()]
    alts = [" ".join(text_of(made.page.one(tag, within=one)) for tag in ("title", "desc"))
            for one in wide]  # fmt: skip
    assert [alt for alt in alts if alt not in told] == []


def test_every_font_is_embedded_and_the_brands_own(made):
    families = {squeezed(face.family).lower() for face in brand_of(made).faces}
    found = set()
    with _opened(made) as pdf:
        for one in pdf.objects:
            if not isinstance(one, pikepdf.Dictionary) or one.get("/Type") != "/FontDescriptor":
                continue
            assert "/FontFile2" in one or "/FontFile3" in one, one.FontName
            found.add(squeezed(str(one.FontFamily)).lower())
        bare = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)
                and one.get("/Type") == "/Font" and one.get("/Subtype") in ("/TrueType", "/Type1")
                and "/FontDescriptor" not in one]  # fmt: skip
        assert bare == []
    assert found
    assert found <= families


def test_no_letter_is_missing_from_its_font(made):
    assert "\ufffd" not in "".join(made.paper.pages)
    assert "□" not in "".join(made.paper.pages)


def test_nothing_in_the_file_runs(made):
    content = made.pdf_path.read_bytes()
    with _opened(made) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert "/AA" not in pdf.Root
    assert b"/JavaScript" not in content


def test_nothing_of_the_machine_is_in_the_file(made):
    with _opened(made) as pdf:
        told = " ".join(str(value) for value in pdf.docinfo.values()).encode()
        told += pdf.Root.Metadata.read_bytes()
    for place in (str(Path.home()), str(shipped.studies_folder()), "/site-packages"):
        assert place.encode() not in told


def test_no_tool_warns_of_anything(made):
    assert made.said == ()


# --- What must not pass in silence ---


def _branded(folder: Path, text: str) -> Order:
    (folder / "_brand.yml").write_text(text, encoding="utf-8")
    study = SMALL.read_text(encoding="utf-8")
    assert "brand: neutral" in study
    path = folder / "liten-studie.yml"
    path.write_text(study.replace("brand: neutral", "brand: ./_brand.yml"), encoding="utf-8")
    return Order(path, path.name, formats=("pdf",))


def test_a_font_that_is_not_there_fails_the_brief_by_its_name(tmp_path):
    order = _branded(tmp_path, "typography:\n  base: {family: Optima Nova}\n")
    with pytest.raises(Problems) as failed:
        render(order)
    assert "Optima Nova" in str(failed.value)


def test_a_letter_that_no_font_has_is_not_printed_as_a_box(tmp_path):
    """No font of the machine slips in for it, and it does not pass unseen either."""
    order = _branded(tmp_path, "meta: {name: Test}\n")
    text = order.path.read_text(encoding="utf-8")
    text = text.replace("Fyra av tio chefer vill", "漢字 vill", 1)
    order.path.write_text(text, encoding="utf-8")
    with pytest.raises(Problems) as failed:
        render(order)
    assert "漢" in str(failed.value)


def test_a_template_that_asks_the_network_fails_the_brief(tmp_path):
    templates = tmp_path / "templates" / "brief"
    templates.mkdir(parents=True)
    (templates / "contents.html.j2").write_text('<img src="https://example.org/a.png" alt="">')
    order = Order(SMALL, SMALL.name, formats=("pdf",), templates=tmp_path / "templates")
    with pytest.raises(Problems) as failed, listening():
        render(order)
    assert "the document asks for https://example.org/a.png" in str(failed.value)
    assert {problem.code for problem in failed.value.found} == {"PDF101"}
