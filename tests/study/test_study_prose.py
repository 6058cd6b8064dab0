"""References in prose, and where prose stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from reportgen.study import model
from reportgen.study.model import Study
from reportgen.study.prose import (
    FORMS,
    LINK,
    PROSE_PATHS,
    Known,
    Reference,
    all_references,
    chart_plans,
    holds_blocks,
    prose_faults,
    prose_fields,
    references,
)
from reportgen.study.reader import read_study

KNOWN = Known(frozenset({"R1", "R2", "000-14"}), frozenset({"chefer"}), frozenset({"V1"}))


@pytest.fixture(scope="module")
def study(small: str) -> Study:
    return read_study(Path("liten-studie.yml"), text=small).study


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{000-14}", [(("000-14",), None, 0, 8)]),
        ("ja {000-14|percent} av", [(("000-14",), "percent", 3, 19)]),
        ("{R1,R2|points}", [(("R1", "R2"), "points", 0, 14)]),
        ("{ R1 , R2 | points }", [(("R1", "R2"), "points", 0, 20)]),
        (r"| {R1\|short} |", [(("R1",), "short", 2, 13)]),
        ("[mer än](#R1)", [(("R1",), LINK, 0, 13)]),
        ("[ [a] {R1} b](#R2)", [(("R1",), None, 6, 10), (("R2",), LINK, 0, 18)]),
        (r"\{R1\} och \\{R2}", [(("R2",), None, 13, 17)]),
        ("[ut](https://example.org) [x] ](#R1)", []),
        (r"\[a](#R1)", []),
        ("{} {R1 } R2} {a b}", [(("R1",), None, 3, 8)]),
    ],
)
def test_references_and_their_places(text: str, expected: list[tuple[Any, ...]]) -> None:
    assert references(text) == tuple(Reference(*each) for each in expected)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_accepted_and_explained(form: str) -> None:
    ids = "R1,R2" if form == "points" else "R1"
    assert list(prose_faults(f"{{{ids}|{form}}}", KNOWN)) == []
    assert FORMS[form]


@pytest.mark.parametrize(
    "text",
    [
        "{R1} {chefer} {chefer|n} [ord](#R1) [ord](#V1)",
        "### Mellanrubrik\n\n**fet** och *kursiv*, 3 < 5 > 4, a<b\n\n- punkt\n\n---\n",
        "1088 # nej\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        r"\![inte bild](x) \<b> <https://example.org>",
        r"2\*3, 2 * 3, *41* procent, 5* hotell, {R1\|short}",
        r"[ut](https://e.org/a_(b)?c=1&d=2) [x] (y z) \[x\](y z) 9&#57; &shy;",
        "[Anm.]: en text som inte leder någonstans",
    ],
)
def test_what_prose_may_hold(text: str) -> None:
    assert list(prose_faults(text, KNOWN)) == []


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("a {} b", "TEXT101", "{}"),
        ("a {R1 b", "TEXT101", "{"),
        ("a {R1\n} b", "TEXT101", "{"),
        ("a R1} b", "TEXT101", "}"),
        ("a {R1|prcent} b", "TEXT102", "prcent"),
        ("a {R1|link} b", "TEXT102", "link"),
        ("a {R1,R9|points} b", "TEXT103", "R9"),
        ("[a](#R9) b", "TEXT103", "R9"),
        ("[R9](#R9) b", "TEXT103", "R9"),
        ("{V1} b", "TEXT103", "V1"),
        ("{R1,R2|percent} b", "TEXT104", "{R1,R2|percent}"),
        ("# Rubrik", "TEXT105", "#"),
        ("a\n\n  ## Rubrik", "TEXT105", "  ##"),
        ("Rubrik\n===", "TEXT105", "==="),
        ("Rubrik \t\n===", "TEXT105", "==="),
        ("Rubrik\u00a0\n  ---", "TEXT105", "---"),
        ("2*3 = 6", "TEXT105", "*"),
        ("**4**1 procent", "TEXT105", "**"),
        ("a ![b](c.png)", "TEXT105", "![b]"),
        ("a <script>b", "TEXT105", "<script>"),
        ("a <br/> b", "TEXT105", "<br/>"),
        ('[1]: https://example.org/hidden "Words that vanish"', "TEXT105", "[1]:"),
        ("a\n\n- [a b]:\n  www.example.org", "TEXT105", "[a b]:"),
        ('[q](https://e.org "TITLEWORDS")', "TEXT105", "]"),
        ("[9](<https://e.org/a b>)9", "TEXT105", "]"),
        (r"[9](https://e.org/\))9", "TEXT105", "]"),
        ("[q](https://e.org/a&#64;b)", "TEXT105", "&#64;"),
        ("[](https://e.org)", "TEXT105", "[]"),
        ("[**](https://e.org)", "TEXT105", "[**]"),
    ],
)
def test_faults_mark_what_is_wrong(text: str, code: str, marked: str) -> None:
    first = next(prose_faults(text, KNOWN))
    assert (first.code, text[first.start : first.end]) == (code, marked)


def test_all_prose_fields_of_the_study(study: Study) -> None:
    fields = dict(prose_fields(study))
    items = [path for path in fields if path[0] == "disclosure"]
    assert (len(fields) - len(items), len(items)) == (17, 5)
    assert fields[("viewpoints", 0, "text")] == "Kim Ek menar att kraven har ökat."
    assert fields[("brief", "sections", 0, "content", 1, "chart", "title")].startswith("{R3}")
    assert fields[("brief", "sections", 0, "content", 4, "note")] == "En anmärkning i marginalen."


def _prose_paths(owner: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every path that the model annotates as Prose."""
    annotations = owner.__annotations__
    for name, field in owner.model_fields.items():
        if "Prose" in str(annotations.get(name, "")):
            yield (*path, name)
        inner, steps = field.annotation, (*path, name)
        while get_args(inner):
            many = get_origin(inner) in (tuple, dict)
            steps = (*steps, "*") if many else steps
            choices = [each for each in get_args(inner) if each not in (type(None), ...)]
            inner = choices[-1]
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _prose_paths(inner, steps)


