"""`reportgen build --watch`, seen from outside: how long from saving to the new files."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from benchmarks.measure import CHECKOUT, RunFailed, environment
from benchmarks.subjects import Edited, command

PATIENCE = 60.0
"""Seconds that the first build, or a later one, may take."""
READY = "Watching for changes"
_LOOKED_EVERY = 0.002  # seconds: what a time read from outside is exact to


@dataclass(frozen=True, slots=True)
class Watching:
    """A build that watches one study, and the files that it writes."""

    process: subprocess.Popen[str]
    edited: Edited
    outputs: tuple[Path, ...]

    @classmethod
    def started(cls, edited: Edited, folder: Path) -> Watching:
        """Start it and wait until it watches; raises RunFailed where it does not get there."""
        name, out = edited.path.stem, folder / "ours"
        process = subprocess.Popen(
            [
                *map(str, command()),
                *("build", str(edited.path), "--watch"),
                *("--output-dir", str(out), "--cache-dir", str(folder / "cache")),
            ],
            cwd=CHECKOUT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said = line.strip()
            if said.startswith(READY):
                break
        else:
            process.wait()
            raise RunFailed(f"build --watch ended with {process.returncode}: {said}")
        # Nobody may write to a pipe that nobody reads.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        outputs = tuple(out / name / f"{name}{suffix}" for suffix in (".pdf", ".html"))
        return cls(process, edited, outputs)

    def save(self, number: int) -> float:
        """Save the study with its nth value; seconds until both files are new."""
        before = [_state(path) for path in self.outputs]
        started = time.perf_counter()
        self.edited.save(number)
        while any(_state(path) in (old, None) for path, old in self._both(before)):
            if time.perf_counter() - started > PATIENCE or self.process.poll() is not None:
                raise RunFailed("nothing was built after the study was saved")
            time.sleep(_LOOKED_EVERY)
        return time.perf_counter() - started

    def _both(
        self, before: list[tuple[int, int] | None]
    ) -> list[tuple[Path, tuple[int, int] | None]]:
        return list(zip(self.outputs, before, strict=True))

    def __enter__(self) -> Watching:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _state(path: Path) -> tuple[int, int] | None:
    """What changes when a file is written anew; None while it is not there."""
    try:
        seen = path.stat()
    except FileNotFoundError:
        return None
    return seen.st_mtime_ns, seen.st_ino
