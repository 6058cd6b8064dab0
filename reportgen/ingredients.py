"""What a brief is made of: files by the SHA-256 of their content, and the program itself.

An ingredient is also a file that is not there, where its being there would
change the brief: a template of the user's that would come first, a brand file
nearer than the one found. Its place is told from a named folder, so that what
one checkout knows holds in another one.

Nothing heavy is imported: the fast path of `reportgen build` uses this.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from reportgen.kept import Kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_DIGITS = 64  # of a SHA-256 in hexadecimal
ABSENT = "absent"
FOLDER = "folder"
OTHER = "other"
NOWHERE = "nowhere"
"""States that are no digest: nothing is there, a folder is, or something that cannot be read."""

_FRESH = 2_000_000_000  # ns: within the same tick of the disk's clock a file may change unseen

PACKAGE = os.path.dirname(os.path.abspath(__file__))
_NOT_CODE = ("language/data", "shipped")
"""Folders of the package whose files are ingredients one by one, or none at all."""

LIBRARIES = (
    "babel", "brotli", "contourpy", "cffi", "cssselect2", "cycler", "fonttools", "jinja2",
    "kiwisolver", "markdown-it-py", "markupsafe", "matplotlib", "mdurl", "numpy", "packaging",
    "pillow", "pydantic", "pydantic-core", "pydyf", "pyparsing", "pypdf", "pypdfium2", "pyphen",
    "python-dateutil", "pyyaml", "tinycss2", "tinyhtml5", "uharfbuzz", "weasyprint", "webencodings",
    "zopfli",
)  # fmt: skip
"""Every library, named as on an index, whose version may change a brief's bytes or its problems."""

