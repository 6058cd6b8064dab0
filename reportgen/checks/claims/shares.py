"""What a figure bears: a share's words held against one finding. Pure, and the heart of it.

The intervals are those of `language/meaning.py`; a hedge is judged by the side
it takes.
"""

from __future__ import annotations

from typing import NamedTuple

from reportgen.checks.claims.claim import Claim, Judgement, Kind, Verdict
from reportgen.compute.finding import Finding
from reportgen.compute.intervals import wilson
from reportgen.compute.wording import in_full, in_words
from reportgen.language.language import Language
from reportgen.language.meaning import (
    HIGHEST,
    LARGEST_WHOLE_IN_WORDS,
    LOWEST,
    READING_WIDTH,
    TERMS,
    Meaning,
    hedged_within,
    tolerance,
)
from reportgen.study.model import Study

_HALF = 50.0
_ROUNDED = 0.5
_TINY = 1e-6
_EDGE = 1e-3
"""Just over a half, as a bound and as a term have it."""
_MAJORITIES = frozenset(name for name, meaning in TERMS.items() if meaning.above_half) | {
    "overwhelming_majority"
}


class Figure(NamedTuple):
    """What is known of a share, in percent.

    The true value lies from `low` to `high`. `exact` says that it is known in
    percent or by count; else it is known in words only, and `term` is the term.
    """

    low: float
    high: float
    point: float | None
    exact: bool
    decimals: int = 0
    counted: bool = False
    fraction: tuple[int, int] | None = None
    qualifier: str = ""
    term: str = ""


def figure_of(finding: Finding) -> Figure | None:
    """What is known of a finding's share; None where it is no share at all."""
    value = finding.result.value
    if finding.point is not None:
        counted = value.percent is None
        decimals = 0 if counted else len(f"{finding.point:g}".partition(".")[2])
        half = 0.0 if counted else _ROUNDED / 10**decimals
        point = finding.point
        return Figure(point - half, point + half, point, True, decimals, counted, finding.fraction)
    if finding.fraction is not None:
        part, whole = finding.fraction
        point = 100 * part / whole
        low, high = max(LOWEST, point - READING_WIDTH), min(HIGHEST, point + READING_WIDTH)
        return Figure(
            low, high, point, False, fraction=finding.fraction, qualifier=value.qualifier or ""
        )
    if value.items is not None and value.of:
        point = 100 * len(value.items) / value.of
        return Figure(point, point, point, True, counted=True)
    if value.over is not None:
        return Figure(value.over + _TINY, HIGHEST, None, False)
    if value.under is not None:
        return Figure(LOWEST, value.under - _TINY, None, False)
    if value.term is not None:
        holds = TERMS[value.term.value].holds
        low, high = holds if holds is not None else (LOWEST, HIGHEST)
        return Figure(low, high, None, False, term=value.term.value)
    return None


def has_point(finding: Finding) -> bool:
    """Whether a finding has a share that can be set against another one."""
    figure = figure_of(finding)
    return figure is not None and figure.point is not None


def holds_for(claim: Claim) -> tuple[float, float] | None:
    """The percent for which a claim's words hold; None where they bear no interval."""
    if claim.kind is Kind.RANGE:
        return claim.amount, claim.upper if claim.upper is not None else claim.amount
    if claim.kind in (Kind.TERM, Kind.VAGUE):
        return TERMS[claim.meaning].holds
    share, reach = claim.amount, hedged_within(claim.amount)
    near = tolerance(share) if claim.kind is Kind.RATIO else _ROUNDED
    match claim.qualifier:
        case "below":
            return max(LOWEST, share - reach), share - _TINY
        case "above":
            return share + _TINY, min(HIGHEST, share + reach)
        case "well_above":
            return min(HIGHEST, share + READING_WIDTH), HIGHEST
        case "over":
            return share + _TINY, HIGHEST
        case "under":
            return LOWEST, share - _TINY
        case "at_least":
            return share, HIGHEST
        case "at_most":
            return LOWEST, share
        case "about":
            near = reach if claim.kind is Kind.RATIO else tolerance(share)
        case _:
            near = _bare_within(claim)
    return max(LOWEST, share - near), min(HIGHEST, share + near)


def _bare_within(claim: Claim) -> float:
    if claim.kind is Kind.PERCENT:
        return float(_ROUNDED / 10**claim.decimals)
    whole = claim.fraction[1] if claim.fraction else 1
    return tolerance(claim.amount) if whole <= LARGEST_WHOLE_IN_WORDS else _ROUNDED


