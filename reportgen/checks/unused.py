"""TEXT202: what the source reports shows in the brief."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.rule import Breach, Rule
from reportgen.problems import Severity
from reportgen.study.prose import all_references
from reportgen.study.reader import Loaded

_NOUNS = {"results": "result", "viewpoints": "viewpoint", "context": "context"}


def _check(loaded: Loaded) -> Iterator[Breach]:
    used = all_references(loaded.study)
    for room, noun in _NOUNS.items():
        for index, item in enumerate(getattr(loaded.study, room)):
            if item.id not in used:
                yield Breach(
                    f"the brief never uses the {noun} “{item.id}”",
                    loaded.span(room, index, "id"),
                    f"refer to it: {{{item.id}}}"
                    if room == "results"
                    else f"give it a block: {noun}: {item.id}",
                )


RULE = Rule(
    code="TEXT202",
    title="every result is used",
    reason=(
        "A result that is recorded and left out is either forgotten or held back. Neither should"
        " happen unseen."
    ),
    check=_check,
    severity=Severity.WARNING,
    bad="""\
results:
  - id: R12
    says: vill ha svar på dagen
    value: {percent: 48}
    base: chefer
    question: kvall
    source: {text: pm, place: stycke 1}
""",
    good="""\
results:
  - id: R12
    says: vill ha svar på dagen
    value: {percent: 48}
    base: chefer
    question: kvall
    source: {text: pm, place: stycke 1}
brief:
  key_figures:
    - {result: R12, text: av cheferna vill ha svar på dagen}
""",
    says="the brief never uses the result “R12”",
)
