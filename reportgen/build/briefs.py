"""From orders to files: render each that is not kept, write each, and the manifest last."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reportgen.build import manifest
from reportgen.build.attempt import Broken, Done, Failed
from reportgen.build.cache import BriefCache, Record, lies_in, record_of
from reportgen.build.interruption import Interruption
from reportgen.build.names import Owners
from reportgen.build.queue import in_order
from reportgen.outputs.artifact import Artifact
from reportgen.outputs.files import locked, write_all, write_artifact
from reportgen.pipeline import Order, Rendering, render
from reportgen.problems import Problem, Problems, Severity, Span


@dataclass(frozen=True, slots=True)
class Written:
    """One file of a brief, where it lies now."""

    path: Path
    size: int  # bytes
    pages: int | None  # of a PDF


@dataclass(frozen=True, slots=True)
class Delivered:
    """A brief that lies in the output folder."""

    id: str
    title: str
    files: tuple[Written, ...]
    warnings: tuple[Problem, ...]
    came: Came = "built"


Came = Literal["built", "restored", "unchanged"]
"""Rendered now; known from before, and files of it written again; or not even that."""
Result = Done[Delivered] | Failed | Broken


def build_briefs(
    orders: Sequence[Order],
    folder: Path,
    executor: Executor,
    window: int = 1,
    cache: BriefCache | None = None,
) -> Generator[Result, None, None]:
    """Build every order into the folder; yields one result per order, in order.

    What the cache knows is not rendered, and what lies in the folder as it
    should is not touched. What fails stays with its order; the rest is built.
    At most `window` briefs are being rendered, or wait to be written. Raises
    `Problems` only where the folder itself cannot be used, before anything is
    rendered, or what it holds of other briefs cannot be read at the end, and then
    the manifest stays as it was; KeyboardInterrupt and Terminated where the program is to end, and
    then no brief is half there.
    """
    if cache is None and orders and orders[0].cache is not None:
        cache = BriefCache(orders[0].cache)
    with locked(folder), Interruption() as interruption:
        run = _Run(folder, cache)
        known = {} if cache is None else _known(orders, folder, cache)
        missing = (order for at, order in enumerate(orders) if at not in known)
        made = in_order(executor, render, missing, window)
        try:
            for at, order in enumerate(orders):
                interruption.check()
                delivered = None
                if at in known:
                    with interruption.held():
                        delivered = run.restored(order, known[at])
                if delivered is None:
                    # Of a known brief: what was kept of it is damaged.
                    result = next(made if at not in known else in_order(executor, render, [order]))
                    interruption.check()
                    with interruption.held():
                        delivered = run.built(result)
                yield delivered
        finally:
            # Also when the run is interrupted: what was written is accounted for.
            with interruption.held():
                run.close()


def _known(orders: Iterable[Order], folder: Path, cache: BriefCache) -> dict[int, Record]:
    """What need not be rendered, by its place among the orders."""
    found = ((at, cache.found(order, folder)) for at, order in enumerate(orders))
    return {at: record for at, record in found if record is not None}


def _of_an_earlier_text(order: Order, place: str) -> Problem:
    name = place.rpartition("/")[2]
    form = {"pdf": "pdf", "html": "html", "png": "social"}[name.rpartition(".")[2]]
    return Problem(
        code="BUILD108",
        message=f"{name} beside the new files is of an earlier text",
        span=Span(order.shown_as),
        remedy=f"build it too, with --to {form}, or remove it",
        severity=Severity.WARNING,
    )


class _Run:
    """One build of a folder: what was delivered so far, and by whom it is owned."""

    def __init__(self, folder: Path, cache: BriefCache | None) -> None:
        self._folder = folder
        self._cache = cache
        self._owners = Owners()
        self._before = manifest.told(folder)
        self._made_with: dict[str, str] | None = None
        self._entries: dict[str, manifest.Entry] = {}
        self._written: dict[str, str] = {}

    def built(self, result: Done[Rendering] | Failed | Broken) -> Result:
        """Write what was rendered, and keep it."""
        if not isinstance(result, Done):
            return result
        if self._made_with is None:
            self._made_with = manifest.versions()
        order, rendering = result.order, result.outcome
        record = record_of(rendering, self._made_with)
        delivered = self._deliver(order, record, rendering.artifacts, "built")
        if self._cache is not None:
            self._cache.keep(order, record, rendering.artifacts)
        return delivered

    def restored(self, order: Order, record: Record) -> Result | None:
        """Write what of a known brief is not there; None where that is damaged."""
        assert self._cache is not None
        missing = [each for each in record.outputs if not lies_in(self._folder, each)]
        artifacts = [self._cache.content(each) for each in missing]
        sound = tuple(each for each in artifacts if each is not None)
        if len(sound) < len(missing):
            return None
        self._cache.use(order, record)
        return self._deliver(order, record, sound, "restored" if missing else "unchanged")

    def _deliver(
        self, order: Order, record: Record, artifacts: tuple[Artifact, ...], came: Came
    ) -> Done[Delivered] | Failed:
        clash = self._owners.claim(order.shown_as, record.id)
        if clash is not None:
            return Failed(order, (clash,))
        try:
            write_all(self._folder, artifacts)
        except Problems as problems:
            return Failed(order, problems.found)
        entry = self._entries[record.id] = manifest.entry(record)
        left = manifest.outdated(self._folder, record.id, entry, self._before)
        warnings = (*record.warnings, *(_of_an_earlier_text(order, each) for each in left))
        self._written.update((each.place, each.sha256) for each in record.outputs)
        files = tuple(
            Written(self._folder / each.place, each.size, each.pages) for each in record.outputs
        )
        return Done(order, Delivered(record.id, record.title, files, warnings, came))

    def close(self) -> None:
        """Write the manifest, unless it says already what there is to say."""
        if not self._entries:
            return
        briefs = manifest.merged(manifest.kept(self._folder, self._written), self._entries)
        artifact = manifest.as_artifact(briefs)
        output = manifest.output(artifact)
        if not lies_in(self._folder, output):
            write_artifact(self._folder, artifact)
        if self._cache is not None:
            self._cache.written = {**manifest.places(briefs), output.place: output.sha256}
            self._cache.prune()
