"""The same numbers from statsmodels, which the tests alone need.

One file, so that only one of the processes that run the tests loads it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

from reportgen.compute.differences import newcombe, two_proportion_test
from reportgen.compute.families import holm
from reportgen.compute.intervals import margin_of_error, wilson

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LEVELS = st.sampled_from([80.0, 90.0, 95.0, 99.0, 99.9])


def share(counted: tuple[int, int]) -> float:
    count, n = counted
    return 100 * count / n


def near(expected: float):
    return pytest.approx(expected, rel=1e-9, abs=1e-9)


@settings(deadline=None, database=None)
@given(COUNTS, LEVELS)
def test_wilson(counted, level):
    low, high = proportion_confint(*counted, alpha=1 - level / 100, method="wilson")
    ours = wilson(share(counted), counted[1], level)
    assert (ours.low, ours.high) == (near(100 * low), near(100 * high))


@settings(deadline=None, database=None)
@given(COUNTS, LEVELS)
def test_margin_of_error(counted, level):
    ours = margin_of_error(share(counted), counted[1], level)
    if ours is None:
        assert min(counted[0], counted[1] - counted[0]) <= 5
        return
    low, high = proportion_confint(*counted, alpha=1 - level / 100, method="normal")
    # Theirs is cut off at 0 and 100 %, on one side at most.
    assert ours == near(100 * max(high - counted[0] / counted[1], counted[0] / counted[1] - low))


@settings(deadline=None, database=None)
@given(COUNTS, COUNTS)
def test_two_proportion_test(first, second):
    assume(0 < first[0] + second[0] < first[1] + second[1])  # theirs divides by zero
    z, p = proportions_ztest([first[0], second[0]], [first[1], second[1]])
    ours = two_proportion_test(share(first), first[1], share(second), second[1])
    assert ours.z == near(z)
    assert ours.p == near(p)


@settings(deadline=None, database=None)
@given(COUNTS, COUNTS, LEVELS)
def test_newcombe(first, second, level):
    low, high = confint_proportions_2indep(
        *first, *second, method="newcomb", compare="diff", alpha=1 - level / 100
    )
    ours = newcombe(share(first), first[1], share(second), second[1], level)
    assert (ours.low, ours.high) == (near(100 * low), near(100 * high))


@pytest.fixture(scope="module")
def _little_to_collect() -> Iterator[None]:
    """Theirs collects garbage at each call, a tenth of a second with all that it imports."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_little_to_collect")
@settings(deadline=None, database=None, max_examples=50)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm(p_values):
    assert holm(p_values) == near(tuple(multipletests(p_values, method="holm")[1]))
