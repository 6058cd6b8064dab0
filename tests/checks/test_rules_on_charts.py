"""Rules on charts that need more than one change to the small study."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.checks.registry import check_study
from reportgen.study.reader import read_study


def messages(small: str, *changes: tuple[str, str]) -> list[str]:
    for old, new in changes:
        assert small.count(old) == 1, old
        small = small.replace(old, new)
    found = check_study(read_study(Path("liten-studie.yml"), text=small))
    return [f"{problem.code} {problem.message}" for problem in found]


GROUPED_TO = ("    kind: grouped", "    kind: {}")
RESULTS = ("    results: [R1, R2]\n    highlight: [R1]", "    results: [{}]")


@pytest.mark.parametrize(
    ("kind", "results"),
    [
        ("bars", "R1, R2, R8"),
        ("dumbbell", "R1, R2"),
        ("stacked", "R1, R7"),
        ("stacked", "R1"),
        ("icons", "R3"),
        ("bound", "R4"),
        ("word", "R5"),
        ("ranking", "R9"),
        ("threshold", "R6"),
        ("list", "R10"),
        ("interval", "R1, R8"),
        ("word", "R5, R5"),
    ],
)
def test_kinds_that_fit(small: str, kind: str, results: str) -> None:
    changes = [
        (old, new.format(what)) for (old, new), what in ((GROUPED_TO, kind), (RESULTS, results))
    ]
    assert messages(small, *changes) == []


@pytest.mark.parametrize(
    ("kind", "results", "expected"),
    [
        ("bound", "R1", "CHART101 “R1” is known as a percent, which bound cannot show"),
        ("word", "R4", "CHART101 “R4” is known as a bound, which word cannot show"),
        ("ranking", "R1", "CHART101 “R1” is known as a percent, which ranking cannot show"),
        ("threshold", "R3", "CHART101 “R3” is known as a ratio, which threshold cannot show"),
        ("list", "R5", "CHART101 “R5” is known as a term, which list cannot show"),
        (
            "threshold",
            "R11",
            "CHART101 “R11” is what “V1” asserts; nobody was asked, so threshold would mislead",
        ),
        ("bars", "R9", "CHART101 “R9” is known as a rank, which bars cannot show"),
        ("bars", "R10", "CHART101 “R10” is known as a list, which bars cannot show"),
    ],
)
def test_kinds_that_do_not_fit(small: str, kind: str, results: str, expected: str) -> None:
    changes = [
        (old, new.format(what)) for (old, new), what in ((GROUPED_TO, kind), (RESULTS, results))
    ]
    assert messages(small, *changes) == [expected]


def test_an_interval_from_a_quota_sample_is_refused(small: str) -> None:
    assert messages(
        small,
        ("type: probability", "type: quota"),
        ("    kind: grouped", "    kind: interval"),
        (RESULTS[0], "    results: [R1]"),
    ) == ["CHART101 “R1” does not come from a probability sample, so it has no interval"]


def test_parts_that_overlap_are_no_distribution(small: str) -> None:
    assert messages(
        small,
        ("    kind: grouped", "    kind: stacked"),
        (RESULTS[0], "    results: [R1, R2]"),
        ("value: {percent: 38}\n    base: kollegor", "value: {percent: 70}\n    base: chefer"),
        ("multiple: false", "multiple: true"),
        ("{R2} av kollegorna", "{R2} svarar så"),
    ) == ["CHART101 the parts add up to 111 percent"]


@pytest.mark.parametrize("kind", ["bars", "stacked"])
def test_a_count_without_a_base_is_no_share(small: str, kind: str) -> None:
    assert messages(
        small,
        ("kind: grouped", f"kind: {kind}"),
        ("results: [R1, R2]\n    highlight: [R1]", "results: [R8]"),
        ("value: {count: 60}\n    base: chefer", "value: {count: 60}\n    base: kollegor"),
    ) == [f"CHART101 “R8” is a count, and {kind} needs to know how many its base “kollegor” holds"]


def test_several_questions_may_share_a_chart_if_each_has_its_pair(small: str) -> None:
    extra = (
        "viewpoints:\n",
        "  - {id: K1, says: x, value: {percent: 80}, base: chefer, question: krav,"
        " source: {text: pm, place: s}}\n"
        "  - {id: K2, says: x, value: {percent: 70}, base: kollegor, question: krav,"
        " source: {text: pm, place: s}}\n\nviewpoints:\n",
    )
    assert messages(small, extra, (RESULTS[0], "    results: [R1, R2, K1, K2]")) == []
    assert messages(small, extra, (RESULTS[0], "    results: [R1, R2, K1]")) == [
        "TEXT202 the brief never uses the result “K2”",
        "CHART103 “K1” has no counterpart: only “chefer” answers “krav” here",
    ]


def test_a_difference_across_units_has_no_meaning(small: str) -> None:
    assert messages(
        small,
        (
            "value: {percent: 38}\n    base: kollegor",
            "value: {percent: 38}\n    unit: cases\n    base: kollegor",
        ),
    ) == [
        "TEXT203 “R1” and “R2” count unlike units, so they have no difference",
        "CHART102 “R2” counts cases, but “R1” in the same chart counts people",
    ]
