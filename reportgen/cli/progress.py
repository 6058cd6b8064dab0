"""Showing how far a build is: a bar on a terminal, a line per brief elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
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


class Lines:
    """A line per brief."""

    def __init__(self, voice: Voice, total: int) -> None:
        self._voice = voice
        self._total = total
        self._done = 0

    def step(self, done: str) -> None:
        self._done += 1
        self._voice.say(f"[{self._done}/{self._total}] {one_line(done)}")

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
        TextColumn("{task.description}", markup=False),
    )
    with RichBar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)

        class Bar:
            """Messages go above the bar."""

            def step(self, done: str) -> None:
                bar.update(task, advance=1, description=one_line(done))

            def problem(self, problem: Problem) -> None:
                console.print(Text.from_ansi(told(problem, paint)), soft_wrap=True)

            def complain(self, text: str) -> None:
                console.print(Text(one_line(text)), soft_wrap=True)

        yield Bar()
