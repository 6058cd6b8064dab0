"""Numbers of difference: points, percent of percent, and factors."""

from __future__ import annotations

from reportgen.checks.claims.claim import Claim, Judgement, Verdict
from reportgen.checks.claims.counts import fits_number
from reportgen.checks.claims.fields import Place
from reportgen.checks.claims.pairs import Pair, likeliest, pairs_near
from reportgen.compute.rounding import decimals_of

_STRETCH = 0.1
"""A factor in words, such as “twice”, may lie this far from the true one, relatively."""


def judge_points(place: Place, claim: Claim) -> Judgement | None:
    """Judge “13 procentenheter”."""
    if claim.meaning == "of":
        return _share_in_points(place, claim)
    bound = place.findings(place.bound(claim))
    if len(bound) == 2:
        pair = Pair(*bound)
        told_elsewhere = not pair.known or pair.first.unit is not pair.second.unit  # TEXT203
        return None if told_elsewhere else subtracted(claim, pair)
    pairs = tuple(pairs_near(place))
    exact = [pair for pair in pairs if pair.known]
    for pair in exact:
        fits = fits_number(claim, abs(pair.points)) or _as_printed(claim, pair)
        if fits and _refused(pair) is None:
            return Judgement(results=pair.ids, bears=f"{abs(pair.points):g} points")
    if pairs:
        return subtracted(claim, (exact or pairs)[0])
    return _no_pair(place, claim)


def _share_in_points(place: Place, claim: Claim) -> Judgement:
    return Judgement(
        verdict=Verdict.FAIL,
        results=place.referred[:1],
        code="CLAIM109",
        message=f"“{claim.text}” tells a share in points; points are between two percentages",
        remedy=f"write “{place.ground.language.percent(claim.amount)}”",
    )


def subtracted(claim: Claim, pair: Pair) -> Judgement:
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
    points = abs(pair.points)
    if fits_number(claim, points) or _as_printed(claim, pair):
        return Judgement(results=pair.ids, bears=f"{points:g} points")
    return _wrong_number(claim, pair, f"{points:g} points")


def _as_printed(claim: Claim, pair: Pair) -> bool:
    """Whether the number is the difference of exact counts, rounded to whole points or tenths.

    Printed percents are rounded already, so their difference is told as it is.
    """
    decimals = decimals_of(claim.amount)
    if decimals > 1 or not any(figure.counted for figure in pair.figures):
        return False
    low, high = claim.amount - 0.5 * 10**-decimals, claim.amount + 0.5 * 10**-decimals
    return not claim.qualifier and low - 1e-9 <= abs(pair.points) <= high + 1e-9


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
    if not pair.known:
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
    pairs = likeliest(place)
    exact = [pair for pair in pairs if pair.known and _refused(pair) is None]
    for pair in exact:
        low, high = _relative(pair)
        if low - 0.5 <= claim.amount <= high + 0.5:
            return Judgement(results=pair.ids, bears=f"{low:.0f}–{high:.0f} percent more")
    for pair in exact:
        if fits_number(claim, abs(pair.points)):
            said = place.ground.language.points(abs(pair.points))
            return Judgement(
                verdict=Verdict.FAIL,
                results=pair.ids,
                bears=said,
                code="CLAIM109",
                message=f"“{claim.text}” takes points for percent: “{pair.first.id}” and"
                f" “{pair.second.id}” lie {abs(pair.points):g} points apart",
                remedy=f"write {{{pair.first.id},{pair.second.id}|points}}: “{said}”",
            )
    if exact:
        low, high = _relative(exact[0])
        return _wrong_number(claim, exact[0], f"{low:.0f}–{high:.0f} percent more")
    return subtracted(claim, pairs[0]) if pairs else _no_pair(place, claim)


def judge_times(place: Place, claim: Claim) -> Judgement | None:
    """Judge “dubbelt så många”."""
    pairs = likeliest(place)
    exact = [pair for pair in pairs if pair.known and _refused(pair) is None]
    for pair in exact:
        if _is_factor(claim, pair):
            return Judgement(results=pair.ids, bears=_factors(pair))
    if exact:
        return _wrong_number(claim, exact[0], _factors(exact[0]))
    return subtracted(claim, pairs[0]) if pairs else None


def _is_factor(claim: Claim, pair: Pair) -> bool:
    low, high = pair.factors
    if claim.qualifier:
        first, second = pair.shares
        return bool(second) and fits_number(claim, first / second)
    return low * (1 - _STRETCH) <= claim.amount <= high * (1 + _STRETCH)


def _factors(pair: Pair) -> str:
    low, high = pair.factors
    return f"{low:.1f}–{high:.1f} times"


def _relative(pair: Pair) -> tuple[float, float]:
    low, high = pair.factors
    ends = sorted((abs(100 * (low - 1)), abs(100 * (high - 1))))
    return ends[0], ends[1]
