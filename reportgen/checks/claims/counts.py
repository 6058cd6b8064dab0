"""Counts of those who were asked, and limits in time."""

from __future__ import annotations

from reportgen.checks.claims.claim import SHARES, Claim, Judgement, Verdict
from reportgen.checks.claims.fields import Field, Place
from reportgen.checks.claims.keeping import unattributed
from reportgen.checks.claims.subjects import Match, Mention
from reportgen.compute.finding import Finding
from reportgen.study.model import Group

_SMALL = 12
"""Numbers up to here are told of anything; above, they count respondents."""


def judge_count(place: Place, claim: Claim) -> Judgement | None:
    """Judge a number of people or cases: a base, a count, or the members of a list."""
    ground = place.ground
    if any(name in ground.study.groups for bond in place.bonds(claim)
           for name in bond.reference.ids):  # fmt: skip
        return _printed_base(place, claim)
    if place.bound(claim):
        return Judgement(results=place.bound(claim))
    mention = _mention(place, claim)
    groups = {name: ground.study.groups[name] for name in sorted(mention.groups if mention else ())}
    if any(group.n and fits_number(claim, group.n) for group in groups.values()):
        return Judgement()
    counted = _counted(place, claim)
    if counted is not None:
        return Judgement(results=(counted.id,))
    if mention is None or mention.match is not Match.FULL:
        return _of_nobody(place, claim)
    return _of_group(claim, next(iter(groups.values())))


def _printed_base(place: Place, claim: Claim) -> Judgement | None:
    names = [name for bond in place.bonds(claim) for name in bond.reference.ids]
    mention = _mention(place, claim)
    if mention is None or mention.match is not Match.FULL or mention.groups & set(names):
        return Judgement()
    group = place.ground.study.groups[names[0]]
    return Judgement(
        verdict=Verdict.FAIL,
        code="CLAIM117",
        message=f"“{claim.text}” prints how many “{group.label}” there are",
        remedy=f"tell it of its own group: {group.label}",
    )


def _mention(place: Place, claim: Claim) -> Mention | None:
    within = [each for each in place.mentions if claim.first < each.last <= claim.last + 1]
    return within[-1] if within else None


def fits_number(claim: Claim, value: float) -> bool:
    """Whether a number bears the words, hedge and all."""
    amount = claim.amount
    match claim.qualifier:
        case "below":
            return 0.9 * amount <= value < amount
        case "above":
            return amount < value <= 1.1 * amount
        case "well_above":
            return value >= 1.1 * amount
        case "over":
            return value > amount
        case "under":
            return value < amount
        case "at_least":
            return value >= amount
        case "at_most":
            return value <= amount
        case "about":
            return abs(value - amount) <= 0.05 * amount
    return abs(value - amount) < 1e-6


def _counted(place: Place, claim: Claim) -> Finding | None:
    """The finding that gives the number: a count, or the members of a list."""
    near = {*place.referred, *place.field.beside, *place.topical}
    for finding in place.ground.among(near):
        value = finding.result.value
        numbers = [value.count, value.of, len(value.items) if value.items else None]
        if any(each and fits_number(claim, each) for each in numbers):
            return finding
    return None


def _of_nobody(place: Place, claim: Claim) -> Judgement | None:
    """A number of some noun that is no group of the study."""
    sizes = [group.n for group in place.ground.study.groups.values() if group.n]
    if claim.amount <= _SMALL or place.field.reported or place.field.disclosed:
        return None
    if any(fits_number(claim, size) for size in sizes):
        return Judgement()
    return Judgement(
        verdict=Verdict.FAIL,
        code="CLAIM101",
        message=f"“{claim.text}” comes from no group and no result of the study",
        remedy="write {group} for how many a group holds; record the number if it is a result",
    )


def _of_group(claim: Claim, group: Group) -> Judgement | None:
    if claim.amount <= _SMALL and (group.n is None or group.n > _SMALL):
        return None
    if group.n is None:
        return Judgement(
            verdict=Verdict.FAIL,
            code="CLAIM101",
            message=f"“{claim.text}” says how many “{group.label}” there are, which is not"
            " disclosed",
            remedy=f"give n of “{group.label}” if the source tells it, or leave the number out",
        )
    return Judgement(
        verdict=Verdict.FAIL,
        bears=str(group.n),
        code="CLAIM102",
        message=f"“{claim.text}” differs from the study: “{group.label}” are {group.n}",
        remedy="write the group's id in braces, and the number follows the study",
    )


