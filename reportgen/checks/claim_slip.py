"""CLAIM111: a ratio has its word between, and the smaller number first."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM111"
RULE = Rule(
    code=_CODE,
    title="a ratio has its word between, and the smaller number first",
    reason=("“En fyra” for “en av fyra” is the kind of slip that every proof-reader misses."),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: Åtta tio chefer har höjt sina krav.
""",
    good="""\
brief:
  lead: Åtta av tio chefer har höjt sina krav.
""",
    says=("“Åtta tio” is a ratio that lost a word"),
)
