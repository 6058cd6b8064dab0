"""Values, bases and kinds of charts in any mixture end in a brief or in problems with a place.

What a study's own rules leave standing has to be drawn, told and printed: an exception on the
way would be a fault of ours, however odd the study.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from reportgen.checks.policy import OFF, Policy
from reportgen.checks.registry import RULES, check_study
from reportgen.compute.findings import compute
from reportgen.language.language import load_language
from reportgen.language.reading import languages
from reportgen.outputs.terminal import brief_text
from reportgen.pipeline import Order, explain, render
from reportgen.problems import Problems
from reportgen.source import parse_yaml, plain
from reportgen.study.model import ChartKind, Direction, Term, Unit
from reportgen.study.prose import FORMS
from reportgen.study.reader import Loaded, read_study

SMALL = Path(__file__).parents[1] / "study" / "liten-studie.yml"
# Rules that may be turned off are: what they find is no reason why nothing could be drawn.
LENIENT = Policy(weights=tuple((rule.code, OFF) for rule in RULES if not rule.binding))
PERCENTS = ("0", "100", "0.04", "99.96", "41.25", "41", "50", "33.3", "0.5", "99.5", "1")
RATIOS = ("8/10", "1/2", "2/3", "0/5", "5/5", "1/1", "3/100", "1/999", "13/17")
NAMES = ("SJ", "CSN", "Telia", "post", "ett namn av flera ord som behöver mer än en rad i en figur")
SIZES = ("30", "31", "146", "999999999", "not disclosed", "not disclosed")


def _value(chance: Random) -> dict[str, Any]:
    """A value of any precision, the extremes among them."""
    percent, ratio = {"percent": chance.choice(PERCENTS)}, {"ratio": chance.choice(RATIOS)}
    term = {"term": chance.choice([*Term]).value}
    names = [chance.choice(NAMES) for _ in range(chance.choice((1, 2, 5, 9)))]
    at = chance.choice(("1", "0.5", "24", "0.001", "999999999"))
    limit = {"limit": {"at": at, "unit": chance.choice(("minutes", "hours", "days"))}}
    way = chance.choice([*Direction]).value
    count = {"count": chance.choice(("0", "1", "29", "30"))}
    ranking = {"ranking": names, "end": chance.choice(("top", "bottom"))}
    kinds: tuple[dict[str, Any], ...] = (
        percent, percent, percent, ratio, term, limit, ranking, {**percent, **ratio},
        count, count, {"items": names, "of": "9"},
        {"over": chance.choice(PERCENTS)}, {"under": chance.choice(PERCENTS)},
        {"change": way}, {"statement": way}, {**limit, **term}, {**limit, **ratio},
        {**percent, "ranking": names}, {"items": names, **term},
    )  # fmt: skip
    return chance.choice(kinds)


def _mixed(chance: Random) -> dict[str, Any]:
    """The small study with other values, bases, groups and language, and an empty brief."""
    study: dict[str, Any] = plain(parse_yaml(SMALL.read_text("utf-8"), SMALL.name))
    study["language"] = chance.choice(sorted(languages()))
    for group in study["groups"].values():
        group |= {"n": chance.choice(SIZES), "unit": chance.choice([*Unit]).value}
    kinds = ("probability", "quota", "self-selected")
    study["disclosure"]["sampling"]["type"] = chance.choice(kinds)
    for result in study["results"]:
        result |= {"value": _value(chance), "source": {"text": "pm", "place": "s"}}
        result.pop("derived_from", None)
        result.pop("compared_with", None)
        if "voice" not in result:
            result["base"] = chance.choice([*study["groups"]])
    ids = [result["id"] for result in study["results"]]
    brief = study["brief"]
    brief.pop("summary_chart")
    brief |= {"lead": "x", "cover": {"result": chance.choice(ids), "text": "x"}}
    brief["key_figures"] = [{"result": chance.choice(ids), "text": "x"} for _ in range(3)]
    brief["sections"] = [{"title": "S", "content": [{"text": "x"}]}]
    return study


def _filled(study: dict[str, Any], chance: Random) -> dict[str, Any]:
    """The study with references and charts: those of many that no rule refuses."""
    ids = [result["id"] for result in study["results"]]
    content = study["brief"]["sections"][0]["content"]
    for _ in range(80):
        form = chance.choice((None, *FORMS))
        named = ",".join(chance.choices(ids, k=2 if form == "points" else 1))
        plan = {"kind": chance.choice([*ChartKind]).value, "title": "T", "measure": "M"}
        plan["results"] = chance.sample(ids, chance.choice((1, 1, 2, 3)))
        block = chance.choice(({"text": f"{{{named}|{form}}}" if form else f"{{{named}}}"},
                               {"chart": plan}, {"chart": plan}))  # fmt: skip
        content.append(block)
        if any(problem.code in ("CHART101", "TEXT203", "STAT104") for problem in _found(study)):
            content.pop()
    return study


def _text(study: dict[str, Any]) -> str:
    return json.dumps(study, ensure_ascii=False)


def _read(study: dict[str, Any]) -> Loaded:
    return read_study(SMALL, SMALL.name, _text(study))


def _found(study: dict[str, Any]) -> tuple[Any, ...]:
    return check_study(_read(study), LENIENT)


@pytest.mark.parametrize("seed", range(16))
def test_any_mixture_ends_in_a_brief_or_in_problems(seed: int) -> None:
    chance = Random(seed)
    study = _filled(_mixed(chance), chance)
    order = Order(SMALL, SMALL.name, text=_text(study), policy=LENIENT, formats=("html",))
    assert explain(order)
    loaded = _read(study)
    language = load_language(loaded.study.language)
    assert [*brief_text(compute(loaded.study), language, 80)]
    try:
        (page,) = render(order).artifacts
    except Problems as problems:
        assert {problem.code for problem in problems.found} <= {"STAT103", "PDF104"}
        assert all(problem.span.line for problem in problems.found)
    else:
        assert page.content.startswith(b"<!DOCTYPE html>")
