"""Wheel and source archive hold all that a brief needs, and build what the checkout builds."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[2]
STUDY = "se-kunden"


def _run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    ended = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=inherited | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, f"{command}\n{ended.stdout}\n{ended.stderr}"
    return ended


def _build(source: Path, target: str, folder: Path) -> Path:
    _run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder, cwd=source)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(CHECKOUT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(CHECKOUT, "sdist", tmp_path_factory.mktemp("sdist"))


Need = tuple[str, frozenset[str]]  # a package and those of its extras that are asked for


def _needs(lines: list[str], extras: frozenset[str]) -> Iterator[Need]:
    """What a package with these extras requires, of the requirements that apply here."""
    for requirement in map(Requirement, lines):
        cases = [{"extra": extra} for extra in extras or {""}]
        if requirement.marker is None or any(map(requirement.marker.evaluate, cases)):
            yield canonicalize_name(requirement.name), frozenset(requirement.extras)


def _needs_in_turn(needs: Iterator[Need]) -> set[Need]:
    """The needs, and what they need to run, and what those need."""
    seen: set[Need] = set()
    waiting = list(needs)
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) not in seen:
            seen.add((name, extras))
            waiting += _needs(metadata.requires(name) or [], extras)
    return seen


def _belongings(package: str) -> Iterator[Path]:
    """The folders and files that a package put into site-packages."""
    distribution = metadata.distribution(package)
    names = {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}
    for name in sorted(names):
        yield Path(str(distribution.locate_file(name)))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and what it asks for, and nothing else: its bin folder.

    The dependencies are links to those already installed here, so that nothing is fetched;
    they are found by the wheel's own metadata, so that one it forgot is missing there too.
    """
    environment = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(environment, with_pip=False, symlinks=True)
    python = environment / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--quiet", "--python", python, "install")
    _run(*pip, "--no-index", "--no-deps", "--no-compile", wheel, cwd=environment)
    (packages,) = (environment / "lib").glob("python3*/site-packages")
    (installed,) = metadata.distributions(name="reportgen", path=[str(packages)])
    needed = _needs_in_turn(_needs(installed.requires or [], frozenset()))
    for package in sorted({name for name, _ in needed}):
        for belonging in _belongings(package):
            (packages / belonging.name).symlink_to(belonging)
    return environment / "bin"


def _names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_carries_all_that_a_brief_needs(wheel):
    names = _names(wheel)
    for folder in ("templates", "studies"):
        for path in (CHECKOUT / folder).rglob("*"):
            if path.is_file():
                assert f"reportgen/shipped/{path.relative_to(CHECKOUT)}" in names
    for path in (CHECKOUT / "reportgen").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert str(path.relative_to(CHECKOUT)) in names
    assert "reportgen/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_wheel_carries_nothing_else(wheel):
    strangers = [
        name
        for name in _names(wheel)
        if not name.startswith(("reportgen/", "reportgen-"))
        or "__pycache__" in name
        or name.startswith("reportgen/shipped/tests")
    ]
    assert strangers == []


def test_the_source_archive_builds_the_same_wheel(sdist, wheel, tmp_path):
    _run("tar", "xzf", sdist, cwd=tmp_path)
    source = tmp_path / sdist.name.removesuffix(".tar.gz")
    for name in ("Makefile", "constraints.txt", "constraints-test.txt", "scripts/native_parts.py"):
        assert (source / name).is_file()
    again = _build(source, "wheel", tmp_path / "again")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_a_new_study_is_made_checked_and_built_outside_the_checkout(elsewhere, tmp_path):
    reportgen = elsewhere / "reportgen"
    _run(reportgen, "new", "my-study", cwd=tmp_path)
    _run(reportgen, "check", cwd=tmp_path)
    _run(reportgen, "build", "--output-dir", "out", cwd=tmp_path)
    folder = tmp_path / "out" / "my-study"
    assert (folder / "my-study.pdf").read_bytes().startswith(b"%PDF-")
    assert (folder / "my-study.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "out" / "manifest.json").is_file()


def test_the_environment_elsewhere_runs_the_wheel_and_not_the_checkout(elsewhere, tmp_path):
    ended = _run(
        elsewhere / "python", "-c", "import reportgen; print(reportgen.__file__)", cwd=tmp_path
    )
    assert Path(ended.stdout.strip()).is_relative_to(elsewhere.parent)


def test_wheel_and_checkout_build_the_same_bytes(elsewhere, tmp_path):
    places = {
        "wheel": _run(
            elsewhere / "python",
            "-c",
            "from reportgen.shipped import studies_folder; print(studies_folder())",
            cwd=tmp_path,
        ).stdout.strip(),
        "checkout": str(CHECKOUT / "studies"),
    }
    built = {}
    for name, python, differing in (
        ("wheel", elsewhere / "python", {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}),
        ("checkout", sys.executable, {"PYTHONHASHSEED": "2", "TZ": "Europe/Oslo"}),
    ):
        here = tmp_path / name
        here.mkdir()
        study = Path(places[name]) / f"{STUDY}.yml"
        command = (python, "-m", "reportgen", "build", study, "--output-dir", "out")
        # The checkout's own code, wherever this Python would find another.
        path = {"PYTHONPATH": str(CHECKOUT)} if name == "checkout" else {}
        _run(*command, cwd=here, **differing, **path)
        built[name] = {
            str(path.relative_to(here)): path.read_bytes()
            for path in sorted((here / "out" / STUDY).rglob("*"))
            if path.is_file()
        }
    assert sorted(built["wheel"]) == [f"out/{STUDY}/{STUDY}.html", f"out/{STUDY}/{STUDY}.pdf"]
    assert built["wheel"] == built["checkout"]


def test_the_schema_beside_the_studies_is_the_one_that_the_command_prints(elsewhere, tmp_path):
    printed = _run(elsewhere / "reportgen", "schema", cwd=tmp_path).stdout
    kept = (CHECKOUT / "studies" / "study.schema.json").read_text(encoding="utf-8")
    assert kept == printed, "the model has changed: run `make schema`"
