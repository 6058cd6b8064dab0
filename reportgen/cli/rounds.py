"""Building again and again: after each change, what there is and what of it is due."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, Self

from reportgen.build.collecting import collect_what_is_left
from reportgen.build.watching import Places, Watch, absolute, places_of
from reportgen.cli.console import CannotRun, Voice, complain_about
from reportgen.problems import Problems

if TYPE_CHECKING:
    from reportgen.cli.settings import Settings
    from reportgen.pipeline import Order


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to build just now, and where it comes from."""

    settings: Settings
    orders: tuple[Order, ...]
    places: Places


_SETTINGS = ("reportgen.toml", "pyproject.toml")
_AT_REST = 0.3
"""Seconds without a change after which there is time for what nobody waits for."""
_FONTS, _FONTS_BEGIN = (".ttf", ".otf"), (b"\x00\x01\x00\x00", b"OTTO", b"true")

Planner = Callable[[Voice], "tuple[Settings, tuple[Order, ...]]"]
"""Reads settings and looks up studies; raises `Problems` or CannotRun."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a change has brought."""

    plan: Plan
    due: tuple[Order, ...]  # what the change concerns
    gone: tuple[Order, ...] = ()  # what was there before
    trouble: Problems | CannotRun | None = None  # why the plan is still the one before
    fonts: bool = False  # whether font files changed: only a new process knows them anew

    def and_left(self, left: Round) -> Round:
        """The same with what is still due of an earlier round, as this one's plan has it."""
        due = {order.path for order in (*left.due, *self.due)}
        return replace(self, due=tuple(order for order in self.plan.orders if order.path in due))


class Rounds:
    """The first plan, and with every change the next; lives in a `with` statement.

    `in_folder` says whether the studies are all those of a folder, so that a
    new file is a new study. Raises what the planner raises at first.
    """

    def __init__(self, planner: Planner, voice: Voice, *, in_folder: bool, output: Path) -> None:
        self._planner = planner
        self._in_folder = in_folder
        self._output = output
        self._pending: frozenset[Path] = frozenset()
        self.plan = self._planned(voice)
        self._watch = Watch(self.plan.places)
        # What was said about the first plan holds for the rest.
        self._voice = replace(voice, quiet=True, verbose=False)

    def __enter__(self) -> Self:
        # Unused objects are looked for when nothing is to do: 0.3 s less from saving to PDF.
        gc.disable()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        gc.enable()
        self._watch.__exit__(kind, error, trace)

    @property
    def note(self) -> str:
        """How changes are noticed, where it is not the usual way."""
        if self._watch.native:
            return ""
        return (
            "This system does not tell of changes to so many files"
            f" ({self._watch.reason}): looking for them three times a second instead."
        )

    def first(self) -> Round:
        """Everything is due."""
        return Round(self.plan, self.plan.orders)

    def next(self, woken: Event | None = None, *, seconds: float = inf) -> Round | None:
        """The next round; None where there was no change within so many seconds.

        Or where `woken` was set before one.
        """
        changed = self._changed(woken, seconds) if seconds > 0 else self._watch.changed()
        if not changed:
            return None
        changed |= self._pending
        before = self.plan
        try:
            self.plan = self._planned(self._voice)
        except (Problems, CannotRun) as trouble:
            self._pending = changed
            return Round(before, (), trouble=trouble)
        fonts = any(map(_is_font, changed))
        self._pending = frozenset()
        self._watch.move_to(self.plan.places)
        paths = {order.path for order in self.plan.orders}
        gone = tuple(order for order in before.orders if order.path not in paths)
        return Round(self.plan, _due(before, self.plan, changed), gone, fonts=fonts)

    def _changed(self, woken: Event | None, seconds: float) -> frozenset[Path]:
        changed = self._watch.wait(woken, min(seconds, _AT_REST))
        if changed or (woken is not None and woken.is_set()):
            return changed
        collect_what_is_left()
        return self._watch.wait(woken, max(0.0, seconds - _AT_REST))

    def _planned(self, voice: Voice) -> Plan:
        settings, orders = self._planner(voice)
        folders = {order.path.parent for order in orders} if self._in_folder else ()
        written = settings.output_dir or self._output
        places = places_of(orders, folders, _settings_files(settings), [written])
        return Plan(settings, orders, places)


def _is_font(path: Path) -> bool:
    """Whether a file is a font, or was one by its name; a brand may call its fonts as it likes."""
    if path.suffix.lower() in _FONTS:
        return True
    try:
        if not path.is_file():  # to open a pipe is to wait
            return False
        with path.open("rb") as stream:
            return stream.read(4) in _FONTS_BEGIN
    except OSError:
        return False


def _settings_files(settings: Settings) -> list[Path]:
    """Where settings stand, or would stand if they were written now."""
    here = [Path.cwd() / name for name in _SETTINGS]
    return here if settings.file is None else [*here, settings.file]


def _due(before: Plan, now: Plan, changed: frozenset[Path]) -> tuple[Order, ...]:
    """The orders that a change concerns: its own study, or everything where files are shared."""
    settings = _settings_files(now.settings)
    shared = [path for path in changed if not now.places.is_study(path) and path not in settings]
    if shared or before.settings != now.settings:
        return now.orders
    known = frozenset(before.orders)
    return tuple(
        order for order in now.orders if order not in known or absolute(order.path) in changed
    )


def start_anew(*instead: str, without: str = "") -> NoReturn:
    """Run this very command again in this process, with nothing that it has learnt.

    What is known of a font lies in many places, some of them in native
    libraries; letting go of them all is what the system does best. `instead`
    are options that come after those given, `without` is one to leave out.
    """
    given = [argument for argument in sys.orig_argv if argument != without]
    sys.stdout.flush()
    sys.stderr.flush()
    end = given.index("--") if "--" in given else len(given)
    os.execv(sys.executable, [*given[:end], *instead, *given[end:]])


def tell_trouble(trouble: Problems | CannotRun) -> None:
    """Say what keeps the next round from beginning, as if it had ended the program."""
    complain_about(trouble, debug=False)
