"""CLAIM101: a number comes from a result."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM101"
RULE = Rule(
    code=_CODE,
    title="a number comes from a result",
    reason=(
        "A number that stands behind nothing in the study cannot be traced, and nobody can"
        " correct it. It comes from a reference, or agrees in its sentence with a result on"
        " the same matter."
    ),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: 63 procent av cheferna har läst boken.
""",
    good="""\
brief:
  lead: 41 procent av cheferna vill ha svar på kvällen.
""",
    says=("“63 procent” comes from no result of the study"),
)
