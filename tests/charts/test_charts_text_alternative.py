"""No chart can lack its text alternative: it is no choice of the study, so no rule asks for it.

A `Chart` cannot be made without `alt` and `table`, every kind writes both from
its findings, and the page prints both beside the drawing.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from five import Made
from page_tree import text_of

from reportgen.brand.reader import read_brand
from reportgen.charts.chart import Chart
from reportgen.charts.draw import draw_chart
from reportgen.charts.registry import KINDS
from reportgen.compute.findings import compute
from reportgen.language.language import load_language
from reportgen.study.model import ChartKind, ChartPlan
from reportgen.study.reader import read_study

CHECKOUT = Path(__file__).resolve().parents[2]
SMALL = CHECKOUT / "tests" / "study" / "liten-studie.yml"
NEUTRAL = CHECKOUT / "studies" / "brands" / "neutral" / "_brand.yml"
FITTING = {
    ChartKind.BARS: ("R1", "R2"),
    ChartKind.GROUPED: ("R1", "R2"),
    ChartKind.STACKED: ("R1",),
    ChartKind.ICONS: ("R3",),
    ChartKind.DUMBBELL: ("R1", "R2"),
    ChartKind.BOUND: ("R4",),
    ChartKind.WORD: ("R5",),
    ChartKind.RANKING: ("R9",),
    ChartKind.THRESHOLD: ("R6",),
    ChartKind.LIST: ("R10",),
    ChartKind.INTERVAL: ("R1", "R8"),
}


def test_a_chart_cannot_be_made_without() -> None:
    needed = {
        field.name
        for field in dataclasses.fields(Chart)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    assert {"alt", "table", "title", "measure", "source"} <= needed
    # Nor can a study write one, or leave it empty.
    assert "alt" not in ChartPlan.model_fields


def test_every_kind_is_tried_here() -> None:
    assert FITTING.keys() == KINDS.keys() == set(ChartKind)


@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_every_kind_tells_what_it_shows(kind: ChartKind, language: str) -> None:
    study = read_study(SMALL).study
    plan = ChartPlan(kind=kind, title="Titel", measure="Det som mäts", results=FITTING[kind])
    brand = read_brand(NEUTRAL, "neutral")
    chart = draw_chart(plan, "c", compute(study), brand, load_language(language))
    assert "Det som mäts" in chart.alt
    assert len(chart.alt) > len("Det som mäts.")
    assert len(chart.table.rows) >= len(FITTING[kind])
    assert all(cell.strip() for row in chart.table.rows for cell in row)


def test_the_page_prints_it_with_every_drawing(made: Made) -> None:
    figures = made.page.figures()
    assert len(figures) == len(list(made.study.charts()))
    for figure in figures:
        drawings = made.page.all("svg", within=figure)
        assert drawings and made.page.all("table", within=figure)
        for drawing in drawings:
            told = {child.tag: text_of(child) for child in drawing[:2]}
            assert drawing.get("role") == "img"
            assert told.keys() == {"title", "desc"} and all(told.values())
