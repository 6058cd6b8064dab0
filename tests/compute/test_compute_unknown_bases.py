from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from reportgen.compute.differences import (
    Significance,
    significance_over_rounding,
    two_proportion_test,
)
from reportgen.compute.unknown_bases import (
    SecondBase,
    best_possible_p,
    second_base_over_rounding,
    smallest_second_base,
    smallest_total_base,
)

SHARES = st.floats(0, 100)
WHOLE = st.integers(0, 100)
BASES = st.integers(1, 10**4)


@pytest.mark.parametrize(
    ("share_1", "share_2", "smallest"), [(41, 38, None), (34, 21, 71), (55, 42, 94)]
)
def test_comparisons_with_146_whose_other_base_is_not_disclosed(share_1, share_2, smallest):
    assert smallest_second_base(share_1, 146, share_2) == smallest


def test_the_best_possible_p_by_hand():
    # z = 0.03 · √146 / √(0.38 · 0.62) = 0.7468
    assert best_possible_p(41, 146, 38) == pytest.approx(0.4552, abs=5e-5)
    assert best_possible_p(34, 146, 21) == pytest.approx(0.000115, abs=5e-7)
    assert best_possible_p(41, 146, 41) == 1
    assert best_possible_p(41, 146, 0) == 0


def test_the_best_possible_p_is_the_limit():
    assert two_proportion_test(41, 146, 38, 10**9).p == pytest.approx(
        best_possible_p(41, 146, 38), rel=1e-6
    )


def test_at_the_ends_of_the_scale():
    # One respondent who says yes against n₂ who say no: z² = n₂ + 1 > 3.84 from n₂ = 3 on.
    assert smallest_second_base(100, 1, 0) == 3
    assert smallest_second_base(0, 1, 100) == 3
    assert smallest_second_base(0, 146, 0) is None
    assert smallest_second_base(100, 146, 100) is None
    assert smallest_second_base(50, 1, 51) is None


def test_a_base_that_nobody_could_ask_is_none():
    # In the limit just significant, but only with more respondents than there are people.
    assert best_possible_p(50 + 5e-324, 1, 50) == 1
    assert smallest_second_base(1e-9, 4 * 10**9, 0) is None
    assert smallest_total_base(50, 50 + 1e-6) is None
    assert smallest_total_base(0, 5e-324) is None


@settings(deadline=None, database=None)
@given(SHARES, BASES, SHARES, st.sampled_from([80.0, 95.0, 99.0]))
@example(41.0, 146, 38.0, 95.0)
@example(0.0, 1, 100.0, 95.0)
def test_significant_from_the_smallest_base_on_and_not_below(share_1, n_1, share_2, level):
    smallest = smallest_second_base(share_1, n_1, share_2, level)
    if smallest is None:
        assert not two_proportion_test(share_1, n_1, share_2, 10**9).significant(level)
        return
    assert two_proportion_test(share_1, n_1, share_2, smallest).significant(level)
    assert two_proportion_test(share_1, n_1, share_2, 3 * smallest).significant(level)
    if smallest > 1:
        assert not two_proportion_test(share_1, n_1, share_2, smallest - 1).significant(level)


@settings(deadline=None, database=None)
@given(SHARES, BASES, SHARES)
def test_no_base_needs_more_than_a_smaller_first_one(share_1, n_1, share_2):
    smaller = smallest_second_base(share_1, n_1, share_2)
    if smaller is not None:
        assert smallest_second_base(share_1, n_1 + 1, share_2) <= smaller


@settings(deadline=None, database=None)
@given(st.floats(1, 99), BASES, st.floats(1, 99))
def test_those_who_say_no_need_the_same_base(share_1, n_1, share_2):
    found = smallest_second_base(round(share_1, 1), n_1, round(share_2, 1))
    mirrored = smallest_second_base(
        round(100 - round(share_1, 1), 1), n_1, round(100 - round(share_2, 1), 1)
    )
    assert mirrored == found


