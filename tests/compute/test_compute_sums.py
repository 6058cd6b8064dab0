from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.compute.findings import compute, remainder
from reportgen.compute.sums import (
    Remainder,
    Whole,
    remainder_beside,
    remainder_of,
    whole_range,
)
from reportgen.study.reader import read_study

ANSWERS = st.lists(st.integers(0, 60), min_size=1, max_size=12).filter(any)


def printed(counts: list[int], decimals: int, up: bool) -> list[float]:
    """The shares of one distribution as printed, halves rounded up or down."""
    half, scale = Fraction(1, 2), 10**decimals
    exact = [Fraction(100 * scale * count, sum(counts)) for count in counts]
    return [(floor(each + half) if up else ceil(each - half)) / scale for each in exact]


@pytest.mark.parametrize(
    ("parts", "decimals", "found"),
    [
        (1, 0, (100, 100)),
        (2, 0, (99, 101)),
        (3, 0, (99, 101)),
        (4, 0, (98, 102)),
        (5, 1, (99.8, 100.2)),
        (300, 0, (0, 250)),
    ],
)
def test_how_far_rounding_can_move_a_sum(parts, decimals, found):
    assert whole_range(parts, decimals) == found


@settings(deadline=None, database=None)
@given(ANSWERS, st.integers(0, 2), st.booleans())
def test_a_whole_distribution_is_never_called_incomplete(counts, decimals, up):
    shares = printed(counts, decimals, up)
    low, high = whole_range(len(shares), decimals)
    assert low - 1e-9 <= sum(shares) <= high + 1e-9
    left = remainder_of(shares, decimals)
    assert left.whole is Whole.COMPLETE
    assert left.low == 0


@settings(deadline=None, database=None)
@given(ANSWERS, st.integers(0, 60), st.integers(0, 2), st.booleans())
def test_the_remainder_holds_what_was_left_out(counts, omitted, decimals, up):
    shares = printed([*counts, omitted], decimals, up)[:-1]
    true = 100 * omitted / (sum(counts) + omitted)
    left = remainder_of(shares, decimals)
    assert left.low - 1e-9 <= true <= left.high + 1e-9
    assert left.whole is not Whole.OVER


def test_halves_reach_the_limits():
    assert printed([1, 1, 3, 3], 0, up=True) == [13, 13, 38, 38]
    assert printed([1, 1, 3, 3], 0, up=False) == [12, 12, 37, 37]
    assert whole_range(4) == (98, 102)


@pytest.mark.parametrize(
    ("shares", "decimals", "left", "bounds", "whole"),
    [
        ([78, 15], 0, Remainder(7, 1), (6, 8), Whole.SHORT),
        ([45], 0, Remainder(55, 0.5), (54.5, 55.5), Whole.SHORT),
        ([78, 21], 0, Remainder(1, 1), (0, 2), Whole.COMPLETE),
        ([78, 20], 0, Remainder(2, 1), (1, 3), Whole.SHORT),
        ([33, 33, 33], 0, Remainder(1, 1.5), (0, 2.5), Whole.COMPLETE),
        ([51, 50], 0, Remainder(-1, 1), (0, 0), Whole.COMPLETE),
        ([52, 50], 0, Remainder(-2, 1), (0, 0), Whole.OVER),
        ([100, 0], 0, Remainder(0, 1), (0, 1), Whole.COMPLETE),
        ([33.3, 33.3, 33.3], 1, Remainder(0.1, 0.15), (0, 0.25), Whole.COMPLETE),
        ([78.0, 21.9], 1, Remainder(0.1, 0.1), (0, 0.2), Whole.COMPLETE),
        ([78.0, 15.0], 1, Remainder(7, 0.1), (6.9, 7.1), Whole.SHORT),
    ],
)
def test_what_rounded_shares_leave(shares, decimals, left, bounds, whole):
    found = remainder_of(shares, decimals)
    assert found == left
    assert (found.low, found.high) == pytest.approx(bounds)
    assert found.whole is whole


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: whole_range(0), "no whole has 0 parts"),
        (lambda: whole_range(2, -1), "no percent has -1 decimals"),
        (lambda: remainder_of([]), "no shares to add up"),
        (lambda: remainder_of([78, 101]), "no share of 101 %"),
        (lambda: remainder_of([78, 15.5]), "15.5 % has more than 0 decimals"),
        (lambda: remainder_of([78, 15], -1), "no percent has -1 decimals"),
    ],
)
def test_impossible_input_is_refused(call, message):
    with pytest.raises(ValueError) as refused:
        call()
    assert str(refused.value) == message


