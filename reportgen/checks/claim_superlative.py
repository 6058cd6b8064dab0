"""CLAIM106: a superlative beats others that are reported."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM106"
RULE = Rule(
    code=_CODE,
    title="a superlative beats others that are reported",
    reason=(
        "“Highest” needs all the others. A ranking gives them, and so do the other answers to"
        " the same question; a comparison with one merged group shows “higher than the others”"
        " and no more."
    ),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: Mejl är den viktigaste kontaktvägen för chefer som helst vill ha svar.
""",
    good="""\
brief:
  lead: Telefon är den viktigaste kontaktvägen för chefer som helst vill ha svar.
""",
    says=("“viktigaste” needs the others that it beats: “telefon” comes first in “R9”"),
)
