"""Every kind of chart as it is drawn, told and tabled: one golden SVG and one text each."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from reportgen.brand.brand import ROLES
from reportgen.charts.registry import KINDS
from reportgen.study.model import ChartKind


def percent(name, value, base, **more):
    return {"id": name, "value": {"percent": str(value)}, "base": base, **more}


def valued(name, base, label, **value):
    return {"id": name, "value": value, "base": base, "label": label}


PAIRS = [
    percent("a", 34, "it", question="turned-away"),
    percent("b", 21, "others", question="turned-away"),
    percent("c", 41, "it", question="round-the-clock"),
    percent("d", 38, "others", question="round-the-clock"),
]
COUNTS = [
    valued("a", "it", "Vill nå företag dygnet runt", count="60"),
    valued("b", "it", "Nöjer sig med kontorstid", count="31"),
    valued("c", "it", "Vet inte", count="3"),
]
# name: (kind, results, further arguments)
SPECIMENS = {
    "bars-two-groups": ("bars", PAIRS[:2], {}),
    "bars-sorted": (
        "bars",
        [
            percent("a", 41, "customers", label="Jämställdhet"),
            percent("b", 64, "customers", label="Psykisk hälsa och stöd i skolan"),
            percent("c", 37, "customers", label="Möjligheten att få sitt första jobb efter "
                    "gymnasiet och en bostad att bo i"),
        ],
        {"highlight": ("b",)},
    ),
    "bars-intervals": ("bars", COUNTS, {"random": True}),
    "grouped": ("grouped", PAIRS, {}),
    "grouped-one-question": ("grouped", PAIRS[:2], {"highlight": ("a",)}),
    "stacked": (
        "stacked",
        [
            {"id": "a", "base": "customers", "label": "Även utanför kontorstid",
             "value": {"percent": "78", "ratio": "4/5", "qualifier": "nearly"}},
            percent("b", 15, "customers", label="Kontorstid räcker"),
        ],
        {"highlight": ("a",)},
    ),
    "stacked-groups": (
        "stacked",
        [
            percent("a", 31, "customers", label="Mycket nöjd"),
            percent("b", 42, "customers", label="Ganska nöjd"),
            percent("c", 22, "it", label="Mycket nöjd"),
            percent("d", 44, "it", label="Ganska nöjd"),
        ],
        {},
    ),
    "stacked-one-answer": ("stacked", PAIRS[:2], {}),
    "stacked-questions": (
        "stacked",
        [
            percent("a", 34, "it", question="turned-away", label="Ja"),
            percent("b", 55, "it", question="late-reply", label="Ja"),
        ],
        {},
    ),
    "stacked-derived": (
        "stacked",
        [
            percent("a", 78, "customers", label="Även utanför kontorstid"),
            percent("b", 15, "customers", label="Kontorstid räcker"),
            percent("c", 7, "customers", label="Övrigt", derived_from=["a", "b"]),
        ],
        {},
    ),
    "icons": (
        "icons",
        [
            valued("a", "it", "Har höjt sina krav", ratio="8/10"),
            valued("b", "others", "Har höjt sina krav", ratio="7/10"),
        ],
        {},
    ),
    "icons-units": (
        "icons",
        [
            valued("a", "cases", "Lösta inom en dag", ratio="6/10"),
            valued("b", "contacts", "Före köpet", ratio="1/5"),
            valued("c", "calls", "Kom fram", ratio="2/3"),
            valued("d", "services", "Namngivna", ratio="5/8"),
        ],
        {},
    ),
    "dumbbell": ("dumbbell", PAIRS, {}),
    "bound": (
        "bound",
        [
            valued("a", "customers", "Ville byta företag", over="50"),
            valued("b", "customers", "Använder chattbot", under="20"),
        ],
        {},
    ),
    "word": (
        "word",
        [
            valued("a", "it", "Avstår från köp efter dåligt bemötande", term="very_few"),
            valued("b", "customers", "Öppet kvällar och helger", term="overwhelming_majority"),
            valued("c", "it", "Hemsida som inte är uppdaterad", statement="named"),
        ],
        {},
    ),
    "word-compared": (
        "word",
        [valued("a", "it", "Krav på tillgänglighet", statement="higher")
         | {"compared_with": "others"}],
        {},
    ),
    "ranking": (
        "ranking",
        [valued("a", "customers", "Viktigaste kanalen", ranking=["mejl", "telefon"],
                behind=["chatt"])],
        {},
    ),
    "ranking-unordered": (
        "ranking",
        [valued("a", "customers", "Viktigaste kanalen", ranking=["mejl", "telefon"],
                ordered="false")],
        {},
    ),
    "ranking-several": (
        "ranking",
        [
            valued("a", "customers", "Värderas mest", ranking=["personlig service"]),
            valued("b", "customers", "Minst använd", ranking=["chattbot"], end="bottom"),
        ],
        {},
    ),
    "threshold": (
        "threshold",
        [valued("a", "customers", "Gräns för väntan i telefon", term="majority",
                limit={"at": "10", "unit": "minutes"})],
        {},
    ),
    "threshold-voice": (
        "threshold",
        [
            {"id": "a", "voice": "voice", "label": "Väntat svar på e-post",
             "value": {"limit": {"at": "24", "unit": "hours"}}},
        ],
        {},
    ),
    "list": (
        "list",
        [valued("a", "services", "Namngivna kundtjänster", of="8",
                items=["SJ", "Försäkringskassan", "Handelsbanken", "CSN", "Ikea"])],
        {},
    ),
    "interval": ("interval", COUNTS, {"random": True}),
}  # fmt: skip


@pytest.fixture(params=sorted(SPECIMENS))
def specimen(request, draw_all):
    kind, answers, more = SPECIMENS[request.param]
    return request.param, draw_all(kind, answers, **more)


def _lines(svg):
    """One element a line, so that a difference shows itself."""
    return svg.replace("><", ">\n<") + "\n"


def test_every_kind_has_a_specimen():
    assert {kind for kind, _, _ in SPECIMENS.values()} == {kind.value for kind in ChartKind}
    assert set(KINDS) == set(ChartKind)


def test_drawn_as_it_was(specimen, golden, goldens):
    name, chart = specimen
    golden(goldens / f"{name}.svg", _lines(chart.wide.svg))
    golden(goldens / f"{name}.narrow.svg", _lines(chart.narrow.svg))


def test_told_and_tabled_as_it_was(specimen, golden, goldens):
    name, chart = specimen
    table = [chart.table.columns, *chart.table.rows]
    told = [chart.measure, chart.source, "", chart.alt, "", *(" | ".join(row) for row in table)]
    golden(goldens / f"{name}.txt", "\n".join([*told, f"numbers: {chart.table.numeric}", ""]))


def test_every_row_of_a_table_has_every_cell(specimen):
    _, chart = specimen
    assert {len(row) for row in chart.table.rows} == {len(chart.table.columns)}
    assert all(cell for row in chart.table.rows for cell in row)


def test_only_roles_colour_a_chart(specimen, brand):
    _, chart = specimen
    for drawing in (chart.wide, chart.narrow):
        for element in ElementTree.fromstring(drawing.svg):
            kind, _, role = element.get("class", "").partition("-")
            assert role in ROLES
            colour = element.get({"f": "fill", "s": "stroke"}[kind])
            assert colour == brand.colours[role].light
        colours = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", drawing.svg))
        assert colours <= {colour.light for colour in brand.colours.values()}


def test_the_same_chart_is_the_same_bytes(draw_all):
    kind, answers, more = SPECIMENS["icons-units"]
    assert draw_all(kind, answers, **more) == draw_all(kind, answers, **more)


def test_a_ratio_in_words_never_becomes_a_percentage(draw_all):
    kind, answers, more = SPECIMENS["icons"]
    chart = draw_all(kind, answers, **more)
    told = chart.alt + chart.measure + chart.wide.svg + str(chart.table)
    assert "%" not in told
    assert "procent" not in told


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize("name", sorted(SPECIMENS))
def test_every_language_has_the_words_for_every_kind(name, language, draw_all):
    kind, answers, more = SPECIMENS[name]
    chart = draw_all(kind, answers, **more, language=language)
    assert "{" not in chart.alt + chart.measure + chart.source + str(chart.table)
