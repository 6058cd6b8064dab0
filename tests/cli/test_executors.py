"""Who does the work of a build, and how it ends where it is interrupted."""

from __future__ import annotations

import json
import os
import signal
import time
import uuid
from pathlib import Path

import pytest
from conftest import Run, starter
from running import Running

from reportgen.build.serial import SerialExecutor
from reportgen.build.workers import WorkerPool
from reportgen.cli.console import Voice
from reportgen.cli.executors import Kind, Work, executor_for
from reportgen.cli.settings import Settings

MARK = "REPORTGEN_TEST_MARK"


@pytest.mark.parametrize(
    ("work", "settings", "briefs", "jobs"),
    [
        (Work(), Settings(), 1, None),
        (Work(), Settings(jobs=4), 1, None),
        (Work(), Settings(jobs=4), 3, 3),
        (Work(), Settings(jobs=1), 3, 1),
        (Work(), Settings(time_limit=5), 1, 1),  # only another process can be stopped
        (Work(Kind.SERIAL), Settings(jobs=4), 3, None),
        (Work(Kind.PROCESSES), Settings(jobs=4), 1, 1),
        (Work(untrusted=True), Settings(), 1, 1),
    ],
)
def test_who_does_the_work(work: Work, settings: Settings, briefs: int, jobs: int | None) -> None:
    with executor_for(work, settings, briefs, Voice()) as (executor, window):
        if jobs is None:
            assert isinstance(executor, SerialExecutor)
            assert window == 1
        else:
            assert isinstance(executor, WorkerPool)
            assert window == 16 * jobs


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--executor", "dask"),
            "--executor dask needs to know where the scheduler is; add --scheduler tcp://HOST:8786",
        ),
        (
            ("--executor", "serial", "--scheduler", "tcp://h:1"),
            "--scheduler is for Dask, not for “serial”; leave one of them out",
        ),
        (
            ("--untrusted", "--executor", "serial"),
            "--untrusted needs processes of its own, not “serial”; leave --executor out",
        ),
        (
            ("--untrusted", "--scheduler", "tcp://h:1"),
            "--untrusted needs processes of its own, not “dask”; leave --executor out",
        ),
        (
            ("--untrusted", "--verify"),
            "--verify is for studies of your own; leave it or --untrusted out",
        ),
        (
            ("--untrusted", "--templates", "own"),
            "--untrusted takes no templates but those of reportgen; leave --templates and"
            " REPORTGEN_TEMPLATES out",
        ),
        (
            ("--shard", "4/3"),
            "--shard: there is no part 4 of 3; write 1/4 for the first of four parts",
        ),
        (
            ("--shard", "half"),
            "--shard: “half” is no part of a whole; write 1/4 for the first of four parts",
        ),
        (
            ("--executor", "serial", "--time-limit", "3"),
            "--time-limit is for processes of their own, and --executor serial builds in this one;"
            " leave one of them out",
        ),
        (
            ("--watch", "--jobs", "2"),
            "--jobs is for processes of their own, and --watch builds in this one;"
            " leave one of them out",
        ),
        (
            ("--watch", "--scheduler", "tcp://h:1"),
            "--watch builds in this process; leave --executor and --scheduler out",
        ),
        (
            ("--scheduler", "tcp://h:1", "--jobs", "2"),
            "--jobs is for this machine, not for Dask; start as many workers there",
        ),
        (
            ("--scheduler", "nowhere://x"),
            "there is no Dask scheduler at nowhere://x: ",
        ),
    ],
)
def test_what_does_not_fit(call: Run, sound: Path, arguments: tuple[str, ...], said: str) -> None:
    done = call("build", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"reportgen: {said}")
    assert not (sound.parent / "out").exists()


