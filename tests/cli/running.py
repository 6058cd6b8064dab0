"""A command that goes on until it is ended: what it says is waited for, never guessed."""

from __future__ import annotations

import queue
import signal
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from conftest import clean_environment, command

PATIENCE = 120  # seconds until a test gives up; nothing is waited for that long


class Running:
    """`reportgen` in a folder, with its lines as they come."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            command(*arguments),
            cwd=folder,
            env=clean_environment(REPORTGEN_CACHE_DIR=str(folder / ".cache"), **environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self._lines: dict[str, queue.Queue[str | None]] = {}
        for name in ("stdout", "stderr"):
            stream: IO[str] = getattr(self.process, name)
            self._lines[name] = queue.Queue()
            threading.Thread(target=self._read, args=(stream, name), daemon=True).start()

    def _read(self, stream: IO[str], name: str) -> None:
        with stream:
            for line in stream:
                self._lines[name].put(line.rstrip("\n"))
        self._lines[name].put(None)

    def out(self) -> str:
        """The next line on stdout."""
        return self._next("stdout")

    def said(self) -> str:
        """The next line on stderr."""
        return self._next("stderr")

    def until(self, start: str) -> list[str]:
        """What it says on stderr up to a line that begins so, that line included."""
        said = [self.said()]
        while not said[-1].startswith(start):
            said.append(self.said())
        return said

    def _next(self, name: str) -> str:
        line = self._lines[name].get(timeout=PATIENCE)
        assert line is not None, f"{name} has ended"
        return line

    def interrupted(self, number: int = signal.SIGINT) -> tuple[int, float, list[str]]:
        """End it as Ctrl-C does: the exit code, the seconds it took, and what else it said."""
        begun = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        seconds = time.monotonic() - begun
        rest = iter(lambda: self._lines["stderr"].get(timeout=PATIENCE), None)
        return code, seconds, [line for line in rest if line is not None]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()
