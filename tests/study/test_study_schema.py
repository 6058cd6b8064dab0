"""The schema that editors read: it accepts what the reader accepts, typed by YAML 1.2."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from reportgen.problems import Problems
from reportgen.source import Mapping, Node, Scalar, Style, parse_yaml
from reportgen.study.model import Value
from reportgen.study.reader import read_study
from reportgen.study.schema import study_schema

CHECKER = Draft202012Validator(study_schema(), format_checker=FormatChecker(["date"]))


def typed(node: Node) -> Any:
    """Values as a YAML 1.2 parser with the core schema types them."""
    if isinstance(node, Mapping):
        return {key.text: typed(value) for key, value in node.pairs}
    if not isinstance(node, Scalar):
        return [typed(item) for item in node.items]
    text = node.text
    if node.style is not Style.PLAIN:
        return text
    if node.is_null:
        return None
    if re.fullmatch("true|True|TRUE|false|False|FALSE", text):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text


def wrong_in(text: str) -> list[str]:
    errors = CHECKER.iter_errors(typed(parse_yaml(text, "f.yml")))
    return ["/".join(map(str, error.absolute_path)) for error in errors]


def test_it_is_a_schema_of_the_stated_draft() -> None:
    schema = study_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:reportgen:study"
    assert schema["title"] == "A study for reportgen"
    assert schema["properties"]["title"]["type"] == ["string", "number", "boolean"]


def test_it_is_built_anew_each_time_and_always_the_same() -> None:
    assert study_schema() == study_schema()
    assert study_schema()["$defs"] is not study_schema()["$defs"]


def test_the_small_study_is_accepted(small: str) -> None:
    assert wrong_in(small) == []


ACCEPTED = [
    ("n: 146, row: M1", "n: '146'"),
    ("n: 146, row: M1", "n: ~"),
    ("multiple: false", "multiple: 'true'"),
    ("value: {percent: 41}", "value: {percent: 41.5}"),
    ("value: {percent: 41}", "value: {percent: '41'}"),
    ("limit: {at: 24,", "limit: {at: 0.125,"),
    ("value: {percent: 41}", "value: {percent: 41, ratio: 4/10, qualifier: just_over}"),
    ("value: {percent: 41}", "value: {percent: 41, over: ~}"),
    ("value: {ranking: [telefon, mejl]", "value: {ranking: [1, true]"),
    ("title: Fyra av tio chefer vill ha svar på kvällen", "title: 2005"),
    ("title: Pressmeddelande", "title: no"),
    ("date: 2005-04-12", "date: not disclosed"),
    ("  sampling: {type: probability, text: Obundet slumpmässigt urval}", "  sampling: okänt"),
    ("  sampling: {type: probability, text: Obundet slumpmässigt urval}", "  sampling:"),
    ("    voice: V1", "    voice: V1\n    base:"),
]


@pytest.mark.parametrize(("old", "new"), ACCEPTED)
def test_what_the_reader_accepts_the_schema_accepts(small: str, old: str, new: str) -> None:
    assert small.count(old) == 1
    text = small.replace(old, new)
    read_study(Path("liten-studie.yml"), text=text)
    assert wrong_in(text) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("kind: survey", "kind: servey", "kind"),
        ("language: sv", "langauge: sv", ""),
        ("publisher: Exempelbyrån\n", "", ""),
        ("published: 2026-11-21", "published: 21 november", "published"),
        ("published: 2026-11-21", "published: 2026-11-31", "published"),
        ("id: liten-studie", "id: Liten studie", "id"),
        ("keywords: [kundservice, chefer]", "keywords: kundservice", "keywords"),
        ("url: https://example.org/pm-2005", "url: example.org", "sources/pm/url"),
        ("n: 146, row: M1", "n: 0", "groups/chefer/n"),
        ("n: 146, row: M1", "n: 1_000", "groups/chefer/n"),
        ("n: 146, row: M1", "n: unknown", "groups/chefer/n"),
        ("  kollegor: {", "  mina kollegor: {", "groups"),
        ("multiple: false", "multiple: no", "questions/kvall/multiple"),
        ("value: {percent: 41}", "value: {percnt: 41}", "results/0/value"),
        ("value: {percent: 41}", "value: {percent: 141}", "results/0/value/percent"),
        ("value: {percent: 41}", "value: {percent: 41 %}", "results/0/value/percent"),
        ("value: {percent: 41}", "value: {}", "results/0/value"),
        ("value: {percent: 41}", "value: 41", "results/0/value"),
        ("value: {ratio: 8/10}", "value: {ratio: 8 av 10}", "results/2/value/ratio"),
        ("value: {ratio: 8/10}", "value: {ratio: 8}", "results/2/value/ratio"),
        ("limit: {at: 24,", "limit: {at: 0,", "results/10/value/limit/at"),
        ("limit: {at: 24,", "limit: {at: -5,", "results/10/value/limit/at"),
        ("value: {term: very_few}", "value: {term: very few}", "results/4/value/term"),
        ("    voice: V1\n", "", "results/10"),
        ("    voice: V1\n", "    voice: V1\n    base: chefer\n", "results/10"),
        ("    derived_from: [R1]\n", "", "results/6"),
        ("mode: {text: Telefon,", "mode: {txt: Telefon,", "disclosure/mode"),
        ("        - viewpoint: V1", "        - viewpont: V1", "brief/sections/0/content/2"),
        (
            "        - viewpoint: V1",
            "        - viewpoint: V1\n          note: x",
            "brief/sections/0/content/2",
        ),
        ("            kind: icons", "            kind: icon", "brief/sections/0/content/1/chart"),
        ("    results: [R1, R2]", "    results: []", "brief/summary_chart"),
    ],
)
def test_typical_typos_are_underlined(small: str, old: str, new: str, place: str) -> None:
    assert small.count(old) == 1
    text = small.replace(old, new)
    with pytest.raises(Problems):
        read_study(Path("liten-studie.yml"), text=text)
    found = wrong_in(text)
    assert any(place.startswith(each) for each in found), found
    assert found


def test_every_kind_of_value_is_known_to_the_schema() -> None:
    value = study_schema()["$defs"]["Value"]
    kinds = {each["required"][0] for each in value["anyOf"]}
    beside = {"qualifier", "end", "ordered", "behind", "of"}
    assert kinds | beside == set(Value.model_fields)


def test_nothing_of_python_is_left_in_it() -> None:
    text = str(study_schema())
    assert "'ge'" not in text and "'le'" not in text and "'default'" not in text
    # Classes and escapes that JavaScript reads otherwise, or not at all.
    patterns = re.findall(r"'pattern': '([^']*)'", text)
    assert patterns
    assert not [each for each in patterns if re.search(r"\(\?|\\[AZzdw]|\\\\[AZzdw]", each)]
