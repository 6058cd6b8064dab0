"""Which rules hold, and how much they weigh."""

from __future__ import annotations

import pickle
from collections.abc import Callable

from reportgen.checks.policy import USUAL, Policy
from reportgen.checks.registry import check_study
from reportgen.problems import Severity
from reportgen.study.reader import Loaded

Read = Callable[[str, str], Loaded]
ALLOW = """\
allow:
  - {code: STAT103, words: "count: 60", reason: because it is so}

brief:
"""


def test_a_rule_weighs_what_the_policy_says(read_changed: Read) -> None:
    loaded = read_changed("value: {count: 60}", "value: {count: 160}")
    usual, lenient, off = (
        check_study(loaded, policy)
        for policy in (
            USUAL,
            Policy(weights=(("STAT103", "warning"),)),
            Policy(weights=(("STAT103", "off"), ("STAT101", "warning"))),
        )
    )
    assert [(each.code, each.severity) for each in usual] == [("STAT103", Severity.ERROR)]
    assert [(each.code, each.severity) for each in lenient] == [("STAT103", Severity.WARNING)]
    assert usual[0].message == lenient[0].message
    assert off == ()


def test_a_warning_may_become_an_error(read_changed: Read) -> None:
    loaded = read_changed("        - viewpoint: V1\n", "")
    (found,) = check_study(loaded, Policy(weights=(("TEXT202", "error"),)))
    assert (found.code, found.severity) == ("TEXT202", Severity.ERROR)


def test_an_allowance_is_idle_only_where_its_rule_holds(read_changed: Read) -> None:
    loaded = read_changed("brief:\n", ALLOW)
    (found,) = check_study(loaded)
    assert (found.code, found.severity) == ("ALLOW101", Severity.WARNING)
    assert check_study(loaded, Policy(weights=(("STAT103", "off"),))) == ()
    assert check_study(loaded, Policy(weights=(("ALLOW101", "off"),))) == ()
    (found,) = check_study(loaded, Policy(weights=(("ALLOW101", "error"),)))
    assert found.severity is Severity.ERROR


def test_it_pickles() -> None:
    policy = Policy(weights=(("TEXT202", "off"),), disclosure="bpc")
    assert pickle.loads(pickle.dumps(policy)) == policy
    assert hash(policy) != hash(USUAL)
