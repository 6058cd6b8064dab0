"""More than and less than: two groups, or two answers, set against each other."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.claims.claim import Claim, Judgement, Verdict
from reportgen.checks.claims.differences import subtracted
from reportgen.checks.claims.fields import Place
from reportgen.checks.claims.keeping import unattributed
from reportgen.checks.claims.pairs import Pair
from reportgen.checks.claims.shares import has_point
from reportgen.checks.claims.subjects import Match, Mention
from reportgen.compute.differences import Significance, significance_between
from reportgen.compute.finding import Finding
from reportgen.compute.unknown_bases import second_base_between
from reportgen.study.model import Direction

_RISING = frozenset(
    {
        Direction.HIGHEST,
        Direction.HIGHER,
        Direction.CONSIDERABLY_HIGHER,
        Direction.RISEN_MORE,
        Direction.MORE_CRITICAL,
        Direction.CONSIDERABLY_MORE_NEGATIVE,
    }
)
_CONSIDERABLE = frozenset({Direction.CONSIDERABLY_HIGHER, Direction.CONSIDERABLY_MORE_NEGATIVE})
_CONSIDERABLE_POINTS, _SOME_POINTS = 10.0, 5.0


def judge_comparison(place: Place, claim: Claim) -> Judgement | None:
    """Judge “fler … än”, “högre … än”; None where no two groups are set against each other."""
    bound = [each for each in place.findings(place.bound(claim)) if _direction(each)]
    if bound:
        return _by_statement(place, claim, bound[0], more=claim.meaning == "more")
    if place.is_open or place.is_distanced or place.is_supposed(claim):
        return None
    left, right = _sides(place, claim)
    if right is None:
        return _of_references(place, claim)
    if left is not None and _unlike_units(place, left, right):
        return _failed(
            claim,
            (),
            "CLAIM110",
            "sets unlike units against each other",
            "tell each of them in a sentence of its own",
        )
    judged = sorted(
        _evidence(place, claim, left, right), key=lambda pair: (-pair[0], pair[1].verdict.value)
    )
    if judged:
        return judged[0][1]
    surely = left is not None and left.match is Match.FULL and right.match is not Match.HEAD
    if not surely:
        return None
    return _failed(
        claim,
        (),
        "CLAIM108",
        "sets two groups against each other on which nothing is reported of both",
        "compare only what both groups were asked, or link the result that says so",
    )


def _failed(
    claim: Claim, results: tuple[str, ...], code: str, what: str, remedy: str, bears: str = ""
) -> Judgement:
    return Judgement(
        verdict=Verdict.FAIL,
        results=results,
        bears=bears,
        code=code,
        message=f"“{claim.text}” {what}",
        remedy=remedy,
    )


def _sides(place: Place, claim: Claim) -> tuple[Mention | None, Mention | None]:
    """Who is more, and than whom."""
    tags = place.reading.tags
    than = next(
        (at for at in range(claim.first, min(claim.last + 12, len(place.reading.tokens)))
         if tags.end(at, "than")),
        None,
    )  # fmt: skip
    if than is None:
        return None, None
    right = next((each for each in place.mentions if than < each.first), None)
    if right is not None and _words_between(place, than, right) > 1:
        right = None
    left = next((each for each in reversed(place.mentions) if each.last <= than), None)
    return left, right


def _words_between(place: Place, than: int, right: Mention) -> int:
    """How many words that say something stand between “than” and a group."""
    stems = place.ground.subjects.stems
    between = place.reading.tokens[than + 1 : right.first]
    return sum(not stems.is_function_word(token) for token in between)


def _unlike_units(place: Place, left: Mention, right: Mention) -> bool:
    groups = place.ground.study.groups
    units = [{groups[name].unit for name in side.groups} for side in (left, right)]
    return all(units) and not units[0] & units[1]


def _of_references(place: Place, claim: Claim) -> Judgement | None:
    """“Fler … än …: {a} mot {b}”: the two that the sentence prints."""
    shares = [each for each in place.findings(place.referred) if has_point(each)]
    if len(shares) < 2:
        return None
    pair = Pair(shares[0], shares[1])
    if pair.first.unit is not pair.second.unit:
        return subtracted(claim, pair)
    return Judgement(results=pair.ids)


def _evidence(
    place: Place, claim: Claim, left: Mention | None, right: Mention
) -> Iterator[tuple[int, Judgement]]:
    """Everything that speaks for or against a comparison, with how near it is to the matter."""
    beside = {*place.referred, *place.field.beside, *place.field.referred}
    more = claim.meaning == "more"
    for finding in place.ground.among({*beside, *place.topical}):
        near = place.topical.get(finding.id, 0)
        other = _other_base(place, finding)
        if _direction(finding) is not None:
            if _on(left, finding.result.base) and other in right.groups:
                yield near, _by_statement(place, claim, finding, more=more)
            elif finding.result.base in right.groups and _on(left, other):
                yield near, _by_statement(place, claim, finding, more=not more)
            continue
        if not has_point(finding) or not _on(left, finding.result.base):
            continue
        for second in place.ground.alike(finding):
            if second.result.base in right.groups and second.result.base != finding.result.base:
                yield near, _by_pair(claim, Pair(finding, second))


def _on(mention: Mention | None, base: str | None) -> bool:
    return base is not None and (mention is None or base in mention.groups)


def _other_base(place: Place, finding: Finding) -> str | None:
    other = finding.result.compared_with
    if other in place.ground.findings.by_id:
        return place.ground.findings[other].result.base
    return other


def _direction(finding: Finding) -> Direction | None:
    value = finding.result.value
    direction = value.statement or value.change
    known = direction in _RISING or direction is Direction.LITTLE_DIFFERENCE
    return direction if known else None


def _by_statement(place: Place, claim: Claim, finding: Finding, *, more: bool) -> Judgement:
    direction = _direction(finding)
    assert direction is not None
    says = f"“{finding.id}” says: {finding.result.says}"
    held = Judgement(results=(finding.id,), bears=finding.result.says)
    if direction not in _RISING or not more:
        return _failed(
            claim, (finding.id,), "CLAIM102", f"is not what was found; {says}",
            "tell it the way round that the result says", finding.result.says,
        )  # fmt: skip
    if claim.amplified and direction in _RISING - _CONSIDERABLE:
        return _failed(
            claim, (finding.id,), "CLAIM102", f"says how much; {says}",
            "leave out how much: the result does not tell", finding.result.says,
        )  # fmt: skip
    return unattributed(place, claim, finding, held) or held


def _by_pair(claim: Claim, pair: Pair) -> Judgement:
    points = pair.points if claim.meaning == "more" else -pair.points
    bears = f"{pair.shares[0]:g} against {pair.shares[1]:g} percent"
    if points <= 0:
        return _failed(claim, pair.ids, "CLAIM102", f"is the wrong way round: {bears}",
                       "tell it the way round that the figures say", bears)  # fmt: skip
    if not _may_be_significant(pair):
        return _failed(
            claim, pair.ids, "CLAIM108",
            f"takes a difference that the bases cannot show: {bears} may be chance",
            "say that the difference is too small to be read", bears,
        )  # fmt: skip
    if claim.amplified and points < _CONSIDERABLE_POINTS and pair.known:
        judgement = _failed(claim, pair.ids, "CLAIM102", f"makes much of {points:g} points",
                            "leave out the amplifying word", bears)  # fmt: skip
        if points < _SOME_POINTS:
            return judgement
        return Judgement(
            verdict=Verdict.WARN, results=pair.ids, bears=bears, code=judgement.code,
            message=judgement.message, remedy=judgement.remedy,
        )  # fmt: skip
    return Judgement(results=pair.ids, bears=bears)


def _may_be_significant(pair: Pair) -> bool:
    """Whether a difference in percent can be more than chance, as far as the bases are known."""
    if not pair.known or any(figure.counted for figure in pair.figures):
        return True
    one, other = pair.first.spread, pair.second.spread
    n_1, n_2 = (each.group.n if each.group else None for each in (pair.first, pair.second))
    if n_1 and n_2:
        return significance_between(one, n_1, other, n_2) is not Significance.FOR_NONE
    if n_1:
        return second_base_between(one, n_1, other).for_some is not None
    if n_2:
        return second_base_between(other, n_2, one).for_some is not None
    return True
