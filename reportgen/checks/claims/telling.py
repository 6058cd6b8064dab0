"""Of whom a claim is told, and whether its figure counts them."""

from __future__ import annotations

from reportgen.checks.claims.claim import SHARES, Claim, Judgement, Kind, Verdict
from reportgen.checks.claims.fields import Place
from reportgen.checks.claims.phrases import Tags
from reportgen.checks.claims.subjects import Match, Mention, unit_of_noun
from reportgen.compute.finding import Finding
from reportgen.study.model import Unit

_ATTRIBUTES = 3
"""So many words may stand between a share and those of whom it is told."""


def told_of(place: Place, claim: Claim) -> Mention | None:
    """The group that a claim's words name: after it, or in front (“av kunderna är 78 %”)."""
    return _after(place, claim) or _before(place, claim)


def _after(place: Place, claim: Claim) -> Mention | None:
    tags, tokens = place.reading.tags, place.reading.tokens
    at = _past_bracket(place, claim.last)
    of = tags.end(at, "of")
    if of is None and claim.kind in (Kind.PERCENT, Kind.RANGE, Kind.POINTS):
        return None
    at = at if of is None else of
    starts = {mention.first: mention for mention in place.mentions}
    for spot in range(at, min(at + _ATTRIBUTES + 1, len(tokens))):
        if spot in starts:
            return starts[spot]
        noun = unit_of_noun(place.reading, spot)
        if noun is not None:
            return Mention(frozenset(), spot, spot + 1, Match.HEAD)
        word = tokens[spot].lower
        stops = place.ground.subjects.stems.is_function_word(tokens[spot])
        if not word[0].isalpha() or (stops and not _links(tags, spot)):
            return None
    return None


def _past_bracket(place: Place, at: int) -> int:
    """Past a bracket such as “(78 procent)” that stands between a share and its base."""
    tokens = place.reading.tokens
    if at < len(tokens) and tokens[at].text == "(":
        for spot in range(at, len(tokens)):
            if tokens[spot].text == ")":
                return spot + 1
    return at


def _links(tags: Tags, at: int) -> bool:
    return any(tags.end(at, name) for name in ("of", "determiners", "others"))


def _before(place: Place, claim: Claim) -> Mention | None:
    """A group named with “of” or “among” before the claim, and no other claim between."""
    tags = place.reading.tags
    claims = place.reading.claims
    floor = max(
        (each.last for each in claims if each.kind in SHARES and each.last <= claim.first),
        default=0,
    )
    for mention in reversed(place.mentions):
        if floor <= mention.first and mention.last <= claim.first:
            starts = range(max(floor, mention.first - 2), mention.first)
            return mention if any(tags.end(spot, "of") for spot in starts) else None
    return None


def fits_base(place: Place, mention: Mention | None, finding: Finding) -> bool:
    """Whether a figure may be told of those that some words name."""
    base = finding.result.base
    if mention is None or base is None or base in mention.groups:
        return True
    if mention.match is Match.FULL:
        return False
    units = place.ground.units_of(mention.groups)
    noun = unit_of_noun(place.reading, mention.first)
    if noun is not None:
        units |= {noun}
    return not units or finding.unit in units or Unit.ORGANISATIONS in units


def unlike(place: Place, claim: Claim, finding: Finding, judgement: Judgement) -> Judgement:
    """The judgement of a figure that is told of another base than its own."""
    mention = told_of(place, claim)
    assert mention is not None and finding.group is not None
    tokens = place.reading.tokens
    told = place.reading.text[tokens[mention.first].start : tokens[mention.last - 1].end]
    units = place.ground.units_of(mention.groups)
    noun = unit_of_noun(place.reading, mention.first)
    units |= {noun} if noun is not None and not units else frozenset()
    other_unit = finding.unit not in units
    return judgement._replace(
        verdict=Verdict.FAIL,
        code="CLAIM110" if other_unit else "CLAIM117",
        message=f"“{claim.text}” is told of “{told}”, but “{finding.id}” counts"
        f" “{finding.group.label}”" + (f" ({finding.unit})" if other_unit else ""),
        remedy=f"tell it of its own base: {finding.group.label}",
    )
