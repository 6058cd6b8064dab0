"""CLAIM115: an own calculation says that it is one."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM115"
RULE = Rule(
    code=_CODE,
    title="an own calculation says that it is one",
    reason=(
        "What remains of a whole, or follows from two results, is not in the source: it may"
        " hold those who gave no answer. It is recorded with derived_from and told as an own"
        " calculation."
    ),
    check=breaches_of(_CODE),
    bad="""\
brief:
  lead: Två av tio chefer har inte höjt sina krav.
""",
    good="""\
brief:
  lead: '{R7} av cheferna vill inte ha svar på kvällen, enligt vår egen beräkning.'
""",
    says=("“Två av tio” is what “R3” leaves of the whole, and no result of the source"),
)
