"""Every fact that was found in the five sources stands in a study, and no other does.

`rows.csv` was read out of the sources, not out of the studies: id, study, kind,
value and base of each of the 109 rows.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from five import IDS

from reportgen import shipped
from reportgen.study.model import Precision, Result, Study, Value
from reportgen.study.reader import read_study

KINDS = {
    Precision.PERCENT: "pct",
    Precision.RATIO: "ratio",
    Precision.RATIO_PERCENT: "ratio+pct",
    Precision.BOUND: "bound",
    Precision.TERM: "term",
    Precision.RANK: "rank",
    Precision.THRESHOLD: "threshold",
    Precision.LIST: "list",
    Precision.CHANGE: "change",
    Precision.STATEMENT: "qual",
}
Row = tuple[str, str, str]  # kind, value, base


@cache
def expected() -> dict[str, dict[str, str]]:
    with (Path(__file__).parent / "rows.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


@cache
def study(study_id: str) -> Study:
    return read_study(shipped.studies_folder() / f"{study_id}.yml").study


def rows_of(one: Study) -> Iterator[tuple[str, Row]]:
    """Every row that a study holds, with its kind, value and base."""
    for name, group in one.groups.items():
        if group.row is not None:
            yield group.row, ("count", f"n={group.n}", f"{name} {group.n}")
    for result in one.results:
        yield result.id, _result(one, result)
    for viewpoint in one.viewpoints:
        yield viewpoint.id, ("quote", "viewpoint", f"voice {viewpoint.name}")
    for fact in one.context:
        yield fact.id, ("context", "context", "elsewhere")


def _result(one: Study, result: Result) -> Row:
    value = " ".join(_value(result.value))
    if result.net_of:
        value = f"{value}, net of {len(result.net_of)}"
    if result.voice is not None:
        base = f"voice {result.voice}"
    else:
        assert result.base is not None
        base = f"{result.base} {one.groups[result.base].n or 'not disclosed'}"
    if result.derived_from:
        return "derived", f"derived {value}", base
    return KINDS[result.value.precision], value, base


def _value(value: Value) -> Iterator[str]:
    parts = list(_parts(value))
    yield ", ".join(parts)


def _parts(value: Value) -> Iterator[str]:
    if value.percent is not None and value.ratio is not None:
        yield f"{value.percent:g} % ({value.ratio} {value.qualifier})"
    elif value.percent is not None:
        yield f"{value.percent:g} %"
    elif value.ratio is not None:
        yield value.ratio
    if value.over is not None:
        yield f">{value.over:g} %"
    if value.term is not None:
        yield f"term {value.term.value}"
    if value.ranking is not None:
        yield _ranking(value)
    if value.limit is not None:
        yield f"limit {value.limit.at:g} {value.limit.unit}"
    if value.items is not None:
        yield f"list {len(value.items)}" + (f" of {value.of}" if value.of else "")
    for key in ("change", "statement"):
        if getattr(value, key) is not None:
            yield f"{key} {getattr(value, key).value}"


def _ranking(value: Value) -> str:
    assert value.ranking is not None
    end = "" if value.end == "top" else "from the bottom "
    said = f"ranking {end}{(' > ' if value.ordered else ' = ').join(value.ranking)}"
    return f"{said} >> {', '.join(value.behind)}" if value.behind else said


def disclosed(one: Study, row_id: str) -> dict[str, str]:
    """The items of the method box that a row of the source gives, with their texts."""
    items = {key: getattr(one.disclosure, key) for key in type(one.disclosure).model_fields}
    return {key: item.text or "" for key, item in items.items() if row_id in item.rows}


def facts(kind: str) -> list[str]:
    """Ids of the rows about the study (`meta`), or of all others."""
    about = [row_id for row_id, row in expected().items() if row["kind"] == "meta"]
    return about if kind == "meta" else [row_id for row_id in expected() if row_id not in about]


def test_there_are_109_rows():
    assert len(expected()) == 109
    assert Counter(row["study"] for row in expected().values()) == dict(
        zip(IDS, (26, 32, 17, 21, 13), strict=True)
    )


@pytest.mark.parametrize("row_id", facts("told"))
def test_a_row_stands_in_its_study(row_id):
    row = expected()[row_id]
    assert dict(rows_of(study(row["study"])))[row_id] == (row["kind"], row["value"], row["base"])


@pytest.mark.parametrize("row_id", facts("meta"))
def test_a_row_about_the_study_stands_in_its_method_box(row_id):
    row = expected()[row_id]
    given = disclosed(study(row["study"]), row_id)
    wanted = dict(fact.split(": ") for fact in row["value"].split("; "))
    assert sorted(given) == sorted(wanted)
    for key, words in wanted.items():
        assert words in " ".join(given[key].split()), key


@pytest.mark.parametrize("study_id", IDS)
def test_a_study_holds_no_other_rows(study_id):
    held = [row_id for row_id, _ in rows_of(study(study_id))]
    items = study(study_id).disclosure
    cited = {row for key in type(items).model_fields for row in getattr(items, key).rows}
    known = {row_id for row_id, row in expected().items() if row["study"] == study_id}
    assert sorted({*held, *cited}) == sorted(known)
    assert len(held) == len(set(held))


UNITS = {"arenden": "cases", "kontakter": "contacts", "kundtjanster": "organisations",
         "testsamtal": "calls"}  # fmt: skip


@pytest.mark.parametrize("study_id", IDS)
def test_people_cases_contacts_and_organisations_are_told_apart(study_id):
    units = {name: group.unit.value for name, group in study(study_id).groups.items()}
    assert units == {name: UNITS.get(name, "people") for name in units}


PAIRS = [
    ("000-02", "ovriga-chefer"), ("000-03", "ovriga-chefer"), ("000-04", "000-05"),
    ("000-07", "000-08"), ("000-14", "000-15"), ("000-16", "ovriga-chefer"),
    ("000-18", "000-19"), ("001-15", "aldre"), ("002-10", "menn"), ("002-11", "menn"),
    ("002-12", "002-13"), ("003-12", "unga"),
]  # fmt: skip


@pytest.mark.parametrize(("row_id", "other"), PAIRS)
def test_what_the_source_compares_is_compared(row_id, other):
    assert study(expected()[row_id]["study"]).result(row_id).compared_with == other


@pytest.mark.parametrize(
    ("row_id", "period"),
    [("000-03", "de senaste åren"), ("001-13", "de senaste åren"), ("002-02", "de siste tre årene"),
     ("002-12", "de siste tre årene"), ("002-13", "de siste tre årene")],
)  # fmt: skip
def test_a_trend_has_its_period(row_id, period):
    assert study(expected()[row_id]["study"]).result(row_id).period == period
