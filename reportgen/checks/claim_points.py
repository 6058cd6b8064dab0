"""CLAIM109: points are points, and percent is percent."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM109"
RULE = Rule(
    code=_CODE,
    title="points are points, and percent is percent",
    reason=(
        "From 38 to 41 percent is 3 points, and 8 percent more. Whoever mixes them tells"
        " another story."
    ),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: Andelen som vill ha svar på kvällen är 3 procent högre bland chefer än bland kollegor.
""",
    good="""\
brief:
  lead: Andelen som vill ha svar på kvällen är 3 procentenheter högre bland chefer.
""",
    says=("“3 procent högre” takes points for percent: “R1” and “R2” lie 3 points apart"),
)
