"""What a reference in the prose prints: for pages and for the terminal alike."""

from __future__ import annotations

from reportgen.charts.wording import in_full, in_words, short
from reportgen.compute.finding import Finding, Findings
from reportgen.compute.findings import difference
from reportgen.language.language import Language


def word(
    ids: tuple[str, ...],
    form: str | None,
    findings: Findings,
    language: Language,
    *,
    sentence_start: bool = False,
) -> str:
    """The words that stand for a reference.

    `ids` are result ids, or one group id (its n). `form` is one of
    `study.prose.FORMS`, or None for the wording of the result's own precision.
    """
    group = findings.study.groups.get(ids[0])
    if group is not None and ids[0] not in findings.by_id:
        said = _counted(group.n, form, language)
    else:
        said = _say(tuple(findings[result_id] for result_id in ids), form, language)
    return language.sentence(said) if sentence_start else said


def _counted(n: int | None, form: str | None, language: Language) -> str:
    """How many a group holds: in running text, small numbers are words."""
    if n is not None and form is None and n < len(language.wordings["numbers.words"]):
        return language.wordings["numbers.words"][n]
    return _number(n, language)


def _number(n: int | None, language: Language) -> str:
    return language.number(n) if n is not None else language.label("status.not_disclosed")


def _say(found: tuple[Finding, ...], form: str | None, language: Language) -> str:
    first = found[0]
    value = first.result.value
    if form == "points":
        return language.points(abs(difference(found[0], found[1])))
    if form == "n":
        return _number(first.group.n if first.group else None, language)
    if form == "limit" and value.limit is not None:
        return language.limit(value.limit.at, value.limit.unit)
    if form == "items" and value.items is not None:
        return language.items(list(value.items))
    if form == "percent" and first.point is not None:
        return language.percent(first.point)
    if form == "in_words":
        return in_words(first, language)
    if form is None and value.items is not None and value.of is not None:
        return language.members(len(value.items), value.of)
    if form == "short":
        return short(first, language)
    return in_full(first, language)
