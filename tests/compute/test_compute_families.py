from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.compute.families import holm

FAMILIES = st.lists(st.floats(0, 1), max_size=30)


def test_holm_by_hand():
    # 0.005 · 4, 0.01 · 3, 0.03 · 2, and 0.04 · 1 lifted to the one before it
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))


def test_small_families():
    assert holm([]) == ()
    assert holm([0.03]) == (0.03,)
    assert holm([0.6, 0.7]) == (1.0, 1.0)
    assert holm((0.0, 1.0)) == (0.0, 1.0)
    assert holm([0.02, 0.02]) == (0.04, 0.04)


@settings(deadline=None, database=None)
@given(FAMILIES)
def test_no_value_falls_and_none_exceeds_bonferroni(p_values):
    for p, adjusted in zip(p_values, holm(p_values), strict=True):
        assert p <= adjusted <= min(1.0, len(p_values) * p)


@settings(deadline=None, database=None)
@given(FAMILIES)
def test_the_order_of_the_values_is_kept(p_values):
    adjusted = holm(p_values)
    assert holm(p_values[::-1]) == adjusted[::-1]
    assert [each for _, each in sorted(zip(p_values, adjusted, strict=True))] == sorted(adjusted)


@settings(deadline=None, database=None)
@given(FAMILIES, st.floats(0, 1))
def test_a_larger_family_makes_no_difference_clearer(p_values, another):
    more = holm([*p_values, another])[:-1]
    assert all(large >= small - 1e-12 for large, small in zip(more, holm(p_values), strict=True))


@pytest.mark.parametrize("p", [-0.01, 1.01, float("nan")])
def test_no_probability_is_refused(p):
    with pytest.raises(ValueError) as refused:
        holm([0.5, p])
    assert str(refused.value) == f"no probability of {p}"
