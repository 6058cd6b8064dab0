"""What a reference says: as exact as its result and no more, in each language."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.compute.finding import Findings
from reportgen.compute.findings import compute
from reportgen.compute.wording import short, word
from reportgen.language.language import load_language
from reportgen.study.model import Study

VALUES: dict[str, dict[str, Any]] = {
    "count": {"count": 60},
    "percent": {"percent": 34},
    "ratio": {"ratio": "8/10"},
    "ratio percent": {"percent": 78, "ratio": "4/5", "qualifier": "nearly"},
    "over half": {"over": 50},
    "under": {"under": 40},
    "term": {"term": "very_few"},
    "rank": {"ranking": ["A", "B"]},
    "threshold": {"limit": {"at": 24, "unit": "hours"}},
    "list": {"items": ["A", "B", "C"], "of": 8},
    "open list": {"items": ["A", "B", "C"]},
    "change": {"change": "risen_more"},
    "statement": {"statement": "little_difference"},
    "term with limit": {"term": "majority", "limit": {"at": 10, "unit": "minutes"}},
    "ratio with limit": {"ratio": "6/10", "limit": {"at": 1, "unit": "days"}},
    "percent with rank": {"percent": 45, "ranking": ["A"]},
}


@pytest.fixture(scope="module")
def findings() -> Findings:
    place = {"text": "s", "place": "1"}
    results = [
        {"id": name.replace(" ", "-"), "says": "x", "value": value, "base": "g", "source": place}
        for name, value in VALUES.items()
    ]
    results.append({"id": "other", "says": "x", "value": {"percent": 21}, "base": "unknown",
                    "source": place})  # fmt: skip
    figure = {"result": "percent", "text": "x"}
    part = {"title": "x", "content": [{"text": "x"}]}
    return compute(
        Study.model_validate(
            {
                "id": "x", "kind": "survey", "language": "sv", "brand": "x", "title": "x",
                "subtitle": "x", "publisher": "x", "published": "2026-11-21",
                "sources": {"s": {"title": "x", "publisher": "x"}}, "disclosure": {},
                "groups": {"g": {"label": "x", "n": 146}, "few": {"label": "x", "n": 8},
                           "unknown": {"label": "x"}},
                "results": results,
                "brief": {"cover": figure, "lead": "x", "key_figures": [figure],
                          "sections": [part], "implications": part, "method": "x", "unknown": "x"},
            }
        )
    )  # fmt: skip


def say(findings: Findings, reference: str, code: str) -> str:
    """`percent`, `percent|short`, `percent,other|points`; no-break spaces as `~`."""
    ids, _, form = reference.partition("|")
    names = tuple(name.strip().replace(" ", "-") for name in ids.split(","))
    return word(names, form or None, findings, load_language(code)).replace("\u00a0", "~")


IN_FULL = [
    # precision, Swedish, bokmål, English
    ("count", "41~% (60~av~146)", "41~% (60~av~146)", "41% (60~of~146)"),
    ("percent", "34~procent", "34~prosent", "34~per cent"),
    ("ratio", "åtta av tio", "åtte av ti", "eight in ten"),
    ("ratio percent", "nästan fyra av fem (78~procent)", "nesten fire av fem (78~prosent)",
     "nearly four in five (78~per cent)"),
    ("over half", "över hälften", "over halvparten", "more than half"),
    ("under", "under 40~procent", "under 40~prosent", "less than 40~per cent"),
    ("term", "ytterst få", "svært få", "very few"),
    ("rank", "A och B", "A og B", "A and B"),
    ("threshold", "24~timmar", "24~timer", "24~hours"),
    ("list", "tre av åtta", "tre av åtte", "three of eight"),
    ("open list", "A, B och C", "A, B og C", "A, B and C"),
    ("change", "ökat mer", "økt mer", "risen more"),
    ("statement", "liten skillnad", "liten forskjell", "little difference"),
    ("term with limit", "en majoritet", "et flertall", "a majority"),
    ("ratio with limit", "sex av tio", "seks av ti", "six in ten"),
    ("percent with rank", "45~procent", "45~prosent", "45~per cent"),
]  # fmt: skip


def _cases(table: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str]]:
    return [
        (row[0], code, text)
        for row in table
        for code, text in zip(("sv", "nb", "en"), row[1:], strict=True)
    ]


def test_every_precision_is_said_in_these_tests():
    assert {row[0] for row in IN_FULL} == set(VALUES)


@pytest.mark.parametrize(("reference", "code", "text"), _cases(IN_FULL))
def test_a_reference_says_what_its_precision_allows(findings, reference, code, text):
    assert say(findings, reference, code) == text


FORMS = [
    ("percent|percent", "34~procent", "34~prosent", "34~per cent"),
    ("percent|in_words", "drygt en tredjedel", "drøyt en tredjedel", "just over a third"),
    ("percent|short", "34~%", "34~%", "34%"),
    ("percent|n", "146", "146", "146"),
    ("other|n", "uppgift saknas", "ikke oppgitt", "not disclosed"),
    ("percent,other|points", "13~procentenheter", "13~prosentpoeng", "13~percentage points"),
    ("other,percent|points", "13~procentenheter", "13~prosentpoeng", "13~percentage points"),
    ("ratio|short", "8~av~10", "8~av~10", "8~of~10"),
    ("ratio|in_words", "åtta av tio", "åtte av ti", "eight in ten"),
    ("ratio|percent", "åtta av tio", "åtte av ti", "eight in ten"),  # never a percent
    ("ratio percent|in_words", "nästan fyra av fem", "nesten fire av fem", "nearly four in five"),
    ("ratio percent|percent", "78~procent", "78~prosent", "78~per cent"),
    ("ratio percent|short", "78~%", "78~%", "78%"),
    ("over half|short", "Över hälften", "Over halvparten", "More than half"),
    ("over half|percent", "över hälften", "over halvparten", "more than half"),
    ("term|short", "Ytterst få", "Svært få", "Very few"),
    ("term with limit|limit", "tio minuter", "ti minutter", "ten minutes"),
    ("term with limit|short", "En majoritet", "Et flertall", "A majority"),
    ("ratio with limit|limit", "en dag", "en dag", "one day"),
    ("threshold|limit", "24~timmar", "24~timer", "24~hours"),
    ("threshold|short", "24~tim", "24~timer", "24~hrs"),
    ("list|items", "A, B och C", "A, B og C", "A, B and C"),
    ("list|short", "3~av~8", "3~av~8", "3~of~8"),
    ("count|short", "41~%", "41~%", "41%"),
    ("g", "146", "146", "146"),
    ("few", "åtta", "åtte", "eight"),
    ("few|n", "8", "8", "8"),
    ("unknown", "uppgift saknas", "ikke oppgitt", "not disclosed"),
]


@pytest.mark.parametrize(("reference", "code", "text"), _cases(FORMS))
def test_a_form_changes_the_words_and_not_the_precision(findings, reference, code, text):
    assert say(findings, reference, code) == text


INEXACT = [name for name in VALUES if "count" not in name and "percent" not in name]


@pytest.mark.parametrize("form", ["", "percent", "in_words", "short"])
@pytest.mark.parametrize("name", [name for name in INEXACT if name != "under"])
def test_no_form_makes_a_percent_of_what_is_known_in_words(findings, name, form):
    for code in ("sv", "nb", "en"):
        said = say(findings, f"{name}|{form}", code)
        assert "%" not in said
        assert not any(sign in said for sign in ("procent", "prosent", "per cent"))


def test_two_ratios_in_words_have_no_difference_in_points(findings):
    with pytest.raises(ValueError, match=r"^ratio and percent are not both known in percent$"):
        say(findings, "ratio,percent|points", "sv")


def test_a_sentence_begins_with_a_capital_unless_with_a_number(findings):
    swedish = load_language("sv")
    assert word(("ratio",), None, findings, swedish, sentence_start=True) == "Åtta av tio"
    assert word(("percent",), None, findings, swedish, sentence_start=True) == "34\u00a0procent"


def test_what_is_set_large_is_short(findings):
    for name in VALUES:
        assert len(short(findings[name.replace(" ", "-")], load_language("sv"))) <= 16
