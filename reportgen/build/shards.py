"""A build in parts, one for each machine of a CI matrix."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")

_WRITTEN = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Shard:
    """The part `number` of `count`, both from 1 on; raises ValueError for another."""

    number: int
    count: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.count:
            raise ValueError(f"there is no part {self.number} of {self.count}")

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def of(self, items: Sequence[Item], name: Callable[[Item], str]) -> tuple[Item, ...]:
        """Its part of the items, in their order.

        They are dealt out like cards, sorted by name: each goes to exactly one
        part, the parts differ by one at most, and neither the machine nor the
        order of the items matters. A new item may move those after it, so the
        list must be the same for all parts of a build.
        """
        mine = set(sorted(map(name, items))[self.number - 1 :: self.count])
        return tuple(item for item in items if name(item) in mine)


def shard(text: str) -> Shard:
    """The shard that `2/4` means; raises ValueError, with a sentence, for another text."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text}” is no part of a whole")
    return Shard(int(match[1]), int(match[2]))
