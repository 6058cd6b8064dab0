"""Each rule's page tells the truth: its bad example breaks it, and its good one breaks nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reportgen.checks.policy import Policy
from reportgen.checks.registry import RULES, check_study
from reportgen.checks.rule import Rule
from reportgen.problems import Problem
from reportgen.source import parse_yaml, plain
from reportgen.study.reader import read_study


def laid_over(study: Any, excerpt: Any, key: str = "") -> Any:
    """A study with an excerpt laid over it.

    Keys are added to keys, and what has an id to what has that id; a value, a
    text and any other list take the place of what was there.
    """
    if isinstance(study, dict) and isinstance(excerpt, dict) and key != "value":
        both = {name: laid_over(study.get(name), new, name) for name, new in excerpt.items()}
        return {**study, **both}
    if _have_ids(study) and _have_ids(excerpt):
        new = {each["id"]: each for each in excerpt}
        kept = [laid_over(each, new.pop(each["id"], {})) for each in study]
        return [*kept, *new.values()]
    return excerpt


def _have_ids(items: Any) -> bool:
    return isinstance(items, list) and all(
        isinstance(each, dict) and "id" in each for each in items
    )


def found_in(small: str, rule: Rule, excerpt: str) -> tuple[Problem, ...]:
    """What the rules say of the small study with an excerpt in it, under the rule's standard."""
    study = laid_over(plain(parse_yaml(small, "small")), plain(parse_yaml(excerpt, rule.code)))
    text = json.dumps(study, ensure_ascii=False, indent=1)
    loaded = read_study(Path("liten-studie.yml"), text=text)
    return check_study(loaded, Policy(disclosure=rule.profile or "house"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_bad_example_breaks_this_rule_alone(rule: Rule, small: str) -> None:
    found = found_in(small, rule, rule.bad)
    assert {problem.code for problem in found} == {rule.code}
    assert [problem.message for problem in found] == rule.says.splitlines()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_good_example_breaks_none(rule: Rule, small: str) -> None:
    assert found_in(small, rule, rule.good) == ()
    assert rule.good != rule.bad


def test_an_excerpt_is_laid_over_a_study() -> None:
    study = {"a": [{"id": "1", "x": "1", "value": {"p": "1"}}], "b": {"c": "1", "d": ["1"]}}
    excerpt = {"a": [{"id": "1", "value": {"q": "2"}}, {"id": "2"}], "b": {"d": ["2", "3"]}}
    assert laid_over(study, excerpt) == {
        "a": [{"id": "1", "x": "1", "value": {"q": "2"}}, {"id": "2"}],
        "b": {"c": "1", "d": ["2", "3"]},
    }
