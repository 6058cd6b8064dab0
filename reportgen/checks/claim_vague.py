"""CLAIM113: a number that is known is told."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule
from reportgen.problems import Severity

_CODE = "CLAIM113"
RULE = Rule(
    code=_CODE,
    title="a number that is known is told",
    reason=("“Many” where the study knows how many leaves the reader to guess, usually too high."),
    check=breaches_of(_CODE),
    severity=Severity.WARNING,
    bad="""\
brief:
  lead: Många chefer vill ha svar på kvällen.
""",
    good="""\
brief:
  lead: Fyra av tio chefer vill ha svar på kvällen.
""",
    says=("“Många” says less than “R1” knows: “41 procent”"),
)
