"""Full disks: output, cache and temporary files each on a small one, at every size in turn.

The disks are small tmpfs, mounted in a namespace of this process's own: as root, or as
whoever may make user namespaces. Where neither is allowed, only files are held to a size
(RLIMIT_FSIZE), which cuts a write in two as a full disk does.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from hardening import forked, worlds
from hardening.harness import Harness, Report
from hardening.whole import EXPECTED
from hardening.worlds import BY_WORKERS, REPLACED, RESTORED, Prepared

_PAGE = os.sysconf("SC_PAGE_SIZE")
_NEW_NAMESPACE = 0x00020000  # CLONE_NEWNS of unshare(2)
_NEW_USER = 0x10000000  # CLONE_NEWUSER
_AMPLE = 200_000_000  # bytes


@dataclass
class Figures:
    """What came of all sizes."""

    disks: str = ""  # how they were made small
    points: int = 0
    full: int = 0  # of them: the disk was too small
    faults: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What is to be told of them."""
        yield f"{self.points} sizes of disks ({self.disks}), {self.full} of them too small"


def measured(sizes: int) -> Figures:
    """Try so many sizes for each disk."""
    figures = Figures()
    folder = Path(tempfile.mkdtemp(prefix="reportgen-full-"))
    try:
        forked.warm()
        world = worlds.first_world(folder, 2)
        cases = [worlds.prepared(each, world, folder) for each in (RESTORED, REPLACED)]
        by_workers = worlds.prepared(BY_WORKERS, world, folder)
        for case in cases:
            for limit in _between(0, _largest(case) + _PAGE, sizes):
                figures.points += 1
                _count(figures, _held_to(case, limit, folder), f"files of {limit} bytes")
        figures.disks = "file sizes limited"
        if may_mount():
            figures.disks += ", small tmpfs mounted"
            for case, place in [
                *((case, place) for case in cases for place in ("out", "cache", ".")),
                (by_workers, "temporary"),
            ]:
                for size in _between(0, _needed(case, place), sizes):
                    figures.points += 1
                    told = f"{case.scenario.name}: {place} with {size} bytes left"
                    _count(figures, _on_small(case, place, size, folder), told)
    finally:
        shutil.rmtree(folder)
    return figures


def _count(figures: Figures, outcome: tuple[int, list[str]], told: str) -> None:
    code, faults = outcome
    figures.full += code != 0
    figures.faults += [f"{told}: {fault}" for fault in faults]


def _between(first: int, last: int, count: int) -> list[int]:
    return sorted({first + (last - first) * turn // max(1, count - 1) for turn in range(count)})


def _largest(case: Prepared) -> int:
    return max(map(len, case.new.values()))


def _needed(case: Prepared, place: str) -> int:
    """Bytes that a run may add in a place, and somewhat more."""
    largest = sum(map(len, case.new.values())) + 8 * _PAGE
    return largest if place in ("out", ".") else largest // 2


# --- One size -------------------------------------------------------------------------------


def _held_to(case: Prepared, limit: int, folder: Path) -> tuple[int, list[str]]:
    """A run none of whose files may grow beyond a size; its exit code, and what was wrong."""
    world = worlds.copied(case.folder, folder / "small")
    try:
        return _tried(
            case, world, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        )
    finally:
        shutil.rmtree(world)


def _on_small(case: Prepared, place: str, left: int, folder: Path) -> tuple[int, list[str]]:
    """A run with so many bytes left on the disk of a place; the next run has ample."""
    world = folder / "small"
    if place == ".":
        source, disk = case.folder, world
        disk.mkdir()
    else:
        worlds.copied(case.folder, world)
        source, disk = case.folder / place, world / place
        disk.mkdir(exist_ok=True)
    with _small_disk(disk) as resize:
        if source.is_dir():
            shutil.copytree(source, disk, dirs_exist_ok=True)
        used = os.statvfs(disk)
        resize((used.f_blocks - used.f_bfree) * used.f_frsize + left)
        if place == "temporary":
            outcome = _run_and_look(case, world, lambda: _temporary_files_go_to(disk))
        else:
            outcome = _run_and_look(case, world, lambda: None)
        resize(_AMPLE)
        faults = [*outcome[1], *worlds.after_the_next_run(world, case)]
    shutil.rmtree(world, ignore_errors=True)
    return outcome[0], faults


def _tried(case: Prepared, world: Path, before: Callable[[], None]) -> tuple[int, list[str]]:
    code, faults = _run_and_look(case, world, before)
    return code, [*faults, *worlds.after_the_next_run(world, case)]


def _run_and_look(case: Prepared, world: Path, before: Callable[[], None]) -> tuple[int, list[str]]:
    ended = forked.run(case.scenario.arguments, world, before=before)
    faults = [*worlds.after_the_stop(world, case)]
    if ended.code not in EXPECTED or "Traceback" in ended.err:
        faults.append(f"ended with {ended.code}: {ended.err.strip()}")
    if ended.code == 0 and worlds.tree(world) != case.new:
        faults.append("ended with 0, and something is missing")
    return ended.code, faults


def _temporary_files_go_to(folder: Path) -> None:
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = str(folder)


# --- Disks ----------------------------------------------------------------------------------


def may_mount() -> bool:
    """Take a mount namespace of our own, if the system gives one to us."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_NEW_NAMESPACE) != 0:
        if libc.unshare(_NEW_USER | _NEW_NAMESPACE) != 0:
            return False
        with contextlib.suppress(OSError):
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"0 {user} 1")
            Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    # What is mounted here is to be seen by no other namespace.
    if subprocess.run(["mount", "--make-rprivate", "/"], check=False).returncode != 0:
        return False
    try:
        with tempfile.TemporaryDirectory() as folder, _small_disk(Path(folder)):
            return True
    except subprocess.SubprocessError:
        return False


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[Callable[[int], None]]:
    """A disk of its own on a folder; yields what gives it another size in bytes."""

    def resize(size: int) -> None:
        pages = max(1, -(-size // _PAGE))
        _mount(f"remount,size={pages * _PAGE}", folder)

    _mount(f"size={_AMPLE}", folder)
    try:
        yield resize
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _mount(options: str, folder: Path) -> None:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def _run(asked: Mapping[str, int]) -> Report:
    figures = measured(asked["sizes"])
    return Report([*figures.lines()], figures.faults)


HARNESS = Harness(
    "full-disk",
    "output, cache and temporary files lie on disks that are too small, at every size in turn",
    _run,
    MappingProxyType({"sizes": 12}),
)
