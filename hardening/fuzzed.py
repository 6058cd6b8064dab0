"""Broken and hostile bytes for every reader, chosen by the code that they reach.

Inputs and engine are those of scripts/fuzz_reader.py; here its runs are counted.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from hardening.harness import Harness, Report

CHECKOUT = Path(__file__).resolve().parents[1]
TARGET = CHECKOUT / "scripts" / "fuzz_reader.py"
FOUND = CHECKOUT / "tests" / "fuzz" / "found"
"""What was found once; each of them is tried again by the test suite."""

_TOLD = re.compile(r"(\d+) inputs in (\d+) s: (\d+) edges")


def _run(given: Mapping[str, int]) -> Report:
    report = Report()
    before = set(FOUND.iterdir())
    options = ("--runs", str(given["inputs"]), "--seed", str(given["seed"]), "--keep", str(FOUND))
    ended = subprocess.run(
        [sys.executable, str(TARGET), *options],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    finds = sorted(set(FOUND.iterdir()) - before)  # they stay, to become tests
    report.faults += [f"{path.name}: {ended.stdout[:3000].strip()}" for path in finds]
    told = _TOLD.search(ended.stdout)
    if not finds and (ended.returncode or told is None or int(told[1]) < given["inputs"]):
        report.faults.append(f"the run did not come to its end: {ended.stdout[:3000].strip()}")
    inputs, _, edges = told.groups() if told else ("0", "0", "0")
    report.figures.append(
        f"{int(inputs):,} inputs from seed {given['seed']} reached {int(edges):,} edges of the"
        f" code; finds: {len(finds)}"
    )
    earlier = sum(path.suffix in {".gz", ".txt"} for path in before)
    report.figures.append(f"{earlier} inputs found in earlier runs are tests now")
    return report


HARNESS = Harness(
    name="fuzz",
    proves="any bytes end in a result or in located problems",
    run=_run,
    options={"inputs": 20_000, "seed": 1},
)
