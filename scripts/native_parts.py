"""The parts that pip cannot bring: finds what is missing and installs it where apt-get can.

    python3 scripts/native_parts.py briefs    what building a brief needs
    python3 scripts/native_parts.py test      what the tests need besides
    python3 scripts/native_parts.py harden    and what the long harnesses need

Prints nothing where everything is there. Where something is missing and apt-get may be used
(as root, or by sudo without a password), installs it; elsewhere says in one sentence what to
install, and exits with 2. Needs nothing but Python's own library, for it runs before anything
is installed.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """Something that must be on the machine, and the Debian package that brings it."""

    name: str
    package: str
    formula: str = ""  # the same for Homebrew
    libraries: tuple[str, ...] = ()  # any one of these can be loaded
    programs: tuple[str, ...] = ()  # any one of these is on the PATH
    modules: tuple[str, ...] = ()  # any one of these can Python import
    only_on: str = ""  # as in sys.platform, where no other system has it


@dataclass(frozen=True)
class Machine:
    """What a machine answers when it is asked; the tests ask one that lacks things."""

    loads: Callable[[str], bool]
    finds: Callable[[str], bool]
    imports: Callable[[str], bool]
    runs: Callable[[Sequence[str]], subprocess.CompletedProcess[str]]
    is_root: bool
    system: str  # as in sys.platform


# Libraries by the names under which WeasyPrint loads them: Linux, then macOS.
FOR_BRIEFS = (
    Part(
        name="Python's venv",
        package=f"python3.{sys.version_info.minor}-venv",
        formula="python",
        modules=("ensurepip",),
    ),
    Part(
        name="Pango",
        package="libpango-1.0-0",
        formula="pango",
        libraries=("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ),
    Part(
        name="PangoFT2",
        package="libpangoft2-1.0-0",
        formula="pango",
        libraries=("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    ),
    Part(
        name="HarfBuzz-subset",
        package="libharfbuzz-subset0",
        formula="harfbuzz",
        libraries=("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    ),
)
FOR_TESTS = (
    Part(name="Poppler", package="poppler-utils", formula="poppler", programs=("pdftotext",)),
    Part(name="qpdf", package="qpdf", formula="qpdf", programs=("qpdf",)),
    Part(
        name="Chromium",
        package="chromium",
        formula="chromium",
        programs=("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    ),
    # Stops a program at a call of its choice, and writes down what it asks of the system.
    Part(name="strace", package="strace", programs=("strace",), only_on="linux"),
)
FOR_HARDENING = (
    Part(name="faketime", package="faketime", programs=("faketime",), only_on="linux"),
)
PURPOSES = {
    "briefs": FOR_BRIEFS,
    "test": (*FOR_BRIEFS, *FOR_TESTS),
    "harden": (*FOR_BRIEFS, *FOR_TESTS, *FOR_HARDENING),
}


def missing_parts(parts: Sequence[Part], machine: Machine) -> list[Part]:
    """Those of the parts that the machine lacks."""
    return [
        part
        for part in parts
        if part.only_on in ("", machine.system)
        and not any(machine.loads(name) for name in part.libraries)
        and not any(machine.finds(name) for name in part.programs)
        and not any(machine.imports(name) for name in part.modules)
    ]


def apt_get(machine: Machine) -> list[str] | None:
    """How apt-get is called without being asked for a password; None where it cannot be."""
    quiet = [
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-q",
        "-o",
        "DPkg::Lock::Timeout=120",
    ]
    if not machine.finds("apt-get"):
        return None
    if machine.is_root:
        return quiet
    if machine.finds("sudo") and machine.runs(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n", *quiet]
    return None


def install(parts: Sequence[Part], apt: Sequence[str], machine: Machine) -> str:
    """Installs the parts' packages; returns what apt-get printed where that failed, else ''."""
    # A package list that could not be refreshed may still be good enough: install decides.
    refreshed = machine.runs([*apt, "update"])
    packages = [part.package for part in parts]
    installed = machine.runs([*apt, "install", "-y", "--no-install-recommends", *packages])
    if installed.returncode == 0:
        return ""
    return (refreshed.stderr if refreshed.returncode else "") + installed.stderr


def what_to_install(parts: Sequence[Part], machine: Machine) -> str:
    """One sentence: what is missing, and how it comes onto this kind of machine."""
    names = [part.name for part in parts]
    listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    packages = " ".join(part.package for part in parts)
    opening = f"reportgen needs {listed}, missing on this machine: "
    if machine.finds("apt-get"):
        return f"{opening}run `sudo apt-get install {packages}`, then make again."
    if machine.system == "darwin":
        formulas = " ".join(dict.fromkeys(part.formula for part in parts))
        return f"{opening}run `brew install {formulas}`, then make again."
    return (
        f"{opening}install what your system calls the Debian packages {packages}, then make again."
    )


def bring(parts: Sequence[Part], machine: Machine, say: Callable[[str], None]) -> int:
    """Sees to it that the parts are there; the exit code: 0 they are, 2 they are not."""
    missing = missing_parts(parts, machine)
    if not missing:
        return 0
    apt = apt_get(machine)
    if apt is not None:
        say(f"Installing {' '.join(part.package for part in missing)} with apt-get …")
        complaint = install(missing, apt, machine)
        if complaint:
            say(complaint.rstrip())
        missing = missing_parts(missing, machine)
    if not missing:
        return 0
    say(what_to_install(missing, machine))
    return 2


def _imports(module: str) -> bool:
    importlib.invalidate_caches()  # it may have been installed a moment ago
    return importlib.util.find_spec(module) is not None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def this_machine() -> Machine:
    """The machine that the script runs on."""
    return Machine(
        loads=_loads,
        finds=lambda program: shutil.which(program) is not None,
        imports=_imports,
        runs=lambda command: subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        ),
        is_root=os.geteuid() == 0,
        system=sys.platform,
    )


def main(arguments: Sequence[str]) -> int:
    """Runs the script; the exit code."""
    if len(arguments) != 1 or arguments[0] not in PURPOSES:
        sys.stderr.write("usage: native_parts.py briefs|test|harden\n")
        return 2
    return bring(
        PURPOSES[arguments[0]],
        this_machine(),
        lambda line: print(line, file=sys.stderr, flush=True),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
