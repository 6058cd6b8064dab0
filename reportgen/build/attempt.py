"""One study's walk, with whatever happens on it contained to that study."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from reportgen.problems import Problem, Problems

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


class MissingLibrary(Exception):  # noqa: N818 - a state of the machine
    """A native library that WeasyPrint needs is not there; the text is the loader's."""


def attempt(walk: Callable[[Order], Outcome], order: Order) -> Done[Outcome] | Failed | Broken:
    """Do one walk and return what came of it; only an interruption goes through.

    Raises MissingLibrary where a native library is not installed, because then
    no other study would fare better.
    """
    try:
        return Done(order, walk(order))
    except Problems as problems:
        return Failed(order, problems.found)
    except Exception as error:
        if isinstance(error, OSError) and "cannot load library" in str(error):
            raise MissingLibrary(str(error)) from error
        return Broken(order, f"{type(error).__name__}: {error}", traceback.format_exc())
