"""Files whole or not at all, and never outside the output folder."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import stat
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reportgen.outputs import UNFINISHED, files
from reportgen.outputs.artifact import Artifact
from reportgen.outputs.files import locked, write_all, write_artifact, write_new
from reportgen.problems import Problems


def _everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _said(problems: Problems) -> str:
    return "\n".join(problem.full() for problem in problems.found)


def test_new_files_and_old_ones(tmp_path: Path) -> None:
    assert write_artifact(tmp_path, Artifact("a/a.pdf", b"one")) == tmp_path / "a" / "a.pdf"
    write_all(tmp_path, [Artifact("a/a.pdf", b"two"), Artifact("top.json", b"{}")])
    assert _everything(tmp_path) == {"a/a.pdf": b"two", "top.json": b"{}"}


def test_permissions_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        path = write_artifact(tmp_path, Artifact("a.pdf", b"x"))
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("place", ["/etc/x", "../x", "a/../../x", "", "a\0b"])
def test_places_outside_are_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(ValueError, match="not a place under the output folder"):
        write_artifact(tmp_path / "out", Artifact(place, b"x"))


def test_a_link_on_the_way_is_not_followed(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / "a").symlink_to(elsewhere)
    with pytest.raises(Problems) as raised:
        write_artifact(out, Artifact("a/a.pdf", b"x"))
    assert _said(raised.value) == (
        f"{out}/a/a.pdf: FILE203 could not be written: something else stands here (a folder, a"
        " file or a link)\n"
        "    move it away, or choose another folder with --output-dir"
    )
    assert _everything(elsewhere) == {}


def test_a_link_in_the_place_is_replaced_not_written_through(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"mine")
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.pdf").symlink_to(target)
    (out / "b").mkdir()
    (out / UNFINISHED).symlink_to(out / "b")
    with pytest.raises(Problems, match="FILE203"):
        write_artifact(out, Artifact("a.pdf", b"new"))
    (out / UNFINISHED).unlink()
    write_artifact(out, Artifact("a.pdf", b"new"))
    assert target.read_bytes() == b"mine"
    assert not (out / "a.pdf").is_symlink()
    assert _everything(out) == {"a.pdf": b"new"}


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (
            errno.ENOSPC,
            "FILE201 could not be written: the disk is full; the file that was there is"
            " unchanged\n"
            "    make room, or choose another folder with --output-dir, and build again",
        ),
        (
            errno.EACCES,
            "FILE202 could not be written: you may not write here\n"
            "    change the permissions, or choose another folder with --output-dir",
        ),
        (
            errno.EIO,
            "FILE204 could not be written: Input/output error\n"
            "    see that the disk and the folder are sound, and build again",
        ),
    ],
)
@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_failing_disk_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str, step: str
) -> None:
    old = {"a/a.html": b"old page", "a/a.pdf": b"old"}
    write_all(tmp_path, [Artifact(place, content) for place, content in old.items()])

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, step, fail)
    with pytest.raises(Problems) as raised:
        write_all(tmp_path, [Artifact("a/a.pdf", b"new"), Artifact("a/a.html", b"new page")])
    monkeypatch.undo()
    assert _said(raised.value) == f"{tmp_path}/a/a.pdf: {said}"
    assert _everything(tmp_path) == old


def test_no_file_changes_until_all_are_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_artifact(tmp_path, Artifact("a/a.pdf", b"old"))
    real = os.fsync
    calls = []

    def full_at_the_second(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "full")
        real(descriptor)

    monkeypatch.setattr(files.os, "fsync", full_at_the_second)
    with pytest.raises(Problems):
        write_all(tmp_path, [Artifact("a/a.pdf", b"new"), Artifact("a/a.html", b"new")])
    assert _everything(tmp_path) == {"a/a.pdf": b"old"}


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from reportgen.outputs import files
    from reportgen.outputs.artifact import Artifact

    step, folder = sys.argv[1], Path(sys.argv[2])
    real = getattr(os, step)

    def die(*args, **kwargs):
        if step == "write":
            real(args[0], bytes(args[1])[:3])
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(os, step, die)
    with files.locked(folder):
        files.write_artifact(folder, Artifact("a/a.pdf", b"the new content"))
"""


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_kill_leaves_the_old_file_and_no_lock(tmp_path: Path, step: str) -> None:
    write_artifact(tmp_path, Artifact("a/a.pdf", b"old"))
    root = Path(files.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), step, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "a" / "a.pdf").read_bytes() == b"old"
    with locked(tmp_path):
        write_artifact(tmp_path, Artifact("a/a.pdf", b"new"))
    assert _everything(tmp_path) == {"a/a.pdf": b"new"}


def test_what_a_killed_build_left_goes_and_what_is_being_made_stays(tmp_path: Path) -> None:
    hidden = tmp_path / UNFINISHED
    hidden.mkdir()
    (hidden / "left").write_bytes(b"half")
    with (hidden / "in-the-making").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        write_artifact(tmp_path, Artifact("a.pdf", b"new"))
        assert [path.name for path in hidden.iterdir()] == ["in-the-making"]
    with locked(tmp_path):
        assert _everything(tmp_path) == {"a.pdf": b"new"}
        assert not hidden.exists()


def test_many_at_once_into_one_folder(tmp_path: Path) -> None:
    contents = [bytes([65 + at]) * 50_000 for at in range(8)]

    def write(content: bytes) -> None:
        for _ in range(20):
            write_artifact(tmp_path, Artifact("a/schema.json", content))

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, contents))
    assert (tmp_path / "a" / "schema.json").read_bytes() in contents
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_takes_no_place_that_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:  # as on a memory card

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(files.os, "link", refuse)
    path = write_new(tmp_path, Artifact("a.yml", b"one"))
    with pytest.raises(FileExistsError) as raised:
        write_new(tmp_path, Artifact("a.yml", b"two"))
    assert raised.value.filename == str(path)
    assert _everything(tmp_path) == {"a.yml": b"one"}
    assert path.stat().st_nlink == 1


def test_one_build_at_a_time(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "out"
    with locked(folder), pytest.raises(Problems) as raised, locked(folder):
        pass
    assert _said(raised.value) == (
        f"{folder}: FILE205 another build is writing in this folder\n"
        "    wait until it has ended, or choose another folder with --output-dir"
    )
    with locked(folder):
        assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Problems) as raised, locked(tmp_path / "file" / "out"):
        pass
    assert _said(raised.value) == (
        f"{tmp_path}/file/out: FILE207 cannot serve as output folder: not a directory\n"
        "    choose another one with --output-dir"
    )
