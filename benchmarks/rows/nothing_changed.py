"""The five studies again, when all their briefs are there and nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measure import by_turns, ratios
from benchmarks.rows.row import Bench, Grown, Line, Row, Target
from benchmarks.subjects import FIVE, STUDY, plain_script, reportgen
from benchmarks.table import against

WORK = "all five studies, nothing changed"


def measure(bench: Bench) -> Iterator[Line | Grown]:
    folder = bench.folder("nothing-changed")
    keeping = ("--cache-dir", folder / "cache", "--output-dir", folder / "ours")
    reportgen("build", *FIVE, *keeping)
    ours, plain = by_turns(
        lambda _: reportgen("build", *FIVE, *keeping),
        lambda _: plain_script(STUDY, folder / "plain"),
        bench.pairs,
    )
    yield Line(WORK, "CPU", ratios(ours, plain), Target(0.03), against(ours, plain))


ROW = Row("nothing-changed", WORK, measure)
