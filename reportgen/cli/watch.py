"""`reportgen build --watch`: whatever is saved is built anew, until Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.build.interruption import Terminated
from reportgen.cli.console import CannotRun, Voice, internal_error, one_line
from reportgen.cli.rounds import Planner, Round, Rounds, start_anew, tell_trouble
from reportgen.problems import Problems

if TYPE_CHECKING:
    from reportgen.build.briefs import Result

_ASKED_AGAIN = 1.0
"""Seconds until the output folder is asked for again, where another build was at work in it."""


def build_on_saving(planner: Planner, voice: Voice, output: Path, *, in_folder: bool) -> int:
    """Build everything, then what changes. Ctrl-C is how it ends: the exit code is 0.

    Raises what the planner raises at first, and `Problems` where the output
    folder cannot be used; later both are said, and the next change is awaited.
    """
    try:
        with Rounds(planner, voice, in_folder=in_folder, output=output) as rounds:
            _build(rounds.first(), voice, output, again=False)
            if rounds.note:
                voice.say(rounds.note)
            voice.say("Watching for changes; Ctrl-C ends it.")
            left: Round | None = None
            while True:
                this = rounds.next(seconds=inf if left is None else _ASKED_AGAIN)
                left = _build_again(this, left, voice, output)
    except Terminated:
        raise
    except KeyboardInterrupt:
        voice.say("Stopped watching.")
        return 0


def refuse_to_watch(studies: Sequence[str] | None, *, output: str | None, verify: bool) -> None:
    """Raise CannotRun for options that a watched build has no meaning for."""
    if "-" in (studies or ()):
        raise CannotRun("--watch follows files, and stdin is none", "name a study's file")
    if output is not None:
        raise CannotRun("--watch writes files, and -o - writes none", "leave one of them out")
    if verify:
        raise CannotRun(
            "--verify is for builds that end", "leave --watch out, or run it afterwards"
        )


def _build_again(
    this: Round | None, left: Round | None, voice: Voice, output: Path
) -> Round | None:
    """Build what a change has brought, and what is left of earlier ones.

    Returns what could not be built because the folder could not be used.
    """
    if this is None:
        return None if left is None else _built_or_left(left, voice, output, said=True)
    if this.fonts:
        voice.say("A font has changed: starting anew.")
        start_anew()
    if this.trouble is not None:
        tell_trouble(this.trouble)
        return left
    for order in this.gone:
        voice.say(f"gone: {one_line(order.shown_as)}; its brief stays where it is")
    return _built_or_left(this if left is None else this.and_left(left), voice, output)


def _built_or_left(this: Round, voice: Voice, output: Path, *, said: bool = False) -> Round | None:
    """Build a round; returned if it is still to be built, which need not be `said` again."""
    try:
        _build(this, voice, output, again=True)
    except Problems as problems:
        if not said:
            for problem in problems.found:
                voice.problem(problem)
        return this
    return None


def _build(this: Round, voice: Voice, output: Path, *, again: bool) -> None:
    from contextlib import closing

    from reportgen.build.briefs import build_briefs
    from reportgen.build.serial import SerialExecutor
    from reportgen.cli.caches import brief_cache

    if not this.due:
        return
    settings = this.plan.settings
    folder, cache = settings.output_dir or output, brief_cache(this.due, settings)
    begun = time.monotonic()
    with (
        SerialExecutor() as executor,
        closing(build_briefs(this.due, folder, executor, cache=cache)) as built,
    ):
        for result in built:
            _tell(result, time.monotonic() - begun, voice, again=again)
            begun = time.monotonic()


def _tell(result: Result, seconds: float, voice: Voice, *, again: bool) -> None:
    """What became of one brief: its problems, and where it lies or that the last one stays."""
    from reportgen.build.attempt import Broken, Done, Failed
    from reportgen.cli.delivered import line_of

    name = one_line(result.order.shown_as)
    if isinstance(result, Broken):
        voice.complain(f"{name}: {internal_error(result.error, False)}")
    elif isinstance(result, Failed):
        for problem in result.found:
            voice.problem(problem)
    elif not again or result.outcome.came != "unchanged":
        for problem in result.outcome.warnings:
            voice.problem(problem)
        voice.say(f"{result.outcome.came}: {name} ({seconds:.2f} s)")
        voice.out(line_of(result.outcome))
    if not isinstance(result, Done):
        voice.say(f"failed: {name}; the brief that was there is unchanged")
