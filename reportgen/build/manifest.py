"""The manifest: what each brief was made of, with what, and what came out.

It holds no clock, no user and no absolute path, and its keys are sorted: the
same inputs and versions give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from stat import S_ISREG
from types import MappingProxyType
from typing import Any

import reportgen
from reportgen.build.cache import Output, Record
from reportgen.build.machine import of_the_machine
from reportgen.ingredients import OTHER, state_of
from reportgen.outputs.artifact import Artifact
from reportgen.outputs.render import ENDINGS
from reportgen.problems import Problem, Problems, Span

NAME = "manifest.json"
FORM = 1

# The libraries whose version can change a brief's bytes.
SHAPING = (
    "babel",
    "fonttools",
    "jinja2",
    "markdown-it-py",
    "matplotlib",
    "pillow",
    "pydyf",
    "pyphen",
    "pypdfium2",
    "tinycss2",
    "uharfbuzz",
    "weasyprint",
)

Entry = Mapping[str, Any]


def versions() -> dict[str, str]:
    """The installed version of each library that shapes a brief."""
    from importlib import metadata

    found = {}
    for name in SHAPING:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def portable(shown: str) -> str:
    """A path that says nothing about the machine: under the current folder, or the bare name."""
    path = Path(shown)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    if path.is_absolute() or ".." in path.parts:
        return path.name
    return path.as_posix()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def entry(record: Record) -> Entry:
    """What the manifest says of one brief."""
    return {
        "inputs": {portable(shown): digest for shown, digest in record.inputs},
        "outputs": {
            output.place: {
                "bytes": output.size,
                "sha256": output.sha256,
                **({"pages": output.pages} if output.pages is not None else {}),
            }
            for output in record.outputs
        },
        "reportgen": reportgen.__version__,
        "title": record.title,
        "versions": dict(record.versions),
    }


def kept(folder: Path, known: Mapping[str, str] = MappingProxyType({})) -> dict[str, Entry]:
    """The entries of an existing manifest whose files are still there, unchanged.

    A manifest that is none, or of another form, counts as none. `known` is the
    SHA-256 of files, by place, that this run has just seen or written. Raises
    `Problems` (FILE107) for a disk that fails: nothing is dropped for that.
    """

    def unchanged(place: str, said: Mapping[str, Any]) -> bool:
        if place in known:
            return bool(known[place] == said["sha256"])
        return _unchanged(folder / place, said)

    try:
        return {
            name: brief
            for name, brief in told(folder).items()
            if all(unchanged(place, said) for place, said in brief["outputs"].items())
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def told(folder: Path) -> dict[str, Entry]:
    """The entries of an existing manifest as they stand; none where there is no such file.

    Raises `Problems` (FILE107) where it is there and the disk does not give it.
    """
    try:
        read = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return dict(read["briefs"]) if read["form"] == FORM else {}
    except OSError as error:
        if of_the_machine(error):
            raise _unreadable(folder / NAME) from None
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def outdated(folder: Path, name: str, now: Entry, before: Mapping[str, Entry]) -> list[str]:
    """The files in a brief's folder that are not of this brief: of last week's text, say.

    `before` is what the manifest told until now.
    """
    try:
        parts = merged({each: before[each] for each in (name,) if each in before}, {name: now})
        current = parts[name]["outputs"]
    except (KeyError, TypeError, AttributeError):  # somebody has written the manifest
        current = now["outputs"]
    places = [f"{name}/{name}{ending}" for ending in ENDINGS]
    return [place for place in places if place not in current and (folder / place).is_file()]


def _unchanged(path: Path, said: Mapping[str, Any]) -> bool:
    try:
        found = path.stat()
    except OSError as error:
        if of_the_machine(error):
            raise _unreadable(path) from None
        return False
    if not S_ISREG(found.st_mode) or found.st_size != said["bytes"]:
        return False
    state = state_of(str(path))  # read once by whoever watches
    if state == OTHER and not path.is_symlink():
        raise _unreadable(path)
    return bool(state == said["sha256"])


def _unreadable(path: Path) -> Problems:
    problem = Problem(
        code="FILE107",
        message="the file cannot be read",
        span=Span(str(path)),
        remedy="is its disk or network drive in order?",
    )
    return Problems([problem])


def merged(before: Mapping[str, Entry], now: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries of both; of a brief in both, also the files that only stood before.

    Those stay only where they were made of the same things: a PDF of last week's
    text is not part of today's brief.
    """
    briefs = {**before, **now}
    for name in before.keys() & now.keys():
        made = ("inputs", "reportgen", "versions")
        if all(before[name].get(key) == now[name][key] for key in made):
            outputs = {**before[name]["outputs"], **now[name]["outputs"]}
            briefs[name] = {**now[name], "outputs": outputs}
    return briefs


def as_artifact(briefs: Mapping[str, Entry]) -> Artifact:
    """The manifest as a file."""
    text = json.dumps(
        {"briefs": dict(briefs), "form": FORM}, ensure_ascii=False, indent=2, sort_keys=True
    )
    return Artifact(NAME, (text + "\n").encode())


def places(briefs: Mapping[str, Entry]) -> dict[str, str]:
    """The SHA-256 of every file that the entries speak of, by its place."""
    return {
        place: str(said["sha256"])
        for brief in briefs.values()
        for place, said in brief["outputs"].items()
    }


def output(artifact: Artifact) -> Output:
    """The manifest as one of the files that lie in the folder."""
    return Output(NAME, _sha256(artifact.content), len(artifact.content), None)
