"""The folder of content by key: sound or missing, and never in the way."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.kept import MARK, Kept, usual_folder

KEY, OTHER = "a1" * 32, "b2" * 32


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "cache")


def entries(kept: Kept) -> list[Path]:
    return [path for path in Path(kept.folder).rglob("*") if path.is_file() and path.name != MARK]


def test_what_is_kept_comes_back(kept: Kept) -> None:
    assert kept.get("file", KEY) is None
    kept.put("file", KEY, b"one")
    kept.put("chart", KEY, b"another kind")
    kept.put("file", KEY, b"another one")
    assert (kept.get("file", KEY), kept.get("chart", KEY)) == (b"another one", b"another kind")
    assert kept.has("file", KEY)
    assert not kept.has("file", OTHER)
    assert (
        (Path(kept.folder) / MARK)
        .read_text()
        .startswith("Signature: 8a477f597d28d172789f06886806bc55")
    )


@pytest.mark.parametrize("content", [b"", b"one", b"0" * 64 + b"one"])
def test_a_damaged_entry_is_none_and_goes(kept: Kept, content: bytes) -> None:
    kept.put("file", KEY, b"one")
    (entry,) = entries(kept)
    entry.write_bytes(content)
    assert kept.get("file", KEY) is None
    assert entries(kept) == []


def test_a_cut_entry_is_none(kept: Kept) -> None:
    kept.put("file", KEY, b"one and a half")
    (entry,) = entries(kept)
    entry.write_bytes(entry.read_bytes()[:-1])
    assert kept.get("file", KEY) is None


@pytest.mark.parametrize("key", ["", "../x", "a/b", "a.b"])
def test_no_key_leads_elsewhere(kept: Kept, key: str) -> None:
    with pytest.raises(ValueError, match="nothing is kept under"):
        kept.put("file", key, b"")


def test_a_folder_that_cannot_be_written_is_no_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", "/proc/reportgen"):
        kept = Kept(folder)
        kept.put("file", KEY, b"one")
        assert kept.get("file", KEY) is None
        assert kept.prune(0) == kept.clear() == 0


def test_somebody_elses_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("dear diary")
    kept = Kept(tmp_path)
    kept.put("file", KEY, b"one")
    assert kept.foreign
    assert not kept.ours
    assert kept.clear() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]


def test_the_oldest_go_first(kept: Kept) -> None:
    keys = [f"{letter}{'0' * 63}" for letter in "abcd"]
    for at, key in enumerate(keys):
        kept.put("file", key, b"x" * 100)
        os.utime(Path(kept.folder, "file", key[:2], key), (at, at))
    assert kept.get("file", keys[0])  # used now: no longer the oldest
    assert kept.prune(400) == 2 * 164
    assert [kept.has("file", key) for key in keys] == [True, False, False, True]
    assert kept.prune(400) == 0
    assert kept.prune(0) == 2 * 164


def test_what_is_small_and_tells_that_nothing_is_to_be_done_goes_last(kept: Kept) -> None:
    for at, kind in enumerate(("brief", "run", "code", "chart", "file")):
        kept.put(kind, str(at) * 64, b"x" * 100)
        os.utime(Path(kept.folder, kind, str(at) * 2, str(at) * 64), (at, at))
    assert kept.prune(3 * 164) == 2 * 164
    there = [kept.has(kind, str(at) * 64) for at, kind in enumerate(("brief", "run", "code"))]
    assert there == [True, True, True]
    assert kept.prune(164) == 2 * 164
    assert kept.has("code", "2" * 64)


def test_clear_takes_what_is_ours_alone(kept: Kept) -> None:
    kept.put("file", KEY, b"x" * 100)
    kept.put("run", KEY, b"{}")
    Path(kept.folder, "notes.txt").write_text("mine")
    assert kept.clear() == 164 + 66
    assert [path.name for path in Path(kept.folder).iterdir()] == ["notes.txt"]


def test_what_cannot_be_removed_stays_ours(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.put("file", KEY, b"one")
    kept.put("chart", KEY, b"two")
    real = os.listdir

    def fail(folder: str) -> list[str]:
        if folder.endswith("chart"):
            raise OSError(errno.EIO, "Input/output error")
        return real(folder)

    monkeypatch.setattr(os, "listdir", fail)
    kept.clear()
    assert kept.ours
    monkeypatch.undo()
    kept.clear()
    assert not Path(kept.folder).exists()


def test_what_killed_programs_left_goes_and_what_is_being_made_stays(kept: Kept) -> None:
    kept.put("file", "a" * 64, b"whole")
    shelf = Path(kept.folder) / "file" / "aa"
    (shelf / ".new-1").write_bytes(b"half")
    (Path(kept.folder) / ".new-2").write_bytes(b"half a mark")
    with (shelf / ".new-3").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        kept.prune(1_000)
    assert sorted(path.name for path in shelf.iterdir()) == [".new-3", "a" * 64]
    assert sorted(path.name for path in Path(kept.folder).iterdir()) == ["CACHEDIR.TAG", "file"]


def test_several_programs_at_once(kept: Kept) -> None:
    script = (
        "import sys; from reportgen.kept import Kept\n"
        "kept = Kept(sys.argv[1])\n"
        "for turn in range(200):\n"
        "    for key in ('a' * 64, 'b' * 64):\n"
        "        kept.put('file', key, (key * 500).encode())\n"
        "        found = kept.get('file', key)\n"
        "        assert found in (None, (key * 500).encode()), found\n"
        "    if turn % 20 == 0: kept.prune(0)\n"
    )
    checkout = Path(__file__).resolve().parents[1]
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", script, kept.folder], env={"PYTHONPATH": str(checkout)}
        )
        for _ in range(2)
    ]
    assert [program.wait() for program in programs] == [0, 0]
    assert kept.ours
    assert kept.get("file", "a" * 64) in (None, b"a" * 64 * 500)


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"REPORTGEN_CACHE_DIR": "x", "XDG_CACHE_HOME": "/y", "HOME": "/z"}, "x"),
        ({"XDG_CACHE_HOME": "/y", "HOME": "/z"}, "/y/reportgen"),
        ({"XDG_CACHE_HOME": "y", "HOME": "/z"}, "/z/.cache/reportgen"),
        ({"REPORTGEN_CACHE_DIR": "", "HOME": "/z"}, "/z/.cache/reportgen"),
        ({"HOME": ""}, None),
        ({}, None),
    ],
)
def test_where_the_cache_lies(environ: dict[str, str], folder: str | None) -> None:
    assert usual_folder(environ) == folder
