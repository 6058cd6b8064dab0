"""CLAIM114: a limit is told with those for whom it holds."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM114"
RULE = Rule(
    code=_CODE,
    title="a limit is told with those for whom it holds",
    reason=(
        "If six in ten set the limit at a day, it is not the limit of all. Without the share"
        " it reads as if everyone had answered so."
    ),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: Ärenden löses inom en dag.
""",
    good="""\
brief:
  lead: Sex av tio ärenden löses inom en dag.
""",
    says=("“en dag” holds for “sex av tio” (“R6”), and is told here of all"),
)
