"""Parts of a build: each study in exactly one of them, wherever that is worked out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.build.shards import Shard, shard

NAMES = st.lists(st.text("abcåäö/-.", min_size=1), unique=True, max_size=60)


@given(NAMES, st.integers(1, 12), st.randoms(use_true_random=False))
def test_every_item_is_in_one_part_whatever_the_order(names, count, chance):
    shuffled = chance.sample(names, len(names))
    parts = [Shard(number, count).of(names, str) for number in range(1, count + 1)]
    again = [Shard(number, count).of(shuffled, str) for number in range(1, count + 1)]
    assert sorted(name for part in parts for name in part) == sorted(names)
    assert [sorted(part) for part in parts] == [sorted(part) for part in again]
    sizes = [len(part) for part in parts]
    assert max(sizes) - min(sizes) <= 1
    # The order of what is left stays as it was.
    assert all(list(part) == [name for name in names if name in part] for part in parts)


def test_what_is_written():
    assert shard("2/4") == Shard(2, 4)
    assert str(Shard(2, 4)) == "2/4"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0/4", "there is no part 0 of 4"),
        ("5/4", "there is no part 5 of 4"),
        ("1/0", "there is no part 1 of 0"),
        ("2 of 4", "“2 of 4” is no part of a whole"),
        ("٢/٤", "“٢/٤” is no part of a whole"),
        ("", "“” is no part of a whole"),
    ],
)
def test_what_is_no_part(text, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        shard(text)
