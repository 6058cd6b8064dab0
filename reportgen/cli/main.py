"""The way in: every command runs inside `main`, and nobody ever sees a traceback.

Nothing but the standard library is imported here, so that even an interruption
while the rest loads ends quietly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from reportgen.cli.exits import COULD_NOT_RUN, FINDINGS, INTERRUPTED, TERMINATED
from reportgen.cli.streams import silence, tell


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    _occupy_closed_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        # Who read our output has seen enough: `reportgen list | head -1`.
        silence(sys.stdout)
        return FINDINGS
    except Exception as error:
        code = _report(error, given)
    except BaseException as end:
        if not _is_termination(end):
            raise
        code = TERMINATED
    if code in (INTERRUPTED, TERMINATED):
        tell("Interrupted.\n" if code == INTERRUPTED else "Terminated.\n")
    return code


def _is_termination(end: BaseException) -> bool:
    from reportgen.build.interruption import Terminated

    return isinstance(end, Terminated)


def _run(given: Sequence[str]) -> int:
    from reportgen.cli.unchanged import answer

    if (code := answer(given)) is not None:
        return code
    from reportgen.build.collecting import collect_seldom, leave_the_rest

    collect_seldom()
    from reportgen.cli.app import run

    try:
        return run(given)
    except SystemExit as end:  # shell completion, and a pipe that closed
        return end.code if isinstance(end.code, int) else COULD_NOT_RUN
    finally:
        leave_the_rest()


def _occupy_closed_streams() -> None:
    """Give closed streams a place to go: the next file opened would take their number."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A terminal that lacks a letter shows its number; it is no reason to stop.
            reconfigure(errors="backslashreplace")


def _report(error: Exception, given: Sequence[str]) -> int:
    """Say in a sentence what went wrong; returns the exit code."""
    from reportgen.cli.console import complain_about

    code, unwritable = complain_about(error, debug=_wants_trace(given))
    if unwritable:
        silence(sys.stdout)
    return code


def _wants_trace(given: Sequence[str]) -> bool:
    return "--debug" in given or os.environ.get("REPORTGEN_DEBUG", "") not in ("", "0")
