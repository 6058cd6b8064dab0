"""Studies that hold more than a brief can show, or than can be laid out in time (STUDY108)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from reportgen.limits import COMPARED, LIST, Limits
from reportgen.problems import Problem
from reportgen.source import Mapping, place_of
from reportgen.study.prose import CHART_PATHS, Path, PathPattern, follow, prose_fields

_ROOMS = {
    "results": "results",
    "groups": "groups",
    "questions": "questions",
    "viewpoints": "viewpoints",
    "context": "facts",
}
"""What each may hold as much of as of results."""
_LISTS: tuple[PathPattern, ...] = (
    ("keywords",),
    ("sources",),
    ("allow",),
    *(("results", "*", "value", key) for key in ("ranking", "behind", "items")),
    ("results", "*", "net_of"),
    ("results", "*", "derived_from"),
    ("disclosure", "*", "rows"),
    *((*chart, key) for chart in CHART_PATHS for key in ("results", "highlight")),
)


def size_faults(content: dict[str, Any], root: Mapping, limits: Limits) -> Iterator[Problem]:
    """Everything of which a study holds too much."""

    def fault(message: str, remedy: str, path: Path) -> Problem:
        span = place_of(root, path, key=True)
        return Problem(code="STUDY108", message=message, span=span, remedy=remedy)

    for room, noun in _ROOMS.items():
        held = content.get(room)
        if isinstance(held, (list, dict)) and len(held) > limits.results:
            message = f"the study has {len(held)} {noun}, more than {limits.results}"
            yield fault(message, how_to_hold_more("results"), (room,))
    charts = [path for chart in CHART_PATHS for path, _ in follow(content, chart)]
    if len(charts) > limits.charts:
        message = f"the study has {len(charts)} charts, more than {limits.charts}"
        yield fault(message, how_to_hold_more("charts"), charts[limits.charts])
    letters = 0
    for path, text in prose_fields(content):
        letters += len(text)
        if letters > limits.prose:
            message = f"the prose up to here has more than {limits.prose} characters"
            yield fault(message, how_to_hold_more("prose"), path)
            break
    yield from (fault(*told) for told in _compared(content))
    for pattern in _LISTS:
        for path, held in follow(content, pattern):
            if isinstance(held, (list, dict)) and len(held) > LIST:
                message = f"this list has {len(held)} entries, more than {LIST}"
                yield fault(message, "keep what the brief needs", path)


def _compared(content: dict[str, Any]) -> Iterator[tuple[str, str, Path]]:
    """Answers that more groups give than can all be tested against each other."""
    given: Counter[tuple[str, str, str]] = Counter()
    results = content.get("results")
    for index, result in enumerate(results if isinstance(results, list) else ()):
        if not isinstance(result, dict) or "question" not in result:
            continue
        answer = str(result.get("label", result.get("says", "")))
        asked = str(result["question"]), str(result.get("period", "")), answer
        given[asked] += 1
        if given[asked] == COMPARED + 1:
            message = f"more than {COMPARED} results give the answer “{answer[:60]}”"
            message += f" to the question “{asked[0][:60]}”"
            yield message, "keep those that the brief compares", ("results", index)


def how_to_hold_more(key: str) -> str:
    """What to do about a limit that the settings may raise."""
    return f"divide it into several studies, or raise “{key}” under [limits] in the settings"
