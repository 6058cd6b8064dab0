"""Ctrl-C and SIGTERM during a build: at once, but never between two files of a brief."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Terminated(BaseException):
    """SIGTERM: what a system sends that wants this program to end.

    No KeyboardInterrupt, which the command line's library turns into its exit code.
    """


class Interruption:
    """Turns both signals into exceptions, as long as it is entered, and remembers them.

    Libraries that draw call back into Python, and swallow what is raised there: a
    signal that came in the wrong moment would leave a chart out and go unnoticed.
    So whoever has rendered a brief asks `check` before he makes use of it.
    """

    def __init__(self) -> None:
        self._heard: type[KeyboardInterrupt | Terminated] | None = None
        self._holding = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Interruption:
        # Signals are the main thread's; in another one there is nothing to hear.
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                    self._before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before if before is not None else signal.SIG_DFL)
        self._before.clear()

    def _hear(self, number: int, _: FrameType | None) -> None:
        self._heard = Terminated if number == signal.SIGTERM else KeyboardInterrupt
        if not self._holding:
            raise self._heard

    def check(self) -> None:
        """Raise what was heard, if something was."""
        if self._heard is not None:
            raise self._heard

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let what is done here come to its end first; a signal is raised after it."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        self.check()
