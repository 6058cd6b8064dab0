"""Differences: points, percent of percent, factors, and more than or less than."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from reportgen.checks.claims.claim import Claim, Judgement, Verdict
from reportgen.checks.claims.counts import fits_number
from reportgen.checks.claims.fields import Place
from reportgen.checks.claims.keeping import unattributed
from reportgen.checks.claims.shares import Figure, figure_of
from reportgen.checks.claims.stems import shared
from reportgen.checks.claims.subjects import Match, Mention
from reportgen.compute.differences import Significance, significance_over_rounding
from reportgen.compute.finding import Finding
from reportgen.compute.unknown_bases import second_base_over_rounding
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
_STRETCH = 0.1
"""A factor in words, such as “twice”, may lie this far from the true one, relatively."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two findings that answer alike, so that they can be set against each other."""

    first: Finding
    second: Finding

    @property
    def ids(self) -> tuple[str, ...]:
        return self.first.id, self.second.id


# --- Numbers of difference -----------------------------------------------------------------


def judge_points(place: Place, claim: Claim) -> Judgement | None:
    """Judge “13 procentenheter”."""
    if claim.meaning == "of":
        return _share_in_points(place, claim)
    bound = place.findings(place.bound(claim))
    if len(bound) == 2:
        pair = Pair(*bound)
        told_elsewhere = not _known(pair) or pair.first.unit is not pair.second.unit  # TEXT203
        return None if told_elsewhere else _subtracted(claim, pair)
    pairs = tuple(_pairs(place))
    exact = [pair for pair in pairs if _known(pair)]
    for pair in exact:
        if fits_number(claim, abs(_points(pair))) and _refused(pair) is None:
            return Judgement(results=pair.ids, bears=f"{abs(_points(pair)):g} points")
    if pairs:
        return _subtracted(claim, (exact or pairs)[0])
    return _no_pair(place, claim)


def _share_in_points(place: Place, claim: Claim) -> Judgement:
    return Judgement(
        verdict=Verdict.FAIL,
        results=place.referred[:1],
        code="CLAIM109",
        message=f"“{claim.text}” tells a share in points; points are between two percentages",
        remedy=f"write “{place.ground.language.percent(claim.amount)}”",
    )


def _subtracted(claim: Claim, pair: Pair) -> Judgement:
    refused = _refused(pair)
    if refused is not None:
        code, why = refused
        return Judgement(
            verdict=Verdict.FAIL,
            results=pair.ids,
            code=code,
            message=f"“{claim.text}” cannot be taken between “{pair.first.id}” and"
            f" “{pair.second.id}”: {why}",
            remedy="say the two apart, each with its own words",
        )
    points = abs(_points(pair))
    if fits_number(claim, points):
        return Judgement(results=pair.ids, bears=f"{points:g} points")
    return _wrong_number(claim, pair, f"{points:g} points")


def _wrong_number(claim: Claim, pair: Pair, bears: str) -> Judgement:
    first, second = pair.ids
    return Judgement(
        verdict=Verdict.FAIL,
        results=pair.ids,
        bears=bears,
        code="CLAIM102",
        message=f"“{claim.text}” is not what “{first}” and “{second}” give: {bears}",
        remedy=f"write {{{first},{second}|points}}",
    )


def _refused(pair: Pair) -> tuple[str, str] | None:
    """Why two findings have no difference."""
    if pair.first.unit is not pair.second.unit:
        return "CLAIM110", f"one counts {pair.first.unit}, the other {pair.second.unit}"
    if not _known(pair):
        return "CLAIM108", "they are not both known in percent"
    questions = {pair.first.result.question, pair.second.result.question} - {None}
    if len(questions) > 1:
        return "CLAIM108", "they answer different questions"
    return None


def _no_pair(place: Place, claim: Claim) -> Judgement | None:
    if place.field.reported or place.field.disclosed:
        return None
    return Judgement(
        verdict=Verdict.FAIL,
        code="CLAIM101",
        message=f"“{claim.text}” is the difference of no two results of the study",
        remedy="write {id,id|points} for the difference of two results",
    )


