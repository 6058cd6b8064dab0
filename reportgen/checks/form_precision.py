"""TEXT203: a reference asks for no more than its result knows."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.rule import Breach, Rule
from reportgen.study.model import Result, Study
from reportgen.study.prose import Reference, prose_fields, references
from reportgen.study.reader import Loaded


def _check(loaded: Loaded) -> Iterator[Breach]:
    known = {result.id: result for result in loaded.study.results}
    for path, text in prose_fields(loaded.study):
        for reference in references(text):
            results = [known[name] for name in reference.ids if name in known]
            why = _too_much(reference, results, loaded.study)
            if why:
                width = reference.end - reference.start
                message, remedy = why
                yield Breach(message, loaded.span_in(path, reference.start, width), remedy)


def _too_much(reference: Reference, results: list[Result], study: Study) -> tuple[str, str] | None:
    if reference.form in ("percent", "points"):
        for result in results:
            if not _in_percent(result, study):
                return (
                    f"“{result.id}” is known as a {result.value.precision}, not in percent",
                    f"write {{{result.id}}} for the wording it bears",
                )
    if reference.form == "points":
        units = {study.unit_of(result) for result in results}
        if len(units) > 1:
            names = " and ".join(f"“{result.id}”" for result in results)
            return f"{names} count unlike units, so they have no difference", "say them apart"
    if reference.form == "n" and any(result.base is None for result in results):
        return f"“{reference.ids[0]}” has no base, so it has no n", "name a result with a base"
    for key in ("limit", "items"):
        if reference.form == key and any(getattr(each.value, key) is None for each in results):
            return f"“{reference.ids[0]}” gives no {key}", "name a result whose value gives it"
    return None


def _in_percent(result: Result, study: Study) -> bool:
    size = study.groups[result.base].n if result.base else None
    counted = result.value.count is not None and size is not None
    return result.value.percent is not None or counted


RULE = Rule(
    code="TEXT203",
    title="the wording of a reference fits its precision",
    reason=(
        "“Eight in ten” is not 80 percent: a percent, and a difference in points, can be printed"
        " only where the source gives percent or a count of a known base."
    ),
    check=_check,
    binding=True,
    bad="""\
results:
  - id: R3
    value: {ratio: 8/10}
brief:
  lead: "{R3|percent} chefer har höjt sina krav."
""",
    good="""\
results:
  - id: R3
    value: {ratio: 8/10}
brief:
  lead: "{R3} chefer har höjt sina krav."
""",
    says="“R3” is known as a ratio, not in percent",
)