def verdict_on(claim: Claim, finding: Finding, study: Study) -> Verdict:
    """The verdict alone of `judge_share`: many findings are looked at before one is told of."""
    figure = figure_of(finding)
    assert figure is not None
    return _verdict(claim, figure, finding, study)[0]


def judge_share(claim: Claim, finding: Finding, study: Study, language: Language) -> Judgement:
    """Hold the words of a share against a finding."""
    figure = figure_of(finding)
    assert figure is not None
    verdict, code, why = _verdict(claim, figure, finding, study)
    bears = _bears(finding, figure, language)
    if code == "CLAIM104" and not why and finding.interval is not None:
        why = f"its interval is {finding.interval.low:.0f}–{finding.interval.high:.0f} percent"
    return Judgement(
        verdict=verdict,
        results=(finding.id,),
        bears=bears,
        allowed=holds_for(claim),
        code=code,
        message=_message(code, claim, finding.id, bears, why),
        remedy=_remedy(finding, figure, language) if code else "",
    )


def _bears(finding: Finding, figure: Figure, language: Language) -> str:
    said = in_full(finding, language)
    return said if not figure.counted else said.partition(" (")[0]


_SAYS = {
    "CLAIM102": "“{claim}” is not borne by “{result}”: “{bears}”",
    "CLAIM103": "“{claim}” lies on the wrong side of “{result}”: “{bears}”",
    "CLAIM104": "“{claim}” is not shown by “{result}”: “{bears}”",
    "CLAIM105": "“{claim}” tells “{result}” in other words than it is known: “{bears}”",
    "CLAIM113": "“{claim}” says less than “{result}” knows: “{bears}”",
}


def _message(code: str, claim: Claim, result: str, bears: str, why: str) -> str:
    if not code:
        return ""
    said = _SAYS[code].format(claim=claim.text, result=result, bears=bears)
    return f"{said} ({why})" if why else said


def _remedy(finding: Finding, figure: Figure, language: Language) -> str:
    full, share = in_full(finding, language), in_words(finding, language)
    also = f", or {{{finding.id}|in_words}}: “{share}”" if figure.exact and share != full else ""
    return f"write {{{finding.id}}}: “{full}”{also}"


_Ruling = tuple[Verdict, str, str]
_PASS: _Ruling = (Verdict.PASS, "", "")


def _verdict(claim: Claim, figure: Figure, finding: Finding, study: Study) -> _Ruling:
    if claim.kind in (Kind.TERM, Kind.VAGUE):
        return _term(claim, figure, finding, study)
    if figure.exact:
        return _against_exact(claim, figure)
    if figure.fraction is not None:
        return _against_ratio(claim, figure)
    return _against_bound(claim, figure)


def _against_exact(claim: Claim, figure: Figure) -> _Ruling:
    """Against a percent or a count."""
    assert figure.point is not None
    value, allowed = figure.point, holds_for(claim)
    assert allowed is not None
    low, high = allowed
    if _too_exact(claim, figure):
        return Verdict.FAIL, "CLAIM102", "it is not known so exactly"
    if low - _TINY <= value <= high + _TINY and not (claim.qualifier and _on_edge(claim, value)):
        return _PASS
    if claim.qualifier in ("", "about"):
        # Up to twice as far is a stretch, for words; a bare percent has no such slack.
        wider = high - low if claim.kind is Kind.RATIO or claim.qualifier else 0.0
        stretched = abs(value - claim.amount) <= wider + _TINY and claim.kind is not Kind.RANGE
        return (Verdict.WARN if stretched else Verdict.FAIL), "CLAIM102", ""
    return _wrong_side(claim, value)


def _too_exact(claim: Claim, figure: Figure) -> bool:
    """Whether the claim has decimals that the printed percent lacks."""
    return (
        claim.kind is Kind.PERCENT
        and not figure.counted
        and claim.decimals > figure.decimals
        and abs(claim.amount - (figure.point or 0.0)) > _TINY
    )


def _on_edge(claim: Claim, value: float) -> bool:
    strict = claim.qualifier in ("below", "above", "over", "under")
    return strict and abs(value - claim.amount) <= _TINY


def _wrong_side(claim: Claim, value: float) -> _Ruling:
    upward = claim.qualifier in ("above", "well_above", "over", "at_least")
    beyond = value - claim.amount if upward else claim.amount - value
    if beyond > _TINY:
        # The right side, but further off than the hedge reaches.
        return Verdict.FAIL, "CLAIM102", ""
    one_sided = claim.qualifier in ("over", "under", "at_least", "at_most")
    close = not one_sided and beyond >= -_ROUNDED - _TINY
    return (Verdict.WARN if close else Verdict.FAIL), "CLAIM103", ""


