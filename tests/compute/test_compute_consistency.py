from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.compute.consistency import Counts, counts_behind_percent, counts_behind_ratio


def prints_as(count: int, n: int, decimals: int) -> set[int]:
    """What a count may print as, in last digits, with halves rounded either way."""
    exact = Fraction(100 * count, n) * 10**decimals
    half = Fraction(1, 2)
    return {floor(exact + half), ceil(exact - half)}


@pytest.mark.parametrize(
    ("percent", "n", "decimals", "counts"),
    [
        (41, 146, 0, [60]),  # 60 of 146 are 41.10 %, 59 are 40.41 %
        (41.0, 146, 1, []),
        (41.1, 146, 1, [60]),
        (41, 1000, 0, list(range(405, 416))),  # 405 and 415 are halves
        (50, 99, 0, []),  # 49 are 49.49 %, 50 are 50.51 %
        (0, 1, 0, [0]),
        (100, 1, 0, [1]),
        (41, 1, 0, []),
        (12, 8, 0, [1]),  # 12.5 %, rounded down …
        (13, 8, 0, [1]),  # … and up
        (0, 300, 0, [0, 1]),
        (100, 300, 0, [299, 300]),
    ],
)
def test_the_counts_behind_a_percent(percent, n, decimals, counts):
    found = counts_behind_percent(percent, n, decimals)
    assert list(found.numbers) == counts
    assert found.possible == bool(counts)


@settings(deadline=None, database=None)
@given(st.integers(1, 400), st.integers(0, 1), st.data())
def test_a_count_is_found_behind_what_it_prints_as_and_behind_nothing_else(n, decimals, data):
    units = data.draw(st.integers(0, 100 * 10**decimals))
    found = counts_behind_percent(units / 10**decimals, n, decimals)
    expected = [count for count in range(n + 1) if units in prints_as(count, n, decimals)]
    assert list(found.numbers) == expected
    assert found.possible or not found.always


def test_from_a_hundred_respondents_on_every_whole_percent_can_arise():
    for n in (100, 101, 146, 1088):
        found = [counts_behind_percent(percent, n) for percent in range(101)]
        assert all(each.possible and each.always for each in found)
    assert not counts_behind_percent(41, 99).always
    assert not counts_behind_percent(41, 999, 1).always
    assert counts_behind_percent(41, 1000, 1).always


def test_a_ratio_in_words_is_always_possible():
    assert counts_behind_ratio(8, 10, 146) == Counts(range(110, 125), always=True)
    assert counts_behind_ratio(8, 10, 146, 2.5) == Counts(range(114, 121), always=True)


def test_a_ratio_of_few_respondents_can_fail():
    assert counts_behind_ratio(1, 2, 3) == Counts(range(2, 2), always=False)
    assert not counts_behind_ratio(1, 2, 3).possible
    assert counts_behind_ratio(2, 3, 3) == Counts(range(2, 3), always=False)
    assert counts_behind_ratio(0, 10, 1) == Counts(range(1), always=False)
    assert counts_behind_ratio(10, 10, 1) == Counts(range(1, 2), always=False)


@settings(deadline=None, database=None)
@given(
    st.integers(1, 20).flatmap(lambda m: st.tuples(st.integers(0, m), st.just(m))),
    st.integers(1, 400),
    st.sampled_from([0.5, 2, 2.5, 5.0, 100]),
)
def test_the_counts_behind_a_ratio(ratio, n, tolerance):
    found = counts_behind_ratio(*ratio, n, tolerance)
    aim = Fraction(100 * ratio[0], ratio[1])
    expected = [
        count
        for count in range(n + 1)
        if abs(Fraction(100 * count, n) - aim) <= Fraction(tolerance)
    ]
    assert list(found.numbers) == expected
    assert found.possible or not found.always


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: counts_behind_percent(41, 0), "no base of 0"),
        (lambda: counts_behind_percent(101, 146), "no share of 101 %"),
        (lambda: counts_behind_percent(41.5, 146), "41.5 % has more than 0 decimals"),
        (lambda: counts_behind_ratio(11, 10, 146), "no ratio of 11 in 10"),
        (lambda: counts_behind_ratio(-1, 10, 146), "no ratio of -1 in 10"),
        (lambda: counts_behind_ratio(0, 0, 146), "no ratio of 0 in 0"),
        (lambda: counts_behind_ratio(8, 10, 0), "no base of 0"),
        (lambda: counts_behind_ratio(8, 10, 146, 0), "no tolerance of 0 points"),
        (lambda: counts_behind_ratio(8, 10, 146, 101), "no tolerance of 101 points"),
    ],
)
def test_impossible_input_is_refused(call, message):
    with pytest.raises(ValueError) as refused:
        call()
    assert str(refused.value) == message
