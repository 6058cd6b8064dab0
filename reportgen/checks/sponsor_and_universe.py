"""DISC101: a survey says who paid for it and whom it speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.rule import Breach, Rule
from reportgen.study.reader import Loaded

_NEEDED = {
    "sponsor": ("does not say who its sponsor is", "sponsor: the name of who ordered it"),
    "universe": (
        "does not say whom it speaks of, its universe",
        "universe: such as IT managers at companies that are customers of the sponsor",
    ),
}


def _check(loaded: Loaded) -> Iterator[Breach]:
    if loaded.study.kind != "survey":
        return
    for item, (lacks, remedy) in _NEEDED.items():
        if getattr(loaded.study.disclosure, item).text is None:
            span = loaded.span("disclosure", item, key=True)
            yield Breach(f"the survey {lacks}", span, remedy)


RULE = Rule(
    code="DISC101",
    title="a survey discloses its sponsor and its universe",
    reason=(
        "Of the 22 items of disclosure these two cannot be missing: without them no reader can"
        " tell who speaks, or about whom."
    ),
    check=_check,
    bad="""\
disclosure:
  sponsor: not disclosed
""",
    good="""\
disclosure:
  sponsor: Exempelbolaget
""",
    says="the survey does not say who its sponsor is",
)
