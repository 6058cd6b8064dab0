"""What is worked out once for a brand's briefs: the same page, and only what differs anew."""

from __future__ import annotations

import inspect
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from leaf import brand, leaf
from paper import Paper, squeezed

from reportgen.outputs import pdf_cascade
from reportgen.outputs.pdf import pdf_bytes
from reportgen.outputs.pdf_cascade import document_class, may_have_notes
from reportgen.outputs.pdf_engine import the_weasyprint
from reportgen.outputs.pdf_fonts import font_configuration, forget
from reportgen.pipeline import Order, render

SMALL = Path(__file__).parents[1] / "study" / "liten-studie.yml"
PARTS = {"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    forget()


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many values WeasyPrint worked out for the styles of elements, by property."""
    the_weasyprint()
    document_class(notes=False)
    import weasyprint.css

    found: Counter[str] = Counter()
    usual = weasyprint.css.ComputedStyle.__mro__[1]
    missing = usual.__missing__

    def counted(style: Any, key: str) -> Any:
        if style.known is not None and key not in pdf_cascade._OWN:
            found[key] += 1
        return missing(style, key)

    monkeypatch.setattr(usual, "__missing__", counted)
    return found


def _known() -> dict[Any, Any]:
    kept: dict[Any, Any] = vars(font_configuration(brand().faces)).get(pdf_cascade._KEPT, {})
    return kept


# --- Worked out once ---


def test_a_second_brief_works_out_no_style_of_an_element(worked_out: Counter[str]) -> None:
    pdf_bytes(leaf("<h1>Ett</h1><p>Brev <b>ett</b></p><table><tr><td>1</td></tr></table>"))
    assert worked_out.total() > 100
    worked_out.clear()
    pdf_bytes(leaf("<h1 id='b'>Två</h1><p>Brev <b>två</b></p><table><tr><td>2</td></tr></table>"))
    assert not worked_out


def test_what_differs_is_worked_out(worked_out: Counter[str]) -> None:
    pdf_bytes(leaf("<p>Brev</p>"))
    worked_out.clear()
    pdf_bytes(leaf("<p style='color:#123456'>Brev</p>"))
    assert worked_out


def test_a_real_brief_is_the_same_after_another_one() -> None:
    text = SMALL.read_text(encoding="utf-8")
    other = text.replace("title: Fyra av tio chefer", "title: Chefer vill ha svar, och fyra av tio")
    assert other != text
    orders = [Order(SMALL, SMALL.name, text=each, formats=("pdf",)) for each in (text, other)]
    alone = []
    for order in orders:
        forget()
        alone.append(render(order).artifacts)
    forget()
    together = [render(order).artifacts for order in (*orders, *orders)]
    assert together == [*alone, *alone]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<p>a</p>", "<p style='margin-left:9mm'>a</p>"),
        ("<style>p{color:#a00}</style><p>a</p>", "<style>p{color:#00a}</style><p>a</p>"),
        ("<style>p{margin:1mm}</style><p><b>a", "<style>b,p{margin:1mm}</style><p><b>a"),
        ("<div lang='sv'><p>a</p></div>", "<div lang='nb'><p>a</p></div>"),
        ("<p id='a'>a</p><a href='#a'>b</a>", "<p id='c'>a</p><a href='#c'>b</a>"),
        ("<p dir='ltr'>a b</p>", "<p dir='rtl'>a b</p>"),
        ("<style>@page{margin:9mm}</style>a", "<style>@page{margin:19mm}</style>a"),
        (
            "<style>p{background:#eee;width:50vw}</style><p>a</p>",
            "<style>p{background:#eee;width:50%}</style><p>a</p>",
        ),
        (
            "<style>@page{size:A5}</style><style>p{background:#eee;width:50vw}</style><p>a</p>",
            "<style>@page{size:A6}</style><style>p{background:#eee;width:50vw}</style><p>a</p>",
        ),
        (
            "<style>@page{size:A5}</style><style>div{text-indent:9vw}</style><div><p>a</p></div>",
            "<style>@page{size:A6}</style><style>div{text-indent:9vw}</style><div><p>a</p></div>",
        ),
        ("<table style='margin:9mm'><tr><td>a</table>", "<table><tr><td>a</table>"),
        ("<p style='font-size:200%'><b>a</b></p>", "<p><b>a</b></p>"),
        ("<ul><li>a</ul>", "<ul style='list-style-position:inside'><li>a</ul>"),
        ("<p>a</p>", "<style>p::first-line{color:#a00}p::first-letter{float:left}</style><p>a</p>"),
    ],
)
def test_documents_that_differ_in_one_thing_keep_their_difference(first: str, second: str) -> None:
    alone = []
    for each in (first, second):
        forget()
        alone.append(pdf_bytes(leaf(each)))
    assert alone[0] != alone[1]
    forget()
    assert [pdf_bytes(leaf(each)) for each in (first, second, first, second)] == [*alone, *alone]


def test_what_is_changed_in_a_copy_holds_for_the_copy_alone() -> None:
    import weasyprint.css

    document = document_class(notes=False)(string="<p>a</p>")
    faces = font_configuration(brand().faces)
    style_for = weasyprint.css.get_all_computed_styles(document, font_config=faces)
    (paragraph,) = document.etree_element.iter("p")
    style = style_for(paragraph)
    changed = style.copy()
    changed["font_size"] = 1000
    # As long as twice the size of its letters: of the copy's.
    changed.cascaded = {"text_indent": (weasyprint.css.properties.Dimension(2, "em"), ())}
    assert changed["text_indent"].value == 2000
    assert "text_indent" not in style.known
    assert style["text_indent"].value == 0


def test_no_more_styles_are_kept_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_cascade, "_STYLES", 20)
    inside = "".join(f"<p style='margin:{number}px'>a</p>" for number in range(50))
    first = pdf_bytes(leaf(inside))
    assert 0 < len(_known()) <= 20
    assert pdf_bytes(leaf(inside)) == first


# --- Parts of notes ---


def test_an_element_has_no_parts_of_notes_where_there_are_none() -> None:
    assert _pseudo_elements(document_class(notes=True)) >= PARTS
    assert not _pseudo_elements(document_class(notes=False)) & PARTS


def _pseudo_elements(kind: Any) -> set[str]:
    """Those that a plain element is given a style for."""
    import weasyprint.css

    document = kind(string="<ul><li>a</ul>")
    style_for = weasyprint.css.get_all_computed_styles(document)
    return {pseudo for _, pseudo in style_for.get_computed_styles() if pseudo}


def test_without_its_parts_for_notes_the_rest_of_the_sheet_is_as_it_was() -> None:
    usual, lean = (
        document_class(notes=notes)(string="<p>a")._ua_stylesheets()[0] for notes in (True, False)
    )
    gone = [one for one in usual.matcher.other_selectors if one not in lean.matcher.other_selectors]
    assert {one[3] for one in gone} == PARTS
    assert len(gone) == len(PARTS)
    kept = {name: value for name, value in vars(usual.matcher).items() if name != "other_selectors"}
    assert {name: vars(lean.matcher)[name] for name in kept} == kept


def test_a_footnote_of_ones_own_is_called_and_set_below() -> None:
    content, _ = pdf_bytes(
        leaf("<style>.f{float:footnote}</style><p>Ett ord<span class='f'>Noten</span>.</p>")
    )
    assert squeezed(Paper(content).text) == squeezed("Ett ord1. 1. Noten")


@pytest.mark.parametrize(
    "text",
    [
        "p{float:footnote}",
        "p{FLOAT:FOOTNOTE}",
        "p{--f:footnote;float:var(--f)}",
        "<p style='float: footnote'>",
        "p{position:note(x)}",
        "p::note-call{}",
        "@page{@footnote{}}",
        r"p{float:f\6fotnote}",
        r"p{float:\66ootnote}",
        r"p{float:\000046ootnote}",
        r"p{position:\note(x)}",
    ],
)
def test_what_may_be_a_note_is_one(text: str) -> None:
    assert may_have_notes("", text)
    assert may_have_notes(text, "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".row-note,.note p{}",
        "<p class='figure-note'>",
        r'@page{@top-left{content:"5\a0 \25 "}}',
    ],
)
def test_what_is_only_called_so_is_none(text: str) -> None:
    assert not may_have_notes(text)


# --- The ground ---


def test_a_style_is_made_as_it_was() -> None:
    """What pdf_cascade.py takes of it: another order, and it would share what differs."""
    document_class(notes=False)
    import weasyprint.css

    usual = weasyprint.css.ComputedStyle.__mro__[1]
    assert usual.__module__ == "weasyprint.css"
    assert list(inspect.signature(usual.__init__).parameters) == [
        "self",
        "parent_style",
        "cascaded",
        "pseudo_type",
        "root_style",
        "base_url",
        "font_config",
        "initial_page_sizes",
    ]