@settings(deadline=None, database=None)
@given(ANSWERS, st.integers(0, 2), st.booleans())
def test_percents_that_know_their_own_decimals(counts, decimals, up):
    shares = printed(counts, decimals, up)
    left = remainder_beside(shares)
    assert left.whole is Whole.COMPLETE
    # A share that happens to end in a nought passes for one with fewer decimals.
    assert left.share == pytest.approx(remainder_of(shares, decimals).share)
    assert left.margin >= remainder_of(shares, decimals).margin - 1e-9


@pytest.mark.parametrize(
    ("shares", "counted", "share", "margin", "whole"),
    [
        ([78, 21], (), 1, 1, Whole.COMPLETE),
        ([78, 15], (), 7, 1, Whole.SHORT),
        ([78, 21.5], (), 0.5, 0.55, Whole.COMPLETE),
        ([78.4, 21.5], (), 0.1, 0.1, Whole.COMPLETE),
        ([78.4, 21.3], (), 0.3, 0.1, Whole.SHORT),
        ([78.4, 21.8], (), -0.2, 0.1, Whole.OVER),
        ([41], (Fraction(100 * 86, 146),), 0.0958904, 0.5, Whole.COMPLETE),
        ([], (Fraction(100 * 60, 146), Fraction(100 * 86, 146)), 0, 0, Whole.COMPLETE),
        ([], (Fraction(100 * 60, 146), Fraction(100 * 87, 146)), -0.6849315, 0, Whole.OVER),
    ],
)
def test_printed_percents_beside_counted_shares(shares, counted, share, margin, whole):
    left = remainder_beside(shares, counted)
    assert (left.share, left.margin) == (pytest.approx(share), pytest.approx(margin))
    assert left.whole is whole


def test_nothing_adds_up_to_nothing():
    with pytest.raises(ValueError, match="no shares to add up"):
        remainder_beside([])


@pytest.mark.parametrize(
    ("parts", "left"),
    [
        ("{percent: 41}, {percent: 38}", 21),
        ("{percent: 41}, {percent: 58}", 0),
        ("{percent: 41}, {percent: 60}", 0),
        ("{percent: 41.2}, {percent: 58.5}", 0.3),
        ("{percent: 41}, {count: 60}", 17.9041096),
        ("{count: 60}, {count: 86}", 0),
        ("{count: 60}, {count: 85}", 0.6849315),
        ("{ratio: 8/10}, {percent: 41}", 59),
        ("{ratio: 8/10}, {term: few}", 100),
    ],
)
def test_what_a_chart_shows_as_not_reported(parts, left):
    small = Path(__file__).parent.parent / "study" / "liten-studie.yml"
    first, second = (part if part.endswith("}") else part + "}" for part in parts.split("}, "))
    text = small.read_text(encoding="utf-8")
    for label, old, new in (
        ("label: Kväll", "{percent: 41}", first),
        ("says: har bytt företag", "{count: 60}", second),
    ):
        assert f"{label}\n    value: {old}\n" in text
        text = text.replace(f"{label}\n    value: {old}\n", f"{label}\n    value: {new}\n")
    findings = compute(read_study(Path("liten-studie.yml"), text=text).study)
    assert remainder((findings["R1"], findings["R8"])) == pytest.approx(left)
