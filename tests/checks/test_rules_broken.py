"""One broken rule beside everything that is said about it: `broken.txt`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.checks.registry import RULES, check_study
from reportgen.study.reader import Loaded

CASES = re.findall(
    r"^=== ([^\n]*)\n(.*?)\n^--- with\n(.*?)\n^--- says\n(.*?)\n(?=^=== |\Z)",
    (Path(__file__).parent / "broken.txt").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


@pytest.mark.parametrize(
    ("old", "new", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_every_breach_in_full(
    old: str, new: str, expected: str, read_changed: Callable[[str, str], Loaded]
) -> None:
    found = check_study(read_changed(old, new))
    assert "\n".join(problem.full() for problem in found) == expected


def test_every_rule_is_broken_once() -> None:
    said = "\n".join(case[3] for case in CASES)
    always = {rule.code for rule in RULES if not rule.profile}
    assert always == set(re.findall(r": ([A-Z]+\d+) ", said))