def test_no_prose_field_of_the_model_is_forgotten() -> None:
    found = {_any_item(path) for path in _prose_paths(model.Study)}
    short_form = ("disclosure", "*")  # no field of the model: a text that stands for an item
    assert sorted(found) == sorted(set(PROSE_PATHS) - {short_form})


def _any_item(path: tuple[str, ...]) -> tuple[str, ...]:
    """The 22 items of disclosure are alike."""
    return (path[0], "*", *path[2:]) if path[0] == "disclosure" else path


def test_which_fields_hold_lists_and_tables(study: Study) -> None:
    last = [path[-1] for path, _ in prose_fields(study) if holds_blocks(path)]
    assert last == ["text", "text", "lead", "text", "note", "text", "method", "unknown"]
    assert not holds_blocks(("disclosure", "mode", "text"))
    assert not holds_blocks(("brief", "key_figures", 0, "text"))


def test_charts_in_order(study: Study) -> None:
    assert [path for path, _ in chart_plans(study)] == [
        ("brief", "summary_chart"),
        ("brief", "sections", 0, "content", 1, "chart"),
    ]


def test_all_references_of_the_brief(study: Study) -> None:
    everything = {f"R{number}" for number in range(1, 12)} | {"V1", "C1", "chefer"}
    assert all_references(study) == everything


@settings(deadline=None, database=None)
@given(st.text(st.sampled_from(list("{}[]()#|,\\ R12V\nb<>!=-")), max_size=40))
def test_any_text_has_references_within_it(text: str) -> None:
    for reference in references(text):
        assert 0 <= reference.start < reference.end <= len(text)
    for fault in prose_faults(text, KNOWN):
        assert 0 <= fault.start < fault.end <= len(text)
        assert fault.message