@pytest.mark.parametrize(
    ("share_1", "share_2", "found"),
    [
        (41, 38, SecondBase(None, None)),
        (34, 21, SecondBase(59, 89)),
        (21, 34, SecondBase(48, 79)),
        (55, 42, SecondBase(74, 123)),
        (41, 41, SecondBase(None, None)),
    ],
)
def test_rounding_moves_the_smallest_base(share_1, share_2, found):
    assert second_base_over_rounding(share_1, 146, share_2) == found


def test_equal_as_printed_may_differ_unrounded():
    found = second_base_over_rounding(41, 10**6, 41)
    assert found.for_all is None
    # The nearer the second share is to the end of the scale, the less it varies.
    assert smallest_second_base(41.5, 10**6, 40.5) == 9414
    assert found.for_some == smallest_second_base(40.5, 10**6, 41.5) == 9345


@settings(deadline=None, database=None)
@given(WHOLE, BASES, WHOLE)
def test_the_bases_over_rounding_are_where_the_verdict_changes(share_1, n_1, share_2):
    found = second_base_over_rounding(share_1, n_1, share_2)

    def verdict(n_2: int) -> Significance:
        return significance_over_rounding(share_1, n_1, share_2, n_2)

    if found.for_some is None:
        assert verdict(10**9) is Significance.FOR_NONE
    else:
        assert verdict(found.for_some) is not Significance.FOR_NONE
        assert found.for_some == 1 or verdict(found.for_some - 1) is Significance.FOR_NONE
    if found.for_all is None:
        assert verdict(10**9) is not Significance.FOR_ALL
    else:
        assert verdict(found.for_all) is Significance.FOR_ALL
        assert found.for_all == 1 or verdict(found.for_all - 1) is not Significance.FOR_ALL


def test_two_unknown_halves():
    assert smallest_total_base(30, 21) == 362
    assert smallest_total_base(21, 30) == 362
    assert smallest_total_base(100, 0) == 4  # 2 · 2 · ¼ · 3.84 = 1.92, so two of each
    assert smallest_total_base(30, 30) is None
    assert smallest_total_base(30, 21, 99) > 362


@settings(deadline=None, database=None)
@given(st.floats(0, 100), st.floats(0, 100))
def test_two_halves_are_significant_from_the_smallest_total_on(share_1, share_2):
    # Shares that differ in the last bits of a float differ in nothing that was ever measured.
    assume(share_1 == share_2 or abs(share_1 - share_2) > 1e-6)
    total = smallest_total_base(share_1, share_2)
    if total is None:
        assert abs(share_1 - share_2) < 0.01
        return
    half = total // 2
    assert total == 2 * half
    # At the limit itself the last digits decide: a billionth more or less is beyond them.
    more, fewer = half + 1 + half // 10**9, half - 1 - half // 10**9
    assert two_proportion_test(share_1, more, share_2, more).significant()
    assert fewer < 1 or not two_proportion_test(share_1, fewer, share_2, fewer).significant()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: smallest_second_base(101, 146, 38), "no test of 101 % of 146 against 38 %"),
        (lambda: smallest_second_base(41, 0, 38), "no test of 41 % of 0 against 38 %"),
        (lambda: smallest_second_base(41, 146, -1), "no test of 41 % of 146 against -1 %"),
        (lambda: smallest_second_base(41, 146, 38, 0), "no confidence level of 0 %"),
        (lambda: best_possible_p(41, 0, 38), "no test of 41 % of 0 against 38 %"),
        (lambda: second_base_over_rounding(41.5, 9, 38), "41.5 % has more than 0 decimals"),
        (lambda: second_base_over_rounding(41, 0, 38), "no test of 41.5 % of 0 against 37.5 %"),
        (lambda: smallest_total_base(30, 101), "no share of 101 %"),
        (lambda: smallest_total_base(-1, 30), "no share of -1 %"),
        (lambda: smallest_total_base(30, 30, 100), "no confidence level of 100 %"),
    ],
)
def test_impossible_input_is_refused(call, message):
    with pytest.raises(ValueError) as refused:
        call()
    assert str(refused.value) == message
