"""A document of 500 pages against one of five: what a page of each costs.

Both are built by a process of its own, with nothing kept. That process starts once for 5 pages and
once for 500, which is a part of what the five cost; the second line leaves it out, with both made
in a process that is warm.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.long_study import TEMPLATES, long_study
from benchmarks.measure import Cost, Spread
from benchmarks.rows.row import Bench, Grown, Line, Row, Target
from benchmarks.subjects import Warm, reportgen

WORK = "a document of 500 pages"
SHORT, LONG = 1, 476
"""Topics that make 5 and about 500 pages; more of them would be more than a study may hold."""
SETTINGS = TEMPLATES / "reportgen.toml"
"""What a project sets whose document is as long."""


def measure(bench: Bench) -> Iterator[Line | Grown]:
    folder = bench.folder("long-document")
    short, long = (_written(folder, topics) for topics in (SHORT, LONG))
    shutil.copy(SETTINGS, folder)

    def built(study: Path) -> Cost:
        options = ("--no-cache", "--jobs", "1", "--output-dir", folder)
        return reportgen("build", study, *options, folder=folder)

    built(short)
    few, many = [], []
    for pair in range(bench.pairs):
        bench.say(f"5 pages and 500, {pair + 1} of {bench.pairs}")
        few.append(built(short))
        many.append(built(long))
    pages = [_pages(folder / study.stem / f"{study.stem}.pdf") for study in (short, long)]
    target = Target(1.5)
    yield _line(f"{WORK}, cold", few, many, pages, target)
    with Warm.started("reportgen", folder / "warm") as warm:
        for _ in range(3):
            warm.make(short)
        few = [warm.make(short) for _ in range(bench.pairs)]
        many = [warm.make(long)]
    yield _line(f"{WORK}, warm", few[-1:], many, pages, None)


def _line(
    work: str, few: list[Cost], many: list[Cost], pages: list[int], target: Target | None
) -> Line:
    each = [[cost.cpu / count for cost in of] for of, count in zip((few, many), pages, strict=True)]
    found = Spread(tuple(long / short for short, long in zip(*each, strict=True)))
    short, long = (1000 * Spread(tuple(of)).median for of in each)
    seconds = f"{long:.0f} ms a page ({pages[1]}) against {short:.0f} ({pages[0]})"
    return Line(work, "CPU a page, 5 pages’ = 1", found, target, seconds)


def _written(folder: Path, topics: int) -> Path:
    study_id, text = long_study(topics)
    path = folder / f"{study_id}.yml"
    path.write_text(text, encoding="utf-8")
    return path


def _pages(path: Path) -> int:
    from pypdf import PdfReader

    return len(PdfReader(path).pages)


ROW = Row("long-document", WORK, measure)
