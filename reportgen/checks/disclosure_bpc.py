"""DISC102: what the British Polling Council wants published with every survey."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.disclosure import Demand, not_disclosed
from reportgen.checks.rule import Breach, Rule
from reportgen.study.reader import Loaded

# Source: British Polling Council, Objects and Rules, what must accompany published results.
# Where practical, it wants the full wording and the address of the tables besides.
_DEMANDS = (
    Demand("sponsor", "the client who commissioned the survey"),
    Demand("universe", "the universe that the sample represents"),
    Demand("geography", "the geographic coverage"),
    Demand("sample_size", "the sample size"),
    Demand("bases", "the bases of the percentages"),
    Demand("mode", "the method of interviewing"),
    Demand("fieldwork", "the dates of interviewing"),
)


def _check(loaded: Loaded) -> Iterator[Breach]:
    yield from not_disclosed(loaded, "BPC", _DEMANDS)


RULE = Rule(
    code="DISC102",
    title="a survey discloses what the British Polling Council demands",
    reason=(
        "The council's members publish these items with every survey, so that a reader can judge"
        ' it. It holds where the settings say disclosure = "bpc".'
    ),
    check=_check,
    profile="bpc",
    bad="""\
disclosure:
  geography: Sverige
  bases: Antalet svarande står vid varje diagram
  mode: Telefonintervjuer
  fieldwork: not disclosed
""",
    good="""\
disclosure:
  geography: Sverige
  bases: Antalet svarande står vid varje diagram
  mode: Telefonintervjuer
  fieldwork: 7–18 mars 2005
""",
    says="BPC wants the dates of interviewing: not disclosed",
)
