"""CLAIM117: a figure is told of its own base."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM117"
RULE = Rule(
    code=_CODE,
    title="a figure is told of its own base",
    reason=(
        "Customers are not the people at large, and the dissatisfied are not all. A share of"
        " one group says nothing of another."
    ),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: '{R1} av kollegorna vill ha svar på kvällen.'
""",
    good="""\
brief:
  lead: '{R2} av kollegorna vill ha svar på kvällen.'
""",
    says=("“41 procent” is told of “kollegorna”, but “R1” counts “chefer”"),
)
