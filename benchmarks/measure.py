"""What runs cost, compared in pairs.

CPU is the user and system time that the kernel counted for every process of a command. A machine
gets slower and faster over minutes, by others' work and by heat; so what is compared runs by
turns, each pair gives one ratio, and the median of the ratios is the result.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
LOOKED_EVERY = 0.5  # seconds
_PYTHONS_OWN = {"PYTHONPATH", "PYTHONHOME"}
"""Where Python finds what is measured; its other settings make it slower or quicker.

Above all PYTHONDONTWRITEBYTECODE, which has every run compile the checkout's files anew.
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took."""

    cpu: float  # seconds, of all its processes
    wall: float  # seconds
    memory: int = 0  # bytes: the most that one of its processes held


@dataclass(frozen=True, slots=True)
class Spread:
    """Several measurements of one thing, in the order they were made."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def least(self) -> float:
        return min(self.values)

    @property
    def most(self) -> float:
        return max(self.values)


class RunFailed(Exception):  # noqa: N818 - what became of a run
    """A command that was to be measured did not do what it should."""


Run = Callable[[int], Cost]
"""Does something for the nth time, from 0, and says what it took."""


def by_turns(first: Run, second: Run, pairs: int) -> tuple[list[Cost], list[Cost]]:
    """Run the two in alternation, `pairs` times each, after one of each that does not count."""
    first(0)
    second(0)
    costs = [(first(number), second(number)) for number in range(1, pairs + 1)]
    return [one for one, _ in costs], [other for _, other in costs]


def ratios(of: Sequence[Cost], to: Sequence[Cost], what: str = "cpu") -> Spread:
    """How many times the `cpu` or `wall` of the second the first took, pair by pair."""
    pairs = zip(of, to, strict=True)
    return Spread(tuple(getattr(one, what) / getattr(other, what) for one, other in pairs))


def spread(costs: Sequence[Cost], what: str = "cpu") -> Spread:
    """The `cpu` or `wall` seconds of several runs."""
    return Spread(tuple(getattr(cost, what) for cost in costs))


def run(
    *command: str | Path,
    accept: Sequence[int] = (0,),
    look: Callable[[int], None] | None = None,
    folder: Path = CHECKOUT,
) -> Cost:
    """Run a command in a folder, the checkout if no other is named, to its end.

    `look` is called twice a second with a process that all of the command's descend from.
    Raises RunFailed, with the command's last words, where it ends with another code.
    """
    once = Path(__file__).with_name("once.py")
    with subprocess.Popen(
        [sys.executable, once, *map(str, command)],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while True:
            try:
                answer, said = process.communicate(timeout=LOOKED_EVERY if look else None)
                break
            except subprocess.TimeoutExpired:
                assert look is not None
                look(process.pid)
    if process.returncode:
        raise RunFailed(f"{shown(command)}: {said.strip().splitlines()[-1]}")
    found = json.loads(answer)
    if found["code"] not in accept:
        raise RunFailed(f"{shown(command)} ended with {found['code']}: {found['said']}")
    return Cost(found["cpu"], found["wall"], found["memory"])


def shown(command: Sequence[str | Path]) -> str:
    """A command without the folders in it."""
    return " ".join(Path(part).name if os.sep in str(part) else str(part) for part in command)


def environment() -> dict[str, str]:
    """What measured commands see: ours, without settings that would change what they do."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("REPORTGEN_", "FONTCONFIG_", "PYTHON")) or name in _PYTHONS_OWN
    }
    return {**kept, "NO_COLOR": "1"}
