"""From a study's file to a `Study`, with every fault found, located and explained.

YAML faults end the reading. After that the model's complaints, the ids that
lead nowhere and the faults in prose are reported together: all three look at
the nodes, so one does not have to wait for another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reportgen.limits import USUAL, Limits
from reportgen.problems import Problem, Problems, Span, did_you_mean
from reportgen.source import Mapping, Node, Scalar, node_at, parse_yaml, place_of, plain, read_text
from reportgen.study.complaints import model_problems
from reportgen.study.model import Study
from reportgen.study.prose import (
    CHART_PATHS,
    Known,
    PathPattern,
    follow,
    holds_blocks,
    prose_faults,
    prose_fields,
)
from reportgen.study.shape import shape_faults
from reportgen.study.size import size_faults

MOST_OF_A_KIND = 100
"""A file that is wrong throughout is not explained to its end: nobody reads that far."""
EDITORIAL = "editorial"
"""The voice of the study's own editors."""


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A study and the text it was read from, so that a check can say where.

    `path` is what problems call the file. Compared by identity, so that what is
    found out about a study can be kept.
    """

    study: Study
    root: Mapping = field(repr=False)
    path: str
    text: str = field(repr=False)
    limits: Limits = USUAL

    def node(self, *path: str | int) -> Node | None:
        """The node under keys and indices such as `"results", 3, "value", "percent"`."""
        return node_at(self.root, path)

    def span(self, *path: str | int, key: bool = False) -> Span:
        """The place of the value at a path, or of its key.

        Where the file does not hold the value (a default), its nearest parent.
        """
        return place_of(self.root, path, key=key)

    def span_in(self, path: tuple[str | int, ...], offset: int, width: int = 1) -> Span:
        """The place of some characters within the text at a path."""
        # An item of disclosure may be written in its short form, as the text alone.
        node = self.node(*path) or self.node(*path[:-1])
        return node.span_at(offset, width) if isinstance(node, Scalar) else self.span(*path)

    def path_of(self, item_id: str) -> tuple[str | int, ...]:
        """The path of the result, viewpoint or context with this id; KeyError where none is."""
        for room in ("results", "viewpoints", "context"):
            for index, item in enumerate(getattr(self.study, room)):
                if item.id == item_id:
                    return room, index
        raise KeyError(item_id)


def read_study(
    path: Path,
    shown_as: str | None = None,
    text: str | None = None,
    limits: Limits = USUAL,
) -> Loaded:
    """Read and validate one study.

    `shown_as` is what problems call the file (default: the path as given);
    `text` is its content where that does not come from the file. Raises
    `Problems` with all faults: FILE…, YAML…, STUDY101 to STUDY108, TEXT101 to
    TEXT106. What holds too much is not looked at further.
    """
    shown_as = str(path) if shown_as is None else shown_as
    if text is None:
        text = read_text(path, shown_as, limits)
    root = parse_yaml(text, shown_as, limits)
    content = plain(root)
    found = [*islice(size_faults(content, root, limits), MOST_OF_A_KIND)]
    if found:
        raise Problems(found)
    study = None
    try:
        study = Study.model_validate(content)
    except ValidationError as error:
        found += model_problems(error, root)
    found += _name_faults(content, root, path)
    for faults in (_unknown_ids, _equal_ids, _shown_twice, _prose_problems):
        found += islice(faults(content, root), MOST_OF_A_KIND)
    if study is None or found:
        raise Problems(_one_for_each_place(found))
    return Loaded(study, root, shown_as, text, limits)


_STRONGER = {"STUDY103": "STUDY104", "STUDY106": "STUDY103"}
"""Of two complaints about one place, which says more: keys give way to their values."""


def _one_for_each_place(found: list[Problem]) -> Iterator[Problem]:
    codes = defaultdict(set)
    for problem in found:
        codes[problem.span].add(problem.code)
    for problem in found:
        if _STRONGER.get(problem.code) not in codes[problem.span]:
            yield problem


# --- Ids ------------------------------------------------------------------------------


def _ids(content: dict[str, Any], *rooms: str) -> frozenset[str]:
    """The ids in some rooms of the study; keys of a mapping, or `id` of each item."""
    found: set[str] = set()
    for room in rooms:
        value = content.get(room)
        if isinstance(value, dict):
            found |= value.keys()
        found |= {name for _, name in follow(content, (room, "*", "id")) if isinstance(name, str)}
    return frozenset(found)


_BLOCKS = (("brief", "sections", "*", "content", "*"), ("brief", "implications", "content", "*"))
_ROOMS: dict[str, tuple[str, ...]] = {
    "source": ("sources",),
    "group": ("groups",),
    "question": ("questions",),
    "result": ("results",),
    "group or result": ("groups", "results"),
    "viewpoint": ("viewpoints",),
    "voice": ("viewpoints",),
    "context": ("context",),
}
"""What an id can name, and where in the study such ids stand."""
_POINTERS: tuple[tuple[PathPattern, str], ...] = (
    (("groups", "*", "part_of"), "group"),
    (("results", "*", "base"), "group"),
    (("results", "*", "question"), "question"),
    (("results", "*", "compared_with"), "group or result"),
    (("results", "*", "derived_from", "*"), "result"),
    (("results", "*", "voice"), "voice"),
    (("results", "*", "source", "text"), "source"),
    (("viewpoints", "*", "source", "text"), "source"),
    (("context", "*", "source", "text"), "source"),
    (("brief", "cover", "result"), "result"),
    (("brief", "key_figures", "*", "result"), "result"),
    *(((*chart, "results", "*"), "result") for chart in CHART_PATHS),
    *(((*block, "viewpoint"), "viewpoint") for block in _BLOCKS),
    *(((*block, "context"), "context") for block in _BLOCKS),
)


_KEYED = frozenset({"sources", "groups", "questions"})
"""Rooms that are mappings by id; in the others each item holds its id."""


def _all_known(content: dict[str, Any], *rooms: str) -> bool:
    """Whether every id of some rooms can be read, so that another id leads nowhere.

    One mistyped `results:` would otherwise make each reference to a result wrong.
    """
    return all(_can_be_read(content, room) for room in rooms)


def _can_be_read(content: dict[str, Any], room: str) -> bool:
    value = content.get(room)
    if value is None:
        # It may stand there under a mistyped name.
        return content.keys() <= Study.model_fields.keys()
    if room in _KEYED:
        return isinstance(value, dict) and (len(value) > 0 or room != "sources")
    return isinstance(value, list) and all(
        isinstance(item, dict) and "id" in item for item in value
    )


def _unknown_ids(content: dict[str, Any], root: Mapping) -> Iterator[Problem]:
    for pattern, noun in _POINTERS:
        if not _all_known(content, *_ROOMS[noun]):
            continue
        known = _ids(content, *_ROOMS[noun]) | ({EDITORIAL} if noun == "voice" else set())
        for path, name in follow(content, pattern):
            if isinstance(name, str) and name not in known:
                yield Problem(
                    code="STUDY104",
                    message=f"there is no {noun} with the id “{name}”",
                    span=place_of(root, path),
                    remedy=did_you_mean(name, known)
                    or f"the study has none: add it under {_ROOMS[noun][0]}",
                )
    results = _ids(content, "results")
    for chart in CHART_PATHS:
        for path, plan in follow(content, chart):
            yield from _highlight_faults(path, plan, root, results)


def _highlight_faults(
    path: tuple[str | int, ...], plan: Any, root: Mapping, results: frozenset[str]
) -> Iterator[Problem]:
    if not isinstance(plan, dict) or not plan.get("results"):
        return  # the model complains of that
    drawn = [name for _, name in follow(plan, ("results", "*")) if isinstance(name, str)]
    if not results.issuperset(drawn):
        return  # one of them is mistyped, which is said: it may be the one
    for inner, name in follow(plan, ("highlight", "*")):
        if isinstance(name, str) and name not in drawn:
            yield Problem(
                code="STUDY104",
                message=f"“{name}” cannot be highlighted: it is not among the chart's results",
                span=place_of(root, (*path, *inner)),
                remedy=did_you_mean(name, drawn),
            )


def _equal_ids(content: dict[str, Any], root: Mapping) -> Iterator[Problem]:
    """Results, viewpoints, contexts and groups share one space: prose refers to all of them."""
    paths: dict[str, list[tuple[str | int, ...]]] = defaultdict(list)
    for room in ("results", "viewpoints", "context"):
        for path, name in follow(content, (room, "*", "id")):
            if isinstance(name, str):
                paths[name].append(path)
    groups = content.get("groups")
    for name in groups if isinstance(groups, dict) else ():
        paths[name].append(("groups", name))
    for name, places in paths.items():
        if len(places) == 1:
            continue
        spans = (place_of(root, path, key=path[0] == "groups") for path in places)
        first, *others = sorted(spans)
        for span in others:
            yield Problem(
                code="STUDY105",
                message=f"the id “{name}” is taken twice, on lines {first.line} and {span.line}",
                span=span,
                remedy="results, viewpoints, contexts and groups share their ids: change one",
            )


def _shown_twice(content: dict[str, Any], root: Mapping) -> Iterator[Problem]:
    """A statement or a fact has one place in the brief, which references lead to."""
    shown: dict[tuple[str, str], Span] = {}
    for noun in ("viewpoint", "context"):
        for block in _BLOCKS:
            for path, name in follow(content, (*block, noun)):
                if not isinstance(name, str):
                    continue
                span = place_of(root, path)
                first = shown.setdefault((noun, name), span)
                if first is not span:
                    yield Problem(
                        code="STUDY107",
                        message=f"“{name}” is shown twice, on lines {first.line} and {span.line}",
                        span=span,
                        remedy="show it once, and refer to it elsewhere in the text",
                    )


def _name_faults(content: dict[str, Any], root: Mapping, path: Path) -> Iterator[Problem]:
    study_id = content.get("id")
    if path.suffix not in (".yml", ".yaml") or not isinstance(study_id, str):
        return
    if study_id != path.stem:
        yield Problem(
            code="STUDY106",
            message=f"the id “{study_id}” differs from the name of the file, “{path.stem}”",
            span=place_of(root, ("id",)),
            remedy=f"write “id: {path.stem}”, or rename the file to {study_id}{path.suffix}",
        )


# --- Prose ----------------------------------------------------------------------------


def _prose_problems(content: dict[str, Any], root: Mapping) -> Iterator[Problem]:
    known = Known(
        results=_ids(content, "results"),
        groups=_ids(content, "groups"),
        others=_ids(content, "viewpoints", "context"),
        complete=_all_known(content, "results", "groups", "viewpoints", "context"),
    )
    for path, text in prose_fields(content):
        node = node_at(root, path)
        assert isinstance(node, Scalar)
        for fault in (*shape_faults(text, holds_blocks(path)), *prose_faults(text, known)):
            yield Problem(
                code=fault.code,
                message=fault.message,
                span=node.span_at(fault.start, fault.end - fault.start),
                remedy=fault.remedy,
            )
