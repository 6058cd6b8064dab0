"""The registry, and what must not break a rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.checks import registry
from reportgen.checks.registry import RULES, check_study
from reportgen.problems import Severity
from reportgen.study.reader import Loaded

Read = Callable[[str, str], Loaded]


def test_the_small_study_breaks_no_rule(read_changed: Read) -> None:
    assert check_study(read_changed("kind: survey", "kind: survey")) == ()


def test_codes_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert codes == [
        "CHART101",
        "CHART102",
        "CHART103",
        *(f"CLAIM{number}" for number in range(101, 118)),
        "DISC101",
        "DISC102",
        "DISC103",
        "DISC104",
        "STAT101",
        "STAT102",
        "STAT103",
        "STAT104",
        "STAT105",
        "STAT106",
        "STAT107",
        "TEXT201",
        "TEXT202",
        "TEXT203",
    ]


def test_every_rule_says_what_it_demands_and_why() -> None:
    for rule in RULES:
        assert rule.title and rule.reason.endswith(".")
    warnings = [rule.code for rule in RULES if rule.severity is Severity.WARNING]
    assert warnings == ["CLAIM113", "STAT105", "STAT106", "TEXT202"]


def test_every_rule_file_is_registered() -> None:
    files = {module for module in vars(registry) if hasattr(vars(registry)[module], "RULE")}
    assert len(files) == len(RULES)


def test_problems_come_by_place(read_changed: Read) -> None:
    found = check_study(read_changed("        - viewpoint: V1\n        - context: C1\n", ""))
    assert [(each.code, each.span.line) for each in found] == [("TEXT202", 105), ("TEXT202", 112)]


@pytest.mark.parametrize(
    "text",
    [
        "Mellan 1999 och 2005 svarade 1 088 slutkunder inom 24 timmar.",
        "Fältperioden var 2005-03-22/2005-03-31, och 2005-04-01–2005-04-30.",
        "Organisationsnummer 556036-0793, och 769612-3456.",
        "Raderna 000-14, 000-15, 004-02 och 000-M1.",
        "Öppet 08–17, 00–24 och 08:00–17:00 alla dagar.",
        "Det kostade 12 345 678 kronor, 0,5 procent eller 100 000 000.",
        "Läs https://example.org/0701234567/08-1234567 i lugn och ro.",
        "Svar från @kundservice och Kim@kontoret.",
        "Mellan 34 % och 21 %, 30–21, 10 20 30.",
    ],
)
def test_numbers_that_are_no_phone_numbers(read_changed: Read, text: str) -> None:
    found = check_study(read_changed("Svara på kvällen.", f"'{text}'"))
    assert [each for each in found if each.code == "TEXT201"] == []


@pytest.mark.parametrize(
    "number",
    [
        "0701234567",
        "08-123 456 78",
        "0920-12 345",
        "+47 22 33 44 55",
        "0046 8 123 45 67",
        "+358 40 123 4567",
        "073-123 45 67",
        "0771-12 34 56",
        "+46701234567",
    ],
)
def test_phone_numbers_of_the_north(read_changed: Read, number: str) -> None:
    found = check_study(read_changed("Svara på kvällen.", f"Ring ({number})!"))
    assert [each.message for each in found] == ["a phone number would be published"]
    assert found[0].span.width == len(number)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # 59 is the rest of 41; 3 is the difference between 41 and 38; 4/5 the rest of 1/5.
        (
            "value: {percent: 59}\n    base: chefer\n    question: kvall\n    derived_from: [R1]",
            "value: {percent: 3}\n    base: chefer\n    derived_from: [R1, R2]",
        ),
        (
            "value: {percent: 59}\n    base: chefer\n    question: kvall\n    derived_from: [R1]",
            "value: {ratio: 1/5}\n    base: chefer\n    derived_from: [R3]",
        ),
        (
            "value: {percent: 59}\n    base: chefer\n    question: kvall\n    derived_from: [R1]",
            "value: {count: 86}\n    base: chefer\n    derived_from: [R8]",
        ),
        ("value: {percent: 41}", "value: {percent: 41.0}"),
    ],
)
def test_what_is_derived_rightly(read_changed: Read, old: str, new: str) -> None:
    assert check_study(read_changed(old, new)) == ()


def test_a_net_does_not_count_twice(read_changed: Read) -> None:
    changed = read_changed(
        "    value: {percent: 38}\n    base: kollegor",
        "    value: {percent: 70}\n    net_of: [ja, kanske]\n    base: chefer",
    )
    assert "STAT102" not in {problem.code for problem in check_study(changed)}


def test_rounding_may_take_parts_past_the_whole(read_changed: Read) -> None:
    def codes(percent: str) -> set[str]:
        old = "    value: {percent: 38}\n    base: kollegor"
        new = f"    value: {{percent: {percent}}}\n    base: chefer"
        return {problem.code for problem in check_study(read_changed(old, new))}

    assert "STAT102" not in codes("60")
    assert "STAT102" in codes("60.1")


def test_an_interval_needs_a_probability_sample(read_changed: Read) -> None:
    loaded = read_changed(
        "{type: probability, text: Obundet slumpmässigt urval}", "{type: quota, text: Kvoter}"
    )
    assert check_study(loaded) == ()
