"""Many briefs with one worker and with two: twice as many workers, twice as many briefs?

Five pairs of 200 studies, all of them different, so 1,000 with each number of workers. Nothing is
taken from a cache.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.many import write_studies
from benchmarks.measure import Spread
from benchmarks.rows.row import Bench, Grown, Line, Row, Target
from benchmarks.subjects import reportgen

WORK = "1,000 briefs, two workers"
EACH = 200


def measure(bench: Bench) -> Iterator[Line | Grown]:
    folder = bench.folder("two-workers")
    each = min(EACH, bench.many)
    costs = []
    for pair in range(bench.pairs):
        studies = folder / f"studies-{pair}"
        write_studies(studies, each, first=1 + pair * each)
        bench.say(f"{each} briefs with one worker and with two, {pair + 1} of {bench.pairs}")
        build = ("build", "--studies-dir", studies, "--no-cache", "--quiet")
        one, two = (
            reportgen(*build, "--jobs", jobs, "--output-dir", folder / f"out-{jobs}")
            for jobs in ("1", "2")
        )
        costs.append((one, two))
    gains = Spread(tuple(one.wall / (2 * two.wall) for one, two in costs))
    alone, both = (Spread(tuple(each / pair[at].wall for pair in costs)) for at in (0, 1))
    counted = "briefs per second, twice one worker’s = 1"
    rates = f"{both.median:.2f} against {alone.median:.2f} a second"
    yield Line(WORK, counted, gains, Target(0.9, at_least=True), rates)


ROW = Row("two-workers", WORK, measure)