def judge_relative(place: Place, claim: Claim) -> Judgement | None:
    """Judge “62 procent högre”: a percent of the second share, not points."""
    pairs = _likeliest(place)
    exact = [pair for pair in pairs if _known(pair) and _refused(pair) is None]
    for pair in exact:
        low, high = _relative(pair)
        if low - 0.5 <= claim.amount <= high + 0.5:
            return Judgement(results=pair.ids, bears=f"{low:.0f}–{high:.0f} percent more")
    for pair in exact:
        if fits_number(claim, abs(_points(pair))):
            said = place.ground.language.points(abs(_points(pair)))
            return Judgement(
                verdict=Verdict.FAIL,
                results=pair.ids,
                bears=said,
                code="CLAIM109",
                message=f"“{claim.text}” takes points for percent: “{pair.first.id}” and"
                f" “{pair.second.id}” lie {abs(_points(pair)):g} points apart",
                remedy=f"write {{{pair.first.id},{pair.second.id}|points}}: “{said}”",
            )
    if exact:
        low, high = _relative(exact[0])
        return _wrong_number(claim, exact[0], f"{low:.0f}–{high:.0f} percent more")
    return _subtracted(claim, pairs[0]) if pairs else _no_pair(place, claim)


def judge_times(place: Place, claim: Claim) -> Judgement | None:
    """Judge “dubbelt så många”."""
    pairs = _likeliest(place)
    exact = [pair for pair in pairs if _known(pair) and _refused(pair) is None]
    for pair in exact:
        if _is_factor(claim, pair):
            return Judgement(results=pair.ids, bears=_factors(pair))
    if exact:
        return _wrong_number(claim, exact[0], _factors(exact[0]))
    return _subtracted(claim, pairs[0]) if pairs else None


def _is_factor(claim: Claim, pair: Pair) -> bool:
    low, high = _ratios(pair)
    if claim.qualifier:
        first, second = _shares(pair)
        return bool(second) and fits_number(claim, first / second)
    return low * (1 - _STRETCH) <= claim.amount <= high * (1 + _STRETCH)


def _factors(pair: Pair) -> str:
    low, high = _ratios(pair)
    return f"{low:.1f}–{high:.1f} times"


def _ratios(pair: Pair) -> tuple[float, float]:
    first, second = _figures(pair)
    if second.low <= 0:
        return 0.0, float("inf")
    return first.low / second.high, first.high / second.low


def _relative(pair: Pair) -> tuple[float, float]:
    low, high = _ratios(pair)
    ends = sorted((abs(100 * (low - 1)), abs(100 * (high - 1))))
    return ends[0], ends[1]


def _points(pair: Pair) -> float:
    first, second = _shares(pair)
    return round(first - second, 6)


def _shares(pair: Pair) -> tuple[float, float]:
    first, second = _figures(pair)
    assert first.point is not None and second.point is not None
    return first.point, second.point


def _figures(pair: Pair) -> tuple[Figure, Figure]:
    first, second = figure_of(pair.first), figure_of(pair.second)
    assert first is not None and second is not None
    return first, second


def _known(pair: Pair) -> bool:
    first, second = _figures(pair)
    return first.exact and second.exact


# --- Which two are meant ----------------------------------------------------------------------


def _pairs(place: Place) -> Iterator[Pair]:
    """The pairs of shares that a sentence may speak of, the likeliest first."""
    shares = [
        each
        for each in place.ground.findings.by_id.values()
        if (figure := figure_of(each)) is not None and figure.point is not None
    ]
    referred = [each for each in shares if each.id in place.referred]
    if len(referred) >= 2:
        yield from (Pair(*two) for two in permutations(referred, 2))
        return
    near = [
        each
        for each in shares
        if place.topical.get(each.id)
        or each.id in place.field.beside
        or (each.id in place.field.referred and place.reading.tags.has("difference"))
    ]
    alike = [Pair(*two) for two in permutations(near, 2) if _answers_alike(place, *two)]
    named = [group for mention in place.mentions for group in sorted(mention.groups)]
    yield from sorted(alike, key=lambda pair: -_rank(pair, place, named))


