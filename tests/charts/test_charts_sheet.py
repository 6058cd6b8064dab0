"""The figures of a chart: none is printed as nothing, or as everything, that is neither."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from reportgen.charts.chart import Chart
from reportgen.charts.covers.share import share_of
from reportgen.compute.findings import compute


def _answers(*values: dict[str, str], base: str = "customers") -> list[dict[str, Any]]:
    return [
        {"id": f"r{at}", "label": f"Svar {at}", "base": base, "value": value}
        for at, value in enumerate(values, start=1)
    ]


def _drawn(chart: Chart) -> list[str]:
    """The numbers in a drawing, each as it is printed."""
    texts = ElementTree.fromstring(chart.wide.svg).iter("{http://www.w3.org/2000/svg}text")
    found = ("".join(each.itertext()).replace("\u00a0", " ") for each in texts)
    return [text for text in found if re.fullmatch(r"[\d,]+( %)?", text)]


def test_an_interval_ends_at_no_number_that_it_does_not_hold(draw_all):
    answers = _answers({"count": "0"}, {"count": "1088"}, {"count": "544"})
    table = draw_all("interval", answers, random=True).table
    assert [row[-3:-1] for row in table.rows] == [("99,6", "100"), ("47", "53"), ("0", "0,4")]


def test_the_marks_of_a_cover_show_what_is_more_than_nothing_and_less_than_all(make_study):
    values = ("0", "0.04", "40.6", "99.96", "100")
    findings = compute(make_study(_answers(*({"percent": value} for value in values))))
    shares = [share_of(findings[f"r{at}"]) for at in range(1, 6)]
    assert [share.part for share in shares if share] == [0, 1, 41, 99, 100]


@pytest.mark.parametrize(
    ("kind", "values", "drawn", "told"),
    [
        ("bars", [{"percent": "0.04"}], ["0,04 %"], ["0,04 procent"]),
        ("bars", [{"percent": "50"}, {"percent": "0.04"}], ["50 %", "0,04"], ["0,04 procent"]),
        ("bars", [{"percent": "99.96"}, {"percent": "40.25"}], ["99,96 %", "40,3"],
         ["99,96 procent", "40,3 procent"]),
        ("bars", [{"count": "1"}, {"count": "1087"}, {"count": "0"}, {"count": "540"}],
         ["99,9 %", "50", "0,1", "0"], ["0,1 % (1 av 1 088)", "99,9 % (1 087 av 1 088)"]),
        ("stacked", [{"percent": "0.04"}], ["0,04 %", "99,96"], ["resten, 99,96 procent enligt"]),
        ("bound", [{"over": "49.96"}], ["49,96 %", "0", "100"], ["49,96 procent"]),
    ],
)  # fmt: skip
def test_small_and_large_shares(draw_all, kind, values, drawn, told):
    chart = draw_all(kind, _answers(*values))
    assert [text for text in _drawn(chart) if text in drawn] == drawn, _drawn(chart)
    assert not {"0", "100", "0 %", "100 %"} & ({*_drawn(chart)} - {*drawn}), _drawn(chart)
    alt = chart.alt.replace("\u00a0", " ")
    assert [words for words in told if words not in alt] == [], alt
