"""Contained: builds that meet in a folder, that are stopped, and that hold poisoned studies."""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from types import MappingProxyType

from hardening import forked, near_limits, worlds
from hardening.harness import Harness, Report
from hardening.worlds import BUILD, Prepared, Scenario

PROMPT = 2.0  # seconds in which a build is to end that was told to
_MARK = "HARDENING_RUN"
_CHECKOUT = Path(__file__).resolve().parents[1]
_SEED = 20261122  # the moments are random, and the same each time


# --- Two builds in one folder ---------------------------------------------------------------


def pairs(count: int, studies: int = 3) -> Report:
    """So many pairs, begun at once, of the same briefs in two versions."""
    report, ends = Report(), Counter[str]()
    folder = Path(tempfile.mkdtemp(prefix="reportgen-pairs-"))
    try:
        forked.warm()
        world = worlds.first_world(folder, studies)
        (world / "studies").rename(world / "second")
        shutil.copytree(world / "second", world / "first")
        for path in (world / "first").glob("*.yml"):
            path.write_text(path.read_text("utf-8").replace(worlds.NEW, worlds.OLD), "utf-8")
        shutil.rmtree(world / "out")
        wanted = [_built_alone(world, folder, name) for name in ("first", "second")]
        for number in range(count):
            here = worlds.copied(world, folder / "pair")
            if number % 2:  # both draw, or both take from the cache
                shutil.rmtree(here / "cache")
            codes = _at_once(here, report)
            ends[" and ".join(map(str, sorted(codes)))] += 1
            made = {name: content for name, content in worlds.tree(here).items() if "out/" in name}
            if made not in wanted:
                report.faults.append(f"pair {number}: mixed: {sorted(made)}")
            shutil.rmtree(here)
    finally:
        shutil.rmtree(folder)
    told = ", ".join(f"{times} times {codes}" for codes, times in sorted(ends.items()))
    report.figures.append(f"{count} pairs of builds into one folder ended with {told}; none mixed")
    if report.faults:
        report.figures[-1] = report.figures[-1].removesuffix("; none mixed")
    return report


def _arguments(name: str) -> tuple[str, ...]:
    return (*BUILD, "--studies-dir", name)


def _built_alone(world: Path, folder: Path, name: str) -> worlds.Tree:
    alone = worlds.copied(world, folder / "alone")
    forked.run(_arguments(name), alone)
    made = {path: content for path, content in worlds.tree(alone).items() if "out/" in path}
    shutil.rmtree(alone)
    return made


def _at_once(world: Path, report: Report) -> tuple[int, int]:
    first, second = (forked.started(_arguments(name), world) for name in ("first", "second"))
    with first as one, second as other:
        ended = one.ended(), other.ended()
    for each in ended:
        refused = each.code == 2 and "FILE205" in each.err
        if not (each.code == 0 or refused) or "Traceback" in each.err:
            report.faults.append(f"a pair ended with {each.code}: {each.err.strip()}")
    return ended[0].code, ended[1].code


# --- Stopped ---------------------------------------------------------------------------------


def moments(count: int, studies: int = 3) -> Report:
    """So many builds that are stopped at a random moment: Ctrl-C, SIGTERM, and kill -9 by turns."""
    report = Report()
    folder = Path(tempfile.mkdtemp(prefix="reportgen-signals-"))
    chance = random.Random(_SEED)
    took: list[float] = []
    codes = Counter[int]()
    try:
        forked.warm()
        world = worlds.first_world(folder, studies)
        shutil.rmtree(world / "cache")
        case = worlds.prepared(_DRAWN, world, folder)
        whole = forked.run(BUILD, worlds.copied(world, folder / "timed")).seconds
        for number in range(count):
            sent = (signal.SIGINT, signal.SIGTERM)[number % 2]
            code, seconds = _stopped(case, folder, sent, chance.uniform(0, whole), report)
            codes[code] += 1
            if code:  # else it had ended before
                took.append(seconds)
        for _ in range(count // 5):
            _stopped(case, folder, signal.SIGKILL, chance.uniform(0, whole), report)
    finally:
        shutil.rmtree(folder)
    ended = ", ".join(f"{times} with {code}" for code, times in sorted(codes.items()))
    report.figures.append(
        f"{count} builds stopped at random moments (Ctrl-C and SIGTERM by turns) ended {ended};"
        f" the slowest took {max(took):.2f} s"
    )
    report.figures.append(f"{count // 5} more were killed (-9)")
    return report


_DRAWN = Scenario("drawn", BUILD, lambda _: None)


def _stopped(
    case: Prepared, folder: Path, sent: int, after: float, report: Report
) -> tuple[int, float]:
    """Stop one build; its exit code, and how many seconds it took to end."""
    world = worlds.copied(case.folder, folder / "stopped")
    mark = f"{_MARK}={os.getpid()}-{time.monotonic_ns()}"
    temporary = folder / "temporary"
    temporary.mkdir()

    def before() -> None:
        os.environ[_MARK] = mark.partition("=")[2]
        os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)

    with forked.started(case.scenario.arguments, world, before=before) as fork:
        time.sleep(after)
        fork.signal(sent)
        sent_at = time.monotonic()
        ended = fork.ended()
        seconds = time.monotonic() - sent_at
    told = f"{signal.Signals(sent).name} after {after:.2f} s"
    faults = [*worlds.after_the_stop(world, case)]
    if sent != signal.SIGKILL and seconds > PROMPT:
        faults.append(f"took {seconds:.1f} s to end")
    if ended.code not in (0, 130, 143, -sent) or "Traceback" in ended.err:
        faults.append(f"ended with {ended.code}: {ended.err.strip()}")
    faults += _orphans(mark, sent_at + PROMPT)
    if any(temporary.iterdir()):
        faults.append(f"left {[path.name for path in temporary.iterdir()]} behind")
    faults += worlds.after_the_next_run(world, case)
    report.faults += [f"{told}: {fault}" for fault in faults]
    shutil.rmtree(world)
    shutil.rmtree(temporary)
    return ended.code, seconds


