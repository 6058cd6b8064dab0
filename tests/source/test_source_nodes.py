"""Nodes: scalars stay text, and every character of them has its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import reportgen.source as source
from reportgen.limits import DEPTH, USUAL
from reportgen.problems import Problems
from reportgen.source import (
    Mapping,
    Scalar,
    node_at,
    parse_yaml,
    place_of,
    plain,
    read_text,
    scalars,
)


def scalar(text: str, key: str = "a") -> Scalar:
    node = parse_yaml(text, "f.yml").get(key)
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    "written",
    ["no", "NO", "yes", "on", "true", "12:30", "010", "1_000", "0x1F", "1e3", ".inf", "2026-11-21"],
)
def test_what_looks_like_something_else_stays_text(written: str) -> None:
    assert plain(parse_yaml(f"a: {written}\n", "f.yml")) == {"a": written}


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_nothing_only_without_quotes(written: str) -> None:
    assert plain(parse_yaml(f"a: {written}\n", "f.yml")) == {"a": None}
    assert plain(parse_yaml(f"a: '{written}'\n", "f.yml")) == {"a": written}


def test_mappings_and_lists_of_both_styles() -> None:
    text = "a:\n  - x\n  - {b: 1, c: [2, 3]}\nd: []\ne: {}\n"
    expected = {"a": ["x", {"b": "1", "c": ["2", "3"]}], "d": [], "e": {}}
    assert plain(parse_yaml(text, "f.yml")) == expected


def test_a_byte_order_mark_and_a_document_start_are_no_content() -> None:
    assert plain(parse_yaml("\ufeff%YAML 1.2\n---\na: 1\n...\n", "f.yml")) == {"a": "1"}


def test_line_ends_of_every_kind_count_as_one() -> None:
    for end in ("\n", "\r\n", "\r"):
        node = parse_yaml(f"a: 1{end}{end}b: å{end}c: x{end}", "f.yml")
        span = place_of(node, ("c",))
        assert (span.line, span.column, span.text) == (4, 4, "c: x")


def test_places_of_keys_values_and_what_is_missing() -> None:
    root = parse_yaml("a:\n  - b: 1\n    c:\n  - {d: xyz}\n", "f.yml")
    places = {
        ("a",): (2, 3, 1),
        ("a", 0): (2, 5, 1),
        ("a", 0, "b"): (2, 8, 1),
        ("a", 0, "c"): (3, 5, 1),  # nothing is written there: the key shows it
        ("a", 1): (4, 5, 8),
        ("a", 1, "d"): (4, 9, 3),
        ("a", 1, "e", "f"): (4, 5, 8),
        ("q",): (1, 1, 1),
    }
    for path, expected in places.items():
        span = place_of(root, path)
        assert (span.line, span.column, span.width) == expected, path
    assert place_of(root, ("a", 1, "d"), key=True).column == 6
    assert node_at(root, ("a", 5)) is None


STYLES = {
    "plain": "a: ett två {R1} tre\n",
    "single": "a: 'ett ''två'' {R1} tre'\n",
    "double": 'a: "ett \\"två\\" \\u00e5\\t{R1}\\x20tre\\n"\n',
    "literal": "a: |\n  ett två\n\n  {R1} tre\n",
    "literal with an indicator": "a: |2-  # remark\n   ett två\n   {R1} tre\n",
    "folded": "a: >-\n  ett\n  två {R1}\n\n  tre\n",
    "plain on lines": "a: ett två\n  {R1}\n\n  tre\n",
    "single on lines": "a: 'ett\n\n  två\n  {R1} tre'\n",
    "double on lines": 'a: "ett \\\n  två\n  {R1} tre"\n',
    "with a key after it": "a: >\n  ett {R1}\n  tre\nb: {R1}\n",
}


@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES.keys())
def test_a_place_inside_a_text(text: str) -> None:
    node = scalar(text)
    span = node.span_at(node.text.index("{R1}"), 4)
    assert span.text[span.column - 1 : span.column - 1 + span.width] == "{R1}"


@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES.keys())
def test_every_visible_character_has_its_own_place(text: str) -> None:
    node = scalar(text)
    for offset, char in enumerate(node.text):
        span = node.span_at(offset)
        shown = span.text[span.column - 1 : span.column - 1 + span.width]
        if not char.isspace():
            assert shown in (char, "''", f"\\{char}", f"\\u{ord(char):04x}"), (offset, char)


def test_white_space_stands_after_the_character_before_it() -> None:
    assert scalar("a: 'x  y'\n").span_at(1).column == 6
    assert scalar("a: 'x  y'\n").span_at(2).column == 7
    assert scalar("a: x\n").span_at(99) == scalar("a: x\n").span


def test_all_scalars_in_order() -> None:
    root = parse_yaml("a: [1, {b: 2}]\nc: 3\n", "f.yml")
    assert [node.text for node in scalars(root)] == ["1", "2", "3"]


def test_limits_are_limits_not_one_less() -> None:
    parse_yaml("a: " + "[" * (DEPTH - 1) + "]" * (DEPTH - 1), "f.yml")
    parse_yaml("a: [" + "x," * (USUAL.values - 3) + "]", "f.yml")
    parse_yaml("a: " + "x" * USUAL.text, "f.yml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [" + "x," * USUAL.values + "]", f"the file has more than {USUAL.values} values"),
        ("a: " + "[" * DEPTH, "more than 32 levels stand inside one another"),
        ("a: " + "[" * 500_000, "more than 32 levels stand inside one another"),
        ("- " * 500_000, "more than 32 levels stand inside one another"),
        ("a: " + "x" * 20_001, "this text has 20001 characters, more than 20000"),
    ],
    ids=["nodes", "depth", "bomb", "dashes", "long text"],
)
def test_too_much_is_refused_before_it_is_built(text: str, message: str) -> None:
    with pytest.raises(Problems) as caught:
        parse_yaml(text, "f.yml")
    assert [(each.code, each.message) for each in caught.value.found] == [("YAML104", message)]


WILD_YAML = st.text(
    st.sampled_from(list("ab:-?[]{},#&*!|>'\"%@` \n\t\\u0.~<=åé\r\x00\x1b\x85\u2028\u202e")),
    max_size=60,
)


@pytest.mark.parametrize("loader", [source._LOADER, yaml.SafeLoader], ids=["default", "python"])
@settings(deadline=None, database=None, max_examples=300)
@given(text=WILD_YAML | st.text(max_size=60))
def test_any_text_gives_nodes_or_problems(loader: type, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "_LOADER", loader)
        try:
            root = parse_yaml(text, "f.yml")
        except Problems as problems:
            assert problems.found
            for problem in problems.found:
                assert problem.message and problem.full()
                assert problem.span.column <= len(problem.span.text) + 1
            return
    assert isinstance(root, Mapping)
    for node in scalars(root):
        for offset in range(len(node.text)):
            assert node.span_at(offset).line >= node.span.line


@settings(deadline=None, database=None, max_examples=100)
@given(content=st.binary(max_size=60))
def test_any_bytes_give_text_or_problems(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_bytes(content)
    try:
        assert isinstance(read_text(path, "any.yml"), str)
    except Problems as problems:
        assert all(problem.full() for problem in problems.found)
