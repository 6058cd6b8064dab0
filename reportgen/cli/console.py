"""Speaking: data on stdout, everything else on stderr, and nothing that a study can forge.

Every text that comes from a study, a path or an argument goes through `Voice`
or `one_line`, which leave no control characters in it. Where a service reads
commands from the log, no line can hold one.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, TextIO

from reportgen.build.attempt import MissingLibrary, could_not_run
from reportgen.build.machine import SEE_TO_IT, of_the_machine
from reportgen.cli.exits import COULD_NOT_RUN, FINDINGS, INTERNAL_ERROR
from reportgen.cli.streams import tell
from reportgen.problems import Problem, Problems, Severity


class CannotRun(Exception):  # noqa: N818 - says what to do, rather than what broke
    """A usage or a machine that leaves nothing to work on: one sentence, and a remedy."""

    def __init__(self, message: str, remedy: str = "") -> None:
        between = " " if message.endswith("?") else "; "
        super().__init__(f"{message}{between}{remedy}" if remedy else message)


class Colour(StrEnum):
    """When to colour the output."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


Paint = Callable[[str, str], str]
"""A style's name and a text; returns the text as it is to be shown."""

_STYLES = {
    "strong": "1",
    "error": "1;31",
    "warning": "1;33",
    "good": "1;32",
    "accent": "36",
    "quiet": "2",
}


def unpainted(_: str, text: str) -> str:
    """The text as it is."""
    return text


def painted(style: str, text: str) -> str:
    """The text in colour, by escape sequences."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if text else text


def coloured(stream: TextIO, choice: Colour, environ: Mapping[str, str]) -> bool:
    """Whether to colour what goes to a stream. The user's flag comes first."""
    if choice is not Colour.AUTO:
        return choice is Colour.ALWAYS
    if environ.get("NO_COLOR") or environ.get("TERM") == "dumb":
        return False
    if environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty()


# Control characters, surrogates (undecodable bytes in a path) and what turns or hides text.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ufeff\ud800-\udfff]"
)
_COMMAND = re.compile(r"^(\s*):(?=:)|#(?=#(?:\[|\w+(?:\.\w+)?\[))", re.MULTILINE)
_TAKING_COMMANDS = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
"""Set by the services that run what a log's lines order: GitHub, Azure Pipelines, TeamCity."""


def safe(text: str) -> str:
    """The text without control characters; each is replaced, so that columns still count."""
    return _UNSAFE.sub("\ufffd", text)


# Many problems may stand in one line, and a line may be as long as the file.
@lru_cache(maxsize=4)
def _safe_line(text: str) -> str:
    return safe(text).replace("\n", "\ufffd")


def one_line(text: str) -> str:
    """The same on a single line, its no-break spaces plain."""
    return safe(text).replace("\n", " ").replace("\u00a0", " ")


def without_commands(text: str) -> str:
    """The text with nothing in it that a service would take for a command.

    `::error::` at a line's beginning (GitHub), and `##[error]`, `##vso[…]`,
    `##teamcity[…]` wherever they stand.
    """
    return _COMMAND.sub(
        lambda match: f"{match[1] or ''}\uff1a" if match[1] is not None else "\uff03", text
    )


