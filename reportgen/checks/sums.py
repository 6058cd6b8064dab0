"""STAT102: the answers to a single-answer question are no more than the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reportgen.checks.rule import Breach, Rule
from reportgen.study.model import Result
from reportgen.study.reader import Loaded

_ROUNDING = 0.5
"""A percent as printed may lie this far above the true one."""


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
    known = [(index, each) for index, each in answers if each.value.percent is not None]
    total = sum(each.value.percent or 0.0 for _, each in known)
    if total > 100 + _ROUNDING * len(known):
        names = ", ".join(each.id for _, each in known)
        yield Breach(
            f"the answers of “{base}” to “{question}” add up to {total:g} percent: {names}",
            loaded.span("results", known[-1][0], "value"),
            "say multiple: true, mark a net with net_of, or correct a value",
        )


RULE = Rule(
    code="STAT102",
    title="parts of a whole add up to the whole at most",
    reason="Where only one answer could be given, the shares cannot exceed 100 percent together.",
    check=_check,
)
