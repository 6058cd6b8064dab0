"""What files and surroundings are told apart by."""

from __future__ import annotations

import importlib.metadata
import os
import re
import sys
import time
from pathlib import Path

import pytest

from reportgen import ingredients
from reportgen.build.manifest import SHAPING
from reportgen.kept import Kept

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_states(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("empty")
    states = {
        name: ingredients.state_of(str(tmp_path / name))
        for name in ("empty", "link", "pipe", ".", "none", "empty/below", "\0")
    }
    assert states == {
        "empty": EMPTY,
        "link": EMPTY,
        "pipe": "other",
        ".": "folder",
        "none": "absent",
        "empty/below": "absent",
        "\0": "other",
    }
    assert ingredients.state_within(str(tmp_path), "empty") == EMPTY
    assert ingredients.state_within(str(tmp_path), "link") == "other"


def test_a_file_rewritten_in_the_same_moment_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a"
    states = set()
    for turn in range(50):
        path.write_text(f"{turn:02}")
        os.utime(path, (1, 1))
        states.add(ingredients.state_of(str(path)))
    assert len(states) == 50


def test_places_are_told_from_named_folders(tmp_path: Path) -> None:
    study, own = tmp_path / "a" / "studies", tmp_path / "a" / "own"
    for folder in (study, own):
        folder.mkdir(parents=True)
    roots = {"study": str(study), "own": str(own), "real": str(study.resolve())}
    for path, told in (
        (study / "brands" / "x.yml", ("study", "brands/x.yml")),
        (f"{study}/../brand.yml", ("study", "../brand.yml")),
        (own / "t.j2", ("own", "t.j2")),
        (tmp_path / "a" / "_brand.yml", ("real", "../_brand.yml")),
        (Path(importlib.metadata.__file__), ("site", "importlib/metadata/__init__.py")),
        ("/nowhere/at.all", ("", "/nowhere/at.all")),
    ):
        assert ingredients.placed(str(path), roots) == told
        found = ingredients.located(*told, roots)
        assert found is not None
        assert Path(found).resolve() == Path(path).resolve()
    assert ingredients.located("strange", "x", roots) is None
    assert ingredients.located("site", "no-such-package/x", roots) is None


def test_what_changes_after_the_beginning_is_not_settled(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("a")
    time.sleep(0.02)
    began = time.time_ns()
    assert ingredients.settled(began, [path], [path], [tmp_path])
    assert not ingredients.settled(began, [tmp_path / "none"], [], [])
    time.sleep(0.02)
    path.write_text("b")
    os.utime(path, (1, 1))
    assert not ingredients.settled(began, [path], [], [])
    assert ingredients.settled(time.time_ns() + 10**8, [path], [], [])
    # This process may still know the font as it was.
    assert not ingredients.settled(time.time_ns() + 10**8, [], [path], [])


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("a: one\n", "a: two\n", True),
        ('a: "one: 1"\n', "a: 'two'\n", True),
        ("a: one\n# said\n", "a: one\n", True),
        ("a: one\n", "b: one\n", False),
        ("a: one\n", "a: one\nb: two\n", False),
        ("a:\n  b: one\n", "a:\n  c: one\n", False),
        ("a: {b: one}\n", "a: {c: one}\n", False),
        ("a: {b: one}\n", "a: {b: two}\n", False),
        ('a: "one"\n', 'a: "one\n', False),
        ("a: one\n", "a: [one]\n", False),
        ("a: one\n", "a: &x one\n", False),
    ],
)
def test_keys_without_what_stands_under_them(
    tmp_path: Path, before: str, after: str, same: bool
) -> None:
    path = tmp_path / "a.yml"
    path.write_text(before)
    first = ingredients.keys_of(str(path))
    path.write_text(after)
    assert (ingredients.keys_of(str(path)) == first) is same


def test_the_program_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    kept, folder = Kept(tmp_path / "cache"), tmp_path / "program"
    (folder / "language" / "data").mkdir(parents=True)
    (folder / "a.py").write_text("a")
    first = ingredients.code_digest(kept, str(folder))
    os.utime(folder / "a.py", (1, 1))
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "a.pyc").touch()
    (folder / "language" / "data" / "sv.yml").touch()
    assert ingredients.code_digest(kept, str(folder)) == first
    quick = ingredients.code_state(str(folder))
    time.sleep(0.02)
    (folder / "a.py").write_text("b")
    os.utime(folder / "a.py", (1, 1))
    assert ingredients.code_state(str(folder)) != quick
    assert ingredients.code_digest(kept, str(folder)) != first


def test_what_is_installed_is_read_from_names_as_it_is_told() -> None:
    found = ingredients.installed()
    for name in ingredients.LIBRARIES:
        assert found[name] == importlib.metadata.version(name), name


# What is needed and changes no byte: it speaks on a terminal, or types our code.
NOT_SHAPING = {
    "annotated-doc", "annotated-types", "colorama", "click", "markdown-it-py", "pygments", "rich",
    "shellingham", "typer", "typing-extensions", "typing-inspection", "pycparser", "six",
    "watchfiles", "anyio", "idna", "sniffio", "tzdata",
}  # fmt: skip


def test_every_library_that_a_brief_rests_on_counts() -> None:
    waiting = [*SHAPING, "pydantic", "pyyaml"]
    for name in waiting:
        for line in importlib.metadata.requires(name) or ():
            needed, _, only = line.partition(";")
            match = re.match(r"[A-Za-z0-9._-]+", needed)
            assert match is not None
            plain = re.sub(r"[-_.]+", "-", match[0]).lower()
            if ("extra" not in only or "woff" in only) and plain not in waiting:
                try:
                    importlib.metadata.version(plain)
                except importlib.metadata.PackageNotFoundError:
                    continue
                waiting.append(plain)
    assert set(waiting) - NOT_SHAPING <= set(ingredients.LIBRARIES)


def test_surroundings_differ_by_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept(tmp_path / "cache")
    before = ingredients.surroundings(kept)
    assert ingredients.surroundings(kept) == before
    (tmp_path / "pydyf-99.0.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert ingredients.surroundings(kept) != before
