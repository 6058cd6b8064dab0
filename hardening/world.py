"""The closed world: what a build may look at, read and change, each with the reason.

The list is computed from the run: where Python and its packages lie, which folders
were given, where output and cache go. What is not on it is a breach.
"""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hardening.drive import BEGINS, ENDS, NEXT
from hardening.syscalls import Act
from reportgen import shipped

CHECKOUT = Path(__file__).resolve().parents[1]
LOOK, READ, CHANGE = "look", "read", "change"


@dataclass(frozen=True, slots=True)
class Allowed:
    """Acts of some kinds on a path, or on all below it; `because` says why a build may."""

    because: str
    kinds: tuple[str, ...]
    at: tuple[str, ...]  # these paths
    below: tuple[str, ...] = ()  # and everything under these

    def covers(self, act: Act) -> bool:
        """Whether an act is one of these."""
        return act.kind in self.kinds and (
            act.path in self.at
            or any(act.path == root or act.path.startswith(root + os.sep) for root in self.below)
        )


@dataclass(frozen=True, slots=True)
class Places:
    """Where a run may be at work."""

    inputs: tuple[Path, ...]  # folders of studies, brands, templates and settings
    outputs: tuple[Path, ...]
    cache: Path
    home: Path
    linked: tuple[Path, ...] = ()  # where links among the inputs lead
    temporary: Path | None = None  # only where workers are


@dataclass
class Account:
    """What was found in a log."""

    counted: Counter[str] = field(default_factory=Counter)  # acts by kind
    used: Counter[str] = field(default_factory=Counter)  # acts by the reason they are allowed for
    paths: set[str] = field(default_factory=set)
    breaches: list[tuple[str, Act]] = field(default_factory=list)  # with the command they are of


def account_of(acts: Iterable[Act], allowed: tuple[Allowed, ...]) -> Account:
    """Every act between the two marks, judged."""
    found = Account()
    command = ""
    for act in _between_marks(acts):
        if act.path.startswith(NEXT):
            command = act.path.removeprefix(NEXT)
            continue
        found.counted[act.kind] += 1
        if act.path:
            found.paths.add(act.path)
        if act.kind == "wait" or (act.kind == LOOK and not act.path):
            continue
        rule = next((one for one in allowed if one.covers(act)), None)
        if rule is not None:
            found.used[rule.because] += 1
        else:
            found.breaches.append((command, act))
    return found


def _between_marks(acts: Iterable[Act]) -> Iterator[Act]:
    inside = False
    for act in acts:
        if act.path == BEGINS:
            inside = True
        elif act.path == ENDS:
            return
        elif inside:
            yield act


def closed_world(places: Places) -> tuple[Allowed, ...]:
    """Everything that a build in one process may do."""
    given = [*places.inputs, *places.outputs, places.cache]
    return (
        Allowed(
            "Python, its packages and reportgen itself: code, fonts, templates, language data",
            (LOOK, READ),
            (),
            _installation(),
        ),
        Allowed(
            "the folders that were given: studies, brands, templates, settings",
            (LOOK, READ),
            (),
            _strings(places.inputs),
        ),
        Allowed(
            "what is made goes there, and what was made before is compared",
            (LOOK, READ, CHANGE),
            (),
            _strings(places.outputs),
        ),
        Allowed(
            "charts and briefs that were made before",
            (LOOK, READ, CHANGE),
            _ways(places.cache),
            _strings([places.cache]),
        ),
        Allowed(
            "settings and a brand that lie above a folder that was given hold for what is below"
            " (README.md, docs/brands.md)",
            (LOOK, READ),
            tuple(dict.fromkeys(path for folder in given for path in _upward(folder))),
        ),
        Allowed(
            "the way to a folder that was given",
            (LOOK,),
            tuple(dict.fromkeys(path for folder in given for path in _ways(folder))),
        ),
        Allowed(
            "the way to Python's own folders, looked at as its importer resolves links",
            (LOOK,),
            tuple(dict.fromkeys(path for root in _installation() for path in _ways(Path(root)))),
        ),
        Allowed(
            "where a link leads is found out by looking, before it is refused",
            (LOOK,),
            tuple(dict.fromkeys(path for one in places.linked for path in _ways(one))),
            tuple(dict.fromkeys(map(str, places.linked))),
        ),
        Allowed(
            "the checkout, where Python's importer looks for packages",
            (LOOK,),
            (),
            (str(CHECKOUT),),
        ),
        Allowed("the names in it, for the same reason", (READ,), (str(CHECKOUT),)),
        Allowed("threads in which Pango looks for fonts", ("thread",), ("",)),
        Allowed(
            "whether there is a jbig2dec, which pypdf asks when it is loaded and never runs here",
            (LOOK,),
            tuple(
                os.path.join(folder, "jbig2dec")
                for folder in os.environ.get("PATH", "").split(os.pathsep)
            ),
        ),
        *_of_the_system(places.home),
    )


_ON_A_PAIR = (
    "sendto", "recvfrom", "sendmsg", "recvmsg", "shutdown", "getsockopt", "setsockopt",
    "getsockname", "getpeername",
)  # fmt: skip
"""What can be done with a socket that is there; `socket`, `connect` and `accept` make others."""


