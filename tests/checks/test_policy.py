"""Which rules hold, and how much they weigh."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

from reportgen.checks.policy import USUAL, Policy
from reportgen.checks.registry import check_study
from reportgen.problems import Severity
from reportgen.study.reader import Loaded, read_study

Read = Callable[[str, str], Loaded]
ALLOW = """\
allow:
  - {code: STAT105, words: "count: 60", reason: because it is so}

brief:
"""


def test_a_rule_weighs_what_the_policy_says(read_changed: Read) -> None:
    loaded = read_changed("        - viewpoint: V1\n", "")
    usual, strict, off = (
        check_study(loaded, policy)
        for policy in (
            USUAL,
            Policy(weights=(("TEXT202", "error"),)),
            Policy(weights=(("TEXT202", "off"), ("STAT101", "warning"))),
        )
    )
    assert [(each.code, each.severity) for each in usual] == [("TEXT202", Severity.WARNING)]
    assert [(each.code, each.severity) for each in strict] == [("TEXT202", Severity.ERROR)]
    assert usual[0].message == strict[0].message
    assert off == ()


def test_what_cannot_be_said_weighs_what_it_weighs(read_changed: Read) -> None:
    loaded = read_changed("value: {count: 60}", "value: {count: 160}")
    (found,) = check_study(loaded, Policy(weights=(("STAT103", "off"),)))
    assert (found.code, found.severity) == ("STAT103", Severity.ERROR)


def test_what_cannot_be_said_is_not_allowed(small: str) -> None:
    text = small.replace("value: {count: 60}", "value: {count: 160}")
    text = text.replace("brief:\n", ALLOW.replace("STAT105", "STAT103").replace("60", "160"), 1)
    found = check_study(read_study(Path("liten-studie.yml"), text=text))
    assert [each.code for each in found] == ["STAT103", "ALLOW102"]
    assert found[1].full() == (
        "liten-studie.yml:118:12: ALLOW102 STAT103 cannot be allowed: what breaks it cannot be"
        " printed\n"
        '      - {code: STAT103, words: "count: 160", reason: because it is so}\n'
        "               ^^^^^^^\n"
        "    take the allowance out, and mend what the rule finds"
    )


def test_an_allowance_is_idle_only_where_its_rule_holds(read_changed: Read) -> None:
    loaded = read_changed("brief:\n", ALLOW)
    (found,) = check_study(loaded)
    assert (found.code, found.severity) == ("ALLOW101", Severity.WARNING)
    assert check_study(loaded, Policy(weights=(("STAT105", "off"),))) == ()
    assert check_study(loaded, Policy(weights=(("ALLOW101", "off"),))) == ()
    (found,) = check_study(loaded, Policy(weights=(("ALLOW101", "error"),)))
    assert found.severity is Severity.ERROR


def test_it_pickles() -> None:
    policy = Policy(weights=(("TEXT202", "off"),), disclosure="bpc")
    assert pickle.loads(pickle.dumps(policy)) == policy
    assert hash(policy) != hash(USUAL)
