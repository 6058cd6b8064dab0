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

from hardening import run, whole, worlds
from hardening.forked import Ended
from hardening.harness import Harness, Report
from hardening.worlds import MANIFEST, Prepared, Scenario, Tree
from reportgen.outputs import UNFINISHED

CHECKOUT = Path(__file__).resolve().parents[2]


def test_killed_and_failing_builds_leave_whole_files(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        not_there("strace is not installed")
    asked = (
        "--kills", "26", "--errors", "16", "--rendered", "1", "--drawn", "2", "--workers", "1",
        "--studies", "2",
    )  # fmt: skip
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
    assert int(found[1]) >= 24, said
    assert int(found[2]) >= 12, said
    assert "of the kills 1 befell a build with two workers, of the errors 2 one that draws" in said


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


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (NEW, []),
        ({}, [f"ended with 0, and {path} is not the new file" for path in sorted(OLD)]),
        (
            {**NEW, "out/a/a.pdf": OLD["out/a/a.pdf"]},
            ["ended with 0, and out/a/a.pdf is not the new file"],
        ),
        ({**NEW, "more": b""}, ["ended with 0, and more is not the new file"]),
    ],
)
def test_success_means_that_the_new_files_are_there(
    tmp_path: Path, changes: Tree, found: list[str]
) -> None:
    assert [*worlds.after_success(_world(tmp_path, {**OLD, **changes}), CASE)] == found


POINTS = (
    # how it was to be disturbed; how it ended; whether that counts; what is wrong
    ("KILL", Ended(-9, "", "", killed=1), True, []),
    ("KILL", Ended(0, "", ""), False, []),
    ("KILL", Ended(1, "", "BUILD104", killed=1), True, []),  # a worker was killed
    ("KILL", Ended(0, "", "", orphans=True), False, ["processes of it live on"]),
    ("EIO", Ended(1, "", "", failed=1), True, []),
    ("EIO", Ended(0, "", "", failed=3), True, []),
    ("EIO", Ended(0, "", ""), False, []),
    ("EIO", Ended(1, "", "x"), False, ["ended with 1, and nothing disturbed it: x"]),
    (
        "EIO",
        Ended(-9, "", "", failed=1),
        True,
        ["ended with -9: "],
    ),
    ("EIO", Ended(1, "", "Traceback", failed=1), True, ["a traceback: Traceback"]),
)


@pytest.mark.parametrize(("how", "ended", "counts", "wrong"), POINTS)
def test_a_point_counts_where_its_call_came(
    how: str, ended: Ended, counts: bool, wrong: list[str]
) -> None:
    point = whole.Point(CASE, how, 1)
    assert whole._hit(point, ended) is counts
    assert [*whole._told_badly(ended)] == wrong


def test_points_that_were_passed_are_told_and_too_few_are_a_fault() -> None:
    figures = whole.Figures()
    for reached in (True, True, False):
        figures.add(whole.Outcome("p", "by-two", "KILL", reached, -9, ()))
        figures.add(whole.Outcome("p", "rendered", "EIO", reached, 1, ()))
    assert [*figures.lines()] == [
        "2 kill points and 2 injected errors (by-two 2, rendered 2)",
        "of the kills 2 befell a build with two workers, of the errors 2 one that draws a brief;"
        " 2 points more were passed before their call came, and are not counted",
        "of the runs with an error ended 2 with 1",
    ]
    asked = {"kills": 1070, "errors": 10, "drawn": 40, "workers": 2}
    assert [*figures.too_few(asked)] == [
        "kills: 2 were reached, of 1070 that were asked for",
        "drawn: 2 were reached, of 40 that were asked for",
    ]
    usual = whole.HARNESS.options
    assert {name: usual[name] >= least for name, least in whole.LEAST.items()} == dict.fromkeys(
        whole.LEAST, True
    )


@pytest.mark.parametrize(
    ("injected", "failed", "killed", "code"),
    [
        ("mkdir:error=EIO:when=1", 1, 0, 3),
        ("mkdir:error=EIO:when=9", 0, 0, 0),
        ("mkdir:signal=KILL:when=1", 0, 1, -9),
    ],
)
def test_what_strace_did_is_read_from_what_it_wrote(
    tmp_path: Path, injected: str, failed: int, killed: int, code: int
) -> None:
    if shutil.which("strace") is None:
        not_there("strace is not installed")
    script = _ONE_RUN.format(injected=injected)
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=CHECKOUT, env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ended.stdout.split() == [str(failed), str(killed), str(code), "False"]


_ONE_RUN = """
import os, sys, tempfile
from pathlib import Path
from hardening import forked
import reportgen.cli.main
def main(arguments):
    try:
        os.mkdir("made")
    except OSError:
        return 3
    return 0
reportgen.cli.main.main = main
here = Path(tempfile.mkdtemp()) / "world"
here.mkdir()
ended = forked.run((), here, injected=[{injected!r}])
print(ended.failed, ended.killed, ended.code, ended.orphans)
"""


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
