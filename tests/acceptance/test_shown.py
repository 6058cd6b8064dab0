"""Every row that is a result, a viewpoint or a fact from elsewhere shows in the brief itself."""

from __future__ import annotations

from page_tree import Page, text_of, words

from reportgen.compute.finding import Finding, Findings
from reportgen.compute.findings import compute
from reportgen.compute.wording import in_full, short, word
from reportgen.language.language import Language, load_language
from reportgen.study.model import Study


def _led_to(page: Page) -> set[str]:
    """The rows that the brief's text leads to, from outside the table of all results."""
    return {
        link.get("href", "").removeprefix("#row-")
        for link in page.all("a")
        if link.get("href", "").startswith("#row-") and not page.inside(link, "results")
    }


def _drawn(study: Study, page: Page, language: Language) -> set[str]:
    """The rows that stand in a chart's own text: its drawing, its text alternative, its table."""
    findings = compute(study)
    seen = set()
    for number, (_, plan) in enumerate(study.charts(), start=1):
        told = text_of(page.by_id(f"figure-{number}")).lower()
        seen |= {one for one in plan.results if _says(told, findings[one], language)}
    return seen


def _says(told: str, finding: Finding, language: Language) -> bool:
    said = {in_full(finding, language), short(finding, language)}
    said |= set(finding.result.value.ranking or ()) | set(finding.result.value.items or ())
    return any(words(one).lower() in told for one in said)


def test_every_result_shows_in_the_brief(made):
    shown = _led_to(made.page) | _drawn(made.study, made.page, load_language(made.study.language))
    assert [result.id for result in made.study.results if result.id not in shown] == []


def test_every_chart_says_every_result_it_is_ordered_to_draw(made):
    language = load_language(made.study.language)
    drawn = _drawn(made.study, made.page, language)
    ordered = {result for _, plan in made.study.charts() for result in plan.results}
    assert ordered - drawn == set()


def test_every_viewpoint_is_a_card_with_its_speaker(made):
    cards = {card.get("id"): text_of(card) for card in made.page.all("aside", "viewpoint")}
    for viewpoint in made.study.viewpoints:
        card = cards[f"row-{viewpoint.id}"]
        assert viewpoint.name in card
        for part in (viewpoint.role, viewpoint.organisation):
            assert part is None or part in card
        label = load_language(made.study.language).label("card.viewpoint")
        assert label.lower() in card.lower()
    assert len(cards) == len(made.study.viewpoints)


def test_every_fact_from_elsewhere_is_marked_as_one(made):
    cards = {card.get("id"): text_of(card) for card in made.page.all("aside", "context")}
    label = load_language(made.study.language).label("card.context").lower()
    assert sorted(cards) == sorted(f"row-{fact.id}" for fact in made.study.context)
    for fact in made.study.context:
        assert fact.origin in cards[f"row-{fact.id}"]
        assert label in cards[f"row-{fact.id}"].lower()


def test_every_number_of_respondents_is_in_the_text(made):
    language = load_language(made.study.language)
    findings: Findings = compute(made.study)
    told = " ".join(made.page.told).lower()
    for name, group in made.study.groups.items():
        if group.row is not None:
            assert words(word((name,), None, findings, language)) in told


def test_every_result_is_in_the_table_of_all_results(made):
    rows = {row.get("id"): text_of(row) for row in made.page.all("tr") if row.get("id")}
    language = load_language(made.study.language)
    assert list(rows) == [f"row-{result.id}" for result in made.study.results]
    findings = compute(made.study)
    for result in made.study.results:
        row, group = rows[f"row-{result.id}"], findings[result.id].group
        assert words(result.says) in row
        assert group is None or group.label in row
        assert group is None or group.n is None or words(language.sample(group.n)) in row
        assert result.note is None or words(result.note) in row


def test_no_anchor_leads_nowhere(made):
    ids = [element.get("id") for element in made.page.all() if element.get("id")]
    links = [link.get("href", "")[1:] for link in made.page.all("a")
             if link.get("href", "").startswith("#")]  # fmt: skip
    assert sorted(set(links) - set(ids)) == []
    assert len(ids) == len(set(ids))
