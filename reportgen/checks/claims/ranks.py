"""Superlatives: what is said to come first or last needs the others that it beats."""

from __future__ import annotations

from reportgen.checks.claims.claim import Claim, Judgement, Verdict
from reportgen.checks.claims.fields import Place
from reportgen.checks.claims.keeping import unattributed
from reportgen.checks.claims.shares import figure_of
from reportgen.checks.claims.stems import alike
from reportgen.checks.claims.subjects import Match
from reportgen.compute.finding import Finding
from reportgen.study.model import Direction

_SURELY = 2
"""From so many shared words on, a sentence is about a result."""
_RIVAL_WORDS = 2


def judge_superlative(place: Place, claim: Claim) -> Judgement | None:
    """Judge “högst”, “vanligast”; None where it ranks nothing that the study measures."""
    bound = place.findings(place.bound(claim))
    if place.is_distanced:
        return None
    if not bound and (place.is_open or place.is_supposed(claim)):
        return None
    candidates = sorted(bound or _candidates(place), key=lambda each: _nearness(place, each))
    judged = (_by(place, claim, one) for one in candidates)
    best = next((each for each in judged if each is not None), None)
    if best is not None:
        finding = place.ground.findings[best.results[0]]
        return unattributed(place, claim, finding, best) or best
    if bound:
        return Judgement(results=tuple(each.id for each in bound))
    return _unshown(place, claim)


def _candidates(place: Place) -> tuple[Finding, ...]:
    near = {*place.referred, *place.field.beside}
    found = place.ground.among(near | place.topical.keys())
    found += [place.ground.findings[name] for name in place.field.referred if name not in near]
    return tuple(found)


def _nearness(place: Place, finding: Finding) -> tuple[float, bool, float]:
    """How surely a sentence speaks of a finding, the surest first: by its items, by its words."""
    items = finding.result.value.ranking or ()
    named = max((_coverage(place, item) for item in items), default=0.0)
    ranked = finding.result.value.statement is Direction.HIGHEST or bool(items)
    return -named, not ranked, -float(place.topical.get(finding.id, 0))


def _by(place: Place, claim: Claim, finding: Finding) -> Judgement | None:
    value = finding.result.value
    if value.ranking is not None:
        ranked = _by_ranking(place, claim, finding)
        if ranked is not None:
            return ranked
    if value.statement is Direction.HIGHEST:
        return _by_statement(place, claim, finding)
    return _by_shares(place, claim, finding)


# --- Rankings --------------------------------------------------------------------------


def _by_ranking(place: Place, claim: Claim, finding: Finding) -> Judgement | None:
    value = finding.result.value
    assert value.ranking is not None
    if (claim.meaning == "top") is not (value.end == "top"):
        return None
    leading = value.ranking if not value.ordered else value.ranking[:1]
    named = any(_names(place, item) for item in leading)
    beaten = [
        item
        for item in (*value.ranking[len(leading) :], *value.behind)
        if _names(place, item) and not named
    ]
    first = place.ground.language.items(list(leading))
    if beaten:
        return _failed(claim, finding, f"“{first}” comes first in “{finding.id}”",
                       f"say that {first} comes first", first)  # fmt: skip
    if not named and place.topical.get(finding.id, 0) < _SURELY and not _near(place, finding):
        return None
    rival = _rival(place, finding)
    if rival is not None:
        return _failed(
            claim,
            finding,
            f"“{rival.id}” says the same of something else: {rival.result.says}",
            "tell both, or none: they cannot both come first",
            first,
        )
    return Judgement(results=(finding.id,), bears=first)


def _near(place: Place, finding: Finding) -> bool:
    return finding.id in (*place.referred, *place.field.beside)


def _names(place: Place, item: str) -> bool:
    """Whether a sentence names an item of a ranking."""
    return _coverage(place, item) > 0


def _coverage(place: Place, item: str) -> float:
    """How large a part of an item's words a sentence names, from 0 to 1."""
    stems = place.ground.subjects.stems
    words = stems.content(item) or frozenset({stems.of(item)})
    named = sum(
        any(alike(word, other) or (len(word) >= 4 and other.endswith(word)) for other in place.said)
        for word in words
    )
    return named / len(words)