def _orphans(mark: str, until: float) -> Iterator[str]:
    """Processes that bear a run's mark and live on; after a kill they have a moment to end."""
    while left := [number for number, environ in _environments() if mark in environ]:
        if time.monotonic() > until:
            yield f"{len(left)} processes live on"
            for number in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            return
        time.sleep(0.02)


def _environments() -> Iterator[tuple[int, str]]:
    for path in Path("/proc").iterdir():
        if path.name.isdecimal():
            with contextlib.suppress(OSError):
                yield int(path.name), (path / "environ").read_bytes().decode("utf-8", "replace")


# --- Poisoned studies ------------------------------------------------------------------------

_POISONS = {
    "endless": "{% for i in range(10**12) %}{% if i < 0 %}{{ i }}{% endif %}{% endfor %}",
    "hoarding": "{% for i in range(10**12) %}{{ 'x' * 1000 }}{% endfor %}",
    "vast": "{{ 'x' * 10**11 }}",
    "nested": '<div style="display:flex">' * 24 + "x" + "</div>" * 24,
    "crashing": "{% for i in range(10**12) %}{% if i < 0 %}{{ i }}{% endif %}{% endfor %}",
}
"""What the user's own template does to a study of that name."""
_CODES = {
    "endless": "BUILD102",
    "hoarding": "BUILD103",
    "vast": "BUILD103",
    "nested": "BUILD102",
    "crashing": "BUILD104",
}
_CRASHING = 2  # as many as workers: they come first, and their workers are sent a SIGSEGV


