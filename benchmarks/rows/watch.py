"""From saving the study to the new PDF and HTML, in a build that watches.

Against the plain script's warm time: its functions called again in a process that has everything
loaded, as a watching plain script would.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.measure import Cost, by_turns, ratios
from benchmarks.rows.row import Bench, Grown, Line, Row, Target
from benchmarks.subjects import STUDY, Edited, Warm
from benchmarks.table import against
from benchmarks.watching import Watching

WORK = "saved to new PDF and HTML, watching"
QUIET = 0.3
"""Seconds between two savings: an editor is not faster, and the last build has ended."""


def measure(bench: Bench) -> Iterator[Line | Grown]:
    folder = bench.folder("watch")
    edited = Edited.copied(folder / "studies")
    with (
        Warm.started("plain", folder / "plain") as plain,
        Watching.started(edited, folder) as watching,
    ):
        plain.make(STUDY)

        def ours(number: int) -> Cost:
            time.sleep(QUIET)
            return Cost(cpu=0.0, wall=watching.save(number))

        made, warm = by_turns(ours, lambda _: plain.make(STUDY), bench.pairs)
    counted = "wall, plain script’s warm time = 1"
    yield Line(WORK, counted, ratios(made, warm, "wall"), Target(0.33), against(made, warm, "wall"))


ROW = Row("watch", WORK, measure)
