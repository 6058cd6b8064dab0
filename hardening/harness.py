"""What a harness is: something that runs for long, and figures that come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass
class Report:
    """What came of a harness: sentences with its figures, and everything that was wrong."""

    figures: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Harness:
    """One long proof. `run` is given a number for each option."""

    name: str
    proves: str  # a sentence
    run: Callable[[Mapping[str, int]], Report]
    options: Mapping[str, int] = field(default_factory=dict)  # with the numbers that are usual
