"""A sentence that a # cuts short is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.checks.policy import Policy
from reportgen.checks.registry import check_study
from reportgen.problems import Severity
from reportgen.study.reader import Loaded, read_study

Changed = Callable[[str, str], Loaded]
METHOD = "method: Enkät per telefon."


def test_a_text_that_ends_at_a_remark(read_changed: Changed) -> None:
    loaded = read_changed(METHOD, "method: Enkät per #telefon.")
    (problem,) = check_study(loaded)
    assert problem.severity is Severity.WARNING
    assert problem.full() == (
        "liten-studie.yml:152:21: YAML105 the text ends here: what follows # is a remark, and not"
        " printed\n"
        "      method: Enkät per #telefon.\n"
        "                        ^^^^^^^^^\n"
        '    put the whole text in quotes: "…"; a remark stands on a line of its own'
    )


@pytest.mark.parametrize(
    "written",
    [
        "# Ett eget påpekande\n  method: Enkät per telefon.",
        'method: "Enkät per #telefon."',
        'method: "Enkät per telefon."  # vårt påpekande',
        "method: |-  # vårt\n    Enkät per #telefon.",
        "method: Enkät per#telefon.",
    ],
)
def test_what_cuts_nothing(read_changed: Changed, written: str) -> None:
    assert check_study(read_changed(METHOD, written)) == ()


def test_a_value_that_is_no_prose_may_have_a_remark(read_changed: Changed) -> None:
    assert check_study(read_changed("kind: survey", "kind: survey  # enkät")) == ()


def test_a_text_over_several_lines(small: str) -> None:
    text = small.replace(METHOD, "method: Enkät\n    per # telefon.\n")
    (problem,) = check_study(read_study(Path("liten-studie.yml"), text=text))
    assert (problem.code, problem.span.line, problem.span.column) == ("YAML105", 153, 9)


def test_it_can_be_turned_off_and_made_an_error(read_changed: Changed) -> None:
    loaded = read_changed(METHOD, "method: Enkät per #telefon.")
    assert check_study(loaded, Policy(weights=(("YAML105", "off"),))) == ()
    (problem,) = check_study(loaded, Policy(weights=(("YAML105", "error"),)))
    assert problem.severity is Severity.ERROR
