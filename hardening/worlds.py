"""Folders in which a command is stopped or fails, and what must lie there before and after.

A world holds studies, an output folder and a cache; each point of a harness works on a copy.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from hardening import forked
from hardening.forked import Ended
from reportgen.outputs import UNFINISHED

Tree = dict[str, bytes]
"""Every file in a world by its path, without what the cache keeps."""

_CACHE = "cache"
OLD, NEW = "help at the first contact", "hjälp vid första kontakten"  # words of the study's title
BUILD = ("build", "--cache-dir", _CACHE)
MANIFEST = "out/manifest.json"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A command that changes files, and the world that it finds."""

    name: str
    arguments: Sequence[str]
    prepare: Callable[[Path], None]  # from a world where version 1 was built and 2 is written
    again: Sequence[str] = BUILD  # the next run, after which all must be as it should
    refused: int = 0  # the exit code of the next run where the first one had done it all
    reports: bool = False  # a file tells what was found: of a failing disk, something else


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scenario with the world to copy, and what uninterrupted runs make of it."""

    scenario: Scenario
    folder: Path
    old: Tree
    new: Tree
    calls: tuple[str, ...] = field(default=(), repr=False)

    @property
    def again(self) -> tuple[str, ...]:
        return tuple(self.scenario.again)


def tree(world: Path) -> Tree:
    """Every file of a world but the cache's and unfinished ones."""
    return {
        path.relative_to(world).as_posix(): path.read_bytes()
        for path in sorted(world.rglob("*"))
        if path.is_file()
        and path.relative_to(world).parts[0] != _CACHE
        and UNFINISHED not in path.parts
    }


def first_world(folder: Path, studies: int) -> Path:
    """A world in which version 1 is built, the studies hold version 2, and the cache knows both."""
    world = folder / "first"
    world.mkdir(parents=True)
    names = [f"study-{number}" for number in range(studies)]
    for name in names:
        _must(forked.run(["new", name, "--language", "en"], world))
    first = {name: (world / "studies" / f"{name}.yml").read_text("utf-8") for name in names}
    for name, text in first.items():
        _write(world, name, text.replace(OLD, NEW))
    _must(forked.run(BUILD, world))
    shutil.rmtree(world / "out")
    for name, text in first.items():
        _write(world, name, text)
    _must(forked.run(BUILD, world))
    for name, text in first.items():
        _write(world, name, text.replace(OLD, NEW))
    return world


def prepared(scenario: Scenario, world: Path, folder: Path) -> Prepared:
    """A scenario's world, run once undisturbed and once watched."""
    start = folder / scenario.name
    shutil.copytree(world, start, symlinks=True)
    scenario.prepare(start)
    ended = copied(start, folder / f"{scenario.name}.new")
    _must(forked.run(scenario.arguments, ended))
    watched, log = copied(start, folder / f"{scenario.name}.watched"), folder / "log"
    _must(forked.run(scenario.arguments, watched, log=log))
    old, new = tree(start), tree(ended)
    assert new == tree(watched), f"{scenario.name}: two undisturbed runs differ"
    shutil.rmtree(ended)
    shutil.rmtree(watched)
    calls = tuple(forked.calls_made(log))
    return Prepared(scenario, start, old, new, calls)


def copied(world: Path, to: Path) -> Path:
    """A world of one's own."""
    shutil.copytree(world, to, symlinks=True)
    return to


def _write(world: Path, name: str, text: str) -> None:
    (world / "studies" / f"{name}.yml").write_text(text, "utf-8")


def _must(ended: Ended) -> None:
    if ended.code != 0:
        raise RuntimeError(f"an undisturbed run ended with {ended.code}: {ended.err}")


# --- The scenarios --------------------------------------------------------------------------


def _nothing_built(world: Path) -> None:
    shutil.rmtree(world / "out")


def _as_it_is(_: Path) -> None:
    return


def _no_cache(world: Path) -> None:
    shutil.rmtree(world / _CACHE)
    for path in sorted((world / "studies").glob("*.yml"))[1:]:
        path.unlink()


def _two_to_draw(world: Path) -> None:
    shutil.rmtree(world / _CACHE)
    for path in sorted((world / "studies").glob("*.yml"))[2:]:
        path.unlink()


