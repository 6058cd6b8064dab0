from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.compute.intervals import critical_value, effective_base, margin_of_error, wilson

SHARES = st.floats(0, 100)
BASES = st.integers(1, 10**6)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [  # R. G. Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3
        (81, 263, 25.53, 36.62),
        (15, 148, 6.24, 16.05),
        (0, 20, 0.00, 16.11),
        (1, 29, 0.61, 17.18),
    ],
)
def test_wilson_gives_the_published_intervals(count, n, low, high):
    found = wilson(100 * count / n, n)
    assert (round(found.low, 2), round(found.high, 2), found.level) == (low, high, 95.0)


def test_wilson_at_the_ends():
    z2 = critical_value() ** 2
    assert wilson(0, 1).low == 0
    assert wilson(0, 1).high == pytest.approx(100 * z2 / (1 + z2))
    assert wilson(100, 1).high == 100
    assert wilson(100, 1).low == pytest.approx(100 / (1 + z2))


@settings(deadline=None, database=None)
@given(SHARES, BASES)
def test_wilson_holds_the_share_and_stays_within_the_scale(share, n):
    found = wilson(share, n)
    assert 0 <= found.low <= share + 1e-9
    assert share - 1e-9 <= found.high <= 100


@settings(deadline=None, database=None)
@given(SHARES, BASES)
def test_wilson_is_symmetric(share, n):
    found, mirrored = wilson(share, n), wilson(100 - share, n)
    assert found.low == pytest.approx(100 - mirrored.high, abs=1e-9)


@settings(deadline=None, database=None)
@given(SHARES, BASES)
def test_wilson_narrows_with_the_base_and_widens_with_the_level_and_the_design(share, n):
    found = wilson(share, n)
    for wider in (wilson(share, n, 99), wilson(share, n, deff=1.5)):
        assert wider.high - wider.low > found.high - found.low
    more = wilson(share, 2 * n)
    assert more.high - more.low < found.high - found.low


def test_a_design_effect_makes_respondents_count_for_less():
    assert effective_base(1000, 2.5) == 400
    assert wilson(30, 1000, deff=2) == wilson(30, 500)
    assert margin_of_error(30, 1000, deff=2) == margin_of_error(30, 500)


def test_the_margin_of_error_by_hand():
    # 1.95996 · √(50 · 50 / 1000) = 1.95996 · 1.58114
    assert margin_of_error(50, 1000) == pytest.approx(3.0990, abs=5e-5)
    assert margin_of_error(50, 1000, deff=4) == pytest.approx(2 * 3.09897516)
    # 1.95996 · √(41 · 59 / 146)
    assert margin_of_error(41, 146) == pytest.approx(7.9779, abs=5e-5)


@pytest.mark.parametrize(
    ("share", "n", "deff"),
    [(0, 10_000, 1), (100, 10_000, 1), (50, 1, 1), (4, 124, 1), (96, 124, 1), (4, 125, 1.01)],
)
def test_no_symmetric_margin_where_it_would_claim_too_much(share, n, deff):
    assert margin_of_error(share, n, deff=deff) is None


def test_five_answers_on_either_side_are_enough():
    assert margin_of_error(4, 125) == pytest.approx(critical_value() * (4 * 96 / 125) ** 0.5)


@settings(deadline=None, database=None)
@given(SHARES, st.integers(10, 10**6))
def test_no_margin_exceeds_the_one_at_fifty_percent(share, n):
    assert (margin_of_error(share, n) or 0.0) <= margin_of_error(50, n)


def test_critical_values_of_the_tables():
    assert critical_value() == critical_value(95)
    assert [round(critical_value(level), 4) for level in (90, 95, 99)] == [1.6449, 1.96, 2.5758]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: critical_value(100), "no confidence level of 100 %"),
        (lambda: critical_value(0), "no confidence level of 0 %"),
        (lambda: critical_value(float("nan")), "no confidence level of nan %"),
        (lambda: effective_base(0), "no base of 0"),
        (lambda: effective_base(10, 0), "no design effect of 0"),
        (lambda: effective_base(10, float("inf")), "no design effect of inf"),
        (lambda: wilson(101, 10), "no interval for 101 % of 10 at 95.0 %"),
        (lambda: wilson(50, 0), "no interval for 50 % of 0 at 95.0 %"),
        (lambda: wilson(50, 10, 100), "no interval for 50 % of 10 at 100 %"),
        (lambda: wilson(50, 10, deff=-1), "no design effect of -1"),
        (lambda: margin_of_error(-1, 10), "no share of -1 %"),
        (lambda: margin_of_error(50, 0), "no base of 0"),
    ],
)
def test_impossible_input_is_refused(call, message):
    with pytest.raises(ValueError) as refused:
        call()
    assert str(refused.value) == message
