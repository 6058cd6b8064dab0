"""Whoever builds a brief, wherever and whenever, builds the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
