"""DISC103: what ESOMAR and WAPOR want published with every survey, at the least."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.disclosure import Demand, not_disclosed
from reportgen.checks.rule import Breach, Rule
from reportgen.study.reader import Loaded

# Source: ESOMAR/WAPOR Guideline on Opinion Polls and Published Surveys (2014), the minimum to be
# published together with the results; what it wants available on request is not demanded here.
_DEMANDS = (
    Demand("sponsor", "the sponsor"),
    Demand("conductor", "the company that made the survey"),
    Demand("universe", "the universe"),
    Demand("sample_size", "the sample size"),
    Demand("mode", "the method of collection"),
    Demand("fieldwork", "the dates of fieldwork"),
)


def _check(loaded: Loaded) -> Iterator[Breach]:
    yield from not_disclosed(loaded, "ESOMAR/WAPOR", _DEMANDS)


RULE = Rule(
    code="DISC103",
    title="a survey discloses the minimum of ESOMAR and WAPOR",
    reason=(
        "Without these items a published survey cannot be judged, by the guideline that both"
        ' organisations share. It holds where the settings say disclosure = "esomar".'
    ),
    check=_check,
    profile="esomar",
    bad="""\
disclosure:
  conductor: not disclosed
  mode: Telefonintervjuer
  fieldwork: 7–18 mars 2005
""",
    good="""\
disclosure:
  conductor: Exempelinstitutet
  mode: Telefonintervjuer
  fieldwork: 7–18 mars 2005
""",
    says="ESOMAR/WAPOR wants the company that made the survey: not disclosed",
)
