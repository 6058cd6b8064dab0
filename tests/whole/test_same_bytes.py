"""Whoever builds a brief, wherever and whenever, builds the same bytes."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

from reportgen.build.attempt import Done
from reportgen.build.briefs import build_briefs
from reportgen.build.serial import SerialExecutor
from reportgen.pipeline import Order

CHECKOUT = Path(__file__).resolve().parents[2]
STUDY = CHECKOUT / "tests" / "study" / "liten-studie.yml"

RENDER = """
import hashlib, sys
from pathlib import Path
from reportgen.pipeline import Order, render
made = render(Order(Path(sys.argv[1]), "liten-studie.yml"))
for artifact in made.artifacts:
    print(artifact.place, hashlib.sha256(artifact.content).hexdigest())
print(made.inputs)
"""


def _render(folder: Path, **surroundings: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    ended = subprocess.run(
        [sys.executable, "-c", RENDER, str(STUDY)],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(CHECKOUT), **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    return ended.stdout


def test_the_same_study_is_the_same_bytes(tmp_path):
    first = _render(CHECKOUT, PYTHONHASHSEED="1", TZ="UTC", LANG="C", LC_ALL="C", HOME="/")
    second = _render(
        tmp_path,
        PYTHONHASHSEED="4711",
        TZ="Pacific/Kiritimati",
        LANG="sv_SE.UTF-8",
        LC_ALL="tr_TR.UTF-8",
        HOME=str(tmp_path),
        USER="somebody-else",
    )
    assert "liten-studie/liten-studie.pdf" in first
    assert "liten-studie/liten-studie.html" in first
    assert first == second


def _built(folder: Path, executor: Executor) -> dict[str, bytes]:
    names = ("darligere-kundeservice", "kundtjanster-behover-forbattras", "e-handel-och-kundtjanst")
    studies = CHECKOUT / "studies"
    orders = [Order(studies / f"{name}.yml", f"studies/{name}.yml") for name in names]
    with executor:
        results = list(build_briefs(orders, folder, executor))
    assert all(isinstance(result, Done) for result in results)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_one_worker_and_two_make_the_same_bytes(tmp_path):
    alone = _built(tmp_path / "one", SerialExecutor())
    shared = _built(
        tmp_path / "two", ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))
    )
    assert len(alone) == 7  # three briefs in two formats, and the manifest
    assert {name for name in alone if alone[name] != shared.get(name)} == set()
    assert alone.keys() == shared.keys()
