"""CLAIM107: a change has two periods."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM107"
RULE = Rule(
    code=_CODE,
    title="a change has two periods",
    reason=(
        "One measurement shows a level. That something rose or fell needs an earlier one, or"
        " a source that reports the change."
    ),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: Allt fler chefer vill ha svar på kvällen.
""",
    good="""\
brief:
  lead: Fyra av tio chefer vill ha svar på kvällen.
""",
    says=("“Allt fler” says that something changed, and no two periods are reported"),
)
