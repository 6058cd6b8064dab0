"""Changes over time, what is told of the rest, vague quantities and slips of the pen."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.claims.claim import SHARES, Claim, Judgement, Verdict
from reportgen.checks.claims.fields import Place
from reportgen.checks.claims.keeping import part_of_net, unattributed
from reportgen.checks.claims.phrases import phrases_of, tokens_of
from reportgen.checks.claims.shares import figure_of, judge_share, verdict_on
from reportgen.checks.claims.telling import fits_base, told_of
from reportgen.compute.wording import in_full
from reportgen.study.model import Direction, Precision

_UPWARD = {"rise": True, "better": True, "fall": False, "worse": False}
_WHOLE = 99.5
_MODAL = 3
_OPINIONS = 12
"""An opinion clause reaches so many words back from what it says."""


# --- Changes ---------------------------------------------------------------------------


def judge_change(place: Place, claim: Claim) -> Judgement | None:
    """Judge “har ökat”; None where the change is what was asked about."""
    bound = place.findings(place.bound(claim))
    changed = [each for each in bound if each.precision is Precision.CHANGE]
    if changed:
        held = Judgement(results=(changed[0].id,), bears=changed[0].result.says)
        return unattributed(place, claim, changed[0], held) or held
    hedged = place.is_open or place.is_distanced or place.is_supposed(claim)
    if bound or hedged or _is_opinion(place, claim) or _is_wished(place, claim):
        return None
    judged = tuple(_over_time(place, claim))
    if judged:
        return min(judged, key=lambda each: each.verdict.value)
    reported = _reported_change(place, claim)
    if reported is not None:
        return reported
    if _is_what_was_said(place, claim):
        return None
    return _without_periods(place, claim)


def _is_opinion(place: Place, claim: Claim) -> bool:
    """Whether somebody who was asked says so: “… tycker att servicen har blivit bättre”."""
    tags = place.reading.tags
    return any(claim.first - _OPINIONS <= start < claim.first for start, _ in tags.spans("opinion"))


def _is_wished(place: Place, claim: Claim) -> bool:
    """Whether it should or may change: “… måste förbättras”."""
    spans = place.reading.tags.spans("modal")
    return any(claim.first - _MODAL <= start < claim.first for start, _ in spans)


def _over_time(place: Place, claim: Claim) -> Iterator[Judgement]:
    """Results on one question and base, from two periods."""
    names = {*place.referred, *place.topical}
    near = [each for each in place.ground.among(names) if each.result.period]
    for earlier in near:
        for later in place.ground.beside(earlier):
            one, other = earlier.result, later.result
            if later.id not in names or not other.period or one.question is None:
                continue
            same = one.question == other.question and one.base == other.base
            if not same or str(one.period) >= str(other.period):
                continue
            if earlier.point is None or later.point is None:
                continue
            bears = f"{earlier.point:g} percent in {one.period}, {later.point:g} in {other.period}"
            if (later.point > earlier.point) is _UPWARD[claim.meaning]:
                yield Judgement(results=(earlier.id, later.id), bears=bears)
            else:
                yield Judgement(
                    verdict=Verdict.FAIL,
                    results=(earlier.id, later.id),
                    bears=bears,
                    code="CLAIM102",
                    message=f"“{claim.text}” is the wrong way round: {bears}",
                    remedy="tell the change the way round that the figures say",
                )


def _reported_change(place: Place, claim: Claim) -> Judgement | None:
    near = {*place.topical, *place.field.beside, *place.referred}
    for finding in place.ground.among(near):
        direction = finding.result.value.change
        if direction is None:
            continue
        if (direction is Direction.WORSE) is _UPWARD[claim.meaning]:
            continue
        held = Judgement(results=(finding.id,), bears=finding.result.says)
        return unattributed(place, claim, finding, held) or held
    return None


def _is_what_was_said(place: Place, claim: Claim) -> bool:
    """Whether a result beside the sentence counts those who say that it changed so."""
    ids = dict.fromkeys((*place.referred, *place.field.referred, *place.field.beside))
    phrases = phrases_of(place.ground.language)
    for name in ids:
        finding = place.ground.findings[name]
        if not place.topical.get(name):
            continue
        own = place.ground.subjects.stems
        words = {own.of(token.lower) for token in place.reading.tokens[claim.first : claim.last]}
        tags = phrases.tag(tokens_of(finding.result.says))
        if tags.has(claim.meaning) or words & own.content(finding.result.says):
            return True
        raised = tags.has("raised")
        if raised and claim.meaning == "rise":
            return True
    return False


def _without_periods(place: Place, claim: Claim) -> Judgement | None:
    for finding in place.ground.among(place.topical):
        part = part_of_net(place, finding.result)
        if part is not None:
            return Judgement(
                verdict=Verdict.FAIL,
                results=(finding.id,),
                bears=finding.result.says,
                code="CLAIM112",
                message=f"“{claim.text}” tells “{part}” alone, but “{finding.id}” adds up"
                f" {' + '.join(finding.result.net_of)}",
                remedy="name every answer of the net; how many gave this one alone is not reported",
            )
    if not place.topical and not place.mentions:
        return None
    return Judgement(
        verdict=Verdict.FAIL,
        code="CLAIM107",
        message=f"“{claim.text}” says that something changed, and no two periods are reported",
        remedy="report both periods, link the change that the source reports, or tell the level",
    )


# --- The rest, and vague quantities ------------------------------------------------------


def judge_rest(place: Place, claim: Claim) -> Judgement | None:
    """Judge “resten är missnöjda”: what is left of a whole holds every other answer."""
    if place.is_open or place.field.is_labelled or place.field.reported:
        return None
    if not _tells_a_share(place, claim):
        return None
    told = [each.result for each in place.ground.among({*place.referred, *place.topical})]
    for result in told:
        key = (result.question or "", result.base or "", result.period or "")
        answers = place.ground.answers.get(key, ())
        reported = [each.point for each in answers if not each.result.derived_from]
        if reported and None not in reported and sum(map(float, filter(None, reported))) >= _WHOLE:
            return Judgement(results=tuple(each.id for each in answers))
    return Judgement(
        verdict=Verdict.FAIL,
        results=tuple(result.id for result in told[:2]),
        code="CLAIM115",
        message=f"“{claim.text}” tells what the others answered, which is not reported",
        remedy="say that the rest is not reported, or report every answer",
    )


def _tells_a_share(place: Place, claim: Claim) -> bool:
    """Whether a share is told before the rest, in this sentence or the one before."""
    places = place.field.places
    at = places.index(place)
    near = places[max(0, at - 1) : at + 1] if claim.first <= 1 else places[at : at + 1]
    return any(each.kind in SHARES for one in near for each in one.reading.claims)


def judge_vague(place: Place, claim: Claim) -> Judgement | None:
    """Judge “många kunder”: a warning where the number is known and not told."""
    bound = place.findings(place.bound(claim))
    if bound:
        held = Judgement(results=(bound[0].id,), bears=in_full(bound[0], place.ground.language))
        return unattributed(place, claim, bound[0], held) or held
    if place.bonds(claim):
        return Judgement()
    if place.is_open or place.is_attributed or place.is_supposed(claim):
        return None
    base, ground = told_of(place, claim), place.ground
    shares = [
        each
        for each in ground.among(place.topical)
        if figure_of(each) is not None
        and each.result.voice is None
        and base is not None
        and each.result.base in base.groups
        and fits_base(place, base, each)
    ]
    if not shares:
        return None
    likeliest = min(shares, key=lambda each: verdict_on(claim, each, ground.study).value)
    best = judge_share(claim, likeliest, ground.study, ground.language)
    told = set(place.field.referred) & set(best.results)
    says = any(each.kind in SHARES for each in place.reading.claims)
    return None if best.code and (told or says) else best


def judge_slip(place: Place, claim: Claim) -> Judgement | None:
    """Judge “en fire nordmenn” and “tio av åtta”: slips that a reader stumbles over."""
    if claim.meaning == "lost" and claim.fraction is not None:
        said = place.ground.language.ratio(*claim.fraction)
        why, remedy = "is a ratio that lost a word", f"write “{said}”, or refer to the result"
    else:
        why, remedy = "has a part larger than its whole", "turn the numbers round"
    return Judgement(
        verdict=Verdict.FAIL,
        code="CLAIM111",
        message=f"“{claim.text}” {why}",
        remedy=remedy,
    )