_NATIVE_FOLDERS = (
    "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib",
    "/lib/x86_64-linux-gnu", "/usr/local/lib", "/opt/homebrew/lib",
)  # fmt: skip
_NATIVE = (
    "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0",
    "libfontconfig.so.1", "libfreetype.so.6", "libfribidi.so.0", "libpango-1.0.0.dylib",
    "libpangoft2-1.0.0.dylib", "libharfbuzz.0.dylib", "libharfbuzz-subset.0.dylib",
    "libfontconfig.1.dylib", "libfreetype.6.dylib", "libfribidi.0.dylib",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A file that a brief is made of, or one whose absence it is made with.

    `root` names a folder (see `placed`) or is empty for an absolute path. Where
    it is `environment`, `path` is a variable; where it is `keys`, a language
    whose keys alone count.
    """

    root: str
    path: str
    state: str  # the SHA-256 of its content in hexadecimal, or ABSENT, FOLDER, OTHER, NOWHERE


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def told(*parts: object) -> str:
    """One digest for several things that `json` can write."""
    return digest(json.dumps(parts, sort_keys=True).encode("ascii"))


# --- Files ----------------------------------------------------------------------------------


def state_of(path: str) -> str:
    """What lies at a path now. What is no file is not opened: reading a pipe would empty it.

    Nor is what a link leads to outside its folder: no brief is made of that.
    """
    try:
        if os.path.islink(path) and _leads_away(path):
            # Whoever looks for a file there finds one, or goes on looking elsewhere.
            return OTHER if os.path.exists(path) else NOWHERE
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            return FOLDER
        if not stat.S_ISREG(found.st_mode):
            return OTHER
        if time.time_ns() - found.st_ctime_ns < _FRESH:
            return _file_digest(path)
        return _digest_once(path, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT
    except (OSError, ValueError):
        return OTHER


def stamp_of(path: str | os.PathLike[str]) -> tuple[int, ...]:
    """What tells a file from the next one at its path: its number, size and times.

    What is learnt from a file and remembered is remembered for a stamp. Raises OSError.
    """
    found = os.stat(path)
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _leads_away(path: str) -> bool:
    folder = os.path.realpath(os.path.dirname(path) or os.curdir)
    return not os.path.realpath(path).startswith(folder + os.sep)


def _file_digest(path: str) -> str:
    with open(path, "rb", buffering=0) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@lru_cache(maxsize=4096)
def _digest_once(path: str, *_: int) -> str:
    """The same, once as long as the file's number, size and times stay."""
    return _file_digest(path)


def state_within(folder: str, place: str) -> str:
    """The same for a file that we wrote under a folder: a link on the way is not ours."""
    path = folder
    for name in place.split("/"):
        path = os.path.join(path, name)
        if os.path.islink(path):
            return OTHER
    return state_of(path)


def settled(
    began: int, read: Iterable[Path], fonts: Iterable[Path], looked_at: Iterable[Path]
) -> bool:
    """Whether all these are still as they were at a moment, in nanoseconds since 1970.

    What this process knows of a font it may have learnt when it first met the
    file, so that one that is another by now is not settled.
    """
    there, faces = [*map(os.fspath, read)], [*map(os.fspath, fonts)]
    if any(_newer_than(path, began) for path in (*there, *faces, *map(os.fspath, looked_at))):
        return False
    if any(state_of(path) != _first_state(path) for path in faces):
        return False
    return all(len(state_of(path)) == _DIGITS for path in (*there, *faces))


def _newer_than(path: str, moment: int) -> bool:
    try:
        return os.stat(path).st_ctime_ns > moment
    except OSError:
        return False


@cache
def _first_state(path: str) -> str:
    return state_of(path)


def listing(folder: str) -> str:
    """A digest of the names in a folder."""
    try:
        return told(sorted(os.listdir(folder)))
    except OSError:
        return ABSENT


def placed(path: str, roots: Mapping[str, str]) -> tuple[str, str]:
    """A file's root and its path from there, with every link on the way left as it is.

    A root of `roots`, the first that holds it; else `site`, where installed
    packages lie; else from `real`, upwards, unless nothing is shared but `/`.
    """
    path = os.path.join(os.getcwd(), path)
    for name, folder in roots.items():
        if path.startswith(folder.rstrip(os.sep) + os.sep):
            return name, path[len(folder.rstrip(os.sep)) + 1 :]
    for entry in sorted(map(os.path.abspath, filter(None, sys.path)), key=len, reverse=True):
        below = path.removeprefix(entry + os.sep)
        if below != path and located("site", below, roots) == path:
            return "site", below
    study = roots.get("real", os.sep)
    if os.path.commonpath((study, path)) != os.sep:
        return "real", os.path.relpath(path, study)
    return "", path


def located(root: str, path: str, roots: Mapping[str, str]) -> str | None:
    """Where an ingredient lies here; None where its root is not known here."""
    if root == "":
        return path
    if root == "site":
        package = path.partition(os.sep)[0]
        for entry in map(os.path.abspath, filter(None, sys.path)):
            if os.path.isdir(os.path.join(entry, package)):
                return os.path.join(entry, path)
        return None
    return os.path.join(roots[root], path) if root in roots else None


_PLAIN_LINE = re.compile(
    r"""(\s*[\w./-]+:)\s+(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'{\[|>&*!#%@`-][^#{}\[\]]*)\s*"""
)


def keys_of(path: str) -> str:
    """A digest of the keys in a YAML file: what stands under them may change.

    A line that is not plainly a key with its text counts whole.
    """
    try:
        with open(path, encoding="utf-8") as stream:
            lines = [line.rstrip() for line in stream]
    except (OSError, UnicodeDecodeError):
        return OTHER
    said = [line for line in lines if line and not line.lstrip().startswith("#")]
    plain = map(_PLAIN_LINE.fullmatch, said)
    return told([match[1] if match else line for match, line in zip(plain, said, strict=True)])


# --- The program and what it stands on ----------------------------------------------------


def code_state(folder: str = PACKAGE) -> str:
    """A quick digest of the program's files, by path, size and times."""
    return told([(name, s.st_size, s.st_mtime_ns, s.st_ctime_ns) for name, s in _code(folder)])


@cache
def loaded_state() -> str:
    """The same as this process first saw it, or the one that it was forked from."""
    return code_state()


def code_digest(kept: Kept, folder: str = PACKAGE) -> str:
    """A digest of what the program's files hold; worked out once for each `code_state`."""
    key = code_state(folder)
    known = kept.get("code", key)
    if known is not None:
        return known.decode("ascii")
    content = told([(name, state_of(os.path.join(folder, name))) for name, _ in _code(folder)])
    kept.put("code", key, content.encode("ascii"))
    return content


def _code(folder: str) -> list[tuple[str, os.stat_result]]:
    return sorted(_files(folder, ""), key=lambda file: file[0])


def _files(folder: str, inner: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(os.path.join(folder, inner)) as entries:
        for entry in entries:
            name = f"{inner}/{entry.name}" if inner else entry.name
            if entry.is_dir():
                if entry.name != "__pycache__" and name not in _NOT_CODE:
                    yield from _files(folder, name)
            elif not entry.name.startswith("."):
                yield name, entry.stat()


def installed() -> dict[str, str]:
    """The version of each installed library by its normalised name, without opening any."""
    found: dict[str, str] = {}
    for entry in sys.path:
        for name in distributions(entry or os.curdir):
            library, _, version = name.rpartition(".")[0].partition("-")
            found.setdefault(library.lower().replace("_", "-").replace(".", "-"), version)
    return found


def distributions(folder: str) -> list[str]:
    """The names under which libraries lie installed in a folder, sorted."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def native() -> list[list[str | int]]:
    """The native libraries that set text: the file behind each name, and its size in bytes."""
    found: list[list[str | int]] = []
    for name in _NATIVE:
        for folder in _NATIVE_FOLDERS:
            try:
                path = os.path.realpath(os.path.join(folder, name), strict=True)
                found.append([os.path.basename(path), os.stat(path).st_size])
                break
            except OSError:
                continue
    return found


@cache
def kept_with_surroundings(folder: str) -> tuple[Kept, str]:
    """A cache, and the `surroundings` of this run: the program that has been loaded is it.

    Where it was replaced since, what it makes is kept under a name that nobody asks for again.
    """
    kept = Kept(folder)
    loaded = loaded_state()
    return kept, surroundings(kept) if code_state() == loaded else told("replaced", loaded)


def surroundings(kept: Kept) -> str:
    """A digest of everything that is the same for all briefs: program, libraries, machine."""
    versions = installed()
    return told(
        code_digest(kept),
        [sys.version, sys.implementation.cache_tag, sys.platform, os.uname().machine],
        [[name, versions.get(name)] for name in LIBRARIES],
        native(),
    )