# --- Limits -----------------------------------------------------------------------------


def judge_limit(place: Place, claim: Claim) -> Judgement | None:
    """Judge a time: the limit of a result, told with the share for which it holds."""
    findings = _limits(place, claim)
    if not findings:
        return None
    equal = [each for each in findings if _at(each) == claim.amount]
    if not equal:
        return _other_limit(place, claim, findings)
    finding = equal[0]
    held = Judgement(results=(finding.id,), bears=_worded(place, finding))
    alone = _without_its_share(place, claim, equal)
    return alone or unattributed(place, claim, finding, held) or held


def _limits(place: Place, claim: Claim) -> list[Finding]:
    bound = place.findings(place.bound(claim))
    near = {*place.referred, *place.field.beside, *place.topical}
    known = bound or place.ground.among(near)
    limited = [each for each in known if (limit := each.result.value.limit) is not None
               and limit.unit == claim.unit]  # fmt: skip
    return sorted(limited, key=lambda each: -place.topical.get(each.id, 0))


def _at(finding: Finding) -> float:
    limit = finding.result.value.limit
    assert limit is not None
    return limit.at


def _worded(place: Place, finding: Finding) -> str:
    limit = finding.result.value.limit
    assert limit is not None
    return place.ground.language.limit(limit.at, limit.unit)


def _other_limit(place: Place, claim: Claim, findings: list[Finding]) -> Judgement | None:
    finding = findings[0]
    if not place.reading.tags.has("thresholds") or place.topical.get(finding.id, 0) < 2:
        return None
    return Judgement(
        verdict=Verdict.FAIL,
        results=(finding.id,),
        bears=_worded(place, finding),
        code="CLAIM102",
        message=f"“{claim.text}” is not the limit of “{finding.id}”: {_worded(place, finding)}",
        remedy=f"write {{{finding.id}|limit}}",
    )


def _without_its_share(place: Place, claim: Claim, equal: list[Finding]) -> Judgement | None:
    shares = _with_share(place, equal)
    if not shares or _tells_share(place.field, shares, place) or place.is_attributed:
        return None
    share = shares[0]
    said = place.ground.language.term(share.result.value.term.value) if share.result.value.term \
        else place.ground.language.ratio(*share.fraction) if share.fraction else ""  # fmt: skip
    return Judgement(
        verdict=Verdict.FAIL,
        results=(share.id,),
        bears=said,
        code="CLAIM114",
        message=f"“{claim.text}” holds for “{said}” (“{share.id}”), and is told here of all",
        remedy=f"say for whom it holds: {{{share.id}}}",
    )


def _with_share(place: Place, equal: list[Finding]) -> list[Finding]:
    """The findings with the same limit that say for how many it holds."""
    limits = {(each.result.value.limit, each.result.base) for each in equal}
    times = {(limit.at, limit.unit) for limit, _ in limits if limit is not None}
    ids = (name for time in times for name in place.ground.limited[time])
    return [
        each
        for each in place.ground.among(ids)
        if (each.result.value.limit, each.result.base) in limits
        and (each.result.value.term is not None or each.fraction is not None)
    ]


def _tells_share(field: Field, shares: list[Finding], place: Place) -> bool:
    """Whether the sentence, or one beside it, says for how many the limit holds."""
    at = field.places.index(place)
    ids = {each.id for each in shares}
    for near in field.places[max(0, at - 1) : at + 2]:
        if ids & set(near.referred) - {each.id for each in shares if not _printed(near, each)}:
            return True
        if near is place and any(each.kind in SHARES for each in near.reading.claims):
            return True
    return False


def _printed(place: Place, finding: Finding) -> bool:
    """Whether a sentence tells a finding's share, and not only its limit."""
    return any(
        bond.reference.form != "limit"
        for bond in place.sentence.bonds
        if finding.id in bond.reference.ids
    )
