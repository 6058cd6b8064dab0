"""Whole or not there: commands are killed, and calls of theirs fail, at every point in turn.

strace kills a run as it enters its n-th call, or lets that call fail. After each, every file
must be the old one or the new one, the lock free, and the next run must give the very bytes
that an undisturbed one gives.
"""

from __future__ import annotations

import shutil
import signal
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from types import MappingProxyType

from hardening import forked, worlds
from hardening.harness import Harness, Report
from hardening.worlds import BY_TWO, RENDERED, REPLACED, RESTORED, SMALL, Prepared, Scenario

ERRORS = ("EIO", "ENOSPC", "EROFS", "EDQUOT", "EMFILE", "EACCES")
_FILLING = ("write", "fsync", "mkdir", "mkdirat", "rename", "renameat", "link", "linkat")
"""What fails on a disk that is full, or that has become read-only, from some moment on."""
LEAST = MappingProxyType({"kills": 1000, "errors": 200, "drawn": 30, "workers": 20})
"""What a full run has to reach: a point whose call never came proves nothing."""
EXPECTED = (0, 1, 2)
"""How a command may end that a call has failed: it got by, something failed, it could not run."""


@dataclass(frozen=True, slots=True)
class Point:
    """One disturbance."""

    case: Prepared
    how: str  # KILL or the error's name
    when: int  # which of the calls
    lasting: bool = False  # all later calls fail, too

    @property
    def injected(self) -> tuple[str, ...]:
        """What strace is told: it counts the calls of each name by themselves."""
        what = "signal=KILL" if self.how == "KILL" else f"error={self.how}"
        names = [call.partition("(")[0] for call in self.case.calls]
        if not self.lasting:
            name = names[self.when - 1]
            return (f"{name}:{what}:when={names[: self.when].count(name)}",)
        begun = names[: self.when - 1]
        return tuple(f"{name}:{what}:when={begun.count(name) + 1}+" for name in _FILLING)

    def __str__(self) -> str:
        call = "everything from" if self.lasting else "at"
        return f"{self.case.scenario.name}: {self.how} {call} {self.case.calls[self.when - 1]}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a point."""

    point: str
    scenario: str
    how: str
    reached: bool  # a process of the run was killed, or a call of it failed
    code: int
    faults: tuple[str, ...]


