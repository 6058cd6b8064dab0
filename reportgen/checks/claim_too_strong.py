"""CLAIM102: a claim is no stronger than its figure."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM102"
RULE = Rule(
    code=_CODE,
    title="a claim is no stronger than its figure",
    reason=(
        "“Half” for 41 percent is a mistake, even if it is said without a number. Bare words"
        " for a share hold within 2.5 points (2 at the half) and are a stretch up to 5; a bare"
        " percent holds as printed."
    ),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: Hälften av cheferna vill ha svar på kvällen.
""",
    good="""\
brief:
  lead: Fyra av tio chefer vill ha svar på kvällen.
""",
    says="“Hälften” is not borne by “R1”: “41 procent”",
)