def as_json(value: Any, *, sort_keys: bool = False) -> str:
    """A value as JSON, in which no service finds a command, and every reader the value."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=sort_keys)
    return _TWO_HASHES.sub(r"\\u0023", text)


def as_xml(text: str) -> str:
    """The same for a document in XML."""
    return _TWO_HASHES.sub("&#35;", text)


_TWO_HASHES = re.compile("#(?=#)")


def cleaned(problem: Problem) -> Problem:
    """The problem with every one of its texts on one line and free of control characters."""
    span = replace(
        problem.span,
        path=one_line(problem.span.path),
        text=_safe_line(problem.span.text),
    )
    message, remedy = one_line(problem.message), one_line(problem.remedy)
    return replace(problem, span=span, message=message, remedy=remedy)


def told(problem: Problem, paint: Paint = unpainted) -> str:
    """A problem in full: the place, what is wrong, the line with a caret, the remedy."""
    clean = cleaned(problem)
    _, *below = clean.full().split("\n")
    weight = "error" if clean.severity is Severity.ERROR else "warning"
    lines = [f"{paint('strong', clean.place + ':')} {paint(weight, clean.code)} {clean.message}"]
    if below and clean.remedy:
        below[-1] = paint("accent", below[-1])
    if clean.span.line and clean.span.text.strip():
        below[1] = paint(weight, below[1])
    return "\n".join([*lines, *below])


@dataclass(frozen=True, slots=True)
class Voice:
    """How this run speaks."""

    quiet: bool = False
    verbose: bool = False
    colour: Colour = Colour.AUTO
    given: tuple[str, ...] = ()  # the arguments as they were typed

    def paint(self, stream: TextIO) -> Paint:
        """The painter for a stream: colours, or none."""
        return painted if coloured(stream, self.colour, os.environ) else unpainted

    @property
    def on_terminal(self) -> bool:
        """Whether progress may move: a terminal that can, and somebody who wants it."""
        return sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not self.quiet

    def out(self, text: str) -> None:
        """Data, on stdout. It is expected to be clean; GitHub's commands are disarmed."""
        _write(sys.stdout, text)

    def out_exactly(self, text: str) -> None:
        """Data whose every line is our own, commands among it."""
        if text:
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()

    def say(self, text: str) -> None:
        """A message, on stderr, unless silence was asked for."""
        if not self.quiet:
            _write(sys.stderr, safe(text))

    def explain(self, text: str) -> None:
        """A message for those who asked for more."""
        if self.verbose:
            _write(sys.stderr, safe(text))

    def complain(self, text: str) -> None:
        """What went wrong, on stderr, always."""
        _write(sys.stderr, safe(text))

    def problem(self, problem: Problem) -> None:
        """A problem in full, on stderr, always."""
        _write(sys.stderr, told(problem, self.paint(sys.stderr)))


def _write(stream: TextIO, text: str) -> None:
    taken = any(os.environ.get(name) for name in _TAKING_COMMANDS)
    shown = without_commands(text) if taken else text
    if not shown:
        return  # even nothing cannot be written to a full disk, if it is not held back first
    if stream is sys.stderr:
        tell(f"{shown}\n")
        return
    stream.write(f"{shown}\n")
    stream.flush()


# --- What main says where a command ended with an exception -------------------------


def complain_about(error: Exception, *, debug: bool) -> tuple[int, bool]:
    """Say what ended the program: returns the exit code, and whether stdout is unwritable."""
    voice = Voice()
    if isinstance(error, Problems):
        for problem in error.found:
            voice.problem(problem)
        return exit_code_of(error.found), False
    if isinstance(error, CannotRun):
        voice.complain(f"reportgen: {one_line(str(error))}")
        return COULD_NOT_RUN, False
    if isinstance(error, MissingLibrary):
        voice.complain(f"reportgen: {missing_library(error)}")
        return COULD_NOT_RUN, False
    if isinstance(error, FileNotFoundError) and error.filename is None:
        voice.complain("reportgen: the current folder is gone; change to one that is there")
        return COULD_NOT_RUN, False
    if isinstance(error, OSError) and error.filename is None and error.errno is not None:
        voice.complain(f"reportgen: the output could not be written: {error.strerror}")
        return FINDINGS, True
    if (failed := of_the_machine(error)) is not None:
        voice.complain(f"reportgen: {one_line(failed)}; {SEE_TO_IT}")
        return COULD_NOT_RUN, False
    if debug:
        import traceback

        voice.complain("".join(traceback.format_exception(error)).rstrip())
    voice.complain(internal_error(f"{type(error).__name__}: {error}", debug))
    return INTERNAL_ERROR, False


def exit_code_of(found: tuple[Problem, ...]) -> int:
    """1 for what is wrong in a study, 2 where there was nothing to work on."""
    return COULD_NOT_RUN if all(map(could_not_run, found)) else FINDINGS


def missing_library(error: MissingLibrary) -> str:
    """One sentence: what is not there, what to install, where to look."""
    found = re.search(r"cannot load library '([^']+)'", str(error))
    name = found[1] if found else "Pango"
    return (
        f"the PDF needs the library {one_line(name)}, which is not installed; install Pango"
        " (Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
        " libharfbuzz-subset0; macOS: brew install pango), and run `reportgen doctor`"
    )


def internal_error(error: str, debug: bool) -> str:
    """One line about a fault of ours, and where to take it."""
    more = "" if debug else "; --debug shows where it happened"
    return (
        f"reportgen: internal error: {one_line(error)}. This is a fault in reportgen, not in"
        f" the study: please report it, with this line, to whoever gave you reportgen{more}"
    )
