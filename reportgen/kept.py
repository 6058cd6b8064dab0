"""A folder of content by key: what was once worked out, for whoever asks again.

It holds bytes and JSON, never anything that runs when it is read. Losing it
costs time and nothing else, so nothing here ever raises because of the disk:
a folder that is missing, full or read-only is simply no cache. Every entry
begins with the SHA-256 of its content; one that does not hold what it says
counts as missing and is removed. An entry takes its place in one step, so that
several programs can use a folder at once.

Nothing but the standard library's lightest is imported: the fast path of
`reportgen build` reads this folder before anything else is loaded.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping

KINDS = ("brief", "chart", "code", "file", "run")
_SMALL = frozenset({"brief", "code", "run"})
"""What may be kept. Only folders of these names are ever removed."""
MARK = "CACHEDIR.TAG"
"""The file that makes a folder ours; backup programs know the name, too."""
_SIGNATURE = b"Signature: 8a477f597d28d172789f06886806bc55\n# This folder is reportgen's cache.\n"
_NEW = ".new-"
_DIGITS = 64  # of a SHA-256 in hexadecimal


def usual_folder(environ: Mapping[str, str]) -> str | None:
    """Where the cache lies unless settings say otherwise; None where there is no home.

    $REPORTGEN_CACHE_DIR, else $XDG_CACHE_HOME/reportgen, else ~/.cache/reportgen.
    """
    if own := environ.get("REPORTGEN_CACHE_DIR"):
        return own
    shared, home = environ.get("XDG_CACHE_HOME", ""), environ.get("HOME", "")
    if shared.startswith(os.sep):  # the standard wants others ignored
        return os.path.join(shared, "reportgen")
    return os.path.join(home, ".cache", "reportgen") if home.startswith(os.sep) else None


class Kept:
    """Content by kind and key, in a folder."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = os.fspath(folder)

    def get(self, kind: str, key: str) -> bytes | None:
        """The content under a key; None where there is none, or it is damaged."""
        path = self._path(kind, key)
        try:
            with open(path, "rb") as stream:
                stored = stream.read()
        except OSError:
            return None
        content = stored[_DIGITS:]
        if stored[:_DIGITS] != _digest(content):
            _remove(path)
            return None
        _touch(path)
        return content

    def has(self, kind: str, key: str) -> bool:
        """Whether there is something under a key, sound or not."""
        return os.path.isfile(self._path(kind, key))

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep content under a key, in the place of what was there."""
        path = self._path(kind, key)
        if self._prepared():
            _write(path, _digest(content), content)

    # --- the folder as a whole ---

    @property
    def ours(self) -> bool:
        """Whether the folder bears our mark."""
        try:
            with open(os.path.join(self.folder, MARK), "rb") as stream:
                return stream.read(len(_SIGNATURE) + 1) == _SIGNATURE
        except OSError:
            return False

    @property
    def foreign(self) -> bool:
        """Whether there is something in the folder, and not our mark."""
        return not self.ours and not all(name.startswith(_NEW) for name in _names(self.folder))

    def prune(self, limit: int) -> int:
        """Remove what was not used for longest until `limit` bytes are left; returns how many went.

        What is a hundredth of a brief, and tells that nothing is to be done for it, goes last.
        What a killed program left half-written goes, too.
        """
        if not self.ours:
            return 0
        entries = sorted(self._entries())
        for path in (*(path for *_, path in entries), *self._unfinished_marks()):
            if os.path.basename(path).startswith(_NEW):
                _remove_if_left(path)
        left = sum(size for _, _, size, _ in entries)
        gone = 0
        for _, _, size, path in entries:
            if left - gone <= limit:
                break
            if _remove(path):
                gone += size
        return gone

    def clear(self) -> int:
        """Remove everything that is ours, and the folder if nothing else is in it.

        Returns how many bytes that were. A folder without our mark is left alone.
        """
        if not self.ours:
            return 0
        gone = sum(size for _, _, size, path in [*self._entries()] if _remove(path))
        for kind in KINDS:
            place = os.path.join(self.folder, kind)
            for name in _names(place):
                _remove_folder(os.path.join(place, name))
            _remove_folder(place)
        # Without the mark, what could not be removed would be somebody else's for ever.
        if not any(os.path.lexists(os.path.join(self.folder, kind)) for kind in KINDS):
            _remove(os.path.join(self.folder, MARK))
            _remove_folder(self.folder)
        return gone

    def _prepared(self) -> bool:
        if self.ours:
            return True
        if not self.foreign:
            _write(os.path.join(self.folder, MARK), _SIGNATURE)
        return self.ours

    def _unfinished_marks(self) -> list[str]:
        return [os.path.join(self.folder, name) for name in _names(self.folder)]

    def _path(self, kind: str, key: str) -> str:
        if kind not in KINDS or not key.isalnum():
            raise ValueError(f"nothing is kept under {kind!r}, {key!r}")
        return os.path.join(self.folder, kind, key[:2], key)

    def _entries(self) -> Iterator[tuple[bool, int, int, str]]:
        """Whether each entry is of a small kind, when it was last used, its bytes and its path."""
        for kind in KINDS:
            for shelf in _names(os.path.join(self.folder, kind)):
                place = os.path.join(self.folder, kind, shelf)
                for name in _names(place):
                    path = os.path.join(place, name)
                    try:
                        status = os.lstat(path)
                    except OSError:
                        continue
                    yield kind in _SMALL, status.st_mtime_ns, status.st_size, path


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode("ascii")


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _write(path: str, *parts: bytes) -> None:
    """Write a file beside its place, then move it there; whatever fails leaves nothing."""
    folder = os.path.dirname(path)
    new = os.path.join(folder, f"{_NEW}{os.urandom(8).hex()}")
    try:
        os.makedirs(folder, exist_ok=True)
        try:
            with open(new, "xb") as stream:
                _hold(stream.fileno())
                stream.writelines(parts)
                stream.flush()
                os.replace(new, path)
        except BaseException:
            _remove(new)
            raise
    except OSError:
        return


def _hold(descriptor: int) -> bool:
    """Say that a program is at work on a file, as long as it lives; whether that could be said."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # somebody else is, or the disk knows no locks
        return False
    return True


def _remove_if_left(path: str) -> None:
    try:
        with open(path, "rb") as stream:
            if _hold(stream.fileno()):
                _remove(path)
    except OSError:
        return


def _remove(path: str) -> bool:
    try:
        os.unlink(path)
    except OSError:
        return False
    return True


def _remove_folder(path: str) -> None:
    try:
        os.rmdir(path)
    except OSError:
        return


def _touch(path: str) -> None:
    """Say that an entry was used; where that cannot be said, it only looks older."""
    try:
        os.utime(path)
    except OSError:
        return
