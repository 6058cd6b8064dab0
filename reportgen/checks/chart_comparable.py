"""CHART103: what is drawn as a pair was asked alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reportgen.checks.rule import Breach, Rule
from reportgen.study.model import ChartKind, ChartPlan, Result
from reportgen.study.prose import Path, chart_plans
from reportgen.study.reader import Loaded

_PAIRED = frozenset({ChartKind.GROUPED, ChartKind.DUMBBELL})


def _check(loaded: Loaded) -> Iterator[Breach]:
    for path, plan in chart_plans(loaded.study):
        if plan.kind in _PAIRED:
            yield from _check_pairs(loaded, path, plan)


def _check_pairs(loaded: Loaded, path: Path, plan: ChartPlan) -> Iterator[Breach]:
    by_question: dict[str, list[tuple[int, Result]]] = defaultdict(list)
    for index, name in enumerate(plan.results):
        result = loaded.study.result(name)
        if result.question is None:
            span = loaded.span(*path, "results", index)
            message = f"“{name}” names no question, so nothing says what it compares with"
            yield Breach(message, span, "give the results of a pair the same question")
        else:
            by_question[result.question].append((index, result))
    all_bases = {result.base for pairs in by_question.values() for _, result in pairs}
    for question, pairs in by_question.items():
        index, first = pairs[0]
        if len(all_bases) > 1 and len({result.base for _, result in pairs}) == 1:
            yield Breach(
                f"“{first.id}” has no counterpart: only “{first.base}” answers “{question}” here",
                loaded.span(*path, "results", index),
                "add the other group's result on the same question, or use bars",
            )
        for index, result in pairs[1:]:
            if result.period != first.period:
                yield Breach(
                    f"“{result.id}” ({result.period or 'no period'}) and “{first.id}”"
                    f" ({first.period or 'no period'}) are not from the same period",
                    loaded.span(*path, "results", index),
                    "use bars, and say the period in each label",
                )


RULE = Rule(
    code="CHART103",
    title="results drawn as a pair are comparable",
    reason=(
        "A pair invites the reader to take the difference. It means something only where both"
        " groups were asked the same question about the same period."
    ),
    check=_check,
    bad="""\
results:
  - {id: R1, question: kvall, period: våren 2005}
  - {id: R2, question: kvall, period: hösten 2004}
brief:
  summary_chart:
    kind: grouped
    results: [R1, R2]
""",
    good="""\
results:
  - {id: R1, question: kvall, period: våren 2005}
  - {id: R2, question: kvall, period: våren 2005}
brief:
  summary_chart:
    kind: grouped
    results: [R1, R2]
""",
    says="“R2” (hösten 2004) and “R1” (våren 2005) are not from the same period",
)
