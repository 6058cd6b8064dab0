from __future__ import annotations

from fractions import Fraction

import pytest

from reportgen.compute.rounding import decimals_of, printed_units, rounding_range


@pytest.mark.parametrize(
    ("percent", "decimals", "units"),
    [(41, 0, 41), (41.0, 0, 41), (41.3, 1, 413), (0.07, 2, 7), (0, 3, 0), (100, 1, 1000)],
)
def test_a_percent_in_its_last_digit(percent, decimals, units):
    assert printed_units(percent, decimals) == units


def test_a_printed_percent_stands_for_half_a_unit_either_way():
    assert rounding_range(41) == (Fraction("40.5"), Fraction("41.5"))
    assert rounding_range(41.3, 1) == (Fraction("41.25"), Fraction("41.35"))


def test_no_share_lies_outside_the_scale():
    assert rounding_range(0) == (0, Fraction(1, 2))
    assert rounding_range(100, 1) == (Fraction("99.95"), 100)


@pytest.mark.parametrize(
    ("percent", "decimals", "message"),
    [
        (41.25, 1, "41.25 % has more than 1 decimals"),
        (-1, 0, "no share of -1 %"),
        (100.5, 1, "no share of 100.5 %"),
        (float("nan"), 0, "no share of nan %"),
        (41, -1, "no percent has -1 decimals"),
    ],
)
def test_impossible_input_is_refused(percent, decimals, message):
    for call in (printed_units, rounding_range):
        with pytest.raises(ValueError) as refused:
            call(percent, decimals)
        assert str(refused.value) == message


@pytest.mark.parametrize(
    ("percent", "decimals"),
    [(41, 0), (41.0, 0), (100, 0), (40, 0), (41.3, 1), (0.07, 2), (0.000001, 6), (0, 0)],
)
def test_how_many_decimals_a_percent_is_printed_with(percent, decimals):
    assert decimals_of(percent) == decimals
