"""A short study to compose, with drawings that are plain boxes: charts have tests of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from page_tree import Page

from reportgen.brand.brand import ROLES, Brand, Colour
from reportgen.brand.fonts import typeface
from reportgen.charts.chart import Chart, Drawing, Table
from reportgen.compute.finding import Findings
from reportgen.compute.findings import compute
from reportgen.language.language import load_language
from reportgen.pages.brief import Brief
from reportgen.pages.compose import compose
from reportgen.pages.metadata import NOWHERE, Address
from reportgen.source import parse_yaml, plain
from reportgen.study.model import Study

SHORT = Path(__file__).parent / "kort-studie.yml"
BOX = Drawing(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0"/></svg>', 9, 9
)

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="session")
def brand() -> Brand:
    sans = typeface("Source Sans Pro")
    return Brand(
        name="plain",
        path="plain",
        wordmark="Ordmärket",
        colours={role: Colour("#101010", "#f0f0f0") for role in ROLES},
        headings=sans,
        body=sans,
        charts=sans,
        heading_weight=700,
        cover="plain",
        motif="rule",
        measure=30.0,
    )


@pytest.fixture
def findings() -> Callable[..., Findings]:
    def find(change: Change | None = None) -> Findings:
        content = plain(parse_yaml(SHORT.read_text(encoding="utf-8"), SHORT.name))
        if change is not None:
            change(content)
        return compute(Study.model_validate(content))

    return find


@pytest.fixture
def brief(findings: Callable[..., Findings], brand: Brand) -> Callable[..., Brief]:
    """The short study as a brief; `change` may first change its plain content."""

    def make(
        change: Change | None = None, templates: Path | None = None, address: Address = NOWHERE
    ) -> Brief:
        found = findings(change)
        charts = {
            name: Chart(name, plan.kind, plan.title, f"{plan.measure}.", plan.note, "Källa: PM.",
                        f"Alt för {name}", Table(("Svar", "Antal"), (("ja", "3"),), (1,)),
                        BOX, BOX, plan.results)
            for name, plan in found.study.charts()
        }  # fmt: skip
        language = load_language(found.study.language)
        return compose(found, charts, BOX, brand, language, templates, address)

    return make


@pytest.fixture
def page(brief: Callable[..., Brief]) -> Callable[..., Page]:
    def make(change: Change | None = None) -> Page:
        return Page(brief(change).document)

    return make
