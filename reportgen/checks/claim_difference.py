"""CLAIM108: a difference can be taken."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM108"
RULE = Rule(
    code=_CODE,
    title="a difference can be taken",
    reason=(
        "Two groups can be set against each other where both answered the same question, in"
        " percent if points are told, and where the bases known can show a difference so"
        " small."
    ),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: Fler chefer än kollegor vill ha svar på kvällen.
""",
    good="""\
brief:
  lead: Chefer och kollegor svarar nästan lika om att få svar på kvällen.
""",
    says=(
        "“Fler chefer än” takes a difference that the bases cannot show: 41 against 38 "
        "percent may be chance"
    ),
)
