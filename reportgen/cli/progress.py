"""Showing how far a build is: a bar on a terminal, lines elsewhere.

A few briefs have a line each; of many, one is written every few seconds, and one
for each that fails.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from reportgen.cli.console import Voice, one_line, told
from reportgen.problems import Problem


class Progress(Protocol):
    """What a build tells while it goes on."""

    def step(self, done: str) -> None:
        """One more brief is through: what became of it, in a few words."""

    def problem(self, problem: Problem) -> None:
        """Something is wrong in a study."""

    def complain(self, text: str) -> None:
        """Something else went wrong."""


A_LINE_EACH = 50
"""Up to so many briefs each has a line of its own."""
EVERY = 5.0
"""Seconds between two lines, where there are more."""
_LOOKED_BACK = 30.0  # seconds that the rate is taken over
_MOST_MOMENTS = 1000


class Pace:
    """How fast briefs come, and how long the rest will take.

    The rate is that of the last half minute: what was taken from a cache at the
    start says nothing of how long the rest will take. `clock` counts seconds.
    """

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._clock = clock
        self._done = 0
        self._moments = deque([(clock(), 0)], maxlen=_MOST_MOMENTS)

    def step(self) -> None:
        """One more is through."""
        self._done += 1
        now = self._clock()
        self._moments.append((now, self._done))
        while len(self._moments) > 2 and now - self._moments[0][0] > _LOOKED_BACK:
            self._moments.popleft()

    def __str__(self) -> str:
        """`3.1/s, 4 min 40 s left`; nothing as long as it would be a guess."""
        began, before = self._moments[0]
        took = self._clock() - began
        came = self._done - before
        if came < 2 or took <= 0:
            return ""
        rate = came / took
        shown = f"{rate:.1f}/s" if rate >= 0.95 else f"{rate * 60:.1f}/min"
        left = self._total - self._done
        return f"{shown}, {_span(left / rate)} left" if left else shown


def _span(seconds: float) -> str:
    """`8 s`, `4 min 40 s`, `2 h 5 min`."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return f"{rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


class Lines:
    """A line for each of a few briefs; of many, a line every few seconds and for each failure."""

    def __init__(
        self, voice: Voice, total: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._voice = voice
        self._total = total
        self._done = 0
        self._clock = clock
        self._pace = Pace(total, clock)
        self._said = clock()

    def step(self, done: str) -> None:
        self._done += 1
        self._pace.step()
        if self._total <= A_LINE_EACH or done.startswith("failed:"):
            self._voice.say(f"[{self._done}/{self._total}] {one_line(done)}")
        elif self._done == self._total or self._clock() - self._said >= EVERY:
            self._said = self._clock()
            self._voice.say(f"[{self._done}/{self._total}] {self._pace}".rstrip())

    def problem(self, problem: Problem) -> None:
        self._voice.problem(problem)

    def complain(self, text: str) -> None:
        self._voice.complain(text)


@contextmanager
def progress(voice: Voice, total: int) -> Iterator[Progress]:
    """A bar where it can move, else lines."""
    if not voice.on_terminal:
        yield Lines(voice, total)
        return
    with _bar(voice, total) as bar:
        yield bar


@contextmanager
def _bar(voice: Voice, total: int) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as RichBar
    from rich.text import Text

    from reportgen.cli.console import painted

    paint = voice.paint(sys.stderr)
    console = Console(
        stderr=True, markup=False, highlight=False, emoji=False, no_color=paint is not painted
    )
    columns = (
        TextColumn("Building"),
        BarColumn(complete_style="cyan", finished_style="cyan"),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}", markup=False),
        TextColumn("{task.description}", markup=False),
    )
    with RichBar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total, pace="")
        pace = Pace(total)

        class Bar:
            """Messages go above the bar."""

            def step(self, done: str) -> None:
                pace.step()
                bar.update(task, advance=1, description=one_line(done), pace=str(pace))

            def problem(self, problem: Problem) -> None:
                console.print(Text.from_ansi(told(problem, paint)), soft_wrap=True)

            def complain(self, text: str) -> None:
                console.print(Text(one_line(text)), soft_wrap=True)

        yield Bar()
