"""CLAIM104: a majority is shown."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM104"
RULE = Rule(
    code=_CODE,
    title="a majority is shown",
    reason=(
        "A majority is more than half. Where a probability sample of known size gives the"
        " figure, its interval must lie above the half as well; otherwise the majority may be"
        " chance."
    ),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: En majoritet av cheferna vill ha svar på kvällen.
""",
    good="""\
brief:
  lead: En majoritet av cheferna har höjt sina krav.
""",
    says=("“En majoritet” is not shown by “R1”: “41 procent” (its interval is 33–49 percent)"),
)
