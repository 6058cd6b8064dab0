"""CLAIM103: a hedge stands on the side where the figure lies."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM103"
RULE = Rule(
    code=_CODE,
    title="a hedge stands on the side where the figure lies",
    reason=("“Nearly” says below, “just over” says above, “more than” leaves no room below."),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: Över hälften av cheferna vill ha svar på kvällen.
""",
    good="""\
brief:
  lead: Under hälften av cheferna vill ha svar på kvällen.
""",
    says=("“Över hälften” lies on the wrong side of “R1”: “41 procent”"),
)
