"""Some of what `make harden` times, and what its judge must notice."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from hardening import run
from hardening.refused import CHECKOUT, Input, _in_a_fork, inputs, judge, measured


def _costly(seconds: float, megabytes: int = 0, code: int = 1) -> Input:
    def act() -> int:
        held = b"x" * (megabytes * 1_000_000)
        began = time.process_time()
        while time.process_time() - began < seconds:
            pass
        return code if held is not None else 0

    return Input("costly", act)


def _judged(one: Input) -> list[str]:
    return judge({one.name: measured(one)})


def test_a_sample_of_all_is_refused_in_time(tmp_path: Path) -> None:
    chosen = [*inputs(tmp_path)]
    assert len(chosen) > 580
    sample = [one for one in chosen if one.command][::60]
    sample += [one for one in chosen if one.name.startswith(("settings-broken", "extract-up"))]
    costs = {one.name: measured(one) for one in sample}
    assert judge(costs) == []
    assert {cost.code for cost in costs.values()} >= {1, 2}


def test_what_costs_too_much_is_a_fault() -> None:
    assert _judged(_costly(0.0)) == []
    (slow,) = judge({"costly": _in_a_fork(_costly(1.1))})
    assert slow.startswith("costly: exit code 1, 1.")
    (large,) = judge({"costly": _in_a_fork(_costly(0.0, megabytes=330))})
    assert int(large.split()[-2]) > 300
    (failed,) = _judged(_costly(0.0, code=99))
    assert failed.startswith("costly: exit code 99, ")


def test_so_is_a_crash() -> None:
    def crash() -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    (crashed,) = _judged(Input("crash", crash))
    assert crashed.startswith("crash: exit code -9, ")


def test_every_harness_has_its_place_in_the_page() -> None:
    page = (CHECKOUT / "docs" / "security.md").read_text("utf-8")
    marks = [f"<!-- figures of {harness.name} -->" for harness in run.HARNESSES]
    assert sorted(marks, key=page.index) == marks
    assert page.count("<!-- figures of ") == len(marks)
    for mark in marks:
        figures = page.partition(mark)[2].partition("<!-- end of figures -->")[0]
        assert "\n- found wrong: 0\n" in figures, mark
