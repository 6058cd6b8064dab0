"""STAT102: the answers to a single-answer question are no more than the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from reportgen.checks.rule import Breach, Rule
from reportgen.compute.sums import Whole, remainder_beside
from reportgen.study.model import Result
from reportgen.study.reader import Loaded


def _check(loaded: Loaded) -> Iterator[Breach]:
    parts: dict[tuple[str, str, str], list[tuple[int, Result]]] = defaultdict(list)
    for index, result in enumerate(loaded.study.results):
        if result.question and result.base and not result.net_of and not result.derived_from:
            # A net and a derived result hold other answers: they would count twice.
            key = (result.question, result.base, result.period or "")
            parts[key].append((index, result))
    for (question, base, _), answers in parts.items():
        if loaded.study.questions[question].multiple is False:
            yield from _too_much(loaded, question, base, answers)


def _too_much(
    loaded: Loaded, question: str, base: str, answers: list[tuple[int, Result]]
) -> Iterator[Breach]:
    size = loaded.study.groups[base].n
    known = [
        (index, each)
        for index, each in answers
        if each.value.percent is not None or (each.value.count is not None and size)
    ]
    if not known:
        return
    printed = [each.value.percent for _, each in known if each.value.percent is not None]
    counts = [each.value.count for _, each in known if each.value.count is not None]
    left = remainder_beside(printed, [Fraction(100 * count, size or 1) for count in counts])
    if left.whole is Whole.OVER:
        names = ", ".join(each.id for _, each in known)
        yield Breach(
            f"the answers of “{base}” to “{question}” add up to {_shown(100 - left.share)} percent:"
            f" {names}",
            loaded.span("results", known[-1][0], "value"),
            "say multiple: true, mark a net with net_of, or correct a value",
        )


def _shown(percent: float) -> str:
    return f"{percent:.1f}".removesuffix(".0")


RULE = Rule(
    code="STAT102",
    title="parts of a whole add up to the whole at most",
    reason="Where only one answer could be given, the shares cannot exceed 100 percent together.",
    check=_check,
    bad="""\
questions:
  kvall: {multiple: false}
results:
  - id: R1
    value: {percent: 41}
  - id: R12
    says: vill ha svar på dagen
    value: {percent: 61}
    base: chefer
    question: kvall
    source: {text: pm, place: stycke 1}
brief:
  key_figures:
    - {result: R12, text: av cheferna vill ha svar på dagen}
""",
    good="""\
questions:
  kvall: {multiple: false}
results:
  - id: R1
    value: {percent: 41}
  - id: R12
    says: vill ha svar på dagen
    value: {percent: 58}
    base: chefer
    question: kvall
    source: {text: pm, place: stycke 1}
brief:
  key_figures:
    - {result: R12, text: av cheferna vill ha svar på dagen}
""",
    says="the answers of “chefer” to “kvall” add up to 102 percent: R1, R12",
)
