"""Files on disk: whole or not at all.

A file is first written under another name in its own folder, brought to the
disk, and then takes its name in one step. Whatever goes wrong before that step
leaves the old file as it was. Folders on the way are opened without following
symbolic links, so that nothing is written outside the output folder.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reportgen.outputs.artifact import Artifact
from reportgen.problems import Problem, Problems, Span

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC

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
def _opened(folder: Path, inner: Sequence[str]) -> Iterator[int]:
    """The folder under the output folder, made where it is missing, as a descriptor."""
    descriptor = os.open(folder, _FOLDER)
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


@dataclass(frozen=True, slots=True)
class _Staged:
    """A file that lies ready beside the place it is to take."""

    inner: tuple[str, ...]
    name: str

    @property
    def ready(self) -> str:
        # One name per file: what a killed build left behind is replaced by the next one.
        return f".{self.name}.part"


def _stage(folder: Path, artifact: Artifact) -> _Staged:
    *inner, name = _parts(artifact)
    staged = _Staged(tuple(inner), name)
    with _opened(folder, staged.inner) as parent:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(staged.ready, dir_fd=parent)
        descriptor = os.open(staged.ready, _NEW_FILE, 0o666, dir_fd=parent)
        try:
            try:
                _write(descriptor, artifact.content)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except BaseException:
            os.unlink(staged.ready, dir_fd=parent)
            raise
    return staged


def _take_place(folder: Path, staged: _Staged) -> None:
    with _opened(folder, staged.inner) as parent:
        os.replace(staged.ready, staged.name, src_dir_fd=parent, dst_dir_fd=parent)
        os.fsync(parent)


def _discard(folder: Path, staged: _Staged) -> None:
    with contextlib.suppress(OSError), _opened(folder, staged.inner) as parent:
        os.unlink(staged.ready, dir_fd=parent)


def write_all(folder: Path, artifacts: Iterable[Artifact]) -> tuple[Path, ...]:
    """Write several files under an existing folder; returns their paths, in order.

    All of them lie complete on the disk before the first takes its name, so
    that a full disk leaves every old file as it was. Raises `Problems` with
    one of FILE201 to FILE204.
    """
    wanted = tuple(artifacts)
    waiting: list[_Staged] = []
    shown = str(folder)
    try:
        for artifact in wanted:
            shown = str(folder / artifact.place)
            waiting.append(_stage(folder, artifact))
        for artifact in wanted:
            shown = str(folder / artifact.place)
            _take_place(folder, waiting[0])
            del waiting[0]
    except OSError as error:
        raise Problems([_problem(shown, error)]) from error
    finally:
        for staged in waiting:
            _discard(folder, staged)
    return tuple(folder / artifact.place for artifact in wanted)


def write_artifact(folder: Path, artifact: Artifact) -> Path:
    """Write one file under an existing folder, whole or not at all; returns its path."""
    return write_all(folder, [artifact])[0]


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
