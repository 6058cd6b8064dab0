"""CHART101: a chart shows its results no more exactly than they are known."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.rule import Breach, Rule
from reportgen.limits import PICTURES
from reportgen.study.fits import fits
from reportgen.study.model import ChartKind, ChartPlan, Result, Study
from reportgen.study.prose import Path, chart_plans
from reportgen.study.reader import Loaded

_IN_PERCENT_OR_PARTS = frozenset(
    {
        ChartKind.BARS,
        ChartKind.GROUPED,
        ChartKind.STACKED,
        ChartKind.ICONS,
        ChartKind.DUMBBELL,
        ChartKind.BOUND,
        ChartKind.THRESHOLD,
        ChartKind.INTERVAL,
    }
)
"""Kinds that look like a measurement: nothing that was merely asserted stands in them."""
_PAIRED = frozenset({ChartKind.GROUPED, ChartKind.DUMBBELL})
_ROUNDING = 0.5
"""A percent as printed may lie this far above the true one."""


def _check(loaded: Loaded) -> Iterator[Breach]:
    for path, plan in chart_plans(loaded.study):
        results = [loaded.study.result(name) for name in plan.results]
        faulty = False
        for index, result in enumerate(results):
            why = _unfit(plan.kind, result, loaded.study)
            if why:
                faulty = True
                span = loaded.span(*path, "results", index)
                yield Breach(f"“{result.id}” {why}", span, _remedy(result, loaded.study))
        if not faulty:
            yield from _as_a_whole(loaded, path, plan, results)


def _unfit(kind: ChartKind, result: Result, study: Study) -> str:
    """Why a result cannot be drawn so; empty where it can."""
    if result.voice is not None and kind in _IN_PERCENT_OR_PARTS:
        return f"is what “{result.voice}” asserts; nobody was asked, so {kind} would mislead"
    if not fits(kind, result.value):
        return f"is known as a {result.value.precision}, which {kind} cannot show"
    fraction = result.value.fraction
    if kind is ChartKind.ICONS and fraction is not None and fraction[1] > PICTURES:
        part, whole = fraction
        return f"is {part} of {whole}, and nobody counts more than {PICTURES} pictures"
    base = study.groups[result.base].n if result.base else None
    counted = result.value.count is not None
    if counted and base is None:
        return f"is a count, and {kind} needs to know how many its base “{result.base}” holds"
    if kind is ChartKind.INTERVAL:
        if study.disclosure.sampling.type != "probability":
            return "does not come from a probability sample, so it has no interval"
        if base is None:
            return f"has no interval: how many its base “{result.base}” holds is not disclosed"
    return ""


def _remedy(result: Result, study: Study) -> str:
    fitting = [kind.value for kind in ChartKind if not _unfit(kind, result, study)]
    return f"kinds that fit: {', '.join(fitting)}" if fitting else "no chart fits: say it in text"


def _as_a_whole(
    loaded: Loaded, path: Path, plan: ChartPlan, results: list[Result]
) -> Iterator[Breach]:
    span = loaded.span(*path, "kind")
    bases = sorted({result.base or "" for result in results})
    if plan.kind in _PAIRED and len(bases) < 2:
        message = f"{plan.kind} compares at least two groups; here is only “{bases[0]}”"
        yield Breach(message, span, "add the other group's result, or use bars")
    if plan.kind is ChartKind.STACKED:
        if len({(result.base, result.question) for result in results}) > 1:
            message = "stacked shows one distribution; here are several bases or questions"
            yield Breach(message, span, "use bars, or one stacked chart for each")
            return
        total = sum(_percent(result, loaded.study) for result in results)
        if total > 100 + _ROUNDING * len(results):
            message = f"the parts add up to {total:g} percent"
            yield Breach(message, span, "they overlap, so they are no parts of one whole: use bars")


def _percent(result: Result, study: Study) -> float:
    if result.value.percent is not None:
        return result.value.percent
    base = study.groups[result.base].n if result.base else None
    return 100 * (result.value.count or 0) / base if base else 0.0


RULE = Rule(
    code="CHART101",
    title="a chart fits the precision of its results",
    reason=(
        "A bar on a percent axis says “exactly this much”. A ratio in words, a bound or a term"
        " is not known so exactly, and an assertion was not measured at all."
    ),
    check=_check,
    binding=True,
    bad="""\
results:
  - id: R3
    value: {ratio: 8/10}
brief:
  summary_chart:
    kind: bars
    title: Åtta av tio chefer har höjt sina krav
    measure: Har höjt sina krav
    results: [R3]
    highlight: [R3]
""",
    good="""\
results:
  - id: R3
    value: {ratio: 8/10}
brief:
  summary_chart:
    kind: icons
    title: Åtta av tio chefer har höjt sina krav
    measure: Har höjt sina krav
    results: [R3]
    highlight: [R3]
""",
    says="“R3” is known as a ratio, which bars cannot show",
)
