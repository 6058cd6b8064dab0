"""Running the command as a process of its own, as a user does."""

from __future__ import annotations

import io
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from reportgen import cli
from reportgen.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
STARTERS = Path(cli.__file__).parent / "starter"
_OURS = ("REPORTGEN_", "GITHUB_", "NO_COLOR", "FORCE_COLOR", "PY_COLORS", "TERM", "COLUMNS")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def clean_environment(**more: str) -> dict[str, str]:
    """The environment of this process without what steers the command, and with the checkout."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "reportgen", *arguments]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `reportgen` in an empty folder; never lets a traceback pass."""

    def _run(
        *arguments: str,
        stdin: bytes | str = "",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        traceback: bool = False,
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command(*arguments),
            cwd=cwd or tmp_path,
            env=clean_environment(**(env or {})),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            timeout=120,
        )
        out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        assert ("Traceback" in out + err) is traceback, err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return _run


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """The same as `run` within this process: for what needs no process to be true."""

    def _call(
        *arguments: str, stdin: str = "", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        with monkeypatch.context() as here:
            here.chdir(tmp_path)
            for key in [key for key in os.environ if key.startswith(_OURS)]:
                here.delenv(key)
            for key, value in (env or {}).items():
                here.setenv(key, value)
            here.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
            code = main(arguments)
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return subprocess.CompletedProcess(arguments, code, out, err)

    return _call


def on_terminal(arguments: list[str], folder: Path, columns: int = 100) -> str:
    """What a command shows on a terminal, both streams together."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        arguments,
        cwd=folder,
        env=clean_environment(TERM="xterm-256color", COLUMNS=str(columns)),
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    shown = bytearray()
    while chunk := _read(master):
        shown += chunk
    os.close(master)
    assert process.wait(timeout=60) == 0
    return shown.decode().replace("\r\n", "\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # what Linux says where the other side is closed
        return b""


def starter(study_id: str, *changes: tuple[str, str], language: str = "sv") -> str:
    """The text of the study that `new` writes, with some of it replaced."""
    text = (STARTERS / f"{language}.yml").read_text(encoding="utf-8")
    first_id = next(line for line in text.splitlines() if line.startswith("id: "))
    for old, new in ((first_id, f"id: {study_id}"), *changes):
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return text


@pytest.fixture
def studies(tmp_path: Path) -> Path:
    """A folder `studies/` with two sound studies, `andra` and `forsta`, and a wrong one, `fel`."""
    folder = tmp_path / "studies"
    folder.mkdir()
    for study_id in ("andra", "forsta"):
        (folder / f"{study_id}.yml").write_text(starter(study_id), encoding="utf-8")
    wrong = starter(
        "fel", ("kind: survey", "kind: survay"), ("value: {percent: 62}", "value: {percent: 620}")
    )
    (folder / "fel.yml").write_text(wrong, encoding="utf-8")
    return folder


@pytest.fixture
def sound(studies: Path) -> Path:
    """The same folder with the two sound studies only."""
    (studies / "fel.yml").unlink()
    return studies


@pytest.fixture
def without_libraries(tmp_path: Path) -> Iterator[Path]:
    """A folder for PYTHONPATH that shadows packages; tests put modules into it."""
    folder = tmp_path / "shadow"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)
