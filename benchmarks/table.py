"""Results as Markdown, and where they stand in a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from benchmarks.measure import Cost, spread
from benchmarks.rows.row import Grown, Line

TABLE, GROWTH = "table", "growth"
"""The two places in the document that are written anew."""

_HEAD = ("work", "counted", "target", "median", "least–most", "met", "in absolute terms")
_GROWTH_HEAD = (
    "studies",
    "took",
    "briefs a second",
    "CPU a brief",
    "largest process",
    "a worker’s growth",
    "files",
    "written",
    "cache",
    "run",
)


def against(ours: Sequence[Cost], plain: Sequence[Cost], what: str = "cpu") -> str:
    """`0.42 s against 3.51 s`: the two medians."""
    one, other = (spread(costs, what).median for costs in (ours, plain))
    return f"{_seconds(one)} against {_seconds(other)}"


def results(lines: Iterable[Line], not_measured: Iterable[tuple[str, str]] = ()) -> str:
    """The table of what was reached; work that could not be measured stands there with its why."""
    rows = [
        (
            line.work,
            line.counted,
            "–" if line.target is None else str(line.target),
            _number(line.found.median),
            f"{_number(line.found.least)}–{_number(line.found.most)}",
            "–" if line.target is None else _met(line.target.met(line.found.median)),
            line.seconds or "–",
        )
        for line in lines
    ]
    rows += [(work, "–", "–", "–", "–", "no", _plain(why)) for work, why in not_measured]
    return markdown(_HEAD, rows)


def said(found: Line | Grown) -> str:
    """One result as soon as it is there: the whole takes hours."""
    if isinstance(found, Grown):
        rate = found.studies / found.wall
        return f"  {found.studies:,} studies: {_duration(found.wall)}, {rate:.2f} a second"
    median, least, most = map(_number, (found.found.median, found.found.least, found.found.most))
    return f"  {found.work}, {found.counted}: {median} ({least}–{most})"


def growth(grown: Iterable[Grown], run: str, before: str = "") -> str:
    """The table of growth; sizes that were not built this time keep their row from `before`.

    `run` says when it was and with what.
    """
    rows = {_size(row[0]): row for row in _rows(before)}
    for one in grown:
        rows[one.studies] = (
            f"{one.studies:,}",
            _duration(one.wall),
            f"{one.studies / one.wall:.2f}",
            f"{1000 * one.cpu / one.studies:.0f} ms",
            _bytes(one.memory),
            "–" if one.flat is None else _number(one.flat),
            f"{one.files:,}",
            _bytes(one.written),
            _bytes(one.cached),
            run,
        )
    return markdown(_GROWTH_HEAD, [rows[size] for size in sorted(rows)])


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, without a line's end after it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def kept(document: str, place: str) -> str:
    """What stands between a place's two marks; raises ValueError where one is missing."""
    return _found(document, place)["held"].strip("\n")


def written(document: str, place: str, content: str) -> str:
    """The document with other content at a place; everything around it stays."""
    found = _found(document, place)
    start, end = found.span("held")
    return f"{document[:start]}\n{content}\n\n{document[end:]}"


def _found(document: str, place: str) -> re.Match[str]:
    begin, end = (f"<!-- {place}: {which} -->\n" for which in ("begins", "ends"))
    found = re.search(f"{re.escape(begin)}(?P<held>.*?){re.escape(end)}", document, re.DOTALL)
    if found is None:
        raise ValueError(f"the document has no place for the {place}")
    return found


def _rows(table: str) -> list[tuple[str, ...]]:
    lines = [line for line in table.splitlines() if line.startswith("| ")]
    return [tuple(line.strip("| ").split(" | ")) for line in lines[2:]]


def _size(cell: str) -> int:
    return int(cell.replace(",", ""))


def _met(met: bool) -> str:
    return "yes" if met else "**no**"


def _plain(text: str) -> str:
    """A text that cannot break a table."""
    return " ".join(text.replace("|", "/").split())


def _number(value: float) -> str:
    """Two digits that say something: 0.34, 0.021, 1.2."""
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.0f} ms"


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 600 else f"{seconds / 60:.0f} min"


def _bytes(count: int) -> str:
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
