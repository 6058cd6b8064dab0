"""What a row of the table is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measure import Spread


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: at most a number, or at least one."""

    bound: float
    at_least: bool = False

    def met(self, median: float) -> bool:
        return median >= self.bound if self.at_least else median <= self.bound

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    work: str
    counted: str  # what the number is, such as `CPU`: where nothing else is said, plain script = 1
    found: Spread
    target: Target | None = None  # None: for information
    seconds: str = ""  # the same in absolute terms


@dataclass(frozen=True, slots=True)
class Grown:
    """A build of so many generated studies: one line of the table of growth."""

    studies: int
    wall: float  # seconds
    cpu: float  # seconds, of all processes
    memory: int  # bytes: its largest process
    files: int
    written: int  # bytes in the output folder
    cached: int  # bytes in the cache
    flat: float | None = None  # what a worker held at the end, its memory at the beginning = 1


@dataclass(frozen=True, slots=True)
class Bench:
    """How measuring goes this time."""

    scratch: Path  # an empty folder for everything that is written
    pairs: int = 5
    many: int = 1000  # the largest build
    say: Callable[[str], None] = field(default=lambda _: None)

    def folder(self, name: str) -> Path:
        """A folder for one row."""
        made = self.scratch / name
        made.mkdir(parents=True, exist_ok=True)
        return made


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is measured; it may give several lines."""

    name: str
    about: str
    measure: Callable[[Bench], Iterator[Line | Grown]]
