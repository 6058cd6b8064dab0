"""One study's walk, with whatever happens on it contained to that study."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from reportgen.build.collecting import collector_resting
from reportgen.build.machine import SEE_TO_IT, of_the_machine
from reportgen.problems import Problem, Problems, Span

if TYPE_CHECKING:
    from reportgen.pipeline import Order

Outcome = TypeVar("Outcome", covariant=True)


@dataclass(frozen=True, slots=True)
class Done(Generic[Outcome]):
    """The walk was completed."""

    order: Order
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Failed:
    """The study, its brand or the disk stopped it."""

    order: Order
    found: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A fault of ours: one line, and where it happened."""

    order: Order
    error: str
    trace: str


# Of the text (FILE1…), of the output folder (FILE205 to FILE207) or of the settings (SET…).
# FILE201 to FILE204 are about writing: that brief failed, but the program ran.
_NOTHING_TO_WORK_ON = ("FILE1", "FILE205", "FILE206", "FILE207", "SET")


def could_not_run(problem: Problem) -> bool:
    """Whether a problem means that there was nothing to work on, or nowhere to work."""
    return problem.code.startswith(_NOTHING_TO_WORK_ON)


class Stopped(Exception):  # noqa: N818 - what was done to a walk from outside
    """A walk that somebody else ended: the one who holds it to limits, or the system."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(code, message, remedy)

    def problem(self, order: Order) -> Problem:
        """The same as a complaint about the order's study."""
        code, message, remedy = self.args
        return Problem(code=code, message=message, span=Span(order.shown_as), remedy=remedy)


def refused(what: str) -> Stopped:
    """A walk that the machine did not let come to its end."""
    return Stopped("BUILD107", f"could not be built: {what}", f"{SEE_TO_IT}; then build again")


class MissingLibrary(Exception):  # noqa: N818 - a state of the machine
    """A native library that WeasyPrint needs is not there; the text is the loader's."""


def attempt(walk: Callable[[Order], Outcome], order: Order) -> Done[Outcome] | Failed | Broken:
    """Do one walk and return what came of it; only an interruption goes through.

    Raises MissingLibrary where a native library is not installed, because then
    no other study would fare better, and MemoryError, which says nothing of where
    the fault is: whoever set the limit explains it.
    """
    try:
        with collector_resting():
            return Done(order, walk(order))
    except Problems as problems:
        return Failed(order, problems.found)
    except MemoryError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and "cannot load library" in str(error):
            raise MissingLibrary(str(error)) from error
        if (failed := of_the_machine(error)) is not None:
            return Failed(order, (refused(failed).problem(order),))
        return Broken(order, f"{type(error).__name__}: {error}", traceback.format_exc())
