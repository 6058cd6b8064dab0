"""Noticing changes: which files a build rests on, and waiting until one of them is another.

The system's notifications only say that it is time to look; what has changed is
found by comparing what was there with what is there. So nothing is missed that
happens during a build, or on a disk that notifies nobody.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reportgen import shipped
from reportgen.problems import Problems

if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify

    from reportgen.pipeline import Order

QUIET_MS = 15
"""How long nothing may happen before a change counts as complete: editors save in steps."""
AT_MOST_MS = 200
"""The longest wait for that, where something happens all the time."""
HEARTBEAT_MS = 2000
"""How often to look without having been notified: network disks notify nobody."""
POLLING_MS = 300
"""How often to look where the system notifies of nothing at all."""
MOST_FOLDERS = 400
"""Folders looked into below one tree: a brand in a home folder is not a reason to search it."""

_STUDY = (".yml", ".yaml")
_LEFTOVER = ("~", ".swp", ".swx", ".tmp", ".part", ".pyc")
_NO_INPUTS = frozenset({"node_modules", "__pycache__"})
_BRAND_KEY = re.compile(r"^brand:[ \t]*[\"']?([^\"'#\n]*?)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_READ_FOR_BRAND = 1024 * 1024  # a study is no larger

Stamp = tuple[int, int, int, int]
"""A file's time of change and of its entry (ns), its size and its number on the disk."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the inputs of a build lie; all paths are absolute."""

    studies: tuple[Path, ...]  # folders: their study files, and nothing below
    trees: tuple[Path, ...] = ()  # folders with everything below them
    files: tuple[Path, ...] = ()  # files wherever they are, there or not
    without: tuple[Path, ...] = ()  # folders that a build writes to

    def is_study(self, path: Path) -> bool:
        """Whether a file is a study, which no other study is made of."""
        elsewhere = path in self.files or path.name[0] in "_."
        return path.parent in self.studies and path.suffix in _STUDY and not elsewhere


def places_of(
    orders: Iterable[Order],
    folders: Iterable[Path] = (),
    files: Iterable[Path] = (),
    without: Iterable[Path] = (),
) -> Places:
    """Everything that these orders are made of, also what is not there yet.

    `folders` are those that new studies may appear in, `files` what else a build
    depends on, `without` what it writes to.
    """
    studies = dict.fromkeys(map(absolute, folders))
    trees = {shipped.templates_folder(): None}
    brands: dict[Path, None] = {}
    for order in orders:
        folder = absolute(order.path.parent)
        studies[folder] = None
        trees[folder / "brands"] = None
        if order.templates is not None:
            trees[absolute(order.templates)] = None
        name = _brand_named(order)
        if name is None:
            continue
        linked = folder / "brands" / name
        if name and linked.is_symlink():
            # A tree is looked through without following links.
            trees[Path(os.path.realpath(linked))] = None
        for path in _brand_elsewhere(name, folder):
            brands[path] = None
            # Its logos and fonts lie in its own folder. What is not there yet may be that folder.
            trees[path.parent if path.is_file() else path] = None
    trees[shipped.studies_folder() / "brands"] = None
    return Places(
        studies=tuple(studies),
        trees=tuple(trees),
        files=tuple(dict.fromkeys([*map(absolute, files), *brands])),
        without=tuple(map(absolute, without)),
    )


def absolute(path: Path) -> Path:
    """The path from the root, without `..`; links stay, for they may be changed too."""
    return Path(os.path.normpath(path.absolute()))


def _brand_named(order: Order) -> str | None:
    """What a study calls its brand, empty where it says nothing; None where it cannot be read."""
    try:
        with order.path.open(encoding="utf-8", errors="replace") as stream:
            said = _BRAND_KEY.search(stream.read(_READ_FOR_BRAND))
    except (OSError, ValueError):
        return None
    return said[1] if said else ""


def _brand_elsewhere(name: str, folder: Path) -> Iterator[Path]:
    """The brand file of a study that names it by a path, or leaves the choice to `auto`."""
    from reportgen.brand.reader import find_brand

    if name not in ("", "auto") and not ("/" in name or name.endswith(_STUDY)):
        return
    with suppress(OSError, ValueError):  # a name that no file could have
        try:
            yield absolute(find_brand(folder, name, shipped.studies_folder()))
        except Problems:
            if name not in ("", "auto"):
                yield absolute(folder / name)  # it may come


# --- What is there ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sight:
    """What was there at one moment."""

    files: Mapping[str, Stamp]
    folders: Mapping[str, int]  # each with its number on the disk: the same name may be a new one

    def changed_since(self, before: _Sight) -> frozenset[Path]:
        """Files that came, went, or are other ones now."""
        names = self.files.keys() | before.files.keys()
        return frozenset(
            Path(name) for name in names if self.files.get(name) != before.files.get(name)
        )


def _sight(places: Places) -> _Sight:
    files: dict[str, Stamp] = {}
    folders: dict[str, int] = {}
    without = frozenset(map(str, places.without))
    for folder in places.studies:
        _look_into(str(folder), files, folders, lambda name: name.endswith(_STUDY))
    for tree in places.trees:
        _look_below(str(tree), files, folders, without)
    for path in places.files:
        with suppress(OSError):
            files[str(path)] = _stamp(path.stat())
        with suppress(OSError):
            folders[str(path.parent)] = path.parent.stat().st_ino
    return _Sight(files, folders)


