"""What follows from the figures is said where the reader is: under charts and in the annex."""

from __future__ import annotations

import pytest
from five import IDS
from page_tree import Page, text_of

from reportgen import shipped
from reportgen.language.language import load_language
from reportgen.pipeline import Order, explain, render

NEVER = "Skillnaden är inte statistiskt säkerställd, hur många övriga chefer som än har svarat."
NEEDS = (
    "Skillnaden är statistiskt säkerställd bara om minst 89 övriga chefer har svarat; hur många"
    " de är redovisas inte. Gäller bara om urvalet är slumpmässigt, vilket inte är redovisat."
)
UNKNOWN = (
    "Forskjellen kan ikke prøves statistisk, for antall svar er ikke oppgitt. Er gruppene like"
    " store, trengs det minst 362 svar til sammen."
)
NO_MARGIN = {load_language(code).label("margin.unknown") for code in ("sv", "nb")}


@pytest.mark.parametrize(
    ("study", "said"),
    [
        ("it-chefer-om-kundservice", NEVER),
        ("it-chefer-om-kundservice", NEEDS),
        ("darligere-kundeservice", UNKNOWN),
    ],
)
def test_a_chart_of_two_groups_says_how_its_difference_stands(five, study, said):
    notes = [text_of(note) for note in five[study].page.all("p", "figure-note")]
    assert said in notes


def test_the_words_are_explained_where_they_are_used_and_only_there(five):
    used = "säkerställd betyder"
    assert used in text_of(five["it-chefer-om-kundservice"].page.by_id("method"))
    assert used not in text_of(five["se-kunden"].page.root)


@pytest.mark.parametrize("study", IDS)
def test_the_method_box_says_why_there_is_no_margin_of_error(five, study):
    """The program's own sentence, in its own paragraph: not what an editor may have written."""
    page = five[study].page
    boxes = page.all("p", "explain", within=page.by_id("method"))
    said = [text_of(box) for box in boxes if text_of(box) in NO_MARGIN]
    assert len(said) == (five[study].study.kind == "survey")
    assert "±" not in text_of(page.root)


def test_the_annex_holds_every_claim_with_what_it_rests_on():
    path = shipped.studies_folder() / "darligere-kundeservice.yml"
    order = Order(path, path.name, formats=("html",), annexes=("ledger",))
    (html,) = render(order).artifacts
    page = Page(html.content.decode("utf-8"))
    rows = page.all("tr", within=page.by_id("ledger"))[1:]
    assert len(rows) == len(explain(order)) > 20
    told = [[text_of(cell) for cell in row] for row in rows]
    assert [
        "«30 prosent» Blant mennene mener 30 prosent at servicen er blitt bedre.",
        "002-12",
        "30 prosent",
        "29,5–30,5 prosent",
        "holder",
    ] in told
    assert {row[-1] for row in told} == {"holder"}
    ids = {element.get("id") for element in page.root.iter()}
    links = [a.get("href", "")[1:] for row in rows for a in page.all("a", within=row)]
    assert links
    assert set(links) <= ids


def test_a_brief_carries_no_annex_unasked(five):
    assert all(one.get("id") != "ledger" for one in five["se-kunden"].page.all("section"))
