"""Reading a study: values, places, and faults found together."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from reportgen.problems import Problems
from reportgen.study import complaints
from reportgen.study.model import Closed, Precision, Study, Unit
from reportgen.study.reader import Loaded, read_study

Read = Callable[[str, str], Loaded]


@pytest.fixture
def loaded(small: str) -> Loaded:
    return read_study(Path("liten-studie.yml"), "studies/liten-studie.yml", small)


def test_a_study_is_read_from_its_file(small: str, tmp_path: Path) -> None:
    path = tmp_path / "liten-studie.yml"
    path.write_text(small, encoding="utf-8")
    loaded = read_study(path, "liten-studie.yml")
    assert loaded.text == small
    assert loaded.path == "liten-studie.yml"
    assert loaded.study.published == datetime.date(2026, 11, 21)


def test_values_are_what_the_model_asks_for(loaded: Loaded) -> None:
    study = loaded.study
    assert study.groups["chefer"].n == 146
    assert study.groups["kollegor"].n is None
    assert study.questions["kvall"].multiple is False
    assert study.questions["krav"].multiple is None
    assert study.disclosure.sample_size.text == "146"
    assert study.disclosure.frame.status == "not disclosed"
    assert study.disclosure.mode.status == "partial"
    assert study.disclosure.weighting.status == "not applicable"
    assert study.result("R6").value.precision is Precision.RATIO
    assert study.unit_of(study.result("R6")) is Unit.CASES
    assert study.unit_of(study.result("R11")) is None


def test_a_check_can_point_at_any_value(loaded: Loaded) -> None:
    def shown(path: tuple[str | int, ...], key: bool = False) -> str:
        span = loaded.span(*path, key=key)
        return span.text[span.column - 1 : span.column - 1 + span.width]

    assert loaded.span("results", 0).path == "studies/liten-studie.yml"
    assert shown(("results", 0, "value", "percent")) == "41"
    assert shown(("results", 0, "value"), key=True) == "value"
    assert shown(("results", 3)) == "id"
    assert shown(("results", 0, "note")) == "id"  # not written: the result itself
    assert shown(("disclosure", "order")) == "disclosure"
    lead = loaded.study.brief.lead
    span = loaded.span_in(("brief", "lead"), lead.index("{R2}"), 4)
    assert (span.line, span.column, span.width) == (121, 9, 4)
    assert loaded.path_of("R4") == ("results", 3)
    assert loaded.path_of("C1") == ("context", 0)
    with pytest.raises(KeyError):
        loaded.path_of("chefer")


def test_faults_of_every_kind_come_together(small: str) -> None:
    text = (
        small.replace("kind: survey", "kind: servey")
        .replace("    base: kollegor", "    base: kolegor")
        .replace("{R1|in_words} chefer", "{R1|in_word} chefer")
        .replace("  - id: C1", "  - id: V1")
        .replace("    name: Kim Ek", "    nam: Kim Ek")
    )
    with pytest.raises(Problems) as caught:
        read_study(Path("annan.yml"), text=text)
    assert [problem.concise() for problem in caught.value.found] == [
        "annan.yml:1:5: STUDY106 the id “liten-studie” differs from the name of the file, “annan”",
        "annan.yml:2:7: STUDY103 “kind” cannot be “servey”",
        "annan.yml:51:11: STUDY104 there is no group with the id “kolegor”",
        "annan.yml:106:5: STUDY101 “nam” is not a key of a viewpoint",
        "annan.yml:112:9: STUDY105 the id “V1” is taken twice, on lines 105 and 112",
        "annan.yml:120:9: TEXT102 “in_word” is not a form",
        "annan.yml:146:20: STUDY104 there is no context with the id “C1”",
    ]


def test_a_study_from_standard_input_may_have_any_id(small: str) -> None:
    assert read_study(Path("-"), "<stdin>", small).study.id == "liten-studie"


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        read_study(tmp_path / "x.yml", "x.yml")
    assert [problem.full() for problem in caught.value.found] == [
        "x.yml: FILE101 there is no such file"
    ]


def test_editorial_is_a_voice(read_changed: Read) -> None:
    study = read_changed("    voice: V1", "    voice: editorial").study
    assert study.result("R11").voice == "editorial"


def test_a_file_that_is_wrong_throughout_is_explained_in_good_time(small: str) -> None:
    many = small.replace("Enkät per telefon.", '"' + "{Rx}" * 4000 + '"')
    with pytest.raises(Problems) as caught:
        read_study(Path("liten-studie.yml"), text=many)
    assert len(caught.value.found) == 100


def _classes(owner: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for inner in owner.__subclasses__():
        yield inner
        yield from _classes(inner)


def test_every_class_of_the_model_has_a_name_in_messages() -> None:
    assert set(complaints._NOUNS) == set(_classes(Closed))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), "Study"),
        (("groups", "x"), "Group"),
        (("results", 3, "value", "limit"), "Limit"),
        (("disclosure", "sampling"), "Sampling"),
        (("brief", "sections", 0, "content", 2, "chart"), "ChartPlan"),
        (("title",), None),
        (("keywords", 0), None),
    ],
)
def test_the_model_at_a_path(path: tuple[Any, ...], name: str | None) -> None:
    found = complaints._model_at(path)
    assert (found.__name__ if found else None) == name


JARGON = re.compile(r"Input should|valid (string|integer|dictionary)|Field required|pydantic")
JUNK = ("", ":", " []", " {}", " ~", "{R1", "- ", "x", " 1e9", "'", "#", "\x00")


@settings(deadline=None, database=None, max_examples=150)
@given(choose=st.data())
def test_any_change_gives_a_study_or_plain_words(small: str, choose: st.DataObject) -> None:
    lines = small.split("\n")
    at = choose.draw(st.integers(0, len(lines) - 1))
    kept = lines[at][: choose.draw(st.integers(0, len(lines[at])))]
    lines[at] = kept + choose.draw(st.sampled_from(JUNK))
    try:
        read_study(Path("liten-studie.yml"), text="\n".join(lines))
    except Problems as problems:
        for problem in problems.found:
            assert not JARGON.search(problem.full())
            assert problem.span.line


def test_the_model_and_its_values_are_frozen(loaded: Loaded) -> None:
    assert Study.model_config["frozen"] is True
    with pytest.raises(AttributeError):
        loaded.path = "x"  # type: ignore[misc]
