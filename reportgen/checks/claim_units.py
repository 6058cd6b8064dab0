"""CLAIM110: people, cases and contacts are told apart."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM110"
RULE = Rule(
    code=_CODE,
    title="people, cases and contacts are told apart",
    reason=(
        "One person can have several cases. A share of cases says nothing of how many people,"
        " and the two have no difference."
    ),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: Sex av tio chefer löses inom en dag.
""",
    good="""\
brief:
  lead: Sex av tio ärenden löses inom en dag.
""",
    says=("“Sex av tio” is told of “chefer”, but “R6” counts “ärenden” (cases)"),
)
