"""What is easily said too strongly about the five sources is not said in the briefs."""

from __future__ import annotations

import re

from page_tree import Page, sentences, text_of, words

from reportgen.study.model import Precision


def headlines(page: Page) -> list[str]:
    """What is read by whoever reads little: title, lead, key figures, headings, chart titles."""
    found = [*page.all("h1"), *page.all("h2"), *page.all("p", "subtitle")]
    found += [*page.all("p", "figure-title"), *page.all("p", "cover-figure")]
    found += [*page.all("div", "lead"), *page.one("ul", "key-figures")]
    return [text_of(element) for element in found]


def test_it_managers_are_not_said_to_demand_most_of_all(five):
    """They were set against one merged group of all other managers."""
    told = five["it-chefer-om-kundservice"].page.told
    # “Högst 5 av 100” is at most so many; that is another word.
    found = [text for text in told if re.search(r"\bhögst\b(?! \d)", text, re.IGNORECASE)]
    assert found == []


def test_three_points_are_no_headline(five):
    """41 and 38 percent do not differ, however many the others were."""
    made = five["it-chefer-om-kundservice"]
    assert [text for text in headlines(made.page) if re.search(r"\b(41|38)\b", text)] == []
    (told,) = [text for text in made.page.told if re.search(r"41 procent, och .* 38", text)]
    assert "för liten" in told


def test_two_ratios_in_words_are_not_subtracted(five):
    made = five["it-chefer-om-kundservice"]
    points = [one for text in made.page.told for one in sentences(text) if "procentenhet" in one]
    assert [one for one in points if re.search(r"(åtta|sju|8|7) av (tio|10)", one)] == []


def test_a_time_in_a_statement_is_not_drawn(five):
    study = five["it-chefer-om-kundservice"].study
    assert [name for name, plan in study.charts() if "000-12" in plan.results] == []


def test_ten_minutes_never_stand_without_their_majority(five):
    page = five["se-kunden"].page
    told = [*page.told, *(text_of(figure) for figure in page.figures())]
    told += [text_of(page.by_id("row-001-27"))]
    alone = [text for text in told if re.search(r"\b(tio|10) min", text)
             and not re.search(r"majoritet", text, re.IGNORECASE)]  # fmt: skip
    assert alone == []


def test_none_of_three_rival_favourites_is_a_headline(five):
    """Quick help, personal service, empathy: each is somewhere said to be valued most."""
    found = headlines(five["se-kunden"].page)
    assert [text for text in found if re.search(r"värderas? (allra )?(högst|mest)", text)] == []
    assert [text for text in found if "snabb hjälp" in text or "personlig service" in text] == []


def test_no_chart_mixes_what_is_counted(made):
    for name, plan in made.study.charts():
        units = {made.study.unit_of(made.study.result(one)) for one in plan.results}
        assert len(units) == 1, name


def test_no_bar_is_drawn_of_a_ratio_in_words(made):
    measured = {Precision.COUNT, Precision.PERCENT, Precision.RATIO_PERCENT}
    for name, plan in made.study.charts():
        if plan.kind.value in ("bars", "grouped", "stacked", "dumbbell", "interval"):
            known = {made.study.result(one).value.precision for one in plan.results}
            assert known <= measured, name


SAME_OR_WORSE = re.compile(
    r"som før|stått stille|står stille|uendret|stillstand|samme|ikke oppgitt|«dårligere»",
    re.IGNORECASE,
)


def test_same_or_worse_is_not_worse(five):
    """Three in four is the net of two answers; how many said worse is not known."""
    worse = [
        one
        for text in headlines(five["darligere-kundeservice"].page)
        for one in sentences(text)
        if "dårligere" in one.lower()
    ]
    assert worse
    assert [one for one in worse if not SAME_OR_WORSE.search(one)] == []


def test_the_missing_seven_percent_are_hatched_and_named(five):
    page = five["e-handel-och-kundtjanst"].page
    figure = page.by_id("figure-1")
    for width in ("wide", "narrow"):
        drawing = page.one("div", width, figure)
        assert page.all(cls="s-missing", within=drawing)
        said = [text_of(text).lower() for text in page.all("text", within=drawing)]
        assert "7" in said
        assert "ej redovisat" in said or "redovisas ej" in said


OWN = re.compile(r"egen beräkning|själva (har )?(räknat|beräknat)")
NOT_TOLD = re.compile(r"redovisa|vet vi inget")


def test_what_we_worked_out_is_said_to_be_ours(five):
    told = five["e-handel-och-kundtjanst"].page.told
    found = [text for text in told if re.search(r"fyra av fem (tas|kontakter)", text, re.I)]
    assert found
    assert [text for text in found if not OWN.search(text)] == []


def test_the_missing_seven_percent_are_never_an_answer(five):
    told = five["e-handel-och-kundtjanst"].page.told
    found = [one for text in told for one in sentences(text) if re.search(r"(?<!\d)7 proc", one)]
    assert found
    assert [one for one in found if not NOT_TOLD.search(one) and not OWN.search(one)] == []


def test_a_commentary_says_that_it_is_no_survey(five):
    made = five["kundtjanster-behover-forbattras"]
    assert "ingen undersökning" in text_of(made.page.one("h1"))
    assert "ingen undersökning" in text_of(made.page.one("div", "lead"))
    for page in (0, 1):
        assert "ingen undersökning" in made.paper.pages[page]
    assert not any(result.value.percent for result in made.study.results)


def test_no_named_service_is_coloured_or_ranked(five):
    made = five["kundtjanster-behover-forbattras"]
    drawing = made.page.one("div", "wide", made.page.by_id("figure-1"))
    named = made.study.result("004-02").value.items
    roles = {
        text.get("class")
        for text in made.page.all("text", within=drawing)
        if text_of(text) in named
    }
    assert len(roles) == 1
    assert {plan.kind.value for _, plan in made.study.charts()} == {"list", "word"}


def test_no_margin_of_error_is_printed(made):
    told = " ".join(made.page.told)
    assert not re.search(r"±|konfidensintervall|[+–-]/[–-]", told)


ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w|mailto:|tel:")
NUMBER = re.compile(
    r"(?<![\w–-])(\+\d{2}[ \d-]{6,}|0\d{1,3}[ -]\d{2,3}[ \d-]{3,}|\b\d{2} \d{2} \d{2} \d{2}\b)"
)


def test_nobodys_address_or_number_is_printed(made):
    page = made.page
    drawn = {text_of(tick) for tick in page.all("text")}  # 10 20 30 40 is a scale
    text = " ".join(piece for piece in page.root.itertext() if words(piece) not in drawn)
    links = " ".join(link.get("href", "") for link in page.all("a"))
    assert ADDRESS.findall(f"{text} {links}") == []
    assert NUMBER.findall(text) == []


NOISE = ("Gå tilbake", "Share on", "Report this content", "Taggar", "Media Media", "Aaastra",
         "landsomfatttende", "läs mer", "telefonväxel för företag")  # fmt: skip


def test_nothing_of_the_sources_surroundings_came_along(made):
    text = text_of(made.page.one("body"))
    assert [noise for noise in NOISE if noise in text] == []
