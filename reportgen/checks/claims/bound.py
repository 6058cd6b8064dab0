"""Binding a share to the result that it rests on, and judging it there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reportgen.checks.claims.claim import NUMBERS, Claim, Judgement, Kind, Verdict
from reportgen.checks.claims.fields import Place
from reportgen.checks.claims.keeping import broken_by_context
from reportgen.checks.claims.shares import figure_of, holds_for, judge_share, verdict_on
from reportgen.checks.claims.telling import fits_base, told_of, unlike
from reportgen.compute.finding import Finding

_ROUNDED = 0.5
_SURELY = 2
"""From so many shared words on, a sentence is about a result."""
_QUANTITIES = frozenset({"almost_all", "few", "very_few", "minority"})
_EMPTY = frozenset({"all", "none"})


class _Candidate(NamedTuple):
    """A finding that a claim may rest on: how near it stands, and how it bears the claim."""

    finding: Finding
    structural: bool  # the sentence refers to it, or the field is set with it
    topical: int
    fits: bool  # the words name its base, or no base
    verdict: Verdict


def judge_bound_share(place: Place, claim: Claim) -> Judgement | None:
    """Judge a percent, a ratio, a range or a term; None where it claims nothing after all."""
    if place.bonds(claim):
        return _by_reference(place, claim)
    if claim.kind is Kind.TERM and (place.is_open or place.is_supposed(claim)):
        return None
    candidates = tuple(_candidates(place, claim))
    for verdict in (Verdict.PASS, Verdict.WARN):
        found = _nearest(each for each in candidates if each.verdict is verdict)
        if found is not None and _is_meant(claim, found, candidates):
            return broken_by_context(place, claim, found.finding, _judged(place, claim, found))
    return _misfit(place, claim, candidates)


def _is_meant(claim: Claim, found: _Candidate, candidates: tuple[_Candidate, ...]) -> bool:
    """Whether a finding that bears the words is the one they are about."""
    nearer = max((each.topical for each in candidates if each.fits), default=0)
    if not found.fits:
        return found.topical >= _SURELY and found.topical > nearer
    # A number that agrees is evidence in itself; a word such as “few” is not.
    return found.structural or claim.kind is not Kind.TERM or found.topical >= nearer


def _by_reference(place: Place, claim: Claim) -> Judgement | None:
    ids = place.bound(claim)
    if not ids:
        return Judgement()  # a viewpoint's words, or a group's number
    findings = [each for each in place.findings(ids) if figure_of(each) is not None]
    if any(each.suppressed for each in place.findings(ids)):
        return Judgement(results=ids)  # STAT104 keeps it out of the brief
    if not findings:
        return _of_no_share(place, claim, ids)
    ground = place.ground
    judged = [(judge_share(claim, each, ground.study, ground.language), each) for each in findings]
    judgement, finding = min(judged, key=lambda pair: pair[0].verdict.value)
    return broken_by_context(place, claim, finding, judgement)


def _of_no_share(place: Place, claim: Claim, ids: tuple[str, ...]) -> Judgement:
    finding = place.ground.findings[ids[0]]
    if claim.kind is Kind.TERM or claim.kind in NUMBERS:
        return Judgement(
            verdict=Verdict.FAIL,
            results=ids,
            allowed=holds_for(claim),
            code="CLAIM105",
            message=f"“{claim.text}” makes a share of “{ids[0]}”, which is a"
            f" {finding.precision} and none",
            remedy=f"write {{{ids[0]}}} for the wording it bears",
        )
    return broken_by_context(place, claim, finding, Judgement(results=ids))


def _candidates(place: Place, claim: Claim) -> Iterator[_Candidate]:
    ground = place.ground
    base = told_of(place, claim)
    is_word = claim.kind is Kind.TERM
    near = {*place.referred, *(place.field.beside if is_word or place.field.is_figure else ())}
    if is_word:
        near |= set(place.field.referred)
    for finding in ground.among(near | place.topical.keys()):
        if figure_of(finding) is not None:
            yield _Candidate(
                finding,
                finding.id in near,
                place.topical.get(finding.id, 0),
                fits_base(place, base, finding),
                verdict_on(claim, finding, ground.study),
            )


def _judged(place: Place, claim: Claim, candidate: _Candidate) -> Judgement:
    ground = place.ground
    return judge_share(claim, candidate.finding, ground.study, ground.language)


def _nearest(candidates: Iterator[_Candidate]) -> _Candidate | None:
    return max(
        candidates, key=lambda each: (each.structural, each.topical, each.fits), default=None
    )


def _misfit(place: Place, claim: Claim, candidates: tuple[_Candidate, ...]) -> Judgement | None:
    """What to say of a claim that no finding bears."""
    nearer = max((each.topical for each in candidates if each.fits), default=0)
    elsewhere = _nearest(
        each
        for each in candidates
        if not each.fits and each.topical > nearer and each.verdict is not Verdict.FAIL
    )
    if elsewhere is not None and claim.kind is not Kind.TERM:
        return unlike(place, claim, elsewhere.finding, _judged(place, claim, elsewhere))
    if not any(_has_value(claim, each.finding) for each in candidates):
        for each in candidates:
            if each.fits and each.topical and _is_rest_of(claim, each.finding):
                return _rest(place, claim, each)
    culprit = _nearest(
        each
        for each in candidates
        if each.fits
        and (each.structural or each.topical + (told_of(place, claim) is not None) >= 2)
    )
    if culprit is not None and (claim.meaning not in _EMPTY or _names_a_group(place, claim)):
        return _judged(place, claim, culprit)
    return _unbound(place, claim)


def _has_value(claim: Claim, finding: Finding) -> bool:
    figure = figure_of(finding)
    point = figure.point if figure is not None else None
    return point is not None and abs(point - claim.amount) <= _ROUNDED


def _is_rest_of(claim: Claim, finding: Finding) -> bool:
    figure = figure_of(finding)
    return (
        figure is not None
        and figure.point is not None
        and claim.kind in (Kind.PERCENT, Kind.RATIO)
        and not claim.qualifier
        and abs(100 - figure.point - claim.amount) <= _ROUNDED
    )


def _rest(place: Place, claim: Claim, candidate: _Candidate) -> Judgement:
    """What a share leaves of the whole may be told, as long as it says whose number it is."""
    name, judgement = candidate.finding.id, _judged(place, claim, candidate)
    if place.field.is_labelled:
        return judgement._replace(verdict=Verdict.PASS, code="", message="", remedy="")
    return judgement._replace(
        verdict=Verdict.FAIL,
        code="CLAIM115",
        message=f"“{claim.text}” is what “{name}” leaves of the whole, and no result of the source",
        remedy=f"tell {{{name}}}, or record the rest with derived_from: [{name}] and say in the"
        " text that it is an own calculation",
    )


def _is_disclosed(place: Place, claim: Claim) -> bool:
    """Whether a response rate or the like says a number that the disclosure gives."""
    return place.reading.tags.has("method_facts") and claim.amount in place.ground.disclosed


def _names_a_group(place: Place, claim: Claim) -> bool:
    base = told_of(place, claim)
    return base is not None and bool(base.groups)


def _unbound(place: Place, claim: Claim) -> Judgement | None:
    if place.field.reported or place.field.disclosed or _is_disclosed(place, claim):
        return None  # somebody else's number, or one that the method's own facts give
    if claim.kind is Kind.TERM:
        wished = place.reading.tags.has("modal")
        if claim.meaning in _EMPTY and (wished or not _names_a_group(place, claim)):
            return None
        code = "CLAIM101" if claim.meaning in _QUANTITIES | _EMPTY else "CLAIM104"
        message = f"“{claim.text}” is shown by no result of the study"
    else:
        code, message = "CLAIM101", f"“{claim.text}” comes from no result of the study"
    return Judgement(
        verdict=Verdict.FAIL,
        allowed=holds_for(claim),
        code=code,
        message=message,
        remedy="refer to the result it comes from, as {id}; record it under results if it is one",
    )
