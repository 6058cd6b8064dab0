"""CLAIM112: a net is told with all its answers."""

from __future__ import annotations

from reportgen.checks.claims.breaches import breaches_of
from reportgen.checks.rule import Rule

_CODE = "CLAIM112"
RULE = Rule(
    code=_CODE,
    title="a net is told with all its answers",
    reason=(
        "“Unchanged or worse” is not “worse”. How many gave one of the answers that a net"
        " adds up is not known from the net."
    ),
    check=breaches_of(_CODE),
    bad="""\
results:
  - id: R2
    says: vill ha svar på kvällen eller natten
    net_of: [kvällen, natten]
brief:
  lead: "{R2} av kollegorna vill ha svar på natten."
""",
    good="""\
results:
  - id: R2
    says: vill ha svar på kvällen eller natten
    net_of: [kvällen, natten]
brief:
  lead: "{R2} av kollegorna vill ha svar på kvällen eller natten."
""",
    says=("“38 procent” is told of “natten” alone, but “R2” adds up kvällen + natten"),
)