def _against_ratio(claim: Claim, figure: Figure) -> _Ruling:
    """Against a ratio that the source gives in words."""
    assert figure.fraction is not None and figure.point is not None
    if claim.kind is not Kind.RATIO:
        return Verdict.FAIL, "CLAIM105", "a ratio in words is no percent"
    same = abs(claim.amount - figure.point) <= _TINY
    if claim.qualifier in ("", "about"):
        if not same:
            return Verdict.FAIL, "CLAIM102", ""
        finer = claim.fraction is not None and claim.fraction[1] > figure.fraction[1]
        return (Verdict.WARN, "CLAIM105", "finer parts than the source's") if finer else _PASS
    hedges = {"nearly": "below", "just_over": "above", "about": "about"}
    if same and hedges.get(figure.qualifier) == claim.qualifier:
        return _PASS
    return _one_sided(claim, figure)


def _against_bound(claim: Claim, figure: Figure) -> _Ruling:
    """Against a bound or a term: only what follows from it may be said."""
    if claim.kind is Kind.PERCENT and figure.term:
        return Verdict.FAIL, "CLAIM105", "the source gives no percent"
    if claim.qualifier in ("over", "under", "at_least", "at_most"):
        return _one_sided(claim, figure)
    return Verdict.FAIL, "CLAIM105", "the source gives no such number"


def _one_sided(claim: Claim, figure: Figure) -> _Ruling:
    allowed = holds_for(claim)
    assert allowed is not None
    low, high = allowed
    if low - 2 * _TINY <= figure.low and figure.high <= high + 2 * _TINY:
        return _PASS
    if figure.high < low or high < figure.low:
        return Verdict.FAIL, "CLAIM103", ""
    return Verdict.FAIL, "CLAIM105", "on which side it lies is not known"


# --- Terms ---------------------------------------------------------------------------


def _term(claim: Claim, figure: Figure, finding: Finding, study: Study) -> _Ruling:
    meaning = TERMS[claim.meaning]
    if claim.meaning == figure.term:
        return _PASS
    if meaning.holds is None:
        return _vague(figure)
    not_shown = "CLAIM104" if claim.meaning in _MAJORITIES else "CLAIM102"
    if figure.term and TERMS[figure.term].holds is None:
        code = "CLAIM104" if claim.meaning in _MAJORITIES else "CLAIM105"
        return Verdict.FAIL, code, ""
    low, high = meaning.holds
    if figure.point is None:
        if low - _EDGE <= figure.low and figure.high <= high + _EDGE:
            return _PASS
        apart = figure.high < low or high < figure.low
        return Verdict.FAIL, not_shown if apart else "CLAIM105", ""
    return _term_of_point(meaning, figure, finding, study, not_shown)


def _term_of_point(
    meaning: Meaning, figure: Figure, finding: Finding, study: Study, not_shown: str
) -> _Ruling:
    assert meaning.holds is not None and figure.point is not None
    low, high = meaning.holds
    if not low <= figure.point <= high:
        stretched = meaning.warn is not None and meaning.warn[0] <= figure.point <= meaning.warn[1]
        if stretched:
            return Verdict.WARN, "CLAIM102", ""
        code = "CLAIM104" if not_shown == "CLAIM104" and figure.point <= _HALF else "CLAIM102"
        return Verdict.FAIL, code, ""
    if meaning.above_half and not _above_half(figure, finding, study):
        return Verdict.FAIL, "CLAIM104", "the interval of a sample so small reaches below the half"
    if meaning.above_half and meaning.warn is not None and figure.point > meaning.warn[0]:
        return Verdict.WARN, "CLAIM113", ""
    if not figure.exact and (figure.low < low - 2 * _TINY or figure.high > high + 2 * _TINY):
        edge = low <= _HALF + 0.01 and figure.low >= _HALF - _TINY
        return _PASS if edge else (Verdict.WARN, "CLAIM102", "")
    return _PASS


def _above_half(figure: Figure, finding: Finding, study: Study) -> bool:
    """Whether a probability sample shows more than half; elsewhere the figure itself does."""
    n = finding.group.n if finding.group else None
    if study.disclosure.sampling.type != "probability" or n is None or figure.point is None:
        return True
    return wilson(figure.point, n).low > _HALF


def _vague(figure: Figure) -> _Ruling:
    if figure.point is None:
        vaguer = figure.term in ("many", "majority", "most") or not figure.term
        return _PASS if vaguer else (Verdict.FAIL, "CLAIM105", "")
    return Verdict.WARN, "CLAIM113", ""
