"""Each further brief in a process that has made some: studies of a chain, each with new numbers.

No two of them share a number, so nothing finished can be taken from the one before. The plain
script makes the same studies, each in a process of its own; and, for information, all of them in
one process too.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.many import BRANDS, LANGUAGES, write_studies
from benchmarks.measure import by_turns, ratios
from benchmarks.rows.row import Bench, Grown, Line, Row, Target
from benchmarks.subjects import Warm, plain_script
from benchmarks.table import against

WORK = "each further brief in a warm process"
WARMING = len(LANGUAGES) * len(BRANDS)
"""Briefs made before those that count: one in each language and brand."""


def measure(bench: Bench) -> Iterator[Line | Grown]:
    folder = bench.folder("further-brief")
    studies = write_studies(folder / "studies", WARMING + bench.pairs + 1)
    warming, counted = studies[:WARMING], studies[WARMING:]
    with (
        Warm.started("reportgen", folder / "ours") as ours,
        Warm.started("plain", folder / "plain-warm") as plain,
    ):
        for study in warming:
            ours.make(study)
        for study in warming[: len(LANGUAGES)]:
            plain.make(study)
        made, cold = by_turns(
            lambda number: ours.make(counted[number]),
            lambda number: plain_script(counted[number], folder / "plain"),
            bench.pairs,
        )
        yield Line(WORK, "CPU", ratios(made, cold), Target(0.10), against(made, cold))
        again = write_studies(folder / "studies", bench.pairs + 1, first=len(studies) + 1)
        made, warm = by_turns(
            lambda number: ours.make(again[number]),
            lambda number: plain.make(again[number]),
            bench.pairs,
        )
        counted_as = "CPU, plain script’s warm time = 1"
        yield Line(WORK, counted_as, ratios(made, warm), None, against(made, warm))


ROW = Row("further-brief", WORK, measure)
