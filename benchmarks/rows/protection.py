"""What the protections cost a build of somebody trusted; and what `--untrusted` adds.

Both builds are cold and keep nothing. The difference is small, so there are three times as many
pairs as elsewhere.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Cost, by_turns, ratios, run
from benchmarks.protections import WITH, WITHOUT
from benchmarks.rows.row import Bench, Grown, Line, Row, Target
from benchmarks.subjects import STUDY
from benchmarks.table import against

WORK = "protections"
_MORE = 3


def measure(bench: Bench) -> Iterator[Line | Grown]:
    folder = bench.folder("protection")
    kept, left_out = by_turns(
        lambda _: built(WITH, folder), lambda _: built(WITHOUT, folder), _MORE * bench.pairs
    )
    counted = "CPU, a build without them = 1"
    yield Line(WORK, counted, ratios(kept, left_out), Target(1.1), against(kept, left_out))
    apart, kept = by_turns(
        lambda _: built(WITH, folder, "--untrusted"), lambda _: built(WITH, folder), bench.pairs
    )
    counted = "CPU, a build without it = 1"
    yield Line("`--untrusted`", counted, ratios(apart, kept), None, against(apart, kept))


def built(which: str, folder: Path, *more: str) -> Cost:
    """One cold build with the protections or without."""
    start = (sys.executable, "-m", "benchmarks.protections", which)
    return run(*start, "build", STUDY, "--no-cache", "--output-dir", folder, *more)


ROW = Row("protection", WORK, measure)
