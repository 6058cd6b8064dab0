"""How runs are paired and counted."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from benchmarks import processes
from benchmarks.measure import (
    CHECKOUT,
    Cost,
    RunFailed,
    Spread,
    by_turns,
    environment,
    ratios,
    run,
    spread,
)
from benchmarks.processes import held_by, parents, workers_of

ON_LINUX = sys.platform == "linux"


def test_runs_take_turns_and_the_first_of_each_does_not_count():
    order: list[str] = []

    def ours(number: int) -> Cost:
        order.append(f"ours {number}")
        return Cost(cpu=float(number), wall=2.0 * number)

    def plain(number: int) -> Cost:
        order.append(f"plain {number}")
        return Cost(cpu=10.0, wall=10.0)

    made, other = by_turns(ours, plain, 2)
    assert order == ["ours 0", "plain 0", "ours 1", "plain 1", "ours 2", "plain 2"]
    assert made == [Cost(1.0, 2.0), Cost(2.0, 4.0)]
    assert other == [Cost(10.0, 10.0)] * 2


def test_a_ratio_is_that_of_a_pair():
    ours = [Cost(cpu=1.0, wall=4.0), Cost(cpu=4.0, wall=1.0), Cost(cpu=2.0, wall=2.0)]
    plain = [Cost(cpu=2.0, wall=4.0), Cost(cpu=4.0, wall=2.0), Cost(cpu=8.0, wall=2.0)]
    # Not the ratio of the medians, which would be 2 / 4 in CPU as well, but 2 / 2 in wall.
    assert ratios(ours, plain) == Spread((0.5, 1.0, 0.25))
    assert ratios(ours, plain, "wall") == Spread((1.0, 0.5, 1.0))
    assert spread(ours, "wall") == Spread((4.0, 1.0, 2.0))


def test_pairs_are_whole():
    with pytest.raises(ValueError, match="shorter"):
        ratios([Cost(1.0, 1.0)] * 2, [Cost(1.0, 1.0)])


@pytest.mark.parametrize(
    ("values", "median"), [((3.0, 1.0, 2.0), 2.0), ((4.0, 1.0, 2.0, 3.0), 2.5), ((7.0,), 7.0)]
)
def test_a_spread_has_its_median_and_its_ends(values, median):
    found = Spread(values)
    assert (found.median, found.least, found.most) == (median, min(values), max(values))


BUSY = "sum(range(3_000_000))"


def test_what_children_do_is_counted_also_when_they_outlive_the_command():
    alone = run(sys.executable, "-S", "-c", BUSY)
    # The command ends at once; the child that it leaves behind works on.
    leaves = f"import subprocess, sys; subprocess.Popen([sys.executable, '-S', '-c', '{BUSY}'])"
    assert alone.cpu > 0
    assert alone.memory > 1_000_000
    if ON_LINUX:
        started = run(sys.executable, "-S", "-c", "import subprocess, sys")
        assert run(sys.executable, "-S", "-c", leaves).cpu > started.cpu


def test_a_command_that_fails_is_told_with_its_last_words():
    says = "import sys; sys.exit('no such study')"
    with pytest.raises(RunFailed) as failed:
        run(sys.executable, "-c", says)
    name = os.path.basename(sys.executable)  # noqa: PTH119 - as the message has it
    assert str(failed.value) == f"{name} -c {says} ended with 1: no such study"
    run(sys.executable, "-c", says, accept=(0, 1))


def test_a_running_command_can_be_looked_at(monkeypatch):
    monkeypatch.setattr("benchmarks.measure.LOOKED_EVERY", 0.05)
    seen: list[int] = []
    run(sys.executable, "-c", "import time; time.sleep(0.5)", look=seen.append)
    assert seen
    assert len(set(seen)) == 1


def test_settings_of_whoever_measures_do_not_reach_what_is_measured(monkeypatch):
    monkeypatch.setenv("REPORTGEN_OUTPUT_DIR", "elsewhere")
    monkeypatch.setenv("SOMETHING", "else")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # it would compile all of ours each time
    monkeypatch.setenv("PYTHONPATH", "here")
    seen = environment()
    assert not {"REPORTGEN_OUTPUT_DIR", "PYTHONDONTWRITEBYTECODE"} & seen.keys()
    assert seen["PYTHONPATH"] == "here"
    assert (seen["SOMETHING"], seen["NO_COLOR"]) == ("else", "1")


def test_workers_are_the_youngest_generation():
    family = {2: 1, 3: 2, 4: 3, 5: 3, 6: 1, 7: 99}
    assert workers_of(2, family) == [4, 5]
    assert workers_of(1, family) == [4, 5, 6]
    assert workers_of(4, family) == []


def test_processes_are_read_where_the_kernel_tells_of_them(tmp_path, monkeypatch):
    folder = tmp_path / "17"
    folder.mkdir()
    (folder / "stat").write_text("17 (a (odd) name) S 4 17 17 0 -1\n")
    (folder / "status").write_text("Name:\ta (odd) name\nVmRSS:\t    2048 kB\nThreads:\t1\n")
    (tmp_path / "18").mkdir()  # ended in between
    monkeypatch.setattr(processes, "PROC", tmp_path)
    assert parents() == {17: 4}
    assert (held_by(17), held_by(18)) == (2048 * 1024, 0)


def test_a_warm_process_makes_a_brief_for_every_line(tmp_path):
    code = (
        "from pathlib import Path\n"
        "from benchmarks import warm\n"
        "warm.MAKERS['none'] = lambda study, folder: (folder / study.name).touch()\n"
        f"warm.main('none', Path({str(tmp_path / 'out')!r}))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=CHECKOUT,
        input="a.yml\nfolder/b.yml\n",
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [answer.keys() for answer in answers] == [{"cpu", "wall", "memory"}] * 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.yml", "b.yml"]
