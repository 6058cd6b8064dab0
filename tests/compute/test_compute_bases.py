from __future__ import annotations

import pytest

from reportgen.compute.bases import Base, judge_base


@pytest.mark.parametrize(
    ("n", "judged"),
    [
        (None, Base.UNKNOWN),
        (0, Base.SUPPRESSED),
        (1, Base.SUPPRESSED),
        (29, Base.SUPPRESSED),
        (30, Base.FLAGGED),
        (49, Base.FLAGGED),
        (50, Base.SOUND),
        (10**9, Base.SOUND),
    ],
)
def test_a_base_is_judged_by_its_size(n, judged):
    assert judge_base(n) is judged


def test_no_base_is_negative():
    with pytest.raises(ValueError) as refused:
        judge_base(-1)
    assert str(refused.value) == "no base of -1"