def poison(briefs: int) -> Report:
    """A thousand briefs, ten of them poisoned by a template of the user's own."""
    report = Report()
    folder = Path(tempfile.mkdtemp(prefix="reportgen-poison-"))
    try:
        names = _poisoned_world(folder, briefs)
        process = subprocess.Popen(
            [
                sys.executable, "-m", "reportgen", "build", "--templates", "templates",
                "--cache-dir", "cache", "--time-limit", "30", "--memory-limit", "600",
                "--jobs", str(_CRASHING),
            ],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(_CHECKOUT), _MARK: str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        begun = time.monotonic()
        crashed = _crash_workers(process.pid, f"{_MARK}={folder}")
        _, said = process.communicate()
        seconds = time.monotonic() - begun
        made = {path.stem for path in (folder / "out").glob("*/*.pdf")}
        delivered = len(made - _HEAVY.keys())
        named = [name for name in names if f"studies/{name}.yml: {_code(name)} " in said]
        wanted = briefs - len(names)
        report.figures.append(
            f"{briefs} briefs, {len(names)} of them poisoned ({crashed} are sent a SIGSEGV,"
            f" others loop, hoard or cannot be laid out): {delivered} delivered, {len(named)}"
            f" named, exit code {process.returncode}, {seconds:.0f} s"
        )
        if (process.returncode, delivered, len(named)) != (1, wanted, len(names)):
            report.faults.append(said[-4000:])
        report.figures.append(_told_of_the_heavy(made, said))
        report.faults += ends_badly(_HEAVY, made, said)
        report.faults += _orphans(f"{_MARK}={folder}", time.monotonic() + PROMPT)
    finally:
        shutil.rmtree(folder)
    return report


_HEAVY = {f"h-{kind}": made for kind, made in near_limits.LARGE.items()}
"""Studies that are poison by themselves, if any is: sound, and as large as the limits allow."""


def _told_of_the_heavy(made: Set[str], said: str) -> str:
    codes = {name: codes_of(name, said) for name in _HEAVY if name not in made}
    told = ", ".join(f"{name[2:]} {' '.join(found)}" for name, found in codes.items())
    return (
        f"beside them {len(_HEAVY)} sound studies about as large as the limits allow, each by what"
        f" it has most of: {len(_HEAVY) - len(codes)} delivered, {len(codes)} named"
        + (f" ({told})" if told else "")
    )


def ends_badly(heavy: Iterable[str], made: Set[str], said: str) -> Iterator[str]:
    """Heavy studies that are neither delivered nor named, or both."""
    for name in heavy:
        if (name in made) == bool(codes_of(name, said)):
            yield f"{name}: " + ("delivered, and named" if name in made else "lost without a word")


def codes_of(name: str, said: str) -> list[str]:
    """The codes by which a study was named, each once."""
    found = re.findall(rf"^studies/{name}\.yml(?::\d+:\d+)?: ([A-Z]+\d+) ", said, re.MULTILINE)
    return [*dict.fromkeys(found)]


def _poisoned_world(folder: Path, briefs: int) -> list[str]:
    """Studies and templates; returns the names of the ten that are poisoned."""
    from reportgen import shipped
    from reportgen.checks.registry import RULES
    from reportgen.cli import new

    kinds = [*(["crashing"] * _CRASHING), *(["endless", "hoarding", "vast", "nested"] * 2)]
    # The crashing ones come first among all.
    names = [f"{'a' if kind == 'crashing' else 'm'}-{kind}-{at}" for at, kind in enumerate(kinds)]
    starter = (Path(new.__file__).parent / "starter" / "en.yml").read_text("utf-8")
    first_line = next(line for line in starter.splitlines() if line.startswith("id: "))
    (folder / "studies").mkdir()
    for name in [*names, *(f"s{number:04}" for number in range(briefs - len(names)))]:
        text = starter.replace(first_line, f"id: {name}")
        (folder / "studies" / f"{name}.yml").write_text(text, "utf-8")
    for name, made in _HEAVY.items():
        path = folder / "studies" / f"{name}.yml"
        path.write_text(near_limits.written(made(name)), "utf-8")
    # How well a study is written is not what is tried here.
    rules = "".join(f'{rule.code} = "off"\n' for rule in RULES if not rule.binding)
    (folder / "reportgen.toml").write_text(f"[rules]\n{rules}", "utf-8")
    own = folder / "templates" / "brief"
    own.mkdir(parents=True)
    poisons = "".join(
        f"{{% if '-{kind}-' in study.id %}}{does}{{% endif %}}" for kind, does in _POISONS.items()
    )
    theirs = shipped.templates_folder() / "brief" / "summary.html.j2"
    (own / "summary.html.j2").write_text(theirs.read_text("utf-8") + poisons, "utf-8")
    return names


def _code(name: str) -> str:
    return _CODES[name.split("-")[1]]


def _crash_workers(build: int, mark: str) -> int:
    """Send a SIGSEGV to both workers once they are in the loop; returns how many were sent."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        ours = [number for number, environ in _environments() if mark in environ]
        nurseries = [number for number in ours if _parent(number) == build]
        workers = [number for number in ours if _parent(number) in nurseries]
        if len(workers) == _CRASHING and all(_at_work(number) > 3 for number in workers):
            for number in workers:
                os.kill(number, signal.SIGSEGV)
            return len(workers)
        time.sleep(0.1)
    return 0


def _status(number: int) -> list[str]:
    try:
        return Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def _parent(number: int) -> int:
    told = _status(number)
    return int(told[1]) if told else -1


def _at_work(number: int) -> float:
    """The processor's seconds that a process has used."""
    told = _status(number)
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK") if told else 0.0


PAIRS = Harness(
    "pairs",
    "two builds begin in one folder at once, with other texts",
    lambda asked: pairs(asked["pairs"]),
    MappingProxyType({"pairs": 20}),
)
STOPPED = Harness(
    "stopped",
    "builds are stopped at random moments by Ctrl-C, SIGTERM and kill -9",
    lambda asked: moments(asked["moments"]),
    MappingProxyType({"moments": 50}),
)
POISONED = Harness(
    "poisoned",
    "ten studies of many make their workers loop, hoard or crash, and some are very large",
    lambda asked: poison(asked["briefs"]),
    MappingProxyType({"briefs": 1000}),
)
