"""Builds of 10, 100, 1,000 … generated studies: what they cost, and whether a worker grows.

They are built as a user would build them: with a cache that is empty at first, and a worker a core.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from benchmarks.many import write_studies
from benchmarks.processes import held_by, parents, workers_of
from benchmarks.rows.row import Bench, Grown, Row
from benchmarks.subjects import reportgen

SIZES = (10, 100, 1000, 10_000)
SHORTEST = 400
"""Studies in a build from which on its last hundred is another one than its second."""


@dataclass(slots=True)
class Samples:
    """What workers held, and how many briefs were there by then."""

    folder: Path
    seen: list[tuple[int, float]] = field(default_factory=list)

    def look(self, process: int) -> None:
        held = [held_by(worker) for worker in workers_of(process, parents())]
        if any(held):
            self.seen.append((briefs_in(self.folder), fmean(filter(None, held))))

    def mean(self, first: int, last: int) -> float:
        """Bytes a worker held on average while these briefs were made; 0 where nobody looked."""
        found = [held for briefs, held in self.seen if first <= briefs < last]
        return fmean(found) if found else 0.0


def measure(bench: Bench) -> Iterator[Grown]:
    folder = bench.folder("growth")
    for size in (size for size in SIZES if size <= bench.many):
        bench.say(f"a build of {size:,} studies")
        yield built(folder / str(size), size)


def built(folder: Path, size: int) -> Grown:
    """Build so many studies; what that took. Everything is removed again."""
    studies, out, cache = (folder / name for name in ("studies", "out", "cache"))
    write_studies(studies, size)
    samples = Samples(out)
    watched: Callable[[int], None] = samples.look
    cost = reportgen(
        *("build", "--studies-dir", studies, "--quiet"),
        *("--output-dir", out, "--cache-dir", cache),
        look=watched,
    )
    made, kept = files_in(out), files_in(cache)
    second, last = samples.mean(100, 200), samples.mean(size - 100, size)
    flat = last / second if size >= SHORTEST and second and last else None
    shutil.rmtree(folder)
    return Grown(size, cost.wall, cost.cpu, cost.memory, len(made), sum(made), sum(kept), flat)


def briefs_in(folder: Path) -> int:
    """How many briefs an output folder holds."""
    return sum(1 for path in folder.iterdir() if path.is_dir()) if folder.exists() else 0


def files_in(folder: Path) -> list[int]:
    """The size in bytes of every file below a folder."""
    return [path.stat().st_size for path in folder.rglob("*") if path.is_file()]


ROW = Row("growth", "growth, and the memory of a worker", measure)
