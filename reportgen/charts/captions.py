"""The line under a chart's title and the one below the chart: what, of whom, from where."""

from __future__ import annotations

from reportgen.charts.sheet import Sheet
from reportgen.language.language import Language
from reportgen.study.fits import MEASURED
from reportgen.study.model import ChartPlan, Precision, Source, Study


def measure_line(plan: ChartPlan, sheet: Sheet) -> str:
    """What is measured and its unit, then each base with its n: two plain sentences."""
    parts = [f"{plan.measure.rstrip('.')}, {unit(sheet)}."]
    if sheet.groups:
        parts.append(f"{bases(sheet)}.")
    if any(each.group is None for each in sheet.findings):
        voices = dict.fromkeys(sheet.group(each) for each in sheet.findings if each.group is None)
        parts += [f"{voice}." for voice in voices]
    return " ".join(parts)


def unit(sheet: Sheet) -> str:
    """In what the values are given, by how exactly they are known."""
    precisions = {each.precision for each in sheet.findings}
    if precisions <= MEASURED:
        return sheet.say("figure.percent")
    if Precision.RATIO in precisions:
        return sheet.say("charts.in_words")
    first = sheet.findings[0].precision
    return sheet.say(f"precision.{first.value}")


def bases(sheet: Sheet) -> str:
    """Every base with how many answered: `IT-chefer, n = 146; övriga chefer, …`."""
    told = "; ".join(
        sheet.say("base.group", label=group.label, sample=sheet.language.sample(group.n))
        for group in sheet.groups
    )
    return sheet.say("base.is", base=told)


def source_line(study: Study, language: Language) -> str:
    """Who published what, and when, for every source of the study."""
    told = "; ".join(cite(source, language) for source in study.sources.values())
    return language.label("figure.source_is", source=told) + "."


def cite(source: Source, language: Language) -> str:
    """Publisher, title, date: `Telia, Pressmeddelande om …, 2 februari 2012`."""
    publisher = source.publisher or language.label("figure.unknown_publisher")
    date = [language.date(source.date)] if source.date is not None else []
    return ", ".join([publisher, source.title, *date])
