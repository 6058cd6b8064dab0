"""Some of the points at which `make harden` stops a build, and what a harness must notice."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from checked import not_there

from hardening import run, worlds
from hardening.harness import Harness, Report
from hardening.worlds import MANIFEST, Prepared, Scenario, Tree
from reportgen.outputs import UNFINISHED

CHECKOUT = Path(__file__).resolve().parents[2]


def test_killed_and_failing_builds_leave_whole_files(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        not_there("strace is not installed")
    asked = ("--kills", "25", "--errors", "14", "--rendered", "1", "--studies", "2")
    ended = subprocess.run(
        [sys.executable, "-m", "hardening.run", "whole", *asked],
        cwd=CHECKOUT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    said = ended.stdout + ended.stderr
    assert (ended.returncode, "faults: 0" in said) == (0, True), said
    found = re.search(r"(\d+) kill points and (\d+) injected errors", said)
    assert found is not None, said
    assert (int(found[1]), int(found[2])) >= (24, 12), said


# --- A harness that could not find anything would prove nothing ------------------------------


def _manifest(tree: Tree) -> bytes:
    outputs = {
        path.removeprefix("out/"): {"sha256": sha256(content).hexdigest()}
        for path, content in tree.items()
    }
    return json.dumps({"briefs": {"a": {"outputs": outputs}}}).encode()


def _tree(version: str) -> Tree:
    briefs = {f"out/a/a.{form}": f"{form} {version}".encode() for form in ("pdf", "html")}
    return {**briefs, MANIFEST: _manifest(briefs)}


OLD, NEW = _tree("old"), _tree("new")
CASE = Prepared(Scenario("made-up", (), lambda _: None), Path(), OLD, NEW)


def _world(folder: Path, tree: Tree) -> Path:
    for path, content in tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"out/a/a.pdf": NEW["out/a/a.pdf"]}, []),  # whole, and the manifest still the old one
        (NEW, []),
        ({"out/a/a.pdf": b"pdf n"}, ["out/a/a.pdf is neither the old file nor the new one"]),
        ({"out/a/.a.part": b""}, ["out/a/.a.part is neither the old file nor the new one"]),
        ({MANIFEST: NEW[MANIFEST]}, ["the manifest tells of files that are not there"]),
        (
            {MANIFEST: b"{"},
            [
                f"{MANIFEST} is neither the old file nor the new one",
                "the manifest tells of files that are not there",
            ],
        ),
    ],
)
def test_what_a_stopped_run_may_leave(tmp_path: Path, changes: Tree, found: list[str]) -> None:
    world = _world(tmp_path, {**OLD, **changes})
    assert [*worlds.after_the_stop(world, CASE)] == found


def test_a_lock_that_is_kept_is_noticed(tmp_path: Path) -> None:
    world = _world(tmp_path, OLD)
    folder = os.open(world / "out", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        assert [*worlds.after_the_stop(world, CASE)] == ["the lock is not free"]
    finally:
        os.close(folder)


def test_unfinished_files_and_the_cache_are_no_part_of_a_tree(tmp_path: Path) -> None:
    extra = {f"out/{UNFINISHED}/12ab": b"half", "cache/file/aa/aa": b"kept"}
    assert worlds.tree(_world(tmp_path, {**OLD, **extra})) == OLD


def test_figures_take_their_place_in_the_page() -> None:
    harness = Harness("pairs", "nothing", lambda _: Report())
    page = "Before\n<!-- figures of pairs -->\n- old\n<!-- end of figures -->\nAfter\n"
    noted = run.noted(page, harness, Report(["20 pairs"], ["one is wrong"]))
    assert noted == (
        "Before\n<!-- figures of pairs -->\n- 20 pairs\n- found wrong: 1\n"
        f"- with {run.versions()}\n<!-- end of figures -->\nAfter\n"
    )
    with pytest.raises(ValueError, match="no place for these figures: <!-- figures of pairs -->"):
        run.noted("Before\n", harness, Report())
