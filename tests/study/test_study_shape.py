"""Prose that no page can hold is refused at the place where it goes too far."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reportgen.limits import NESTING, SENTENCE, TABLE_COLUMNS, TABLE_ROWS, WORD
from reportgen.problems import Problems
from reportgen.study.reader import read_study
from reportgen.study.shape import shape_faults

STUDIES = Path(__file__).resolve().parents[2] / "studies"


def said(text: str) -> list[tuple[str, str]]:
    return [(fault.message, text[fault.start : fault.end]) for fault in shape_faults(text)]


def test_a_word() -> None:
    longest, longer = "a" * WORD, "b" * (WORD + 1)
    assert said(f"Ett {longest} ord. Ett {longer} till.") == [
        ("this word has 501 characters, more than 500", longer)
    ]
    # A space that no line is broken at joins words.
    joined = "\u00a0".join(["ord"] * 200)
    assert said(joined) == [("this word has 799 characters, more than 500", joined)]


def test_a_sentence() -> None:
    words = "ord " * (SENTENCE // 4)
    assert said(words) == []
    assert said(f"Kort. {words}mer. Kort. ") == [
        ("this sentence has 1004 characters, more than 1000", f"{words}mer."),
    ]


@pytest.mark.parametrize(
    "between", [". ", "! ", "?” ", ".**\n", "…\n", "\n\n", "\n- ", "\n1. ", "\n| ", "\n> \n"]
)
def test_where_a_sentence_ends(between: str) -> None:
    assert said("ord " * 200 + "ord" + between + "Ord " * 200) == []


@pytest.mark.parametrize("between", [", ", "\n", ".5 ", "; ", " - ", "|"])
def test_where_it_does_not(between: str) -> None:
    text = "ord " * 200 + "ord" + between + "Ord " * 200
    assert [message for message, _ in said(text)] == [
        f"this sentence has {len(text)} characters, more than 1000"
    ]


def _table(rows: int, columns: int, mark: str = "") -> str:
    line = "|".join("1" * columns)
    rule = "|".join("-" * columns)
    return "\n".join(f"{mark}|{each}|" for each in (line, rule, *[line] * rows))


def test_a_table() -> None:
    assert said(_table(TABLE_ROWS, TABLE_COLUMNS)) == []
    assert said(f"{_table(TABLE_ROWS, 2)}\n\n{_table(9, 2)}") == []
    found = said(f"Först.\n\n{_table(TABLE_ROWS + 300, 2)}")
    assert found == [("this table has more than 200 rows", "|1|1|\n")]
    ((message, place),) = said(_table(2, TABLE_COLUMNS + 1, "> "))
    assert message == "this table has 21 columns, more than 20"
    assert place.startswith("> |-|-")


def test_a_table_without_bars_at_its_sides() -> None:
    text = "a | b\n- | -\n" + "1\n" * (TABLE_ROWS + 1)
    assert [message for message, _ in said(text)] == ["this table has more than 200 rows"]


def test_references_with_a_bar_are_no_table() -> None:
    assert said("{a|percent} och {b|percent}\n" * 20) == []


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{'  ' * depth}- Ett" for depth in range(NESTING + 1)),
        "\n".join(f"{'   ' * depth}1. Ett" for depth in range(NESTING + 1)),
        "> " * (NESTING + 1) + "Ett",
        "> - > - > - > Ett",
        "- " * (NESTING + 1) + "Ett",
    ],
)
def test_lists_and_quotations_in_one_another(text: str) -> None:
    ((message, place),) = said(f"Först.\n\n{text}")
    assert message == "more than 6 lists or quotations stand in one another"
    assert place.endswith("Ett")


def test_as_many_as_are_allowed() -> None:
    assert said("\n".join(f"{'  ' * depth}- Ett" for depth in range(NESTING))) == []
    assert said("> " * NESTING + "Ett") == []
    assert said("Ett\n" + " " * 30 + "och samma stycke") == []


def test_nothing_of_the_studies_is_too_large() -> None:
    for path in STUDIES.glob("*.yml"):
        read_study(path)


def test_the_place_in_the_file_is_told(tmp_path: Path) -> None:
    text = (STUDIES.parent / "tests" / "fuzz" / "study.yml").read_text(encoding="utf-8")
    lead = f"  lead: |\n    Ett stycke.\n\n    Ett {'a' * 600} ord."
    with pytest.raises(Problems) as raised:
        read_study(Path("study.yml"), "study.yml", text.replace("  lead: Allt", lead))
    (problem,) = raised.value.found
    assert problem.full() == (
        f"study.yml:{text[: text.index('  lead')].count(chr(10)) + 4}:9: TEXT106"
        " this word has 600 characters, more than 500\n"
        f"    {'    Ett ' + 'a' * 151}…\n"
        f"            {'^' * 152}\n"
        "    part it: no line can hold it"
    )


@pytest.mark.parametrize(
    "text",
    [
        "." * 19_000 + "a", ".”" * 9_000, "a. " * 6_000, "|" * 19_000, "|-" * 9_000 + "\n|",
        ">" * 19_000, "- " * 9_000, "  " * 9_000 + "a", "1. " * 6_000, "\n" * 19_000, "*_" * 9_000,
        "a|b\n-|-\n" * 2_000, ">\n" * 9_000, "-\n" * 9_000, "* * " * 4_000,
        "- " * 9_000 + "\n===", "-" * 19_000 + "x", "-" + " " * 19_000 + "x", "{" + "`" * 19_000,
        "|a|\n|-|\n{" + "a|" * 9_000,
        "a" + "\n2. b" * 4_000,
        "{a}`" * 4_000, "{" + "".join("`" * n + " " for n in range(190)), "1. a\n" * 3_000,
        "{" + "\\" * 19_000 + "`", "a" + " " * 19_000 + "\n", "{|" * 9_000 + "\n|-|",
        "{a|" * 6_000 + "\n-|-\n" + "{a|" * 1_000, "1) " * 6_000, "2. > " * 3_000,
    ],
)  # fmt: skip
def test_the_look_is_quick_whatever_stands_there(text: str) -> None:
    began = time.process_time()
    list(shape_faults(text))
    assert time.process_time() - began < 1


HEADING = "a heading of level 1 or 2 cannot stand in prose"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("> # Rubrik", "#"),
        ("> Rubrik\n> ===", "==="),
        ("- a\n  - b\n\n    ## Rubrik", "##"),
        ("1. Rubrik\n   på två rader\n    --- ", "---"),
        ("> - #", "#"),
    ],
)
def test_a_heading_within_a_list_or_a_quotation(text: str, sign: str) -> None:
    assert said(text) == [(HEADING, sign)]


@pytest.mark.parametrize(
    "text", ["- a\n\n    ---", "> ### R", "> a\n\n---", "- -\n- #a", "# a", "a\n="]
)
def test_what_is_no_such_heading_or_is_found_by_its_look(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2005. Det började.", "“2005.” makes item 1"),
        ("1. a\n7. b\n8. c", "“7.” makes item 2"),
        ("0. a\n1. b", "“0.” makes item 1"),
        ("01. a", "“01.” makes item 1"),
        ("1. a\n1. b\n3. c", "“1.” makes item 2"),
        ("1. 7. a", "“7.” makes item 1"),
        ("17. 7. a", "“7.” makes item 1|“17.” makes item 1"),
        ("1. a\n\nText\n\n2. b", "“2.” makes item 1"),
        ("- a\n  - 3) b", "“3)” makes item 1"),
    ],
)
def test_a_number_that_a_list_would_change(text: str, found: str) -> None:
    messages = [message for message, _ in said(text)]
    whole = ", ".join(f"{each} of a list, which is counted by itself" for each in found.split("|"))
    assert ", ".join(messages) == whole


@pytest.mark.parametrize(
    "text",
    [
        "1. a\n2. b\n3. c", "1. a\n1. b\n1. c", "1) a\n\n   1. b\n   2. c\n\n2) d",
        "2005\\. Början",
        "Det började\n2005. Sedan", "- a\n- b", "1.", "> 1. a\n> 2. b", "2005.Nej",
        "1234567890. Nej",
    ],
)  # fmt: skip
def test_lists_that_count_as_they_are_written(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Av kunderna fick\n75) procent hjälp", "75)"),
        ("- a\n  12. b", "12."),
        ("> a 3. b\n> c\n>  3. d", "3."),
        ("1. a\n\n   Text\n   2. b", "2."),
    ],
)
def test_a_line_that_only_looks_like_an_item(text: str, number: str) -> None:
    assert said(text) == [(f"“{number}” begins a line, but no item of a list", number)]
    before, _, after = text.rpartition(number)
    assert said(f"{before}{number[:-1]}\\{number[-1]}{after}") == []


def test_in_one_line_a_number_begins_no_list() -> None:
    assert list(shape_faults("2. Så gjordes undersökningen", blocks=False)) == []
    assert list(shape_faults("> # Rubrik", blocks=False)) == []


CODE = "this stands in code, where a reference is printed as it is written"


@pytest.mark.parametrize(
    "text",
    [
        "`{R9}` och {R1}", "``a ` {R9}`` {R1}", "    {R9} svarade", "a {R1}\n\n\t{R9}",
        "{R1}\n\n```\n{R9}",
        "- {R1}\n\n      {R9}", "\\\\`{R9}`", "~~~\n{R9}\n~~~\n{R1}",
    ],
)  # fmt: skip
def test_a_reference_in_code(text: str) -> None:
    assert said(text) == [(CODE, "{R9}")]


@pytest.mark.parametrize(
    "text",
    ["\\`{R1}`", "`a` {R1} `b`", "`a\n\n{R1}`", "- a\n    {R1}", "`[ord](#R1)`", "`` ` `` {R1}"],
)
def test_a_reference_beside_code(text: str) -> None:
    assert said(text) == []


def test_a_reference_that_a_table_parts() -> None:
    parted = "a bar ends a table's cell, and parts this reference"
    assert said("| a | b |\n|-|-|\n| {R1|short} |\n| {R1\\|short} | c |") == [
        (parted, "{R1|short}")
    ]
    assert said("a | {R1|n}\n-|-|-\n1|2|3") == [(parted, "{R1|n}")]


WIDE = "this row has more cells than the head of its table, which has 2"


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("| a | b |\n|---|---|\n| one | two | MISSINGCELL |", ["| MISSINGCELL |"]),
        ("a | b\n--- | ---\none | two | three\n1|2|\n1 \\| 2 | 3", ["| three"]),
        ("> | a | b |\n> |---|---|\n> | 1 | 2 | | 4\n> | | | x", ["| | 4", "| x"]),
        ("- x\n\n  | a | b |\n  |---|---|\n  | 1 | 2 | 3 |", ["| 3 |"]),
        ("| a | b |\n|---|---|\n| 1 | 2 | | |\n| 1 |\n\n| 1 | 2 | 3 |", []),
    ],
)
def test_a_cell_too_many_is_not_left_out_without_a_word(text: str, lost: list[str]) -> None:
    assert said(text) == [(WIDE, cell) for cell in lost]


def test_words_behind_a_fence() -> None:
    message = "what stands behind the signs that open a block of code is not printed"
    assert said("```python\nx = 1\n```") == [(message, "python")]
    assert said("- ~~~ two words\n  x\n  ~~~") == [(message, "two words")]
    assert said("```\nx\n```\n\n```x``` y") == []


@pytest.mark.parametrize(
    "text", ["`" * 50_000, "```x\n" * 5_000, "|a|b|\n|-|-|\n" + "|1|2|3\n" * 2_000]
)
def test_looking_for_lost_words_takes_no_time(text: str) -> None:
    began = time.process_time()
    list(shape_faults(text))
    assert time.process_time() - began < 2
