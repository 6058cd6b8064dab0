"""Our drawings painted by ourselves: the same picture as WeasyPrint's own, its text set better."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from five import IDS
from hypothesis import given, settings
from hypothesis import strategies as some
from leaf import brand, leaf
from paper import Letter, Paper

from reportgen import shipped
from reportgen.brand.brand import Brand
from reportgen.charts.canvas import Canvas
from reportgen.charts.covers.draw import draw_cover
from reportgen.charts.draw import draw_chart
from reportgen.compute.findings import compute
from reportgen.language.language import load_language
from reportgen.outputs import pdf, pdf_paper
from reportgen.outputs.pdf import pdf_bytes, untagged_bytes
from reportgen.outputs.pdf_drawings import Shape, Words, _operators, paint_drawings, without_shapes
from reportgen.outputs.pdf_engine import the_weasyprint
from reportgen.outputs.pdf_fonts import font_configuration
from reportgen.outputs.pdf_world import refusing
from reportgen.pipeline import Order, render
from reportgen.problems import Problems
from reportgen.study.reader import read_study

SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
EMPTIED = re.compile(
    r'<svg data-drawing="\d+" xmlns="http://www\.w3\.org/2000/svg" viewBox="[^"]+"'
    r' font-family="[^"]+"(?: role="img")?>(?:<title>[^<]+</title><desc>[^<]+</desc>)?</svg>'
)
SHEET = (
    "<style>@page{size:700px 1000px;margin:20px}body{margin:0}"
    "svg{display:block;width:640px;break-after:page}</style>"
)
NEAR = 1.5 * 72 / 96  # points


@cache
def drawings_of(study_id: str) -> tuple[str, ...]:
    """Every drawing of a study: its charts, wide and narrow, and its cover's."""
    study = read_study(shipped.studies_folder() / f"{study_id}.yml").study
    findings, language = compute(study), load_language(study.language)
    found = []
    for name, plan in study.charts():
        chart = draw_chart(plan, name, findings, brand(study.brand), language)
        found += [chart.wide.svg, chart.narrow.svg]
    cover = draw_cover(findings, brand(study.brand))
    return (*found, cover.svg) if cover is not None else tuple(found)


def brand_of(study_id: str) -> Brand:
    return brand(read_study(shipped.studies_folder() / f"{study_id}.yml").study.brand)


def drawn(paint: Callable[[Canvas], None], width: float = 400) -> str:
    canvas = Canvas(brand(), width)
    paint(canvas)
    return canvas.finish().svg


@pytest.fixture
def by_weasyprint(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Brand], bytes]:
    """A document whose drawings are painted by WeasyPrint itself."""

    def make(document: str, of_brand: Brand) -> bytes:
        with monkeypatch.context() as patched:
            patched.setattr(pdf_paper, "without_shapes", lambda html: (html, ()))
            return untagged_bytes(document, leaf("", of_brand))

    return make


# --- What is taken out of a document ---


