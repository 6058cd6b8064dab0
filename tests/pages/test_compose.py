"""One document from a study: its parts in order, and nothing in it that the study smuggled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from page_tree import Page, text_of, words

from reportgen.language.language import load_language
from reportgen.language.typography import typeset
from reportgen.pages.brief import FACES
from reportgen.study.model import Disclosures

GOLDEN = Path(__file__).parent / "golden" / "kort-studie.html"


def test_the_document_is_as_it_was(brief, golden):
    """Its styles have tests of their own, and its drawings are the charts' goldens."""
    document = re.sub(r"(<style[^>]*>).*?(</style>)", r"\1…\2", brief().document, flags=re.DOTALL)
    golden(GOLDEN, "\n".join(line for line in document.splitlines() if line.strip()) + "\n")


def test_the_faces_have_one_place(brief):
    assert brief().document.count(FACES) == 1


def test_the_22_items_stand_in_their_order(page):
    box = page().one("details", "disclosure")
    language = load_language("sv")
    assert [text_of(item) for item in page().all("dt", within=box)] == [
        language.label(f"disclosure.{key}") for key in Disclosures.model_fields
    ]
    told = dict(zip((text_of(dt) for dt in page().all("dt", within=box)),
                    (text_of(dd) for dd in page().all("dd", within=box)), strict=True))  # fmt: skip
    assert told["Uppdragsgivare"] == "Exempelbolaget"
    assert told["Insamlingsmetod"] == "Telefon Saknas: vem som ringde"
    assert told["Viktning"] == "ej tillämpligt"
    assert told["Finansiär"] == "uppgift saknas"


def test_figures_are_numbered_in_reading_order(page):
    made = page()
    assert [text_of(one) for one in made.all("p", "figure-number")] == ["Figur 1", "Figur 2"]
    assert [figure.get("id") for figure in made.figures()] == ["figure-1", "figure-2"]


def test_a_remark_goes_into_the_margin_of_the_nearest_text(page):
    made = page()
    beside = {
        text_of(made.one("aside", "margin-note", block)): text_of(made.one("div", "prose", block))
        for block in made.all("div", "with-note")
    }
    assert beside["I marginalen står 41 %."].startswith("Åtta av tio har höjt")
    assert beside["Före texten."] == "Svara på kvällen."
    # One margin holds one remark: the other stands where it was written.
    assert len(beside) == 2
    alone = [text_of(one) for one in made.all("aside", "margin-note")]
    assert alone == ["I marginalen står 41 %.", "Före texten.", "Efter texten."]


def test_a_key_figure_in_words_is_marked_as_one(page):
    keys = {text_of(key): key.get("class") for key in page().all("a", "key")}
    assert keys == {"41 %": "key", "Ytterst få": "key in-words"}


def test_a_base_is_said_or_that_nobody_was_asked(page):
    rows = {row.get("id"): text_of(row) for row in page().all("tr") if row.get("id")}
    assert "chefer (n = 146)" in rows["row-R1"]
    assert "kollegor" in rows["row-R2"]
    assert "påstående i texten, inte uppmätt" in rows["row-R3"]


def test_a_speaker_without_a_role_has_no_empty_line(page):
    cards = [text_of(card) for card in page().all("p", "speaker")]
    assert cards == ["Kim Ekkundservicechef, Exempelbolaget", "Bolaget"]


def test_every_drawing_has_its_text_alternative(page):
    drawings = [
        drawing for figure in page().figures() for drawing in page().all("svg", within=figure)
    ]
    told = [[text_of(page().one(tag, within=drawing)) for tag in ("title", "desc")]
            for drawing in drawings]  # fmt: skip
    assert [alt for _, alt in told] == [
        "Alt för summary", "Alt för summary", "Alt för s1-2", "Alt för s1-2",
    ]  # fmt: skip
    assert told[0][0] == "41 procent vill ha svar på kvällen."
    assert {drawing.get("role") for drawing in drawings} == {"img"}


# --- What a study may say without being believed ---

HOSTILE = (
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7*7 }}",
    "{% raw %}",
    "{# gömd #}",
    "]]>",
    "<!-- ",
    "</title></svg></body>",
    "&lt;b&gt;",
    "\\0 \\a ;content:url(x)",
    FACES.replace("*", r"\*"),  # Markdown would take a bare star for emphasis
)


def _put(content, path, text):
    *way, last = path
    for key in way:
        content = content[key]
    content[last] = text


PLAIN = [
    ("publisher",), ("keywords", 0), ("sources", "pm", "title"), ("sources", "pm", "publisher"),
    ("groups", "chefer", "label"), ("results", 0, "says"),
    ("results", 0, "note"), ("results", 0, "source", "place"), ("viewpoints", 0, "name"),
    ("viewpoints", 0, "role"), ("viewpoints", 0, "organisation"), ("context", 0, "origin"),
    ("disclosure", "mode", "missing"),
]  # fmt: skip
PROSE = [
    ("title",), ("subtitle",), ("viewpoints", 0, "text"), ("context", 0, "text"), ("brief", "lead"),
    ("brief", "method"), ("brief", "unknown"), ("brief", "cover", "text"),
    ("brief", "key_figures", 0, "text"), ("brief", "sections", 0, "title"),
    ("brief", "sections", 0, "content", 0, "text"), ("brief", "sections", 0, "content", 2, "note"),
    ("brief", "summary_chart", "title"), ("brief", "summary_chart", "note"),
    ("disclosure", "sponsor"), ("brief", "implications", "title"),
]  # fmt: skip


def skeleton(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    return [(element.tag, tuple(sorted(element.attrib))) for element in page.all()]


@pytest.mark.parametrize("path", [*PLAIN, *PROSE], ids=lambda path: ".".join(map(str, path)))
def test_no_text_of_a_study_breaks_out_of_its_place(page, path):
    calm = skeleton(page(lambda content: _put(content, path, "lugn")))
    made = page(lambda content: _put(content, path, f"a {' b '.join(HOSTILE)} z"))
    assert skeleton(made) == calm
    assert "49" not in text_of(made.one("body"))
    assert sum(f"<style>{text_of(style)}</style>" == FACES for style in made.all("style")) == 1
    if path in PLAIN:  # and in it every word is shown as it was written
        shown = [*made.root.itertext(), *(v for one in made.all() for v in one.attrib.values())]
        typed = f"a {' b '.join(HOSTILE)} z"
        forms = {words(typed), words(typeset(typed, load_language("sv").texts))}
        assert any(form in words(" ".join(shown)) for form in forms)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("path", [("title",), ("publisher",), ("viewpoints", 0, "name")])
def test_no_text_breaks_out_alone_either(page, path, text):
    calm = skeleton(page(lambda content: _put(content, path, "lugn")))
    assert skeleton(page(lambda content: _put(content, path, text.strip()))) == calm


def test_braces_that_could_be_a_reference_are_never_template_code(page):
    made = page(lambda content: _put(content, ("publisher",), "{{ cycler.__init__.__globals__ }}"))
    assert "{{ cycler.__init__.__globals__ }}" in text_of(made.one("footer"))
