"""Briefs that are built only once: kept by their text and options, true while their parts are.

For each brief there is a small record: what it was made of, what was warned
of, and which files came out. It holds as long as every ingredient has the
content that it had then; to look it up takes no study read and no library
loaded. Whatever is uncertain about a record makes it no record. Of five unchanged studies the
build takes a fiftieth of one brief's time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from reportgen import ingredients
from reportgen.ingredients import ABSENT, Ingredient, told
from reportgen.outputs.artifact import Artifact
from reportgen.pipeline import Order, Rendering, roots_of
from reportgen.problems import Problem, Severity, Span

FORM = 1
USUAL_LIMIT = 500_000_000
"""Bytes in the cache, unless a setting says otherwise."""
_TOO_LARGE = 4_000_000  # bytes: no study's text
_OF_A_FILE = 64  # letters and digits in the state of what is a file
_NOT_TOLD = frozenset({"path", "templates", "text", "policy", "cache"})
"""Parts of an order that its key holds in another way, or that change nothing."""


@dataclass(frozen=True, slots=True)
class Output:
    """One file of a brief: where it belongs, and what is in it."""

    place: str  # under the output folder
    sha256: str
    size: int  # bytes
    pages: int | None  # of a PDF


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a brief that was built before."""

    id: str
    title: str
    inputs: tuple[tuple[str, str], ...]  # as in a Rendering
    warnings: tuple[Problem, ...]
    versions: Mapping[str, str]  # as the manifest gives them
    outputs: tuple[Output, ...]
    made_of: tuple[Ingredient, ...]


def record_of(rendering: Rendering, versions: Mapping[str, str]) -> Record:
    """What there is to know of a brief that was just built."""
    outputs = tuple(
        Output(each.place, ingredients.digest(each.content), len(each.content), each.pages)
        for each in rendering.artifacts
    )
    return Record(
        rendering.id,
        rendering.title,
        rendering.inputs,
        rendering.warnings,
        versions,
        outputs,
        rendering.made_of,
    )


class BriefCache:
    """The briefs of earlier builds, for one run; remembers what the run looked at.

    `looked_at` holds each ingredient's path with its state, and `complete` says
    whether they are all of this run's; `written` the SHA-256 of each file of the
    output folder, by place, that the manifest speaks of. `limit` is in bytes.
    """

    def __init__(self, folder: Path, limit: int = USUAL_LIMIT) -> None:
        self.kept, self._surroundings = ingredients.kept_with_surroundings(str(folder))
        self._limit = limit
        self._new = 0  # bytes since the cache was last brought to its limit
        self._keys: dict[Order, tuple[str, str]] = {}
        self.looked_at: dict[str, str] = {}
        self.written: dict[str, str] = {}
        self.complete = True

    def found(self, order: Order, folder: Path) -> Record | None:
        """The record of this very brief, all of whose files lie in the folder or can be restored.

        None where it is to be built.
        """
        keyed = self._keyed(order)
        if keyed is None:
            return None
        self._keys[order] = keyed
        record = _decoded(self.kept.get("brief", keyed[0]))
        if record is None or not _holds(record, order):
            return None
        for output in record.outputs:
            if not (lies_in(folder, output) or self.kept.has("file", output.sha256)):
                return None
        return record

    def content(self, output: Output) -> Artifact | None:
        """A file of a record; None where it is no longer there or was damaged."""
        content = self.kept.get("file", output.sha256)
        return None if content is None else Artifact(output.place, content, output.pages)

    def keep(self, order: Order, record: Record, artifacts: tuple[Artifact, ...]) -> None:
        """Keep a brief that was built, where it is certain what it was made of."""
        key, text = self._keys.pop(order, ("", ""))
        states = {each.state for each in record.made_of}
        if not key or not record.made_of or (order.text is None and text not in states):
            self.complete = False
            return
        self._look(record, order)
        for output, artifact in zip(record.outputs, artifacts, strict=True):
            if not self.kept.has("file", output.sha256):
                self.kept.put("file", output.sha256, artifact.content)
                self._new += output.size
        self.kept.put("brief", key, _encoded(record))
        self._new += 1
        if self._new > self._limit // 2:
            self.prune()

    def prune(self) -> None:
        """Bring the cache to its limit, if something was put into it."""
        if self._new:
            self.kept.prune(self._limit)
            self._new = 0

    def use(self, order: Order, record: Record) -> None:
        """Note that a record served in the place of a build."""
        self._keys.pop(order, None)
        self._look(record, order)

    def _keyed(self, order: Order) -> tuple[str, str] | None:
        """The key of an order's record and its text's digest; None for what cannot be looked at."""
        if order.text is None:
            try:
                large = order.path.stat().st_size > _TOO_LARGE
            except (OSError, ValueError):
                return None
            text = ABSENT if large else ingredients.state_of(str(order.path))
            if len(text) != _OF_A_FILE:
                return None
        else:
            text = ingredients.digest(order.text.encode("utf-8", "surrogatepass"))
        given = {
            each.name: getattr(order, each.name)
            for each in fields(order)
            if each.name not in _NOT_TOLD
        }
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "") if "pdf" in order.formats else ""
        return told(
            FORM,
            self._surroundings,
            order.path.name,
            order.templates is not None,
            order.text is not None,
            repr(order.policy),
            repr(sorted(given.items())),
            epoch,
            text,
        ), text

    def _look(self, record: Record, order: Order) -> None:
        roots = roots_of(order)
        for each in record.made_of:
            path = ingredients.located(each.root, each.path, roots)
            if each.root == "keys":
                path = ingredients.located("package", each.path, roots)
                self.looked_at[str(path)] = ingredients.state_of(str(path))
            elif each.root != "environment":
                self.looked_at[str(path)] = each.state


