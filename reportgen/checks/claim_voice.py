"""CLAIM116: an assertion is told as somebody's."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM116"
RULE = Rule(
    code=_CODE,
    title="an assertion is told as somebody's",
    reason=(
        "What nobody was asked about is an opinion, however it is worded. The sentence says whose."
    ),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: 'Cheferna väntar sig svar inom {R11}.'
""",
    good="""\
brief:
  lead: 'Kim Ek väntar sig svar inom {R11}.'
""",
    says=("“24 timmar” is what “V1” asserts (“R11”); nobody was asked"),
)