@dataclass
class Figures:
    """All outcomes together."""

    kills: int = 0
    errors: int = 0
    passed: int = 0  # points whose call never came
    drawn: int = 0  # errors while a brief was drawn
    workers: int = 0  # kills of a build with workers
    by_scenario: Counter[str] = field(default_factory=Counter)
    ended: Counter[int] = field(default_factory=Counter)  # exit codes of runs with an error
    faults: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one."""
        self.faults += [f"{outcome.point}: {fault}" for fault in outcome.faults]
        if not outcome.reached:
            self.passed += 1
            return
        if outcome.how == "KILL":
            self.kills += 1
            self.workers += outcome.scenario == BY_TWO.name
        else:
            self.errors += 1
            self.drawn += outcome.scenario == RENDERED.name
            self.ended[outcome.code] += 1
        self.by_scenario[outcome.scenario] += 1

    def lines(self) -> Iterator[str]:
        """What is to be told of them."""
        per = ", ".join(f"{name} {count}" for name, count in sorted(self.by_scenario.items()))
        codes = ", ".join(f"{count} with {code}" for code, count in sorted(self.ended.items()))
        yield f"{self.kills} kill points and {self.errors} injected errors ({per})"
        yield (
            f"of the kills {self.workers} befell a build with two workers, of the errors"
            f" {self.drawn} one that draws a brief; {self.passed} points more were passed before"
            " their call came, and are not counted"
        )
        yield f"of the runs with an error ended {codes}" if codes else "no errors injected"

    def too_few(self, asked: Mapping[str, int]) -> Iterator[str]:
        """What a full run was to reach and did not."""
        for name, least in LEAST.items():
            reached = getattr(self, name)
            if asked[name] >= least > reached:
                yield f"{name}: {reached} were reached, of {asked[name]} that were asked for"


# --- Which points ---------------------------------------------------------------------------


def kill_points(cases: Sequence[Prepared], count: int) -> list[Point]:
    """So many kills, spread over the scenarios and evenly over the calls of each."""
    return [point for case, share in _shares(cases, count) for point in _killed(case, share)]


def error_points(cases: Sequence[Prepared], count: int) -> Iterator[Point]:
    """So many errors, spread in the same way."""
    for case, share in _shares(cases, count):
        yield from _failing(case, share)


def _killed(case: Prepared, count: int) -> Iterator[Point]:
    for at in _some(_calls(case, forked.CHANGING), count):
        yield Point(case, "KILL", at)


def _failing(case: Prepared, count: int) -> Iterator[Point]:
    """Half of them where something is changed, half where something is asked.

    Every third of the former lasts, as on a disk that is full from then on.
    """
    for turn, at in enumerate(_some(_calls(case, forked.CHANGING), count - count // 2)):
        yield Point(case, ERRORS[turn % len(ERRORS)], at, lasting=turn % 3 == 2)
    for at in _some(_calls(case, forked.ASKING), count // 2):
        yield Point(case, "EIO", at)


def _calls(case: Prepared, names: str) -> list[int]:
    """The numbers of calls of these names that come once the world's own files are concerned.

    Before that, only code is loaded.
    """
    wanted = set(names.split(","))
    ours = (at for at, call in enumerate(case.calls, 1) if "LOCK_EX" in call or "O_CREAT" in call)
    begins = next(ours, 1) - 6
    return [
        at
        for at, call in enumerate(case.calls, 1)
        if at >= begins and call.partition("(")[0] in wanted
    ]


def _shares(cases: Sequence[Prepared], count: int) -> Iterator[tuple[Prepared, int]]:
    """How many of the points each gets; the first two, which do most, share what is left."""
    first, second, *small = cases
    each = max(1, count // (6 * len(small)))
    left = count
    for case in small:
        share = min(each, len(_calls(case, forked.CHANGING)))
        left -= share
        yield case, share
    yield first, left - left // 2
    yield second, left // 2


def _some(numbers: Sequence[int], count: int) -> list[int]:
    """So many of them, evenly; where there are not so many, all."""
    count = min(count, len(numbers))
    return [numbers[(turn * len(numbers)) // count] for turn in range(count)]


# --- One point ------------------------------------------------------------------------------


def tried(point: Point) -> Outcome:
    """Copy the world, disturb a run in it, look, run again, look again."""
    folder = Path(tempfile.mkdtemp(prefix="point-"))
    try:
        return _tried(point, folder)
    except Exception:
        return _outcome(point, True, -1, (traceback.format_exc(),))
    finally:
        shutil.rmtree(folder)


def _tried(point: Point, folder: Path) -> Outcome:
    case = point.case
    world = worlds.copied(case.folder, folder / "world")
    ended = forked.run(case.scenario.arguments, world, injected=point.injected)
    faults = [*worlds.after_the_stop(world, case), *_told_badly(ended)]
    if ended.code == 0:
        faults += worlds.after_success(world, case)
    faults += worlds.after_the_next_run(world, case)
    return _outcome(point, _hit(point, ended), ended.code, tuple(faults))


def _hit(point: Point, ended: forked.Ended) -> bool:
    """Whether the disturbance came: an end as usual may be that of a run that had none."""
    return bool(ended.killed if point.how == "KILL" else ended.failed)


def _outcome(point: Point, reached: bool, code: int, faults: tuple[str, ...]) -> Outcome:
    return Outcome(str(point), point.case.scenario.name, point.how, reached, code, faults)


def _told_badly(ended: forked.Ended) -> Iterator[str]:
    if not (ended.code in EXPECTED or (ended.code == -signal.SIGKILL and ended.killed)):
        yield f"ended with {ended.code}: {ended.err.strip()}"
    if ended.code and not (ended.killed or ended.failed):
        yield f"ended with {ended.code}, and nothing disturbed it: {ended.err.strip()}"
    if "Traceback" in ended.err:
        yield f"a traceback: {ended.err.strip()}"
    if ended.orphans:
        yield "processes of it live on"


# --- All of them ----------------------------------------------------------------------------


def measured(asked: Mapping[str, int]) -> Figures:
    """Prepare the worlds, and try every point.

    Of the kills, `rendered` come while a brief is drawn and `workers` while two are; of the
    errors, `drawn`.
    """
    figures = Figures()
    folder = Path(tempfile.mkdtemp(prefix="reportgen-whole-"))
    tempfile.tempdir = str(folder)
    try:
        forked.warm()
        world = worlds.first_world(folder, asked["studies"])

        def prepare(*scenarios: Scenario) -> list[Prepared]:
            return [worlds.prepared(scenario, world, folder) for scenario in scenarios]

        quick = prepare(RESTORED, REPLACED, *SMALL)
        points = [
            *kill_points(quick, asked["kills"] - asked["rendered"] - asked["workers"]),
            *error_points(quick, asked["errors"] - asked["drawn"]),
        ]
        if asked["rendered"] or asked["drawn"]:
            (slow,) = prepare(RENDERED)
            points += _killed(slow, asked["rendered"])
            points += _failing(slow, asked["drawn"])
        if asked["workers"]:
            (both,) = prepare(BY_TWO)
            points += _killed(both, asked["workers"])
        with ProcessPoolExecutor(asked["jobs"], get_context("fork")) as pool:
            for outcome in pool.map(tried, points, chunksize=4):
                figures.add(outcome)
    finally:
        tempfile.tempdir = None
        shutil.rmtree(folder)
    return figures


def _run(asked: Mapping[str, int]) -> Report:
    figures = measured(asked)
    return Report([*figures.lines()], [*figures.faults, *figures.too_few(asked)])


HARNESS = Harness(
    "whole",
    "commands are killed, and calls of theirs fail, at every point in turn",
    _run,
    MappingProxyType(
        {
            "kills": 1070,
            "errors": 270,
            "rendered": 60,
            "drawn": 40,
            "workers": 30,
            "studies": 10,
            "jobs": 2,
        }
    ),
)
