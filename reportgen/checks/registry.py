"""Every rule that a study is held to, in the order of their codes: one line a rule."""

from __future__ import annotations

from reportgen.checks import (
    chart_comparable,
    chart_precision,
    chart_units,
    counts,
    derived,
    form_precision,
    private_contacts,
    small_bases,
    sponsor_and_universe,
    sums,
    unused,
)
from reportgen.checks.allowances import without_allowed
from reportgen.checks.rule import Rule
from reportgen.problems import Problem
from reportgen.study.reader import Loaded

RULES: tuple[Rule, ...] = (
    chart_precision.RULE,
    chart_units.RULE,
    chart_comparable.RULE,
    sponsor_and_universe.RULE,
    derived.RULE,
    sums.RULE,
    counts.RULE,
    small_bases.RULE,
    private_contacts.RULE,
    unused.RULE,
    form_precision.RULE,
)


def check_study(loaded: Loaded) -> tuple[Problem, ...]:
    """Everything that the rules find in a study and it does not allow, by place.

    Errors and warnings alike.
    """
    broken = (problem for rule in RULES for problem in rule.problems(loaded))
    found = without_allowed(loaded, broken)
    return tuple(sorted(found, key=lambda problem: (problem.span, problem.code, problem.message)))
