"""What a sentence must keep of a figure that it tells rightly: base, voice, net, origin."""

from __future__ import annotations

from reportgen.checks.claims.claim import Claim, Judgement, Verdict
from reportgen.checks.claims.fields import Place
from reportgen.checks.claims.phrases import phrases_of, tokens_of
from reportgen.checks.claims.stems import alike
from reportgen.checks.claims.telling import fits_base, told_of, unlike
from reportgen.compute.finding import Finding
from reportgen.study.model import Direction, Result

_NEAR = 3
"""A negation governs so many words after it."""


def broken_by_context(
    place: Place, claim: Claim, finding: Finding, judgement: Judgement
) -> Judgement:
    """The judgement, or a harder one where the sentence leaves out what the figure needs."""
    if judgement.verdict is Verdict.FAIL:
        return judgement
    if not fits_base(place, told_of(place, claim), finding):
        return unlike(place, claim, finding, judgement)
    for look in (_half_a_net, _turned_round, _unlabelled, unattributed):
        harder = look(place, claim, finding, judgement)
        if harder is not None:
            return harder
    return judgement


def _failed(judgement: Judgement, code: str, message: str, remedy: str) -> Judgement:
    return judgement._replace(verdict=Verdict.FAIL, code=code, message=message, remedy=remedy)


# --- Nets ------------------------------------------------------------------------------


def _half_a_net(
    place: Place, claim: Claim, finding: Finding, judgement: Judgement
) -> Judgement | None:
    part = part_of_net(place, finding.result)
    if part is None:
        return None
    answers = " + ".join(finding.result.net_of)
    return _failed(
        judgement,
        "CLAIM112",
        f"“{claim.text}” is told of “{part}” alone, but “{finding.id}” adds up {answers}",
        "name every answer of the net; how many gave this one alone is not reported",
    )


def part_of_net(place: Place, result: Result) -> str | None:
    """The answer of a net that a sentence names while it leaves the others out."""
    if not result.net_of:
        return None
    stems = place.ground.subjects.stems
    parts = {answer: stems.content(answer) for answer in result.net_of}
    common = frozenset.intersection(*parts.values()) if len(parts) > 1 else frozenset()
    tokens = place.reading.tokens
    said = [stems.of(token.lower) for token in tokens]
    named = {
        answer: at
        for answer, content in parts.items()
        for at, stem in enumerate(said)
        if any(alike(stem, each) for each in content - common)
    }
    if len(named) != 1:
        return None
    ((answer, at),) = named.items()
    near = range(max(0, at - _NEAR), min(len(tokens), at + _NEAR))
    alternative = any(place.reading.tags.end(spot, "or") for spot in near)
    return None if alternative or _denied(place, at) else answer


def _denied(place: Place, at: int) -> bool:
    spots = range(max(0, at - _NEAR), at)
    return any(place.reading.tags.end(spot, "negations") for spot in spots)


# --- Negations ----------------------------------------------------------------------------


def _turned_round(
    place: Place, claim: Claim, finding: Finding, judgement: Judgement
) -> Judgement | None:
    """“78 procent är inte nöjda”, where 78 percent are."""
    ground, tokens = place.ground, place.reading.tokens
    says, negations = finding.result.says, place.reading.tags.spans("negations")
    if not negations or phrases_of(ground.language).tag(tokens_of(says)).has("negations"):
        return None
    matter = ground.subjects.topics[finding.id] & ground.subjects.stems.content(says)
    for start, end in negations:
        if start < claim.last or any(tokens[spot].text in ",;:" for spot in range(claim.last, end)):
            continue
        if any(_is_of(place, tokens[spot].lower, matter) for spot in range(end, end + _NEAR - 1)
               if spot < len(tokens)):  # fmt: skip
            return _failed(
                judgement,
                "CLAIM115",
                f"“{claim.text}” is denied here, but “{finding.id}” counts those who do: {says}",
                "tell what was counted; the rest is an own calculation and is labelled as one",
            )
    return None


def _is_of(place: Place, word: str, matter: frozenset[str]) -> bool:
    stem = place.ground.subjects.stems.of(word)
    return any(alike(stem, each) for each in matter)


# --- Origin and voice ------------------------------------------------------------------------


def _unlabelled(
    place: Place, claim: Claim, finding: Finding, judgement: Judgement
) -> Judgement | None:
    if not finding.result.derived_from or place.field.is_labelled:
        return None
    return _failed(
        judgement,
        "CLAIM115",
        f"“{claim.text}” is our own calculation (“{finding.id}”), and the text does not say so",
        f"say so where it stands: {place.ground.language.label('value.derived')}",
    )


def unattributed(
    place: Place, claim: Claim, finding: Finding, judgement: Judgement
) -> Judgement | None:
    """An assertion that nobody was asked about, told as if it were found."""
    voice = finding.result.voice
    if voice is None or place.is_attributed or place.is_open:
        return None
    if finding.result.value.change is Direction.NEW:
        return None  # that something new is there can be seen; nobody had to be asked
    return _failed(
        judgement,
        "CLAIM116",
        f"“{claim.text}” is what “{voice}” asserts (“{finding.id}”); nobody was asked",
        "say in the sentence whose words they are",
    )
