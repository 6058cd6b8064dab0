"""CLAIM105: what is known in words is told in those words."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM105"
RULE = Rule(
    code=_CODE,
    title="what is known in words is told in those words",
    reason=(
        "“Eight in ten” is a rounded figure whose percent only the source knows. It may be"
        " told in the same words, or in weaker ones such as “a majority”, and never as 80"
        " percent."
    ),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: 80 procent av cheferna har höjt sina krav.
""",
    good="""\
brief:
  lead: Åtta av tio chefer har höjt sina krav.
""",
    says=(
        "“80 procent” tells “R3” in other words than it is known: “åtta av tio” (a ratio "
        "in words is no percent)"
    ),
)
