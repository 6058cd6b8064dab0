"""Files on disk: whole or not at all.

A file is first written in a hidden folder of the one it belongs to, brought to
the disk, and then takes its name in one step. Whatever goes wrong before that
step leaves the old file as it was. Whoever is at work on an unfinished file
holds a lock on it; what a killed program left there is held by nobody, and goes
when the next one begins. Folders on the way are opened without following
symbolic links, so that nothing is written outside the output folder.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from reportgen.outputs import UNFINISHED
from reportgen.outputs.artifact import Artifact
from reportgen.problems import Problem, Problems, Span

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_OLD_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_TRIES = 100  # each of them is lost only to another program that does the same in that moment

_REASONS: dict[int, tuple[str, str, str]] = {
    **dict.fromkeys(
        (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
        (
            "FILE201",
            "could not be written: the disk is full; the file that was there is unchanged",
            "make room, or choose another folder with --output-dir, and build again",
        ),
    ),
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS),
        (
            "FILE202",
            "could not be written: you may not write here",
            "change the permissions, or choose another folder with --output-dir",
        ),
    ),
    **dict.fromkeys(
        (errno.ELOOP, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOTEMPTY),
        (
            "FILE203",
            "could not be written: something else stands here (a folder, a file or a link)",
            "move it away, or choose another folder with --output-dir",
        ),
    ),
}


def _problem(shown: str, error: OSError) -> Problem:
    code, message, remedy = _REASONS.get(
        error.errno or 0,
        (
            "FILE204",
            f"could not be written: {error.strerror or type(error).__name__}",
            "see that the disk and the folder are sound, and build again",
        ),
    )
    return Problem(code=code, message=message, span=Span(shown), remedy=remedy)


def _parts(artifact: Artifact) -> tuple[str, ...]:
    place = PurePosixPath(artifact.place)
    if place.is_absolute() or not place.parts or ".." in place.parts or "\0" in artifact.place:
        raise ValueError(f"not a place under the output folder: {artifact.place!r}")
    return place.parts


@contextlib.contextmanager
def _opened(folder: int, inner: Sequence[str] = ()) -> Iterator[int]:
    """The folder under the output folder, made where it is missing, as a descriptor."""
    descriptor = os.dup(folder)
    try:
        for name in inner:
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, dir_fd=descriptor)
            below = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)


def _write(descriptor: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]


# --- Unfinished files ----------------------------------------------------------------------


@dataclass(slots=True)
class _Bench:
    """The hidden folder where files are made, and the descriptors that hold them, by name."""

    root: int  # the folder that they belong to
    place: int  # the hidden one in it
    held: dict[str, int] = field(default_factory=dict)

    def make(self, content: bytes) -> str:
        """Bring a new file to the disk; returns its name here."""
        name, descriptor = self._begun()
        _write(descriptor, content)
        os.fsync(descriptor)
        return name

    def _begun(self) -> tuple[str, int]:
        for _ in range(_TRIES):
            name = os.urandom(8).hex()
            try:
                descriptor = os.open(name, _NEW_FILE, 0o666, dir_fd=self.place)
            except FileNotFoundError:  # another program has found the folder empty
                os.close(self.place)
                self.place = _hidden(self.root)
                continue
            self.held[name] = descriptor
            # In the moment before it is held, another program may have cleared it away.
            if _hold(descriptor) is not False and os.fstat(descriptor).st_nlink:
                return name, descriptor
            self.let_go(name)
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    def let_go(self, name: str) -> None:
        """A file that has taken its place is nobody's any more."""
        with contextlib.suppress(OSError):  # its content is on the disk already
            os.close(self.held.pop(name))

    def leave(self) -> None:
        """Remove what has not taken its place, and the folder unless somebody else is there."""
        for name in (*self.held,):
            with contextlib.suppress(OSError):
                os.unlink(name, dir_fd=self.place)
            self.let_go(name)
        os.close(self.place)
        with contextlib.suppress(OSError):
            os.rmdir(UNFINISHED, dir_fd=self.root)


@contextlib.contextmanager
def _bench(folder: Path) -> Iterator[_Bench]:
    """A place to make files in; gone afterwards."""
    root = os.open(folder, _FOLDER)
    try:
        _clear(root)
        bench = _Bench(root, _hidden(root))
        try:
            yield bench
        finally:
            bench.leave()
    finally:
        os.close(root)


