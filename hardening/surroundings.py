"""Odd surroundings: a build must give the same bytes, or say in a sentence why it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hardening import full_disk, worlds
from hardening.harness import Harness, Report

_PYTHON = (sys.executable, "-m", "reportgen")
_EARLY = "1970-01-02 00:00:00"
_CLOCK = (
    "import time, datetime as _d\n"
    "time.time = lambda: 86400.0\n"
    "time.time_ns = lambda: 86400 * 10**9\n"
)
"""What stands in for faketime(1) where it is not installed: Python's own clock alone."""


@dataclass(frozen=True, slots=True)
class Odd:
    """One oddity."""

    name: str
    wanted: int = 0  # the exit code
    says: str = ""  # in what is said, where it is not 0
    env: Mapping[str, str | None] = field(default_factory=dict)  # None: not set
    shell: str = 'exec "$@"'  # how the command is started; it is "$@"
    out: str = "out"  # where the briefs must be, under the world
    more: tuple[str, ...] = ()  # arguments
    prepare: Callable[[Path], object] = lambda _: None  # in the world
    delivers: bool = True
    same_manifest: bool = True  # else the studies have other paths, and it tells so


@dataclass
class Figures:
    """What was found."""

    tried: int = 0
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What is to be told of it."""
        yield f"{self.tried} odd surroundings ({'; '.join(self.notes)})"


def measured() -> Figures:
    """Build in each of them."""
    figures = Figures()
    folder = Path(tempfile.mkdtemp(prefix="reportgen-odd-"))
    try:
        mounted = full_disk.may_mount()
        figures.notes.append(
            "read-only disks mounted" if mounted else "no read-only disks: mounting is not allowed"
        )
        clock = shutil.which("faketime")
        figures.notes.append("clock set by faketime" if clock else "clock set in Python alone")
        world = _first_world(folder)
        wanted = _made(world / "usual")
        for odd in (*_ODDITIES, *_clock(clock), *(_ON_READ_ONLY if mounted else ())):
            here = shutil.copytree(world, folder / "here", symlinks=True)
            figures.tried += 1
            figures.faults += [f"{odd.name}: {fault}" for fault in _faults(odd, here, wanted)]
            shutil.rmtree(here, onerror=lambda *_: None)
            shutil.rmtree(here, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return figures


def _first_world(folder: Path) -> Path:
    world = folder / "world"
    (world / "home").mkdir(parents=True)
    subprocess.run([*_PYTHON, "new", "study", "--language", "sv"], cwd=world, env=_env({}),
                   check=True, capture_output=True)  # fmt: skip
    subprocess.run([*_PYTHON, "build", "--output-dir", "usual"], cwd=world, env=_env({}),
                   check=True, capture_output=True)  # fmt: skip
    shutil.rmtree(world / "home")
    (world / "home").mkdir()
    return world


def _env(changes: Mapping[str, str | None]) -> dict[str, str]:
    checkout = str(Path(__file__).resolve().parents[1])
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    given = {**kept, "PYTHONPATH": checkout, "HOME": "home", "LANG": "C.UTF-8", **changes}
    return {name: value for name, value in given.items() if value is not None}


def _faults(odd: Odd, world: Path, wanted: worlds.Tree) -> Iterator[str]:
    odd.prepare(world)
    env = _env({"HOME": str(world / "home"), **odd.env})
    command = ["/bin/sh", "-c", odd.shell, "sh", *_PYTHON, "build", *odd.more]
    ended = subprocess.run(
        command, cwd=world, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False,
        timeout=300,
    )  # fmt: skip
    said = ended.stderr.decode("utf-8", "replace")
    if ended.returncode != odd.wanted or (odd.says and odd.says not in said):
        yield f"ended with {ended.returncode}: {said.strip()}"
    if "Traceback" in said or "Exception ignored" in said:
        yield f"a traceback: {said.strip()}"
    made = _made(world / odd.out)
    if not odd.same_manifest:
        made["manifest.json"] = wanted["manifest.json"]
    if odd.delivers and made != wanted:
        yield "the files are not the usual ones"


def _made(folder: Path) -> worlds.Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# --- The oddities ---------------------------------------------------------------------------

_DEEP = "/".join(["d" * 200] * 17)  # with the world's own path, below 4,096 bytes
_TOO_DEEP = "/".join(["d" * 200] * 21)


def _linked(world: Path) -> None:
    (world / "elsewhere").mkdir()
    (world / "out").symlink_to("elsewhere")


def _letters(world: Path) -> None:
    (world / "min mapp").mkdir()
    (world / "studies").rename(world / "min mapp" / "åäö ö")


def _a_file_in_the_way(world: Path) -> None:
    (world / "out").write_text("", "utf-8")


_ODDITIES = (
    Odd("no HOME", env={"HOME": None}),
    Odd("HOME is nowhere", env={"HOME": "/nowhere/at/all"}),
    Odd("HOME is a file", env={"HOME": "/dev/null"}),
    Odd("the C locale", env={"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0"}),
    Odd("a locale without UTF-8", env={"LC_ALL": "POSIX", "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}),
    Odd("Turkish letters", env={"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}),
    Odd("an invalid locale", env={"LC_ALL": "xx_YY.invalid", "LANG": "\udcff"}),
    Odd("no environment", env={"LANG": None, "HOME": None, "TMPDIR": None}),
    Odd("closed stdin", shell='exec "$@" <&-'),
    Odd("closed stdout", shell='exec "$@" >&-'),
    Odd("closed stderr", shell='exec "$@" 2>&-'),
    Odd("all streams closed", shell='exec "$@" <&- >&- 2>&-'),
    Odd("stdout is full", 1, "could not be written: No space left", shell='exec "$@" >/dev/full'),
    Odd("stderr is full", shell='exec "$@" 2>/dev/full'),
    Odd("both are full", 1, shell='exec "$@" >/dev/full 2>&1'),
    Odd("nobody reads stdout", 1, shell='("$@"; echo $? >code) | true; exit $(cat code)'),
    Odd("no fonts", env={"FONTCONFIG_FILE": "/dev/null", "FONTCONFIG_PATH": "/nowhere",
        "XDG_DATA_HOME": "/nowhere", "XDG_DATA_DIRS": "/nowhere"}),
    Odd("umask 077", shell='umask 077; exec "$@"'),
    Odd("few open files", shell='ulimit -n 32; exec "$@"'),
    Odd("hash seed and time zone", env={"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati"}),
    Odd("nowhere", 2, "the current folder is gone", delivers=False,
        shell='mkdir gone; cd gone; rmdir ../gone; exec "$@"'),
    Odd("a long way", more=("--output-dir", _DEEP), out=_DEEP),
    Odd("too long a way", 2, "FILE207", more=("--output-dir", _TOO_DEEP), delivers=False),
    Odd("too long a name", 2, "FILE207", more=("--output-dir", "n" * 300), delivers=False),
    Odd("blanks and letters", prepare=_letters, same_manifest=False, out="ut mapp/öäå ö",
        more=("--studies-dir", "studies", "min mapp/åäö ö/study.yml", "--output-dir",
              "ut mapp/öäå ö")),
    Odd("out is a link", prepare=_linked, out="elsewhere"),
    Odd("out is a file", 2, "FILE207", prepare=_a_file_in_the_way, delivers=False),
    Odd("ignored signals", shell='trap "" INT TERM PIPE HUP; exec "$@"'),
    Odd("no child may be left unwaited", shell='trap "" CHLD; exec "$@"', more=("-j", "2")),
)  # fmt: skip

_MOUNT = "mkdir -p ro/out && mount -t tmpfs -o ro tmpfs ro && "
_ON_READ_ONLY = (
    Odd("read-only HOME", shell=f'{_MOUNT} HOME=$PWD/ro "$@"; code=$?; umount ro; exit $code'),
    Odd("read-only output", 2, "FILE207", delivers=False, more=("--output-dir", "ro/out"),
        shell=f'{_MOUNT} "$@"; code=$?; umount ro; exit $code'),
    Odd("read-only cache", more=("--cache-dir", "ro"),
        shell=f'{_MOUNT} "$@"; code=$?; umount ro; exit $code'),
    Odd("read-only output that is there", 1, "FILE202", delivers=False,
        more=("--output-dir", "ro"),
        shell=f'{_MOUNT} "$@"; code=$?; umount ro; exit $code'),
    Odd("read-only place for temporary files", more=("-j", "2"),
        shell=f'{_MOUNT} TMPDIR=$PWD/ro "$@"; code=$?; umount ro; exit $code'),
    Odd("machine without a font",
        shell='mount -t tmpfs -o ro tmpfs /usr/share/fonts && exec "$@"'),
)  # fmt: skip


def _clock(faketime: str | None) -> tuple[Odd, ...]:
    """Builds in 1970: by faketime(1), else by a module that Python loads before all others."""
    if faketime is not None:
        return (Odd("1970", shell=f'exec {faketime} -f "{_EARLY}" "$@"'),)

    def prepare(world: Path) -> None:
        (world / "early").mkdir()
        (world / "early" / "sitecustomize.py").write_text(_CLOCK, "utf-8")

    shell = 'PYTHONPATH=$PWD/early:$PYTHONPATH exec "$@"'
    return (Odd("1970", prepare=prepare, shell=shell),)


def _run(_: Mapping[str, int]) -> Report:
    figures = measured()
    return Report([*figures.lines()], figures.faults)


HARNESS = Harness(
    "surroundings",
    "odd environments give the same bytes, or a sentence that says why they cannot",
    _run,
)
