"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from reportgen.problems import Problem, Severity, Span
from reportgen.study.reader import MOST_OF_A_KIND, Loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: a stable code, what it demands, why, and the function that looks.

    `check` yields a breach for each place where a study breaks the rule; it
    never stops at the first. `bad` and `good` are excerpts of a study in YAML,
    from its top level down: laid over a sound study, the one breaks this rule
    and no other, and the other breaks none. `says` is what the bad one is told.
    Of a `binding` rule no allowance and no setting takes anything away: what
    breaks it cannot be drawn or said at all.
    """

    code: str
    title: str
    reason: str
    check: Callable[[Loaded], Iterator[Breach]]
    severity: Severity = Severity.ERROR
    profile: str = ""  # the standard of disclosure with which it holds; empty: always
    bad: str = ""
    good: str = ""
    says: str = ""
    binding: bool = False

    def problems(self, loaded: Loaded, severity: Severity | None = None) -> Iterator[Problem]:
        """The places where the study breaks this rule, the first hundred."""
        for breach in islice(self.check(loaded), MOST_OF_A_KIND):
            yield Problem(
                code=self.code,
                message=breach.message,
                span=breach.span,
                remedy=breach.remedy,
                severity=Severity.WARNING if breach.stretched else severity or self.severity,
            )


class Breach(NamedTuple):
    """One place where a rule is broken; code and severity are the rule's own.

    `stretched` says that the rule is bent rather than broken: a warning at most.
    """

    message: str
    span: Span
    remedy: str = ""
    stretched: bool = False