def _hidden(root: int) -> int:
    for _ in range(_TRIES):
        with contextlib.suppress(FileExistsError):
            os.mkdir(UNFINISHED, dir_fd=root)
        with contextlib.suppress(FileNotFoundError):  # another program has removed it
            return os.open(UNFINISHED, _FOLDER | os.O_NOFOLLOW, dir_fd=root)
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def _hold(descriptor: int) -> bool | None:
    """Take the lock of a file, which goes with the process; None where the disk has none."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _clear(root: int) -> None:
    """Remove what killed programs left unfinished; what somebody is at work on stays."""
    with contextlib.suppress(OSError):
        place = os.open(UNFINISHED, _FOLDER | os.O_NOFOLLOW, dir_fd=root)
        try:
            with os.scandir(place) as entries:
                names = [entry.name for entry in entries]
            for name in names:
                _remove_if_left(place, name)
        finally:
            os.close(place)
        os.rmdir(UNFINISHED, dir_fd=root)


def _remove_if_left(place: int, name: str) -> None:
    with contextlib.suppress(OSError):
        descriptor = os.open(name, _OLD_FILE, dir_fd=place)
        try:
            if _hold(descriptor):
                os.unlink(name, dir_fd=place)
        finally:
            os.close(descriptor)


# --- Writing -------------------------------------------------------------------------------


def write_all(folder: Path, artifacts: Iterable[Artifact]) -> tuple[Path, ...]:
    """Write several files under an existing folder; returns their paths, in order.

    All of them lie complete on the disk before the first takes its name, so
    that a full disk leaves every old file as it was. Raises `Problems` with
    one of FILE201 to FILE204.
    """
    return _written(folder, artifacts, os.replace)


def write_artifact(folder: Path, artifact: Artifact) -> Path:
    """Write one file under an existing folder, whole or not at all; returns its path."""
    return write_all(folder, [artifact])[0]


def write_new(folder: Path, artifact: Artifact) -> Path:
    """The same for a file that must not be there yet; raises FileExistsError where it is."""
    return _written(folder, [artifact], _take_free_place)[0]


def _take_free_place(made: str, name: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
    try:
        # Unlike a file that is moved, a link takes no place that is taken.
        os.link(made, name, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)
    except FileExistsError as error:
        raise _Taken from error
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with contextlib.suppress(FileNotFoundError):  # a disk that knows no links
            os.lstat(name, dir_fd=dst_dir_fd)
            raise _Taken from error
        os.replace(made, name, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)
    else:
        os.unlink(made, dir_fd=src_dir_fd)


_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


class _Taken(Exception):  # noqa: N818 - a state of the folder
    """A place that was to be free is not."""


def _written(
    folder: Path, artifacts: Iterable[Artifact], take_place: Callable[..., None]
) -> tuple[Path, ...]:
    wanted = [(artifact, _parts(artifact)) for artifact in artifacts]
    if not wanted:
        return ()
    shown = str(folder / wanted[0][0].place)
    try:
        with contextlib.ExitStack() as opened:
            bench = opened.enter_context(_bench(folder))
            ready: list[str] = []
            places: dict[tuple[str, ...], int] = {}
            for artifact, _ in wanted:
                shown = str(folder / artifact.place)
                ready.append(bench.make(artifact.content))
            for artifact, (*inner, _) in wanted:
                shown = str(folder / artifact.place)
                if tuple(inner) not in places:
                    places[*inner,] = opened.enter_context(_opened(bench.root, inner))
            for (artifact, (*inner, name)), made in zip(wanted, ready, strict=True):
                shown = str(folder / artifact.place)
                take_place(made, name, src_dir_fd=bench.place, dst_dir_fd=places[*inner,])
                bench.let_go(made)
                os.fsync(places[*inner,])
    except OSError as error:
        raise Problems([_problem(shown, error)]) from error
    except _Taken as error:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), shown) from error
    return tuple(folder / artifact.place for artifact, _ in wanted)


def clear_unfinished(folder: Path) -> None:
    """Remove what killed programs left in a folder; what somebody is at work on stays."""
    with contextlib.suppress(OSError):
        root = os.open(folder, _FOLDER)
        try:
            _clear(root)
        finally:
            os.close(root)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[Path]:
    """The output folder, made where it is missing, for this process alone.

    The lock is on the folder itself and goes when the process ends, however it
    ends. Raises `Problems`: FILE205 where another build is at work in it,
    FILE207 where it cannot be made or opened.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, _FOLDER)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        problem = Problem(
            code="FILE207",
            message=f"cannot serve as output folder: {reason}",
            span=Span(str(folder)),
            remedy="choose another one with --output-dir",
        )
        raise Problems([problem]) from error
    try:
        _lock(descriptor, folder)
        _clear(descriptor)
        yield folder
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Problems(
            [
                Problem(
                    code="FILE205",
                    message="another build is writing in this folder",
                    span=Span(str(folder)),
                    remedy="wait until it has ended, or choose another folder with --output-dir",
                )
            ]
        ) from error
    except OSError:
        # Some network file systems have no locks; writing there is still atomic.
        return