def _a_pdf(world: Path) -> None:
    shutil.copy(world / "out" / "study-0" / "study-0.pdf", world / "brief.pdf")


def _old_schema(world: Path) -> None:
    (world / "studies" / "study.schema.json").write_text("{}\n", "utf-8")


_EXTRACT = ("extract", "brief.pdf", "--output-dir", "taken")
_CLEAN = ("clean", "--cache-dir", _CACHE)
_CHECK = ("check", "--output-format", "json", "--output-file", "report.json", "--exit-zero")

RESTORED = Scenario("restored", BUILD, _nothing_built)
"""What the cache knows is written into an empty folder: all of the writing, none of the drawing."""
REPLACED = Scenario("replaced", BUILD, _as_it_is)
"""The same over the briefs of an older text."""
SMALL = (
    Scenario("new", ("new", "another"), _old_schema, ("new", "another"), refused=2),
    Scenario("schema", _SCHEMA := ("schema", "--output-file", "s.json"), _as_it_is, _SCHEMA),
    Scenario("check", _CHECK, _as_it_is, _CHECK, reports=True),
    Scenario("extract", _EXTRACT, _a_pdf, (*_EXTRACT, "--force")),
    Scenario(
        "clean", ("clean", "--cache-dir", _CACHE), _as_it_is, ("clean", "--cache-dir", _CACHE)
    ),
)
"""The other commands that write or remove files."""
RENDERED = Scenario("rendered", BUILD, _no_cache)
"""A brief is drawn and laid out, over an older one, and the cache begun."""
BY_TWO = Scenario("by-two", (*BUILD, "--jobs", "2"), _two_to_draw)
"""Two briefs are drawn at once, each by a process of its own."""
BY_WORKERS = Scenario("by-workers", (*BUILD, "--executor", "processes"), _no_cache)
"""The same by a process of its own, which is as likely to be stopped as the one that writes."""


# --- What must hold -------------------------------------------------------------------------


def after_the_stop(world: Path, case: Prepared) -> Iterator[str]:
    """What is wrong in a world right after a run was stopped in it, or has failed."""
    found = tree(world)
    for path in sorted(found.keys() | case.old.keys() | case.new.keys()):
        known = (case.old.get(path), case.new.get(path))
        if found.get(path) in known or (path == MANIFEST and _is_true(found)):
            continue
        if not (case.scenario.reports and _is_json(found[path])):
            yield f"{path} is neither the old file nor the new one"
    if case.old.get(MANIFEST) != found.get(MANIFEST) and not _is_true(found):
        yield "the manifest tells of files that are not there"
    if _is_locked(world / "out"):
        yield "the lock is not free"


def after_success(world: Path, case: Prepared) -> Iterator[str]:
    """What is missing where a disturbed run ended with 0: it says that all is there."""
    found = tree(world)
    for path in sorted(found.keys() | case.new.keys()):
        if found.get(path) != case.new.get(path) and not (
            case.scenario.reports and _is_json(found.get(path, b""))
        ):
            yield f"ended with 0, and {path} is not the new file"


def _is_json(content: bytes) -> bool:
    try:
        return json.loads(content) is not None
    except ValueError:
        return False


def _is_true(found: Tree) -> bool:
    """Whether a manifest tells of files that lie there as it says: it may tell of fewer briefs."""
    try:
        briefs = json.loads(found[MANIFEST])["briefs"].values()
        told = {place: said for brief in briefs for place, said in brief["outputs"].items()}
        return bool(told) and all(
            sha256(found[f"out/{place}"]).hexdigest() == said["sha256"]
            for place, said in told.items()
        )
    except (ValueError, KeyError):
        return False


def _is_locked(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def after_the_next_run(world: Path, case: Prepared) -> Iterator[str]:
    """Run once more, undisturbed; what is wrong then."""
    done = tree(world) == case.new
    ended = forked.run(case.again, world)
    wanted = case.scenario.refused if done else 0
    if ended.code != wanted:
        yield f"the next run ended with {ended.code}: {ended.err.strip()}"
    found = tree(world)
    for path in sorted(found.keys() | case.new.keys()):
        if found.get(path) != case.new.get(path):
            yield f"{path} is not as it should be after the next run"
    yield from (f"{path.relative_to(world)} was left behind" for path in world.rglob(UNFINISHED))
