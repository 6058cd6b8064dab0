"""scripts/native_parts.py: what is missing is installed or named, never guessed at."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SCRIPT = CHECKOUT / "scripts" / "native_parts.py"


def _script_as_module():
    spec = importlib.util.spec_from_file_location("native_parts", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


native_parts = _script_as_module()

VENV = f"python3.{sys.version_info.minor}-venv"
BRINGS = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
    "poppler-utils": "pdftotext",
    "qpdf": "qpdf",
    "strace": "strace",
    "chromium": "chromium",
    VENV: "ensurepip",
}
APT = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
INSTALL = [*APT, "install", "-y", "--no-install-recommends"]


@dataclass
class Bench:
    """A machine of which every answer is known, and a record of what was run on it."""

    has: set[str]
    root: bool = False
    system: str = "linux"
    password_needed: bool = False
    apt_fails: bool = False
    apt_brings_nothing: bool = False
    ran: list[list[str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def _run(self, command):
        self.ran.append(list(command))
        if command == ["sudo", "-n", "true"]:
            return subprocess.CompletedProcess(command, int(self.password_needed), "", "")
        if "install" in command:
            if self.apt_fails:
                return subprocess.CompletedProcess(command, 100, "", "E: No such package\n")
            if not self.apt_brings_nothing:
                self.has |= {brought for name, brought in BRINGS.items() if name in command}
        return subprocess.CompletedProcess(command, 0, "", "")

    def bring(self, purpose: str) -> int:
        answers = self.has.__contains__
        machine = native_parts.Machine(
            loads=lambda name: answers(name),
            finds=lambda name: answers(name),
            imports=lambda name: answers(name),
            runs=self._run,
            is_root=self.root,
            system=self.system,
        )
        return native_parts.bring(native_parts.PURPOSES[purpose], machine, self.said.append)


EVERYTHING = set(BRINGS.values())


def test_where_nothing_is_missing_nothing_is_run_and_nothing_said():
    bench = Bench(has=EVERYTHING | {"apt-get"}, root=True)
    assert bench.bring("test") == 0
    assert (bench.ran, bench.said) == ([], [])


def test_root_with_apt_get_installs_just_what_is_missing():
    bench = Bench(has={"apt-get", "libpango-1.0.so.0", "ensurepip"}, root=True)
    assert bench.bring("briefs") == 0
    assert bench.ran == [
        [*APT, "update"],
        [*INSTALL, "libpangoft2-1.0-0", "libharfbuzz-subset0"],
    ]
    assert bench.said == ["Installing libpangoft2-1.0-0 libharfbuzz-subset0 with apt-get …"]


def test_sudo_without_a_password_will_do():
    bench = Bench(has=(EVERYTHING - {"qpdf"}) | {"apt-get", "sudo"})
    assert bench.bring("test") == 0
    assert bench.ran == [
        ["sudo", "-n", "true"],
        ["sudo", "-n", *APT, "update"],
        ["sudo", "-n", *INSTALL, "qpdf"],
    ]


def test_sudo_that_asks_for_a_password_is_left_to_the_reader():
    bench = Bench(has={"apt-get", "sudo", "ensurepip"}, password_needed=True)
    assert bench.bring("briefs") == 2
    assert bench.ran == [["sudo", "-n", "true"]]
    assert bench.said == [
        "reportgen needs Pango, PangoFT2 and HarfBuzz-subset, missing on this machine: run "
        "`sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`, "
        "then make again."
    ]


def test_what_apt_get_complains_of_is_handed_on():
    bench = Bench(has=(EVERYTHING - {"ensurepip"}) | {"apt-get"}, root=True, apt_fails=True)
    assert bench.bring("briefs") == 2
    assert bench.said == [
        f"Installing {VENV} with apt-get …",
        "E: No such package",
        "reportgen needs Python's venv, missing on this machine: run "
        f"`sudo apt-get install {VENV}`, then make again.",
    ]


def test_a_package_that_brings_no_library_is_not_taken_for_success():
    bench = Bench(
        has=(EVERYTHING - {"libpango-1.0.so.0"}) | {"apt-get"}, root=True, apt_brings_nothing=True
    )
    assert bench.bring("briefs") == 2


def test_homebrew_is_named_on_macos():
    bench = Bench(has={"ensurepip", "qpdf"}, system="darwin")
    assert bench.bring("test") == 2
    assert bench.said == [
        "reportgen needs Pango, PangoFT2, HarfBuzz-subset, Poppler and Chromium, missing on this "
        "machine: run `brew install pango harfbuzz poppler chromium`, then make again."
    ]


def test_elsewhere_the_debian_names_say_what_to_look_for():
    bench = Bench(has=EVERYTHING - {"libharfbuzz-subset.so.0"})
    assert bench.bring("briefs") == 2
    assert bench.said == [
        "reportgen needs HarfBuzz-subset, missing on this machine: install what your system "
        "calls the Debian packages libharfbuzz-subset0, then make again."
    ]


@pytest.mark.parametrize("program", ["chromium-browser", "google-chrome"])
def test_any_chromium_will_do(program):
    bench = Bench(has=(EVERYTHING - {"chromium"}) | {program})
    assert bench.bring("test") == 0


@pytest.mark.parametrize("arguments", [[], ["everything"], ["briefs", "test"]])
def test_a_wrong_call_says_how_it_is_called(arguments):
    ended = subprocess.run(
        [sys.executable, SCRIPT, *arguments], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "usage: native_parts.py briefs|test|harden\n"


# The real script in a real process, on a machine that lies about three things: no library can be
# loaded until apt-get has run, that apt-get is a script of ours, and whoever asks is root.
LYING_MACHINE = """
import ctypes, os, pathlib
os.geteuid = lambda: 0
load = ctypes.CDLL
def refuse(name, *rest, **more):
    if name and "pango" in str(name) and not pathlib.Path(os.environ["INSTALLED"]).exists():
        raise OSError(f"cannot load library {name!r}")
    return load(name, *rest, **more)
ctypes.CDLL = refuse
"""


FAKE_APT_GET = """#!/bin/sh
echo "$@" >> "$INSTALLED.log"
case "$*" in *install*) : > "$INSTALLED";; esac
"""


@pytest.fixture
def lying_machine(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "lies").mkdir()
    (tmp_path / "lies" / "sitecustomize.py").write_text(LYING_MACHINE)
    (tmp_path / "bin").mkdir()
    return {
        "PATH": str(tmp_path / "bin"),
        "PYTHONPATH": str(tmp_path / "lies"),
        "INSTALLED": str(tmp_path / "installed"),
    }


def _run_script(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, "briefs"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_script_installs_what_cannot_be_loaded(lying_machine):
    folder = Path(lying_machine["PATH"])
    apt = folder / "apt-get"
    apt.write_text(FAKE_APT_GET)
    apt.chmod(0o755)
    (folder / "env").symlink_to("/usr/bin/env")
    ended = _run_script(lying_machine)
    assert ended.stderr == "Installing libpango-1.0-0 libpangoft2-1.0-0 with apt-get …\n"
    assert (ended.returncode, ended.stdout) == (0, "")
    assert Path(lying_machine["INSTALLED"] + ".log").read_text().splitlines() == [
        "-q -o DPkg::Lock::Timeout=120 update",
        "-q -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0",
    ]


def test_the_script_says_what_to_install_where_there_is_no_apt_get(lying_machine):
    ended = _run_script(lying_machine)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("reportgen needs Pango and PangoFT2, missing on this machine: ")
    assert ended.stderr.count("\n") == 1
