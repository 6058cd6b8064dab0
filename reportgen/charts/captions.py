"""The line under a chart's title and the one below the chart: what, of whom, from where."""

from __future__ import annotations

from reportgen.charts.sheet import Sheet
from reportgen.compute.citation import cite
from reportgen.compute.wording import of_base
from reportgen.language.language import Language
from reportgen.study.fits import MEASURED
from reportgen.study.model import ChartKind, ChartPlan, Precision, Study

WITHOUT_FIGURE = frozenset({Precision.STATEMENT, Precision.CHANGE})


def measure_line(plan: ChartPlan, sheet: Sheet) -> str:
    """What is measured and its unit, then each base with its n: plain short sentences."""
    parts = [f"{plan.measure.rstrip('.')}, {unit(plan.kind, sheet)}."]
    if sheet.groups:
        parts.append(f"{bases(sheet)}.")
    voices = dict.fromkeys(sheet.group(each) for each in sheet.findings if each.group is None)
    return " ".join([*parts, *(f"{voice}." for voice in voices)])


def unit(kind: ChartKind, sheet: Sheet) -> str:
    """In what the values are given, by how exactly they are known."""
    precisions = {each.precision for each in sheet.findings}
    times = {each.result.value.limit.unit for each in sheet.findings if each.result.value.limit}
    if kind is ChartKind.THRESHOLD and len(times) == 1:
        return sheet.say(f"limits.{times.pop()}.axis")
    if kind is ChartKind.RANKING:
        return sheet.say("precision.rank")
    if precisions <= MEASURED:
        return sheet.say("figure.percent")
    if Precision.RATIO in precisions:
        return sheet.say("charts.in_words")
    if len(precisions) > 1 or precisions <= WITHOUT_FIGURE:
        return sheet.say("charts.no_figure")
    return sheet.say(f"precision.{precisions.pop().value}")


def bases(sheet: Sheet) -> str:
    """Every base with how many answered: `Bas: IT-chefer, n = 146; övriga chefer, …`."""
    told = "; ".join(
        sheet.say("base.group", label=group.label, sample=of_base(group, sheet.language))
        for group in sheet.groups
    )
    return sheet.say("base.is", base=told)


def source_line(study: Study, language: Language) -> str:
    """Who published what, and when, for every source of the study."""
    told = "; ".join(cite(source, language) for source in study.sources.values())
    return language.label("figure.source_is", source=told) + "."