def with_workers(places: Places) -> tuple[Allowed, ...]:
    """The same where briefs are built by workers: processes of our own and their folder."""
    assert places.temporary is not None
    archive = f"python{sys.version_info.major}{sys.version_info.minor}.zip"
    ways = {path for root in _installation() for path in (root, *_ways(Path(root)))}
    python = tuple(dict.fromkeys((sys.executable, os.path.realpath(sys.executable))))
    return (
        *closed_world(places),
        Allowed("a worker is this Python again", ("start", LOOK, READ), python),
        Allowed(
            "where Python's own library could lie, asked as it starts",
            (LOOK,),
            tuple(os.path.join(way, "lib", archive) for way in ways),
        ),
        Allowed("workers are forked", ("birth",), ("",)),
        Allowed(
            "how many threads there are, for a process is forked only where there is one",
            (LOOK, READ),
            ("/proc/self/task",),
        ),
        Allowed("workers are ended", ("signal",), ("",)),
        Allowed(
            "workers are spoken to by pairs of sockets without a name, which reach nobody else",
            ("network",),
            ("socketpair AF_UNIX", *_ON_A_PAIR),
        ),
        Allowed(
            "workers' own folder for temporary files, gone at the end",
            (LOOK, READ, CHANGE),
            (),
            (str(places.temporary),),
        ),
    )


def _of_the_system(home: Path) -> tuple[Allowed, ...]:
    """What libraries ask of any system; nothing here is chosen by a study."""
    settings = [home / ".config" / "fontconfig", home / ".fonts.conf", home / ".fonts.conf.d"]
    return (
        Allowed(
            "shared libraries, found by the system's loader",
            (LOOK, READ),
            ("/etc/ld.so.cache", "/etc/ld.so.preload"),
            ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/opt/homebrew/lib"),
        ),
        Allowed(
            "the way to shared libraries",
            (LOOK,),
            ("/", "/usr", "/usr/local", "/opt", "/opt/homebrew"),
        ),
        Allowed("nothing, as a file", (LOOK, READ, CHANGE), ("/dev/null",)),
        Allowed("random bytes for names of unfinished files", (LOOK, READ), ("/dev/urandom",)),
        Allowed(
            "how many processors there are: asked by pydantic's and NumPy's compiled parts",
            (LOOK, READ),
            ("/proc/cpuinfo", "/proc/meminfo", "/proc/self/cgroup", "/proc/self/mountinfo"),
            ("/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/fs/cgroup"),
        ),
        Allowed(
            "the process asks where its own program lies",
            (LOOK, READ),
            ("/proc/self/exe", "/proc/self/maps"),
        ),
        Allowed(
            "how freely the system gives memory: asked by the C library",
            (LOOK, READ),
            ("/proc/sys/vm/overcommit_memory",),
        ),
        Allowed(
            "whether SELinux is on: asked by GLib, which Pango rests on",
            (LOOK, READ),
            ("/sys/fs/selinux", "/selinux", "/proc/filesystems", "/etc/selinux/config"),
        ),
        Allowed(
            "the clock's zone, which dates in file attributes are told in",
            (LOOK, READ),
            ("/etc/localtime",),
            ("/usr/share/zoneinfo",),
        ),
        Allowed(
            "the locale that the process was started in",
            (LOOK, READ),
            ("/etc/locale.alias", "/usr/share/locale/locale.alias"),
            ("/usr/lib/locale", "/usr/share/locale"),
        ),
        Allowed(
            "OpenSSL's settings, read when Python's hashlib loads it",
            (LOOK, READ),
            ("/usr/lib/ssl/openssl.cnf", "/etc/ssl/openssl.cnf", "/usr/local/ssl/openssl.cnf"),
        ),
        Allowed(
            "fontconfig's list of optional settings, which it reads and, by our own file, does not"
            " apply (FcConfigParseOnly)",
            (LOOK, READ),
            ("/etc/fonts/local.conf", *_strings(settings), *_ways(settings[0])),
            ("/usr/share/fontconfig", str(settings[0]), str(settings[2])),
        ),
    )


# --- Paths --------------------------------------------------------------------------------


def _installation() -> tuple[str, ...]:
    folders = {
        sys.prefix, sys.base_prefix, sys.exec_prefix, *site.getsitepackages(),
        *sysconfig.get_paths().values(), str(CHECKOUT / "reportgen"), str(CHECKOUT / "hardening"),
        str(shipped.templates_folder()), str(shipped.studies_folder()),
    }  # fmt: skip
    named = {os.path.realpath(folder) for folder in folders} | folders
    return tuple(sorted(folder for folder in named if os.path.isdir(folder)))


def _strings(paths: Iterable[Path]) -> tuple[str, ...]:
    both = ((str(path), os.path.realpath(path)) for path in paths)
    return tuple(dict.fromkeys(text for one in both for text in one))


def _ways(path: Path) -> tuple[str, ...]:
    """The folders above."""
    return _strings(path.parents)


def _upward(folder: Path) -> Iterator[str]:
    """The files above that may hold settings or a brand."""
    for above in _ways(folder):
        for name in ("reportgen.toml", "pyproject.toml", "_brand.yml", "_brand.yaml"):
            yield os.path.join(above, name)
        for inner in ("brand", "_brand"):
            for name in ("_brand.yml", "_brand.yaml"):
                yield os.path.join(above, inner, name)
