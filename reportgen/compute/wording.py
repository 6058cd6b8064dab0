"""How a result is said: the wording its precision allows, and no stronger.

Charts, pages, checks and the terminal all take their words from here, so that
one result is never told in two ways.
"""

from __future__ import annotations

from reportgen.compute.bases import Base, judge_base
from reportgen.compute.comparisons import Comparison, Verdict
from reportgen.compute.finding import Finding, Findings
from reportgen.compute.findings import difference
from reportgen.language.language import Language
from reportgen.study.model import Group, Precision


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
        return language.percent(first.point, decimals_of(first))
    if form == "in_words":
        return in_words(first, language)
    if form is None and value.items is not None and value.of is not None:
        return language.members(len(value.items), value.of)
    if form == "short":
        return short(first, language)
    return in_full(first, language)


def in_full(finding: Finding, language: Language) -> str:
    """The wording for running text, as exact as the result and no more."""
    if finding.suppressed:
        return language.label("value.suppressed")
    value = finding.result.value
    match finding.precision:
        case Precision.COUNT:
            assert value.count is not None
            n = finding.group.n if finding.group else None
            return language.count(value.count, n) if n else language.number(value.count)
        case Precision.PERCENT:
            assert value.percent is not None
            return language.percent(value.percent)
        case Precision.RATIO:
            assert finding.fraction is not None
            return language.ratio(*finding.fraction, unit=_unit(finding))
        case Precision.RATIO_PERCENT:
            assert value.percent is not None
            return f"{in_words(finding, language)} ({language.percent(value.percent)})"
        case Precision.BOUND:
            if value.over is not None:
                return language.over(value.over)
            assert value.under is not None
            return language.under(value.under)
        case Precision.TERM:
            assert value.term is not None
            return language.term(value.term.value)
        case Precision.RANK:
            assert value.ranking is not None
            return language.items(list(value.ranking))
        case Precision.THRESHOLD:
            assert value.limit is not None
            return language.limit(value.limit.at, value.limit.unit)
        case Precision.LIST:
            assert value.items is not None
            if value.of is None:
                return language.items(list(value.items))
            return language.label("names.some_named", named=len(value.items), whole=value.of)
        case Precision.CHANGE | Precision.STATEMENT:
            direction = value.change or value.statement
            assert direction is not None
            return language.direction(direction.value)


def in_words(finding: Finding, language: Language) -> str:
    """The share as a fraction in words: the source's own ratio where it gives one."""
    value = finding.result.value
    if finding.fraction is not None:
        ratio = language.ratio(*finding.fraction, unit=_unit(finding))
        return language.qualified(value.qualifier, ratio) if value.qualifier else ratio
    if finding.point is not None:
        return language.in_words(finding.point, _unit(finding))
    return in_full(finding, language)


def short(finding: Finding, language: Language) -> str:
    """The figure as set large or in a table: `34 %`, `8 av 10`, `10 min`, or words."""
    if finding.suppressed:
        return language.sentence(language.label("value.suppressed"))
    value = finding.result.value
    if finding.point is not None:
        return language.percent_short(finding.point, decimals_of(finding))
    if finding.fraction is not None:
        return language.ratio_short(*finding.fraction)
    if value.items is not None and value.of is not None:
        return language.ratio_short(len(value.items), value.of)
    if value.limit is not None and value.term is None:
        return language.limit_short(value.limit.at, value.limit.unit)
    return language.sentence(in_full(finding, language))


def decimals_of(finding: Finding) -> int | None:
    """How many decimals a share is printed with; None for those that it has, one at most.

    A count's share is a whole percent, as its base bears no more.
    """
    return 0 if finding.precision is Precision.COUNT else None


def _unit(finding: Finding) -> str | None:
    return finding.unit.value if finding.unit is not None else None


def of_difference(comparison: Comparison, language: Language) -> str:
    """What may be said of a difference: one or two plain sentences."""
    key, values = comparison.verdict.value, {}
    if comparison.verdict is Verdict.UNKNOWN and comparison.needed is not None:
        key = "unknown_total" if comparison.unknown is None else "unknown"
    if comparison.needed is not None:
        values["needed"] = language.number(comparison.needed)
    if comparison.unknown is not None and comparison.unknown.group is not None:
        values["group"] = comparison.unknown.group.label
    said = language.label(f"statistics.{key}", **values)
    conditional = (Verdict.SIGNIFICANT, Verdict.NOT_SIGNIFICANT, Verdict.NEEDS)
    if comparison.verdict in conditional and comparison.assumes_random:
        said += " " + language.label("statistics.if_random")
    return said


def of_base(group: Group, language: Language) -> str:
    """How many stand behind a share: `n = 146`, with a mark where they are few."""
    said = language.sample(group.n)
    small = judge_base(group.n) is Base.FLAGGED
    return f"{said} ({language.label('base.small')})" if small else said


def of_margin(findings: Findings, language: Language) -> str | None:
    """Whether a margin of error is given, and why not: one or two plain sentences.

    None where there is no sample to speak of: a test, a commentary, or a random
    sample of which no share with a known base is reported.
    """
    study = findings.study
    sampling = study.disclosure.sampling
    if study.kind != "survey":
        return None
    if sampling.type == "probability":
        given = any(finding.interval for finding in findings.by_id.values())
        return language.label("margin.probability") if given else None
    if sampling.type is not None:
        return language.label("margin.not_probability")
    # A method told in words, but not what kind it is, is not a method that is not told.
    told = sampling.text is not None
    return language.label("margin.untyped" if told else "margin.unknown")
