"""A brand, a language and studies to draw charts from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from reportgen.brand.brand import ROLES, Brand, Colour
from reportgen.brand.fonts import typeface
from reportgen.charts.chart import Chart
from reportgen.charts.draw import draw_chart
from reportgen.compute.findings import compute
from reportgen.language.language import Language, load_language
from reportgen.study.model import ChartPlan, Study

LIGHT = {
    "paper": "#ffffff", "ink": "#1c1c28", "muted": "#5a5a6a", "rule": "#d8d8e0",
    "panel": "#f4f4f8", "heading": "#0b5563", "link": "#0b5563", "cover": "#0b5563",
    "cover-ink": "#ffffff", "cover-accent": "#ffb000", "accent": "#0b5563", "second": "#d9822b",
    "rest": "#85858f", "tint": "#e3eef0", "missing": "#6f6f7c", "axis": "#8a8a96",
}  # fmt: skip

GROUPS: dict[str, dict[str, str]] = {
    "it": {"label": "IT-chefer", "n": "146"},
    "others": {"label": "övriga chefer", "n": "not disclosed"},
    "customers": {"label": "slutkunder", "n": "1088"},
    "cases": {"label": "ärenden", "unit": "cases"},
    "contacts": {"label": "kontakter", "unit": "contacts"},
    "services": {"label": "testade kundtjänster", "n": "8", "unit": "organisations"},
    "calls": {"label": "testsamtal", "unit": "calls"},
}
QUESTIONS = {
    "turned-away": {"label": "Har upprepade gånger valt bort företag"},
    "late-reply": {"label": "Väljer bort för sent eller inget svar på e-post"},
    "round-the-clock": {"label": "Vill kunna nå företag dygnet runt"},
}
VOICE = {"id": "voice", "name": "A. Talesman", "text": "Så är det.", "source": {
    "text": "release", "place": "stycke 2"}}  # fmt: skip

Answer = dict[str, Any]
MakeStudy = Callable[..., Study]
DrawAll = Callable[..., Chart]


@pytest.fixture(scope="session")
def brand() -> Brand:
    sans = typeface("Source Sans Pro")
    return Brand(
        name="Test",
        path="test/_brand.yml",
        wordmark="test",
        colours={role: Colour(LIGHT[role], LIGHT[role]) for role in ROLES},
        headings=sans,
        body=sans,
        charts=sans,
        heading_weight=700,
        cover="icons",
        motif="rule",
        measure=30.0,
    )


@pytest.fixture(scope="session")
def swedish() -> Language:
    return load_language("sv")


@pytest.fixture(scope="session")
def make_study() -> MakeStudy:
    """A study around some results; `random` makes its sample a probability sample."""

    def make(answers: Iterable[Answer], *, random: bool = False, language: str = "sv") -> Study:
        place = {"text": "release", "place": "stycke 1"}
        results = [
            {"says": "svarar så", **({} if "derived_from" in each else {"source": place}), **each}
            for each in answers
        ]
        first = {"result": results[0]["id"], "text": "x"}
        section = {"title": "x", "content": [{"text": "x"}]}
        sampling = {"sampling": {"text": "OSU", "type": "probability"}} if random else {}
        return Study.model_validate(
            {
                "id": "specimen", "kind": "survey", "language": language, "brand": "x",
                "title": "x", "subtitle": "x", "publisher": "x", "published": "2026-11-21",
                "sources": {"release": {"title": "Pressmeddelande", "publisher": "Telia",
                                        "date": "2005-05-12"}},
                "disclosure": sampling, "groups": GROUPS, "questions": QUESTIONS,
                "results": results, "viewpoints": [VOICE],
                "brief": {"cover": first, "lead": "x", "key_figures": [first],
                          "sections": [section], "implications": section, "method": "x",
                          "unknown": "x"},
            }
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def draw_all(brand: Brand, make_study: MakeStudy) -> DrawAll:
    """Draw one chart of all given results."""

    def draw(
        kind: str,
        answers: Iterable[Answer],
        *,
        highlight: tuple[str, ...] = (),
        random: bool = False,
        language: str = "sv",
    ) -> Chart:
        study = make_study(answers, random=random, language=language)
        plan = ChartPlan(
            kind=kind,
            title="Vad diagrammet visar",
            measure="Andel som svarar så",
            results=tuple(result.id for result in study.results),
            highlight=highlight,
        )
        return draw_chart(plan, "chart", compute(study), brand, load_language(language))

    return draw


@pytest.fixture(scope="session")
def goldens() -> Path:
    return Path(__file__).parent / "golden"