def _holds(record: Record, order: Order) -> bool:
    roots = roots_of(order)
    return all(_state(each, roots) == each.state for each in record.made_of)


def _state(ingredient: Ingredient, roots: Mapping[str, str]) -> str | None:
    """What an ingredient is now."""
    if ingredient.root == "environment":
        return os.environ.get(ingredient.path, "")
    if ingredient.root == "keys":
        path = ingredients.located("package", ingredient.path, roots)
        return ingredients.keys_of(str(path))
    path = ingredients.located(ingredient.root, ingredient.path, roots)
    return None if path is None else ingredients.state_of(path)


def lies_in(folder: Path, output: Output) -> bool:
    """Whether a file lies in the output folder as it should, and no link leads there."""
    return ingredients.state_within(str(folder), output.place) == output.sha256


# --- As JSON --------------------------------------------------------------------------------


def _encoded(record: Record) -> bytes:
    return json.dumps(
        {
            "id": record.id,
            "title": record.title,
            "inputs": record.inputs,
            "warnings": [_told(problem) for problem in record.warnings],
            "versions": dict(record.versions),
            "outputs": [[o.place, o.sha256, o.size, o.pages] for o in record.outputs],
            "made_of": [[i.root, i.path, i.state] for i in record.made_of],
        }
    ).encode("ascii")


def _decoded(content: bytes | None) -> Record | None:
    if content is None:
        return None
    try:
        told_of = json.loads(content)
        return Record(
            id=str(told_of["id"]),
            title=str(told_of["title"]),
            inputs=tuple((str(shown), str(digest)) for shown, digest in told_of["inputs"]),
            warnings=tuple(map(_problem, told_of["warnings"])),
            versions={str(name): str(given) for name, given in told_of["versions"].items()},
            outputs=tuple(_outputs(told_of["outputs"])),
            made_of=tuple(Ingredient(*map(str, each)) for each in told_of["made_of"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _outputs(told_of: Any) -> Iterator[Output]:
    for place, sha256, size, pages in told_of:
        yield Output(str(place), str(sha256), int(size), None if pages is None else int(pages))


def _told(problem: Problem) -> dict[str, Any]:
    span = problem.span
    return {
        "code": problem.code,
        "message": problem.message,
        "span": [span.path, span.line, span.column, span.width, span.text],
        "remedy": problem.remedy,
        "severity": problem.severity.value,
    }


def _problem(told_of: Any) -> Problem:
    path, line, column, width, text = told_of["span"]
    return Problem(
        code=str(told_of["code"]),
        message=str(told_of["message"]),
        span=Span(str(path), int(line), int(column), int(width), str(text)),
        remedy=str(told_of["remedy"]),
        severity=Severity(told_of["severity"]),
    )
