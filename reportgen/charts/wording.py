"""How a result is said: the wording its precision allows, and no stronger."""

from __future__ import annotations

from reportgen.compute.finding import Finding
from reportgen.language.language import Language
from reportgen.study.model import Precision


def in_full(finding: Finding, language: Language) -> str:
    """The wording for running text, as exact as the result and no more."""
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
    value = finding.result.value
    if finding.point is not None:
        return language.percent_short(finding.point)
    if finding.fraction is not None:
        return language.ratio_short(*finding.fraction)
    if value.items is not None and value.of is not None:
        return language.ratio_short(len(value.items), value.of)
    if value.limit is not None and value.term is None:
        return language.limit_short(value.limit.at, value.limit.unit)
    return language.sentence(in_full(finding, language))


def _unit(finding: Finding) -> str | None:
    return finding.unit.value if finding.unit is not None else None
