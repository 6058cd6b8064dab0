"""From orders to files: render each, write each, and the manifest last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reportgen.build import manifest
from reportgen.build.attempt import Broken, Done, Failed, attempt
from reportgen.build.names import Owners
from reportgen.outputs.files import locked, write_all, write_artifact
from reportgen.pipeline import Order, Rendering, render
from reportgen.problems import Problem, Problems


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


Result = Done[Delivered] | Failed | Broken


def build_briefs(orders: Sequence[Order], folder: Path, executor: Executor) -> Iterator[Result]:
    """Build every order into the folder; yields one result per order, in order.

    What fails stays with its order; the rest is built. Raises `Problems` only
    where the folder itself cannot be used, before anything is rendered.
    """
    with locked(folder):
        made_with = manifest.versions()
        entries: dict[str, manifest.Entry] = {}
        owners = Owners()
        try:
            for result in executor.map(partial(attempt, render), orders):
                if not isinstance(result, Done):
                    yield result
                    continue
                delivered = _deliver(result.order, result.outcome, folder, owners)
                if isinstance(delivered, Done):
                    entries[result.outcome.id] = manifest.entry(result.outcome, made_with)
                yield delivered
        finally:
            # Also when the run is interrupted: what was written is accounted for.
            if entries:
                briefs = manifest.merged(manifest.kept(folder), entries)
                write_artifact(folder, manifest.as_artifact(briefs))


def _deliver(
    order: Order, rendering: Rendering, folder: Path, owners: Owners
) -> Done[Delivered] | Failed:
    clash = owners.claim(order.shown_as, rendering.id)
    if clash is not None:
        return Failed(order, (clash,))
    try:
        paths = write_all(folder, rendering.artifacts)
    except Problems as problems:
        return Failed(order, problems.found)
    files = tuple(
        Written(path, len(artifact.content), artifact.pages)
        for path, artifact in zip(paths, rendering.artifacts, strict=True)
    )
    return Done(order, Delivered(rendering.id, rendering.title, files, rendering.warnings))
