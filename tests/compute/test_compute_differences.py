from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.compute.differences import (
    Significance,
    newcombe,
    significance_over_rounding,
    two_proportion_test,
    two_sided_p,
)

SHARES = st.floats(0, 100)
BASES = st.integers(1, 10**5)


def test_the_test_by_hand():
    # Pooled 40 %, standard error √(0.4 · 0.6 · 2/100) = 0.069282, z = 0.2 / 0.069282 = 5/√3.
    found = two_proportion_test(50, 100, 30, 100)
    assert found.points == 20
    assert found.z == pytest.approx(5 / 3**0.5)
    assert found.p == pytest.approx(0.0038924, abs=5e-8)
    assert found.expected == pytest.approx(40)
    assert found.significant()
    assert found.significant(99)
    assert not found.significant(99.9)


def test_all_against_none_of_one_respondent_each():
    found = two_proportion_test(100, 1, 0, 1)
    assert (found.points, found.expected) == (100, 0.5)
    assert found.z == pytest.approx(2**0.5)
    assert not found.significant()
    assert not found.approximation_holds


@pytest.mark.parametrize("share", [0, 100])
def test_shares_at_the_same_end_do_not_differ(share):
    found = two_proportion_test(share, 146, share, 1)
    assert (found.points, found.z, found.p) == (0, 0, 1)


def test_the_normal_curve_needs_five_expected_answers_of_each_kind():
    assert two_proportion_test(5, 100, 5, 200).approximation_holds
    assert not two_proportion_test(4, 100, 4, 200).approximation_holds
    assert not two_proportion_test(96, 200, 96, 100).approximation_holds


def test_p_values_of_the_tables():
    assert two_sided_p(0) == 1
    assert two_sided_p(-1.959963984540054) == pytest.approx(0.05)
    assert two_sided_p(2.5758293035489) == pytest.approx(0.01)
    assert two_sided_p(float("inf")) == 0


@settings(deadline=None, database=None)
@given(SHARES, BASES, SHARES, BASES)
def test_who_comes_first_and_what_is_counted_changes_the_sign_alone(share_1, n_1, share_2, n_2):
    found = two_proportion_test(share_1, n_1, share_2, n_2)
    swapped = two_proportion_test(share_2, n_2, share_1, n_1)
    assert (swapped.points, swapped.z, swapped.p) == (-found.points, -found.z, found.p)
    assert 0 <= found.p <= 1
    if 1 <= share_1 <= 99:  # nearer the ends, 100 − share loses digits
        others = two_proportion_test(100 - share_1, n_1, 100 - share_2, n_2)
        assert others.z == pytest.approx(-found.z, rel=1e-6, abs=1e-6)


@settings(deadline=None, database=None)
@given(st.tuples(SHARES, SHARES), BASES, SHARES, BASES)
def test_z_rises_with_the_first_share_and_falls_with_the_second(pair, n_1, other, n_2):
    low, high = sorted(pair)
    slack = 1e-9
    assert (
        two_proportion_test(low, n_1, other, n_2).z
        <= two_proportion_test(high, n_1, other, n_2).z + slack
    )
    assert (
        two_proportion_test(other, n_1, low, n_2).z
        >= two_proportion_test(other, n_1, high, n_2).z - slack
    )


def test_newcombe_gives_the_published_interval():
    # R. G. Newcombe (1998), table II: 56 of 70 against 48 of 80, method 10
    found = newcombe(80, 70, 60, 80)
    assert (round(found.low, 2), round(found.high, 2), found.level) == (5.24, 33.39, 95.0)


def test_newcombe_at_the_ends():
    found = newcombe(100, 1, 0, 1)
    assert -100 <= found.low < 100
    assert found.high == pytest.approx(100)
    same = newcombe(0, 20, 0, 20)
    assert same.low == pytest.approx(-same.high)
    assert same.high == pytest.approx(16.11, abs=0.005)  # Wilson's upper bound of 0 of 20


@settings(deadline=None, database=None)
@given(SHARES, BASES, SHARES, BASES)
def test_newcombe_holds_the_difference_and_turns_with_it(share_1, n_1, share_2, n_2):
    found = newcombe(share_1, n_1, share_2, n_2)
    swapped = newcombe(share_2, n_2, share_1, n_1)
    assert -100 <= found.low <= share_1 - share_2 <= found.high <= 100
    assert (swapped.low, swapped.high) == (-found.high, -found.low)


@pytest.mark.parametrize(
    ("share_1", "n_1", "share_2", "n_2", "verdict"),
    [
        (34, 146, 21, 58, Significance.FOR_NONE),
        (34, 146, 21, 59, Significance.FOR_SOME),
        (34, 146, 21, 88, Significance.FOR_SOME),
        (34, 146, 21, 89, Significance.FOR_ALL),
        (21, 89, 34, 146, Significance.FOR_ALL),
        (41, 146, 38, 10**9, Significance.FOR_NONE),
        (41, 10**6, 41, 10**6, Significance.FOR_SOME),
        (0, 100, 0, 100, Significance.FOR_NONE),
    ],
)
def test_the_verdict_over_rounding(share_1, n_1, share_2, n_2, verdict):
    assert significance_over_rounding(share_1, n_1, share_2, n_2) is verdict


def test_more_decimals_leave_less_open():
    assert significance_over_rounding(34, 146, 21, 72) is Significance.FOR_SOME
    assert significance_over_rounding(34.0, 146, 21.0, 72, decimals=2) is Significance.FOR_ALL
    assert significance_over_rounding(50, 100, 30, 100, level=99.9) is Significance.FOR_NONE


@settings(deadline=None, database=None)
@given(st.integers(0, 100), st.integers(1, 3000), st.integers(0, 100), st.integers(1, 3000))
def test_the_verdict_is_that_of_all_shares_behind_the_printed_ones(share_1, n_1, share_2, n_2):
    steps = (-0.5, -0.25, 0.0, 0.25, 0.5)
    tried = [
        two_proportion_test(share_1 + up_1, n_1, share_2 + up_2, n_2).significant()
        for up_1, up_2 in product(steps, steps)
        if 0 <= share_1 + up_1 <= 100 and 0 <= share_2 + up_2 <= 100
    ]
    expected = Significance.FOR_SOME if any(tried) else Significance.FOR_NONE
    if all(tried):
        expected = Significance.FOR_ALL
    assert significance_over_rounding(share_1, n_1, share_2, n_2) is expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: two_proportion_test(101, 10, 50, 10), "no test of 101 % of 10"),
        (lambda: two_proportion_test(50, 10, -1, 10), "no test of -1 % of 10"),
        (lambda: two_proportion_test(50, 0, 50, 10), "no test of 50 % of 0"),
        (lambda: two_proportion_test(50, 10, float("nan"), 10), "no test of nan % of 10"),
        (lambda: two_proportion_test(5, 9, 4, 9).significant(100), "no confidence level of 100 %"),
        (lambda: newcombe(50, 10, 50, 0), "no interval for 50 % of 0 at 95.0 %"),
        (lambda: significance_over_rounding(41.5, 9, 38, 9), "41.5 % has more than 0 decimals"),
        (lambda: significance_over_rounding(41, 0, 38, 9), "no test of 40.5 % of 0"),
    ],
)
def test_impossible_input_is_refused(call, message):
    with pytest.raises(ValueError) as refused:
        call()
    assert str(refused.value) == message
