"""DISC104: what AAPOR's Transparency Initiative wants disclosed."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.disclosure import Demand, not_disclosed
from reportgen.checks.rule import Breach, Rule
from reportgen.study.reader import Loaded

# Source: AAPOR Code of Professional Ethics and Practices (2021), section III.A, items 1 to 11.
_DEMANDS = (
    Demand("purpose", "the strategy and the purpose of data collection", "item 1"),
    Demand("sponsor", "who sponsored the survey", "item 2"),
    Demand("funding", "who paid for it, if not the sponsor", "item 2"),
    Demand("conductor", "who conducted it", "item 2"),
    Demand("wording", "the wording of the questions and their answers", "item 3"),
    Demand("order", "the order of the questions, and their filters", "item 3"),
    Demand("universe", "the population under study", "item 4"),
    Demand("geography", "the geographic location of that population", "item 4"),
    Demand("frame", "the sampling frame", "item 5"),
    Demand("sampling", "the method of sampling", "item 5"),
    Demand("mode", "the mode of data collection", "item 6"),
    Demand("fieldwork", "the dates of data collection", "item 7"),
    Demand("sample_size", "the sample size", "item 8"),
    Demand("precision", "the precision of the results", "item 8"),
    Demand("weighting", "how the data were weighted", "item 9"),
    Demand("processing", "how the data were processed and checked", "item 10"),
    Demand("limitations", "the limitations of design and collection", "item 11"),
)


def _check(loaded: Loaded) -> Iterator[Breach]:
    yield from not_disclosed(loaded, "AAPOR", _DEMANDS)


RULE = Rule(
    code="DISC104",
    title="a survey discloses what AAPOR's Transparency Initiative demands",
    reason=(
        "The most complete of the standards: with its eleven items another researcher could judge"
        ' the survey, and repeat it. It holds where the settings say disclosure = "aapor".'
    ),
    check=_check,
    profile="aapor",
    bad="""\
disclosure:
  purpose: Telefonenkät om vad chefer väntar sig av kundservice
  funding: not applicable
  conductor: Exempelinstitutet
  wording: Frågorna står ordagrant i tabellbilagan
  order: I tabellbilagans ordning, utan filter
  geography: Sverige
  frame: Exempelbolagets kundregister
  mode: Telefonintervjuer
  fieldwork: 7–18 mars 2005
  precision: Felmarginalen står vid varje diagram
  processing: {text: Alla svar är genomgångna, missing: av vem och hur}
  limitations: Bara Exempelbolagets kunder ingår
""",
    good="""\
disclosure:
  purpose: Telefonenkät om vad chefer väntar sig av kundservice
  funding: not applicable
  conductor: Exempelinstitutet
  wording: Frågorna står ordagrant i tabellbilagan
  order: I tabellbilagans ordning, utan filter
  geography: Sverige
  frame: Exempelbolagets kundregister
  mode: Telefonintervjuer
  fieldwork: 7–18 mars 2005
  precision: Felmarginalen står vid varje diagram
  processing: Alla svar är genomgångna av granskare som inte ringde själva
  limitations: Bara Exempelbolagets kunder ingår
""",
    says=(
        "AAPOR item 10 wants how the data were processed and checked: disclosed in part only;"
        " missing: av vem och hur"
    ),
)
