"""What it costs to refuse: the time and the memory that hostile inputs take.

Each input is given to its command in a fork of this process, which has loaded everything
already; the kernel counts what the fork took of the processor and of memory. The costliest
are given once more to a process of their own, which starts from nothing.
"""

from __future__ import annotations

import gzip
import importlib.util
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType

from hardening import many_claims, near_limits
from hardening.attacks import COMMANDS, FAMILIES
from hardening.attacks.attack import Attack, with_brand, write
from hardening.harness import Harness, Report

CHECKOUT = Path(__file__).resolve().parents[1]
SECONDS, MEGABYTES = 1.0, 300
"""What any input may take."""
_TRIES = 3  # where it took more: a machine at work on other things is no find
_ANEW = 3  # the costliest, each in a process of its own
_HANGS = 30  # seconds of the processor until an input is ended
_READER = ("-B", "-P", "-m", "reportgen")


@dataclass(frozen=True, slots=True)
class Input:
    """Something hostile, and what is done with it; `act` returns an exit code."""

    name: str
    act: Callable[[], int]
    command: tuple[str, ...] = ()  # the same as a command of its own, where it is one
    folder: Path = CHECKOUT


@dataclass(frozen=True, slots=True)
class Cost:
    """How it ended (an exit code, or minus a signal), and what it took."""

    code: int
    seconds: float  # of the processor
    megabytes: float  # at most

    @property
    def fits(self) -> bool:
        """Whether it ended as anything may, within what it may take."""
        ended = self.code in (0, 1, 2)
        return ended and self.seconds <= SECONDS and self.megabytes <= MEGABYTES

    def __str__(self) -> str:
        return f"exit code {self.code}, {self.seconds:.2f} s, {self.megabytes:.0f} MB"


def inputs(folder: Path) -> Iterator[Input]:
    """Every hostile study, setting and PDF, laid out in a folder, and what fuzzing found."""
    many = folder / "many"
    for attack in (one for family in FAMILIES.values() for one in family):
        write(attack.files, many / "studies")
        yield _of_command(attack.name, ("check", f"./studies/{attack.name}.yml"), many)
    for one in COMMANDS:
        if one.code and not one.name.startswith("template-"):  # templates are programs
            write(one.files, folder / one.name)
            yield _of_command(one.name, one.arguments, folder / one.name)
    near = folder / "near"
    for large in near_the_limits():
        write(large.files, near / "studies")
        yield _of_command(large.name, ("check", f"./studies/{large.name}.yml"), near)
    for name, text in (*near_limits.claiming_wrongly().items(), *many_claims.studies()):
        write({f"{name}.yml": text}, near / "studies")
        yield _of_command(name, ("check", f"./studies/{name}.yml"), near)
    target = _fuzz_target()
    for path in sorted((CHECKOUT / "tests" / "fuzz" / "found").iterdir()):
        if path.suffix in {".gz", ".txt"}:
            content = path.read_bytes()
            content = gzip.decompress(content) if path.suffix == ".gz" else content
            yield Input(path.stem, partial(_given, target, content))


def near_the_limits() -> Iterator[Attack]:
    """What is about as large as it may be, with one fault of its form at the end."""
    for name, text in near_limits.studies().items():
        yield Attack(name, "to take long", "", text)
    for name, files in near_limits.brands().items():
        beside = {path: content for path, content in files.items() if path != "_brand.yml"}
        yield with_brand(name, "to take long", "", files["_brand.yml"], beside)


def measured(one: Input) -> Cost:
    """What an input takes in a fork of this process."""
    cost = in_a_fork(one)
    for _ in range(_TRIES - 1):
        if not cost.fits:
            cost = min(cost, in_a_fork(one), key=lambda each: each.seconds)
    return cost


def measured_alone(one: Input) -> Cost:
    """What it takes as a command, Python's own start included."""
    return min((_alone(one) for _ in range(_TRIES)), key=lambda each: each.seconds)


# --- One input --------------------------------------------------------------------------------


def _of_command(name: str, arguments: tuple[str, ...], folder: Path) -> Input:
    return Input(name, partial(_command, arguments, folder), arguments, folder)


def _command(arguments: tuple[str, ...], folder: Path) -> int:
    from reportgen.cli.main import main

    os.chdir(folder)
    return main(arguments)


def _given(target: ModuleType, content: bytes) -> int:
    target.try_input(content, float(_HANGS))
    return 0


def _fuzz_target() -> ModuleType:
    place = CHECKOUT / "scripts" / "fuzz_reader.py"
    spec = importlib.util.spec_from_file_location("fuzz_reader", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def in_a_fork(one: Input) -> Cost:
    """What an input takes once, and what this process holds with it."""
    sys.stdout.flush()
    sys.stderr.flush()
    number = os.fork()
    if number == 0:
        code = 99
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (_HANGS, _HANGS))
            silent = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(silent, stream)
            code = one.act()
        finally:
            os._exit(code)
    return _cost(*os.wait4(number, 0)[1:])


def _alone(one: Input) -> Cost:
    started = subprocess.Popen(
        [sys.executable, *_READER, *one.command],
        cwd=one.folder,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    return _cost(status, used)


def _cost(status: int, used: resource.struct_rusage) -> Cost:
    code = os.waitstatus_to_exitcode(status)
    return Cost(code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


# --- As a harness -----------------------------------------------------------------------------


def judge(costs: Mapping[str, Cost]) -> list[str]:
    """Every input that took too much, or ended otherwise than in a result or in problems."""
    return [f"{name}: {cost}" for name, cost in costs.items() if not cost.fits]


def _run(given: Mapping[str, int]) -> Report:
    from hardening.forked import warm

    warm()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="reportgen-refused-") as folder:
        chosen = [*inputs(Path(folder))][:: given["each"]]
        _fuzz_target()._load()
        costs = {one.name: measured(one) for one in chosen}
        report.faults += judge(costs)
        commands = [one for one in chosen if one.command]
        refused = sum(costs[one.name].code != 0 for one in commands)
        report.figures.append(
            f"{len(commands)} hostile studies, settings and PDFs, {refused} of them refused, and"
            f" {sum(not one.command for one in chosen)} inputs that fuzzing found:"
            f" {_most(costs.values())}"
        )
        for begins, what in _LARGE.items():
            of_them = [costs[name] for name in costs if name.startswith(begins)]
            if of_them:
                report.figures.append(f"of these {len(of_them)} {what}: {_most(of_them)}")
        costliest = sorted(commands, key=lambda one: costs[one.name].seconds)[-_ANEW:]
        alone = {one.name: measured_alone(one) for one in costliest}
    report.faults += [f"{fault}, started from nothing" for fault in judge(alone)]
    report.figures.append(
        f"the {len(alone)} costliest of the commands as programs of their own, Python's start"
        f" included: {_most(alone.values())}"
    )
    return report


_LARGE = {
    "near-": "are about as large as the limits allow, with one fault of form at the end",
    "far-": "are as large, sound in their form, and their last claim is wrong",
    "many-": "have claims and results to hold against each other up to the limits, or beyond",
}


def _most(costs: Iterable[Cost]) -> str:
    costs = [*costs]
    seconds = max(cost.seconds for cost in costs)
    return f"at most {seconds:.2f} s and {max(cost.megabytes for cost in costs):.0f} MB"


HARNESS = Harness(
    name="inputs",
    proves=f"whatever is given, what is wrong is told within {SECONDS:g} s and {MEGABYTES} MB",
    run=_run,
    options={"each": 1},  # every so-manieth input only
)
