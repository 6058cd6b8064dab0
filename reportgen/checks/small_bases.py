"""STAT104: no share of fewer than 30 answers is told or drawn."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.rule import Breach, Rule
from reportgen.compute.bases import SUPPRESSED_BELOW, Base, judge_base
from reportgen.study.fits import MEASURED
from reportgen.study.prose import all_references
from reportgen.study.reader import Loaded


def _check(loaded: Loaded) -> Iterator[Breach]:
    used = all_references(loaded.study)
    for index, result in enumerate(loaded.study.results):
        if result.id not in used or result.value.precision not in MEASURED:
            continue
        size = loaded.study.groups[result.base].n if result.base else None
        if judge_base(size) is Base.SUPPRESSED:
            yield Breach(
                f"“{result.id}” is a share of {size} answers, too few to be published",
                loaded.span("results", index, "value"),
                "take it out of the brief, or tell it as a count in words; the table of all"
                " results says that the answers are too few",
            )


RULE = Rule(
    code="STAT104",
    title=f"a share rests on at least {SUPPRESSED_BELOW} answers",
    reason=(
        "One person more or less moves a share of 20 answers by five percentage points: the"
        " number looks exact and is not."
    ),
    check=_check,
    binding=True,
    bad="""\
groups:
  kollegor: {n: 20}
results:
  - id: R2
    value: {percent: 40}
    base: kollegor
""",
    good="""\
groups:
  kollegor: {n: 50}
results:
  - id: R2
    value: {percent: 40}
    base: kollegor
""",
    says="“R2” is a share of 20 answers, too few to be published",
)
