"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from reportgen.problems import Problem, Severity, Span
from reportgen.study.reader import MOST_OF_A_KIND, Loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: a stable code, what it demands, why, and the function that looks.

    `check` yields a breach for each place where a study breaks the rule; it
    never stops at the first.
    """

    code: str
    title: str
    reason: str
    check: Callable[[Loaded], Iterator[Breach]]
    severity: Severity = Severity.ERROR
    bad: str = ""  # an example that breaks the rule, as it would stand in a study
    good: str = ""  # the same, mended

    def problems(self, loaded: Loaded) -> Iterator[Problem]:
        """The places where the study breaks this rule, the first hundred."""
        for breach in islice(self.check(loaded), MOST_OF_A_KIND):
            yield Problem(
                code=self.code,
                message=breach.message,
                span=breach.span,
                remedy=breach.remedy,
                severity=self.severity,
            )


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a rule is broken; code and severity are the rule's own."""

    message: str
    span: Span
    remedy: str = ""