def _look_below(
    tree: str, files: dict[str, Stamp], folders: dict[str, int], without: frozenset[str]
) -> None:
    """Look into a folder and those below it, nearest first."""
    waiting = [tree]
    for at, folder in enumerate(waiting):
        if at == MOST_FOLDERS:
            return
        if folder not in without:
            waiting += _look_into(folder, files, folders, _may_be_input)


def _may_be_input(name: str) -> bool:
    return not name.endswith(_LEFTOVER) and name[0] != "#"


def _look_into(
    folder: str, files: dict[str, Stamp], folders: dict[str, int], wanted: Callable[[str], bool]
) -> list[str]:
    """Note the files of one folder; returns the folders in it. Hidden ones are nobody's input."""
    below = []
    try:
        folders[folder] = Path(folder).stat().st_ino
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name[0] == ".":
                    continue
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in _NO_INPUTS:
                            below.append(entry.path)
                    elif wanted(entry.name):
                        files[entry.path] = _stamp(entry.stat())
    except OSError:
        # Not there, or no longer: what was in it shows as gone, and its return as new.
        _note_parent(Path(folder), folders)
    return sorted(below)


def _note_parent(missing: Path, folders: dict[str, int]) -> None:
    """Where a folder is missing: the one that it would appear in."""
    with suppress(OSError):
        folders.setdefault(str(missing.parent), missing.parent.stat().st_ino)


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


# --- Waiting ------------------------------------------------------------------------------


class Watch:
    """Waits for changes in places; lives in a `with` statement.

    `native` says whether the system notifies of changes, or whether they are
    looked for every 300 ms; `reason` is why not.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._notices: RustNotify | None = None
        self._gone = False
        self.reason = ""
        self._seen = _sight(places)
        self._arm()

    @property
    def native(self) -> bool:
        return not self.reason

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._disarm()

    def move_to(self, places: Places) -> None:
        """Watch these places from now on; what they hold already counts as seen."""
        if places == self._places:
            return
        known, self._places = self._seen, places
        now = _sight(places)
        # What was watched before and has changed meanwhile is still to be told.
        files = {name: known.files.get(name, stamp) for name, stamp in now.files.items()}
        kept = {name: stamp for name, stamp in known.files.items() if name not in now.files}
        self._seen = _Sight({**files, **_still_of(kept, places)}, now.folders)
        self._arm()

    def changed(self) -> frozenset[Path]:
        """What has changed since it was last asked, without waiting for it."""
        if not self._differing():
            return frozenset()
        deadline = time.monotonic() + AT_MOST_MS / 1000
        seen = _sight(self._places)
        while time.monotonic() < deadline:
            time.sleep(QUIET_MS / 1000)
            now = _sight(self._places)
            if now.files == seen.files:
                break
            seen = now
        return self._taken(seen)

    def wait(self, woken: Event | None = None, seconds: float = inf) -> frozenset[Path]:
        """Wait for a change and return the paths.

        None where `woken` was set meanwhile, or after so many seconds.
        """
        deadline = time.monotonic() + seconds
        found = self.changed()  # since the last notices were asked for
        while not found and not (woken is not None and woken.is_set()):
            left = deadline - time.monotonic()
            if left <= 0:
                break
            found = self._heard(woken, left)
        return found

    def _heard(self, woken: Event | None, seconds: float) -> frozenset[Path]:
        if self._notices is None:
            (woken or Event()).wait(min(seconds, POLLING_MS / 1000))
            return self.changed()
        heard = self._notices.watch(
            AT_MOST_MS, QUIET_MS, max(1, int(min(seconds * 1000, HEARTBEAT_MS))), woken
        )
        if heard == "signal":
            raise KeyboardInterrupt
        if isinstance(heard, str):  # the time is up, or somebody woke us
            return self.changed()
        self._gone |= any(path in self._seen.folders for _, path in heard)
        return self._taken(_sight(self._places))

    def _differing(self) -> bool:
        return bool(_sight(self._places).changed_since(self._seen))

    def _taken(self, now: _Sight) -> frozenset[Path]:
        before, self._seen = self._seen, now
        if self._gone or now.folders != before.folders:
            self._arm()
        return now.changed_since(before)

    def _arm(self) -> None:
        """Ask the system for notices of the folders that are there now."""
        self._disarm()
        self._gone = False
        if self.reason:
            return
        from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError

        try:
            self._notices = RustNotify(sorted(self._seen.folders), False, False, 0, False, True)
        except FileNotFoundError:
            self._gone = True  # a folder went just now: the next look will tell
        except (OSError, WatchfilesRustInternalError) as error:
            self.reason = str(error) or type(error).__name__

    def _disarm(self) -> None:
        if self._notices is not None:
            self._notices.close()
            self._notices = None


def _still_of(files: Mapping[str, Stamp], places: Places) -> dict[str, Stamp]:
    """Of files that are gone, those that lie in places: their going is a change."""
    folders = (*places.studies, *places.trees)
    return {
        name: stamp
        for name, stamp in files.items()
        if Path(name) in places.files or any(Path(name).is_relative_to(each) for each in folders)
    }