def _rival(place: Place, finding: Finding) -> Finding | None:
    """Another ranking that says the same of something else, on the same base."""
    if finding.result.question is not None or {*place.referred} - {finding.id}:
        return None
    own = finding.result.value
    for other in place.ground.rankings:
        value = other.result.value
        same_kind = value.end == own.end and other is not finding
        if not same_kind or other.result.base != finding.result.base or other.result.question:
            continue
        assert value.ranking is not None and own.ranking is not None
        if value.ranking[0] == own.ranking[0] or not value.ordered or not own.ordered:
            continue
        if _said_alike(finding, other) >= _RIVAL_WORDS:
            return other
    return None


def _said_alike(finding: Finding, other: Finding) -> int:
    """How many words two statements share beside what they rank."""

    def words(each: Finding) -> set[str]:
        ranked = " ".join(each.result.value.ranking or ()).lower().split()
        return set(each.result.says.lower().split()) - set(ranked)

    return len(words(finding) & words(other))


# --- Statements and shares -----------------------------------------------------------------


def _by_statement(place: Place, claim: Claim, finding: Finding) -> Judgement | None:
    if place.topical.get(finding.id, 0) < 1 and finding.id not in place.bound(claim):
        return None
    groups = place.ground.study.groups
    other = groups.get(finding.result.compared_with or "")
    beaten = other.label if other is not None else "one group"
    return _failed(
        claim,
        finding,
        f"“{finding.id}” sets them against “{beaten}” alone",
        "say that it is higher than among the others, not highest of all",
        finding.result.says,
    )


def _by_shares(place: Place, claim: Claim, finding: Finding) -> Judgement | None:
    """A share that is said to be the largest: its question's other answers must be smaller."""
    result = finding.result
    figure = figure_of(finding)
    if figure is None or figure.point is None or result.question is None or result.base is None:
        return None
    key = (result.question, result.base, result.period or "")
    answers = place.ground.answers.get(key, ())
    if not _is_winner(place, finding, answers):
        return None
    points = [(other.point, other) for other in answers if other is not finding]
    known = [point for point, _ in points if point is not None]
    if not known or len(known) < len(points):
        return _failed(claim, finding, f"“{finding.id}” stands alone: the others of its question"
                       " are not reported", "tell its share, or report the others",
                       f"{figure.point:g} percent")  # fmt: skip
    top = claim.meaning == "top"
    beats = all(figure.point > one if top else figure.point < one for one in known)
    if beats:
        return Judgement(results=(finding.id,), bears=f"{figure.point:g} percent")
    return _failed(claim, finding, f"“{finding.id}” is {figure.point:g} percent, and another"
                   f" answer {max(known) if top else min(known):g}",
                   "tell the one that comes first", f"{figure.point:g} percent")  # fmt: skip


def _is_winner(place: Place, finding: Finding, answers: tuple[Finding, ...]) -> bool:
    """Whether a sentence names this answer, and not another one of the same question."""
    topics = place.ground.subjects.topics
    others = [topics[each.id] for each in answers if each is not finding]
    own = topics[finding.id] - frozenset().union(*others) if others else topics[finding.id]
    about = _near(place, finding) or place.topical.get(finding.id, 0) >= _SURELY
    return about and (not others or any(alike(stem, word) for stem in own for word in place.said))


# --- Shown by nothing ----------------------------------------------------------------------


def _unshown(place: Place, claim: Claim) -> Judgement | None:
    about = max(place.topical.values(), default=0)
    groups = any(each.match is Match.FULL for each in place.mentions)
    if not groups and about < _SURELY:
        return None
    return Judgement(
        verdict=Verdict.FAIL,
        code="CLAIM106",
        message=f"“{claim.text}” ranks what no result of the study ranks",
        remedy="link the ranking it rests on, or leave the order out",
    )


def _failed(claim: Claim, finding: Finding, why: str, remedy: str, bears: str) -> Judgement:
    return Judgement(
        verdict=Verdict.FAIL,
        results=(finding.id,),
        bears=bears,
        code="CLAIM106",
        message=f"“{claim.text}” needs the others that it beats: {why}",
        remedy=remedy,
    )