def _document_of(study_id: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A study's document as it is made ready for paper; nothing is laid out."""
    given: list[str] = []

    def stop(document: str, *_: Any) -> None:
        given.append(document)
        raise Problems([])

    monkeypatch.setattr(pdf, "paper_of", stop)
    path = shipped.studies_folder() / f"{study_id}.yml"
    with pytest.raises(Problems):
        render(Order(path, path.name, formats=("pdf",)))
    return given[0]


@pytest.mark.parametrize("study_id", IDS)
def test_every_drawing_of_a_study_is_taken_out_whole(
    study_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A third of a brief's time goes where a shape is left to WeasyPrint."""
    document = _document_of(study_id, monkeypatch)
    html, paintings = without_shapes(document)
    left = SVG.findall(html)
    assert [svg for svg in left if not EMPTIED.fullmatch(svg)] == []
    before = SVG.findall(document)
    assert len(left) == len(paintings) == len(before)
    for svg, painting in zip(before, paintings, strict=True):
        shapes = [one for one in painting.elements if isinstance(one, Shape)]
        assert len(shapes) == svg.count("<path ")
        assert len(painting.elements) - len(shapes) == svg.count("<text ")


ONE = drawn(lambda canvas: canvas.rect(0, 0, 10, 10, "accent"))


@pytest.mark.parametrize(
    "svg",
    [
        ONE.replace("<path", "<rect", 1),
        ONE.replace("<path", '<path transform="rotate(3)"', 1),
        ONE.replace("<path", "<g/><path", 1),
        ONE.replace("</svg>", "<style>path{fill:red}</style></svg>"),
        ONE.replace("</svg>", "\n</svg>"),
        ONE.replace('fill="#', 'fill="url(#'),
        ONE.replace("M0 0", "m0 0"),
        ONE.replace("M0 0", "M0 0A1 1 0 0 0 9 9"),
        ONE.replace("<svg ", '<svg id="own" '),
        ONE.replace('viewBox="0 0', 'viewBox="-1 0'),
        ONE.replace(">", ' onload="x()">', 1),
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>',
    ],
)
def test_a_drawing_of_anything_else_stays_as_it_is(svg: str) -> None:
    html = f"<p>a</p>{svg}<p>b</p>"
    assert without_shapes(html) == (html, ())


def test_a_drawing_of_somebody_else_stands_beside_ours() -> None:
    other = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'
    html, paintings = without_shapes(other + ONE + other + ONE)
    assert html.count(other) == 2
    assert re.findall(r'data-drawing="(\d)"', html) == ["0", "1"]
    assert len(paintings) == 2


# --- The same picture ---


def _pictures(content: bytes) -> Iterator[np.ndarray]:
    for page in pypdfium2.PdfDocument(content):
        yield page.render(scale=1.5).to_numpy().astype(int)


@pytest.mark.parametrize("study_id", IDS)
def test_shapes_are_painted_as_weasyprint_paints_them(
    study_id: str, by_weasyprint: Callable[[str, Brand], bytes]
) -> None:
    bare = re.sub(r"<text .*?</text>", "", SHEET + "".join(drawings_of(study_id)), flags=re.DOTALL)
    ours = list(_pictures(untagged_bytes(bare, leaf("", brand_of(study_id)))))
    theirs = list(_pictures(by_weasyprint(bare, brand_of(study_id))))
    assert len(ours) == len(theirs) == len(drawings_of(study_id))
    for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        assert (abs(one - other) > 24).mean() < 0.0005, number
    assert any(np.unique(one).size > 3 for one in ours)


def test_every_kind_of_shape_is_painted_as_weasyprint_paints_it(
    by_weasyprint: Callable[[str, Brand], bytes],
) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.rect(5, 5, 90, 30, "accent")
        canvas.rect(110, 5, 90, 30, "second", radius=8)
        canvas.rect(50, 20, 90, 30, "rest", opacity=0.4)
        canvas.circle(250, 25, 18.5, "heading", opacity=0.9)
        canvas.ring(300, 25, 18, "axis", width=2.5)
        canvas.line(5, 70, 390, 75, "rule", width=3, dashes=(7, 3))
        canvas.line(5, 80, 390, 80, "ink")
        canvas.hatch(5, 90, 200.5, 33, "missing")
        canvas.shape([(220, 90), (300, 100), (240, 140)], [1, 3, 3], "link")
        canvas.outline([(320, 90), (390, 95), (330, 140)], [1, 2, 2], "muted", width=2)

    document = SHEET + drawn(paint)
    (ours,) = _pictures(untagged_bytes(document, leaf("")))
    (theirs,) = _pictures(by_weasyprint(document, brand()))
    assert (abs(ours - theirs) > 24).mean() < 0.0005
    assert (ours != ours[0, 0]).any(axis=2).mean() > 0.02


def _one_text_a_sheet(study_id: str) -> list[str]:
    """Every text of a study's drawings alone in its drawing."""
    found = []
    for svg in drawings_of(study_id):
        head = svg.partition(">")[0] + ">"
        texts = re.findall(r"<text .*?</text>", svg)
        found += [f"{head}{text}</svg>" for text in texts if not re.search(r">\s*</text>", text)]
    return list(dict.fromkeys(found))


def _letters(content: bytes) -> list[list[Letter]]:
    paper = Paper(content)
    return [
        [letter for letter in paper._letters(number) if letter.text.strip()]
        for number in range(len(paper))
    ]


@pytest.mark.parametrize("study_id", IDS)
def test_texts_stand_where_weasyprint_puts_them(
    study_id: str, by_weasyprint: Callable[[str, Brand], bytes]
) -> None:
    """Where they are anchored, that is: from there, ours are kerned and so a hair narrower."""
    sheets = _one_text_a_sheet(study_id)
    document = SHEET + "".join(sheets)
    ours = _letters(untagged_bytes(document, leaf("", brand_of(study_id))))
    theirs = _letters(by_weasyprint(document, brand_of(study_id)))
    assert len(ours) == len(theirs) == len(sheets)
    for svg, one, other in zip(sheets, ours, theirs, strict=True):
        text = unescape(re.findall(r">([^<]*)</text>", svg)[0])
        assert [letter.text for letter in one] == [letter.text for letter in other], text
        assert {letter.font for letter in one} == {letter.font for letter in other}, text
        part = {"middle": 0.5, "end": 1.0}.get("".join(re.findall('anchor="(.*?)"', svg)), 0.0)
        places = [(line[0].x * (1 - part) + line[-1].x * part, line[0].y) for line in (one, other)]
        assert np.hypot(*np.subtract(*places)) < NEAR, text


# --- Curves ---

points = some.tuples(some.floats(-900, 900), some.floats(-900, 900))


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(points, points, points)
def test_a_quadratic_curve_becomes_the_same_cubic(
    start: tuple[float, float], pull: tuple[float, float], end: tuple[float, float]
) -> None:
    (x0, y0), (px, py), (x1, y1) = ((round(x, 2), round(y, 2)) for x, y in (start, pull, end))
    outline = f"M{x0} {y0}Q{px} {py} {x1} {y1}"
    moved, curve = _operators(outline).decode("ascii").split("\n")
    assert moved == f"{x0} {y0} m"
    values = [float(value) for value in curve.removesuffix(" c").split()]
    (ax, ay), (bx, by), (cx, cy) = np.reshape(values, (3, 2))
    for t in np.linspace(0, 1, 11):
        u = 1 - t
        quadratic = np.array(
            [u * u * x0 + 2 * u * t * px + t * t * x1, u * u * y0 + 2 * u * t * py + t * t * y1]
        )
        cubic = np.array(
            [
                u**3 * x0 + 3 * u * u * t * ax + 3 * u * t * t * bx + t**3 * cx,
                u**3 * y0 + 3 * u * u * t * ay + 3 * u * t * t * by + t**3 * cy,
            ]
        )
        assert np.abs(quadratic - cubic).max() < 0.011


def test_a_curve_goes_on_from_where_the_last_one_ended() -> None:
    assert _operators("M0 0Q3 0 3 3Q3 6 6 6L9 9Z") == (
        b"0 0 m\n2.00 0.00 3.00 1.00 3.00 3.00 c\n3.00 5.00 4.00 6.00 6.00 6.00 c\n9 9 l\nh"
    )


# --- Texts ---


@pytest.mark.parametrize(
    "text",
    [
        "Åtta av tio är ”nöjda”",
        "färre än 5 < 6 & fler än 4 > 3",
        "skrivet &lt; och &amp;",
        "affär, flit, fin, soffa, fjäll",
        "1\u00a0088 svar – 41\u00a0%",
        "–5 ± 2,5",
        "ÅÄÖ ÆØ åäö æø é",
    ],
)
def test_a_text_reads_as_it_was_written(text: str) -> None:
    svg = drawn(lambda canvas: canvas.text(10, 20, text))
    _, (painting,) = without_shapes(svg)
    (words,) = painting.elements
    assert isinstance(words, Words)
    assert words.text == text
    ((line,),) = Paper(untagged_bytes(svg, leaf(""))).lines
    assert line.text == text


@pytest.mark.parametrize(
    ("text", "read"), [("  två  ord ", "två ord"), ("två\nrader", "två rader"), ("a\tb", "a b")]
)
def test_spaces_run_together_as_on_a_screen(text: str, read: str) -> None:
    (line,) = Paper(
        untagged_bytes(drawn(lambda canvas: canvas.text(10, 20, text)), leaf(""))
    ).lines[0]
    assert line.text == read


@pytest.mark.parametrize("text", ["", "   "])
def test_a_text_without_letters_leaves_no_trace(text: str) -> None:
    content = untagged_bytes(drawn(lambda canvas: canvas.text(10, 20, text)), leaf(""))
    assert Paper(content).lines == ((),)


def test_a_letter_that_no_face_has_fails_the_brief() -> None:
    with pytest.raises(Problems) as failed:
        pdf_bytes(leaf(drawn(lambda canvas: canvas.text(10, 20, "漢"))))
    assert [problem.code for problem in failed.value.found] == ["PDF101"]
    assert "漢" in str(failed.value)


def _shown(content: bytes) -> list[list[list[Any]]]:
    """What each operator that shows text is given, page by page."""
    with pikepdf.open(BytesIO(content)) as opened:
        return [
            [
                list(operands[0]) if str(operator) == "TJ" else [operands[0]]
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) in ("TJ", "Tj")
            ]
            for page in opened.pages
        ]


@pytest.mark.parametrize("study_id", IDS)
def test_a_line_is_shown_at_once(study_id: str) -> None:
    """WeasyPrint shows each letter of a drawing by itself, and tells no spaces."""
    drawings = drawings_of(study_id)
    shown = _shown(untagged_bytes(SHEET + "".join(drawings), leaf("", brand_of(study_id))))
    lines = [svg.count("<text ") - len(re.findall(r">\s*</text>", svg)) for svg in drawings]
    assert [len(page) for page in shown] == lines


def test_a_line_is_kerned() -> None:
    pairs = drawn(lambda canvas: canvas.text(0, 20, "AVAVAVA To", size=40))
    ((line,),) = _shown(untagged_bytes(pairs, leaf("")))
    moved = [float(one) for one in line if not isinstance(one, pikepdf.String)]
    assert len(moved) >= 6
    assert sum(moved) > 200  # thousandths of the size, to the left


# --- What of WeasyPrint this rests on ---

SVG_TAG = "{http://www.w3.org/2000/svg}svg"


def test_weasyprint_still_asks_a_handler_that_knows_fetcher_and_fonts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where this fails, WeasyPrint has moved what paint_drawings takes hold of."""
    weasyprint = the_weasyprint()
    from weasyprint.html import HTML_HANDLERS

    asked: list[tuple[str, Any, Any]] = []

    def handle(element: Any, _box: Any, get_image: Any, _base_url: Any) -> list[Any]:
        named = get_image.keywords
        asked.append((element.tag, named["url_fetcher"], named["context"].font_config))
        return []

    monkeypatch.setitem(HTML_HANDLERS, SVG_TAG, handle)
    fetcher, fonts = refusing([]), font_configuration(brand().faces)
    weasyprint.HTML(string=ONE, url_fetcher=fetcher).render(font_config=fonts)
    assert [tag for tag, *_ in asked] == [SVG_TAG]
    assert asked[0][1] is fetcher
    assert asked[0][2] is fonts


def test_the_handler_is_put_in_once() -> None:
    the_weasyprint()
    from weasyprint.html import HTML_HANDLERS

    assert paint_drawings() is paint_drawings() is HTML_HANDLERS[SVG_TAG]


def test_a_numbered_drawing_of_a_document_that_is_not_ours_is_weasyprints() -> None:
    paint_drawings()
    numbered = ONE.replace("<svg ", '<svg data-drawing="7" ', 1)
    assert len(the_weasyprint().HTML(string=numbered).render().pages) == 1


@pytest.mark.parametrize("number", ["7", "x", "", "-1"])
def test_a_number_that_a_template_of_ones_own_gives_is_no_number_of_ours(number: str) -> None:
    numbered = f'<svg data-drawing="{number}" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    assert pdf_bytes(leaf(f"<p>Text</p>{numbered}"))[1] == 1