def test_parts_are_told_and_make_up_the_whole(call: Run, sound: Path) -> None:
    for part, name in (("1/3", "andra"), ("2/3", "forsta")):
        done = call("build", "--no-cache", "--to", "html", "--shard", part)
        assert done.returncode == 0
        assert done.stderr == (f"Part {part}: 1 of 2 studies.\n[1/1] built: studies/{name}.yml\n")
    empty = call("build", "--no-cache", "--to", "html", "--shard", "3/3")
    assert (empty.returncode, empty.stdout) == (0, "")
    assert empty.stderr == "Part 3/3: 0 of 2 studies.\n"
    manifest = json.loads((sound.parent / "out" / "manifest.json").read_text("utf-8"))
    assert sorted(manifest["briefs"]) == ["andra", "forsta"]


def test_one_brief_is_held_to_a_limit_that_was_given(call: Run, sound: Path) -> None:
    done = call("build", "forsta", "--no-cache", "--time-limit", "0.1")
    assert done.returncode == 1
    assert done.stderr == (
        "studies/forsta.yml: BUILD102 took longer than 0.1 s and was stopped\n"
        "    make the study smaller, or allow more with --time-limit\n"
        "[1/1] failed: studies/forsta.yml\n"
        "0 of 1 built; these failed: studies/forsta.yml\n"
    )


# --- Interrupted --------------------------------------------------------------------------


def _marked(mark: str) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            alive = b") Z " not in (folder / "stat").read_bytes()
            if alive and f"{MARK}={mark}".encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_text())
        except OSError:
            continue
    return found


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGINT, 130, "Interrupted."), (signal.SIGTERM, 143, "Terminated.")],
)
def test_an_interrupted_build_stops_at_once_and_goes_on_later(
    run: Run, sound: Path, number: int, code: int, word: str
) -> None:
    for copy in range(12):
        (sound / f"studie-{copy:02}.yml").write_text(starter(f"studie-{copy:02}"), encoding="utf-8")
    for path in sound.iterdir():
        os.utime(path, (0, 0))  # a file that is written while it is read is not kept
    folder, mark = sound.parent, uuid.uuid4().hex
    arguments = ("build", "--to", "html", "--jobs", "2")
    with Running(folder, *arguments, **{MARK: mark}) as running:
        running.until("[2/14]")
        assert len(_marked(mark)) >= 3
        begun = time.monotonic()
        running.process.send_signal(number)
        assert running.process.wait(10) == code
        assert time.monotonic() - begun < 2
        assert running.until(word)[-1] == word
    assert _marked(mark) == []
    written = sorted(path.name for path in (folder / "out").glob("*/*"))
    manifest = json.loads((folder / "out" / "manifest.json").read_text("utf-8"))
    assert [f"{name}.html" for name in sorted(manifest["briefs"])] == written
    assert 2 <= len(written) < 14
    # The folder is free, and what is there is not made again.
    done = run(*arguments, env={"REPORTGEN_CACHE_DIR": str(folder / ".cache")})
    assert done.returncode == 0
    assert done.stderr.count(" built: ") == 14 - len(written)
    assert len(list((folder / "out").glob("*/*"))) == 14


# --- Of somebody unknown -----------------------------------------------------------------


def test_an_unknown_study_is_built_without_what_lies_around_it(run: Run, sound: Path) -> None:
    folder = sound.parent
    (folder / "reportgen.toml").write_text('templates = "own"\nto = "pdf"\nnonsense = 1\n')
    done = run("build", "forsta", "--untrusted", "--to", "html", "-v")
    assert done.returncode == 0, done.stderr
    assert "Settings: none, because of --untrusted\n" in done.stderr
    plain = folder / "plain"
    plain.mkdir()
    (folder / "reportgen.toml").unlink()
    run("build", "forsta", "--to", "html", "--output-dir", "plain")
    for name in ("forsta/forsta.html", "manifest.json"):
        assert (folder / "out" / name).read_bytes() == (plain / name).read_bytes()


def test_an_unknown_study_goes_to_stdout_from_a_process_of_its_own(call: Run, sound: Path) -> None:
    done = call("build", "forsta", "--untrusted", "--to", "html", "-o", "-")
    assert done.returncode == 0
    assert done.stdout.startswith("<!DOCTYPE html>\n")
    refused = call("build", "forsta", "--untrusted", env={"REPORTGEN_TEMPLATES": os.curdir})
    assert refused.returncode == 2
