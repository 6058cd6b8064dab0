"""What is left out to measure what it costs: it is there, and leaving it out leaves it out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.protections import WITH, WITHOUT

CHECKOUT = Path(__file__).resolve().parents[2]
SMALL = CHECKOUT / "tests" / "study" / "liten-studie.yml"


@pytest.mark.parametrize(("which", "code", "said"), [(WITH, 1, "TEXT106"), (WITHOUT, 0, "")])
def test_a_word_that_is_too_long_is_refused_with_them_only(tmp_path, which, code, said):
    study = tmp_path / "liten-studie.yml"
    text = SMALL.read_text(encoding="utf-8")
    assert text.count("  lead: >-\n") == 1
    study.write_text(
        text.replace("  lead: >-\n", f"  lead: >-\n    {'w' * 501}\n"), encoding="utf-8"
    )
    command = [sys.executable, "-m", "benchmarks.protections", which, "check", str(study)]
    ended = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert (ended.returncode, said in ended.stdout) == (code, True), ended
