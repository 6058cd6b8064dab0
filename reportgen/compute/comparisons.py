"""What may be said of a difference between two groups, given what is known of their bases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from reportgen.compute.differences import (
    Significance,
    significance_between,
    two_proportion_test,
)
from reportgen.compute.families import holm
from reportgen.compute.finding import Finding, Findings
from reportgen.compute.unknown_bases import second_base_between, smallest_total_base
from reportgen.study.model import Group, Result

LEVEL = 95.0
"""The confidence at which a difference counts as established, in percent."""


class Verdict(StrEnum):
    """How a difference stands against chance."""

    SIGNIFICANT = "significant"
    NOT_SIGNIFICANT = "not_significant"
    NEEDS = "needs"  # one base is unknown: significant only from so many respondents on
    NEVER = "never"  # one base is unknown: significant for no number of respondents
    UNKNOWN = "unknown"  # neither base is known, or the rounding hides the answer
    NOT_RANDOM = "not_random"  # a quota or self-selected sample: no test applies


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groups' shares on one question.

    `needed` is the smallest unknown base (NEEDS) or the smallest total of two
    equal groups (UNKNOWN) at which the difference would be significant.
    `assumes_random` says that the verdict holds only if the sample is random,
    which the source does not tell.
    """

    first: Finding
    second: Finding
    verdict: Verdict
    needed: int | None = None
    unknown: Finding | None = None
    assumes_random: bool = False

    @property
    def ids(self) -> frozenset[str]:
        """The two results that are compared."""
        return frozenset((self.first.id, self.second.id))


def compare(findings: Findings) -> tuple[Comparison, ...]:
    """Every pair of groups whose shares of one answer are known in percent.

    Where both bases are known the pairs are one family and are tested together
    by Holm's step-down, so that many comparisons do not make chance look like
    a finding.
    """
    pairs = tuple(_pairs(findings))
    sampling = findings.study.disclosure.sampling.type
    if sampling in ("quota", "self-selected"):
        return tuple(Comparison(a, b, Verdict.NOT_RANDOM) for a, b in pairs)
    adjusted = _adjusted(pairs)
    return tuple(_judge(a, b, adjusted.get((a.id, b.id)), sampling is None) for a, b in pairs)


def _pairs(findings: Findings) -> Iterator[tuple[Finding, Finding]]:
    for first, second in combinations(findings.by_id.values(), 2):
        measured = first.point is not None and second.point is not None
        alike = first.unit == second.unit and _same_answer(first.result, second.result)
        if measured and alike and not _one_holds_the_other(first, second, findings.study.groups):
            yield first, second


def _same_answer(one: Result, other: Result) -> bool:
    """Whether two groups' shares are of one answer to one question, in one period."""
    set_against = one.compared_with == other.id or other.compared_with == one.id
    return (
        one.question is not None
        and (one.question, one.period) == (other.question, other.period)
        and (_answer(one) == _answer(other) or set_against)
        and None not in (one.base, other.base)
        and one.base != other.base
        and not (one.derived_from or other.derived_from)
    )


def _answer(result: Result) -> str:
    """What the share is a share of having answered: its label, else its words."""
    return result.label if result.label is not None else result.says


def _one_holds_the_other(first: Finding, second: Finding, groups: Mapping[str, Group]) -> bool:
    """Whether one group was filtered from the other: the tests are for groups apart."""
    return first.result.base in _wholes(second, groups) or second.result.base in _wholes(
        first, groups
    )


def _wholes(finding: Finding, groups: Mapping[str, Group]) -> frozenset[str]:
    """The groups that a finding's group is part of, through however many steps."""
    found: set[str] = set()
    group = finding.group
    while group is not None and group.part_of is not None and group.part_of not in found:
        found.add(group.part_of)
        group = groups.get(group.part_of)
    return frozenset(found)


def _base(finding: Finding) -> int | None:
    return finding.group.n if finding.group is not None else None


def _adjusted(pairs: tuple[tuple[Finding, Finding], ...]) -> dict[tuple[str, str], float]:
    """The p-value of each pair with two known bases, adjusted for the family."""
    found: dict[tuple[str, str], float] = {}
    for a, b in pairs:
        n_a, n_b = _base(a), _base(b)
        if n_a and n_b and a.point is not None and b.point is not None:
            found[a.id, b.id] = two_proportion_test(a.point, n_a, b.point, n_b).p
    return dict(zip(found, holm(tuple(found.values())), strict=True))


def _judge(a: Finding, b: Finding, p: float | None, assumes_random: bool) -> Comparison:
    assert a.point is not None
    assert b.point is not None
    n_a, n_b = _base(a), _base(b)
    if n_a and n_b:
        for_all = significance_between(a.spread, n_a, b.spread, n_b) is Significance.FOR_ALL
        significant = p is not None and p < 1 - LEVEL / 100 and for_all
        verdict = Verdict.SIGNIFICANT if significant else Verdict.NOT_SIGNIFICANT
        return Comparison(a, b, verdict, assumes_random=assumes_random)
    if not n_a and not n_b:
        needed = smallest_total_base(a.point, b.point)
        return Comparison(a, b, Verdict.UNKNOWN, needed, assumes_random=assumes_random)
    known, unknown = (a, b) if n_a else (b, a)
    assert known.point is not None
    assert unknown.point is not None
    base = second_base_between(known.spread, n_a or n_b or 0, unknown.spread)
    if base.for_some is None:
        return Comparison(a, b, Verdict.NEVER, None, unknown, assumes_random)
    # What the rounding of the printed percents leaves open is no verdict either way.
    verdict = Verdict.UNKNOWN if base.for_all is None else Verdict.NEEDS
    return Comparison(a, b, verdict, base.for_all, unknown, assumes_random)
