"""`check` of the five studies."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measure import by_turns, ratios
from benchmarks.rows.row import Bench, Grown, Line, Row, Target
from benchmarks.subjects import FIVE, STUDY, plain_script, reportgen
from benchmarks.table import against

WORK = "`check` of five studies"


def measure(bench: Bench) -> Iterator[Line | Grown]:
    folder = bench.folder("check")
    ours, plain = by_turns(
        lambda _: reportgen("check", *FIVE),
        lambda _: plain_script(STUDY, folder / "plain"),
        bench.pairs,
    )
    yield Line(WORK, "CPU", ratios(ours, plain), Target(0.12), against(ours, plain))


ROW = Row("check", WORK, measure)
