"""Measure everything, print the table, and write it into docs/performance.md.

make bench                          everything, and builds of up to 1,000 studies
make bench MANY=10000               the longest build too
make bench ROWS="check one-brief"   some rows: printed, not written
"""

from __future__ import annotations

import argparse
import datetime
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import table
from benchmarks.machine import machine, versions
from benchmarks.measure import CHECKOUT, RunFailed
from benchmarks.rows.registry import ROWS
from benchmarks.rows.row import Bench, Grown, Line, Row
from benchmarks.subjects import Edited

DOCUMENT = CHECKOUT / "docs" / "performance.md"


def main(arguments: Sequence[str]) -> int:
    """Returns the exit code: 0 also where a target is missed, 1 where a row was not measured."""
    chosen = _options().parse_args(arguments)
    rows = [row for row in ROWS if not chosen.rows or row.name in chosen.rows]
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as scratch:
        bench = Bench(Path(scratch), chosen.pairs, chosen.many, _say)
        lines, grown, missing = measured(rows, bench)
    run = f"{datetime.date.today().isoformat()}, {versions()}"
    results = table.results(lines, missing) if lines or missing else ""
    circumstances = f"{run}; {machine()}; pairs: {chosen.pairs}."
    kept = DOCUMENT.read_text(encoding="utf-8")
    growth = table.growth(grown, run, table.kept(kept, table.GROWTH)) if grown else ""
    print("", circumstances, *filter(None, (results, growth)), sep="\n\n")
    new = kept
    if growth:  # each of its rows says when it was made
        new = table.written(new, table.GROWTH, growth)
    if not chosen.rows:
        new = table.written(new, table.TABLE, f"{circumstances}\n\n{results}")
    elif new == kept:
        _say("Only some rows were measured: docs/performance.md stays as it is.")
    if new != kept:
        DOCUMENT.write_text(new, encoding="utf-8")
        _say("Written to docs/performance.md.")
    return bool(missing)


def measured(
    rows: Sequence[Row], bench: Bench
) -> tuple[list[Line], list[Grown], list[tuple[str, str]]]:
    """All lines, what was built in large numbers, and what could not be measured with its why."""
    lines: list[Line] = []
    grown: list[Grown] = []
    missing: list[tuple[str, str]] = []
    for row in rows:
        bench.say(f"{row.name}: {row.about}")
        try:
            for found in row.measure(bench):
                bench.say(table.said(found))
                if isinstance(found, Line):
                    lines.append(found)
                else:
                    grown.append(found)
        except RunFailed as failed:
            missing.append((row.about, f"not measured: {failed}"))
            bench.say(f"not measured: {failed}")
    return lines, grown, missing


def _options() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="bench", description="What reportgen costs.")
    names = [row.name for row in ROWS]
    asked.add_argument("rows", nargs="*", metavar="ROW", help=f"{', '.join(names)} (all)")
    asked.add_argument(
        "--pairs",
        type=int,
        choices=range(1, Edited.MOST),  # values that the edited study never had
        default=5,
        metavar="N",
        help="runs of each, in pairs (5)",
    )
    asked.add_argument("--many", type=int, default=1000, help="studies in the largest build (1000)")
    return asked


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
