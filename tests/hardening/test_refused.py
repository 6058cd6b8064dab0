"""Some of what `make harden` times, and what its judge must notice."""

from __future__ import annotations

import os
import resource
import signal
import time
from pathlib import Path

from hardening import run
from hardening.refused import CHECKOUT, MEGABYTES, Cost, Input, in_a_fork, inputs, judge


def _costly(seconds: float, megabytes: int = 0, code: int = 1) -> Input:
    def act() -> int:
        held = b"x" * (megabytes * 1_000_000)
        began = time.process_time()
        while time.process_time() - began < seconds:
            pass
        return code if held is not None else 0

    return Input("costly", act)


def _held() -> float:
    """What this process holds, and each fork of it with it, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def test_a_sample_of_all_is_refused_in_little_memory(tmp_path: Path) -> None:
    """How long it takes is for `make harden` to say: no test looks at a clock."""
    chosen = [*inputs(tmp_path)]
    assert len(chosen) > 580
    sample = [one for one in chosen if one.command][::60]
    sample += [one for one in chosen if one.name.startswith(("settings-broken", "extract-up"))]
    costs = {one.name: in_a_fork(one) for one in sample}
    assert {cost.code for cost in costs.values()} == {0, 1, 2}
    large = {name: cost for name, cost in costs.items() if cost.megabytes > _held() + MEGABYTES}
    assert large == {}


def test_what_costs_too_much_is_a_fault() -> None:
    fine, slow, large, failed = Cost(1, 0.9, 299), Cost(1, 1.1, 9), Cost(2, 0, 301), Cost(99, 0, 9)
    costs = {"fine": fine, "slow": slow, "large": large, "failed": failed}
    assert judge(costs) == [
        "slow: exit code 1, 1.10 s, 9 MB",
        "large: exit code 2, 0.00 s, 301 MB",
        "failed: exit code 99, 0.00 s, 9 MB",
    ]


def test_a_fork_is_counted_by_the_kernel() -> None:
    assert in_a_fork(_costly(0.5)).seconds >= 0.5
    before = _held()
    assert in_a_fork(_costly(0.0, megabytes=330)).megabytes > before + 200
    assert in_a_fork(_costly(0.0, code=99)).code == 99


def test_so_is_a_crash() -> None:
    def crash() -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    (crashed,) = judge({"crash": in_a_fork(Input("crash", crash))})
    assert crashed.startswith("crash: exit code -9, ")


def test_every_harness_has_its_place_in_the_page() -> None:
    page = (CHECKOUT / "docs" / "security.md").read_text("utf-8")
    marks = [f"<!-- figures of {harness.name} -->" for harness in run.HARNESSES]
    assert sorted(marks, key=page.index) == marks
    assert page.count("<!-- figures of ") == len(marks)
    for mark in marks:
        figures = page.partition(mark)[2].partition("<!-- end of figures -->")[0]
        assert "\n- found wrong: 0\n" in figures, mark
