"""Some of what `make harden` times, and what its judge must notice."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from hardening import many_claims, near_limits, run
from hardening.attacks.attack import write
from hardening.refused import (
    CHECKOUT,
    MEGABYTES,
    Cost,
    Input,
    in_a_fork,
    inputs,
    judge,
    near_the_limits,
)
from reportgen.brand.reader import check_brand
from reportgen.checks.registry import check_study
from reportgen.limits import USUAL
from reportgen.problems import Problems
from reportgen.study.prose import prose_fields
from reportgen.study.reader import read_study


def _costly(seconds: float, megabytes: int = 0, code: int = 1) -> Input:
    def act() -> int:
        held = b"x" * (megabytes * 1_000_000)
        began = time.process_time()
        while time.process_time() - began < seconds:
            pass
        return code if held is not None else 0

    return Input("costly", act)


def _held() -> float:
    """What this process holds now, and each fork of it with it, in megabytes."""
    return in_a_fork(Input("nothing", lambda: 0)).megabytes


def test_a_sample_of_all_is_refused_in_little_memory(tmp_path: Path) -> None:
    """How long it takes is for `make harden` to say: no test looks at a clock."""
    chosen = [*inputs(tmp_path)]
    assert len(chosen) > 610
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


def test_what_is_near_the_limits_is_within_them_and_has_one_fault(tmp_path: Path) -> None:
    """Beyond a limit it would be refused early, and the cost of reading it never measured."""
    ends = {}
    for one in near_the_limits():
        write(one.files, tmp_path)
        with pytest.raises(Problems) as failed:
            loaded = read_study(tmp_path / f"{one.name}.yml")
            check_brand_of(loaded.study.brand, tmp_path)
        (ends[one.name],) = {problem.code for problem in failed.value.found}
    assert ends == {
        **dict.fromkeys((f"near-{kind}" for kind in near_limits.LARGE), "STUDY101"),
        **dict.fromkeys((f"near-{kind}-prose" for kind in near_limits.LARGE), "TEXT103"),
        "near-words-in-blocks": "STUDY101",
        "near-words-not-closed": "YAML101",
        "near-palette": "BRAND102",
        "near-shapes": "BRAND109",
        "near-fonts": "BRAND106",
        "near-pixels": "BRAND109",
    }
    letters = {kind: _letters_of(made(kind)) for kind, made in near_limits.LARGE.items()}
    assert min(letters["words"], letters["claims"]) > 0.85 * USUAL.prose
    assert max(letters.values()) <= USUAL.prose


def _letters_of(content: dict[str, Any]) -> int:
    return sum(len(text) for _, text in prose_fields(content))


def check_brand_of(name: str, folder: Path) -> None:
    _, found = check_brand(folder / "brands" / name / "_brand.yml", "_brand.yml")
    if found:
        raise Problems(found)


def test_what_has_many_claims_is_sound_but_for_what_it_claims() -> None:
    ends = set()
    for name, text in [*many_claims.studies()][::6]:
        loaded = read_study(Path(f"{name}.yml"), text=text)
        try:
            codes = {problem.code for problem in check_study(loaded)}
        except Problems as problems:
            codes = {problem.code for problem in problems.found}
        assert codes, name
        ends.add("STUDY108" in codes)
    assert ends == {True, False}


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


def test_every_harness_is_run_every_week() -> None:
    workflow = yaml.safe_load(
        (CHECKOUT / ".github" / "workflows" / "harden.yml").read_text("utf-8")
    )
    assert [*workflow[True]] == ["schedule", "workflow_dispatch"]  # YAML 1.1 reads `on` as true
    job = workflow["jobs"]["harden"]
    named = [each.partition(" ")[0] for each in job["strategy"]["matrix"]["harness"]]
    assert named == [harness.name for harness in run.HARNESSES]
    assert job["steps"][-1]["run"] == "make harden"
    assert job["steps"][-1]["env"] == {"WHAT": "${{ matrix.harness }}"}


def test_every_harness_has_its_place_in_the_page() -> None:
    page = (CHECKOUT / "docs" / "security.md").read_text("utf-8")
    marks = [f"<!-- figures of {harness.name} -->" for harness in run.HARNESSES]
    assert sorted(marks, key=page.index) == marks
    assert page.count("<!-- figures of ") == len(marks)
    for mark in marks:
        figures = page.partition(mark)[2].partition("<!-- end of figures -->")[0]
        assert "\n- found wrong: 0\n" in figures, mark
