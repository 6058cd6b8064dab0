"""One brief from nothing: a process starts, loads everything, and writes PDF and HTML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Cost, by_turns, ratios
from benchmarks.rows.row import Bench, Grown, Line, Row, Target
from benchmarks.subjects import STUDY, plain_script, reportgen
from benchmarks.table import against

WORK = "one brief, cold, nothing cached"


def measure(bench: Bench) -> Iterator[Line | Grown]:
    folder = bench.folder("one-brief")
    ours, plain = by_turns(
        lambda _: cold(STUDY, folder / "ours"),
        lambda _: plain_script(STUDY, folder / "plain"),
        bench.pairs,
    )
    seconds = against(ours, plain)
    yield Line(WORK, "CPU", ratios(ours, plain), Target(0.35), seconds)
    seconds = against(ours, plain, "wall")
    yield Line(WORK, "wall", ratios(ours, plain, "wall"), Target(0.30), seconds)


def cold(study: Path, folder: Path) -> Cost:
    """Build one study with nothing kept from before, in one process."""
    return reportgen("build", study, "--no-cache", "--output-dir", folder)


ROW = Row("one-brief", WORK, measure)
