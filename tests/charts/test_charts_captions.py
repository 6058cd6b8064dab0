"""The line under a title and the source line."""

from __future__ import annotations

import datetime

import pytest

from reportgen.charts.captions import measure_line, source_line
from reportgen.charts.draw import sheet_of
from reportgen.compute.findings import compute
from reportgen.study.model import ChartPlan, Source


def answer(base="it", **value):
    return {"id": "a", "base": base, "label": "Ringer", "value": value}


@pytest.mark.parametrize(
    ("kind", "given", "line"),
    [
        ("bars", answer(percent="34"), "Ringer kundtjänst, procent. Bas: IT-chefer, n = 146."),
        (
            "icons",
            answer("others", ratio="7/10"),
            "Ringer kundtjänst, i ord. Bas: övriga chefer, uppgift om antal saknas.",
        ),
        (
            "word",
            answer(term="few"),
            "Ringer kundtjänst, storleksordning i ord. Bas: IT-chefer, n = 146.",
        ),
        (
            "word",
            answer(statement="higher"),
            "Ringer kundtjänst, utan siffra. Bas: IT-chefer, n = 146.",
        ),
        (
            "threshold",
            answer(term="majority", limit={"at": "10", "unit": "minutes"}),
            "Ringer kundtjänst, minuter. Bas: IT-chefer, n = 146.",
        ),
        (
            "threshold",
            {"id": "a", "voice": "voice", "value": {"limit": {"at": "24", "unit": "hours"}}},
            "Ringer kundtjänst, timmar. Uttalande.",
        ),
        (
            "word",
            {"id": "a", "voice": "editorial", "value": {"term": "many"}},
            "Ringer kundtjänst, storleksordning i ord. Källtextens egen uppgift.",
        ),
    ],
)
def test_measure_unit_and_base(kind, given, line, make_study, swedish):
    findings = compute(make_study([given]))
    plan = ChartPlan(kind=kind, title="x", measure="Ringer kundtjänst.", results=("a",))
    made = measure_line(plan, sheet_of(plan, findings, swedish))
    assert made.replace("\u00a0", " ") == line


def test_every_source_is_named_with_what_is_known_of_it(make_study, swedish):
    study = make_study([answer(percent="34")])
    sources = {
        "one": Source(title="Rapporten", publisher="Telia", date=datetime.date(2005, 5, 12)),
        "two": Source(title="Artikeln", publisher=None),
    }
    study = study.model_copy(update={"sources": sources})
    assert source_line(study, swedish) == (
        "Källa: Telia, Rapporten, 12 maj 2005; Artikeln, utgivare inte angiven."
    )
