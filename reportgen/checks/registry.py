"""Every rule that a study is held to, in the order of their codes: one line a rule."""

from __future__ import annotations

from itertools import chain

from reportgen.checks import (
    chart_comparable,
    chart_precision,
    chart_units,
    claim_base,
    claim_change,
    claim_difference,
    claim_limit,
    claim_majority,
    claim_net,
    claim_other_words,
    claim_own_number,
    claim_points,
    claim_slip,
    claim_superlative,
    claim_too_strong,
    claim_unbound,
    claim_units,
    claim_vague,
    claim_voice,
    claim_wrong_side,
    counts,
    derived,
    disclosure_aapor,
    disclosure_bpc,
    disclosure_esomar,
    form_precision,
    possible_percents,
    private_contacts,
    ratio_and_percent,
    rest_or_rounding,
    small_bases,
    sponsor_and_universe,
    sums,
    unused,
)
from reportgen.checks.allowances import UNUSED, refused_allowances, without_allowed
from reportgen.checks.cut_short import CUT_SHORT, cut_short
from reportgen.checks.policy import USUAL, Policy
from reportgen.checks.rule import Rule
from reportgen.problems import Problem, Severity
from reportgen.study.reader import Loaded

RULES: tuple[Rule, ...] = (
    chart_precision.RULE,
    chart_units.RULE,
    chart_comparable.RULE,
    claim_unbound.RULE,
    claim_too_strong.RULE,
    claim_wrong_side.RULE,
    claim_majority.RULE,
    claim_other_words.RULE,
    claim_superlative.RULE,
    claim_change.RULE,
    claim_difference.RULE,
    claim_points.RULE,
    claim_units.RULE,
    claim_slip.RULE,
    claim_net.RULE,
    claim_vague.RULE,
    claim_limit.RULE,
    claim_own_number.RULE,
    claim_voice.RULE,
    claim_base.RULE,
    sponsor_and_universe.RULE,
    disclosure_bpc.RULE,
    disclosure_esomar.RULE,
    disclosure_aapor.RULE,
    derived.RULE,
    sums.RULE,
    counts.RULE,
    small_bases.RULE,
    possible_percents.RULE,
    rest_or_rounding.RULE,
    ratio_and_percent.RULE,
    private_contacts.RULE,
    unused.RULE,
    form_precision.RULE,
)


def check_study(loaded: Loaded, policy: Policy = USUAL) -> tuple[Problem, ...]:
    """Everything that the rules find in a study and it does not allow, by place.

    Errors and warnings alike, each with the weight that the policy gives its
    rule.
    """
    weights = {rule.code: policy.weight_of(rule) for rule in RULES}
    broken = (
        problem
        for rule in RULES
        if (weight := weights[rule.code]) is not None
        for problem in rule.problems(loaded, weight)
    )
    cut = policy.weight(CUT_SHORT, Severity.WARNING)
    idle = policy.weight(UNUSED, Severity.WARNING)
    off = {code for code, weight in (*weights.items(), (CUT_SHORT, cut)) if weight is None}
    bound = {rule.code for rule in RULES if rule.binding}
    refused = refused_allowances(loaded, bound)
    allowed = without_allowed(loaded, chain(broken, cut_short(loaded, cut)), idle, off | bound)
    found = (*allowed, *refused)
    return tuple(sorted(found, key=lambda problem: (problem.span, problem.code, problem.message)))