def _likeliest(place: Place) -> tuple[Pair, ...]:
    """The pairs that a sentence most likely speaks of: all of the best rank."""
    pairs = tuple(_pairs(place))
    named = [group for mention in place.mentions for group in sorted(mention.groups)]
    best = max((_rank(pair, place, named) for pair in pairs), default=0.0)
    return tuple(pair for pair in pairs if _rank(pair, place, named) == best)


def _answers_alike(place: Place, first: Finding, second: Finding) -> bool:
    """Whether two findings answer one question: two groups alike, or one group variously."""
    one, other = first.result, second.result
    if other.id == one.compared_with or one.id == other.compared_with:
        return True
    if one.question is None or one.question != other.question:
        return False
    topics = place.ground.subjects.topics
    common = shared(topics[one.id], topics[other.id])
    return one.base == other.base or 2 * common >= len(topics[one.id])


def _rank(pair: Pair, place: Place, named: list[str]) -> float:
    """How likely a pair is meant: both bases named, in this order, and on the matter."""
    bases = [pair.first.result.base or "", pair.second.result.base or ""]
    rank = float(min(place.topical.get(name, 0) for name in pair.ids))
    if all(base in named for base in bases):
        rank += 10
        if bases[0] != bases[1] and named.index(bases[0]) <= named.index(bases[1]):
            rank += 5
    return rank


# --- More and less ----------------------------------------------------------------------------


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
    shares = [each for each in place.findings(place.referred) if _has_point(each)]
    if len(shares) < 2:
        return None
    pair = Pair(shares[0], shares[1])
    if pair.first.unit is not pair.second.unit:
        return _subtracted(claim, pair)
    return Judgement(results=pair.ids)


def _has_point(finding: Finding) -> bool:
    figure = figure_of(finding)
    return figure is not None and figure.point is not None


def _evidence(
    place: Place, claim: Claim, left: Mention | None, right: Mention
) -> Iterator[tuple[int, Judgement]]:
    """Everything that speaks for or against a comparison, with how near it is to the matter."""
    beside = {*place.referred, *place.field.beside, *place.field.referred}
    more = claim.meaning == "more"
    for finding in place.ground.findings.by_id.values():
        near = place.topical.get(finding.id, 0)
        if not (near or finding.id in beside):
            continue
        other = _other_base(place, finding)
        if _direction(finding) is not None:
            if _on(left, finding.result.base) and other in right.groups:
                yield near, _by_statement(place, claim, finding, more=more)
            elif finding.result.base in right.groups and _on(left, other):
                yield near, _by_statement(place, claim, finding, more=not more)
            continue
        if not _has_point(finding) or not _on(left, finding.result.base):
            continue
        for second in place.ground.findings.by_id.values():
            if second.result.base in right.groups and second is not finding \
                    and _has_point(second) and _answers_alike(place, finding, second) \
                    and second.result.base != finding.result.base:  # fmt: skip
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
    points = _points(pair) if claim.meaning == "more" else -_points(pair)
    bears = f"{_shares(pair)[0]:g} against {_shares(pair)[1]:g} percent"
    if points <= 0:
        return _failed(claim, pair.ids, "CLAIM102", f"is the wrong way round: {bears}",
                       "tell it the way round that the figures say", bears)  # fmt: skip
    if not _may_be_significant(pair):
        return _failed(
            claim, pair.ids, "CLAIM108",
            f"takes a difference that the bases cannot show: {bears} may be chance",
            "say that the difference is too small to be read", bears,
        )  # fmt: skip
    if claim.amplified and points < _CONSIDERABLE_POINTS and _known(pair):
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
    if not _known(pair) or any(figure.counted for figure in _figures(pair)):
        return True
    one, other = _shares(pair)
    n_1, n_2 = (each.group.n if each.group else None for each in (pair.first, pair.second))
    if n_1 and n_2:
        return significance_over_rounding(one, n_1, other, n_2) is not Significance.FOR_NONE
    if n_1:
        return second_base_over_rounding(one, n_1, other).for_some is not None
    if n_2:
        return second_base_over_rounding(other, n_2, one).for_some is not None
    return True
