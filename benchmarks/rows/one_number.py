"""One brief again after an edit of one number: what did not change is taken from the cache."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measure import Cost, by_turns, ratios
from benchmarks.rows.row import Bench, Grown, Line, Row, Target
from benchmarks.subjects import STUDY, Edited, plain_script, reportgen
from benchmarks.table import against

WORK = "one brief, one number changed"


def measure(bench: Bench) -> Iterator[Line | Grown]:
    folder = bench.folder("one-number")
    edited = Edited.copied(folder / "studies")
    keeping = ("--cache-dir", folder / "cache", "--output-dir", folder / "ours")

    def ours(number: int) -> Cost:
        edited.save(number)
        return reportgen("build", edited.path, *keeping)

    reportgen("build", edited.path, *keeping)
    made, plain = by_turns(ours, lambda _: plain_script(STUDY, folder / "plain"), bench.pairs)
    yield Line(WORK, "CPU", ratios(made, plain), Target(0.22), against(made, plain))


ROW = Row("one-number", WORK, measure)
