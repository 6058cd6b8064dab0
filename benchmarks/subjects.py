"""What is run against what: reportgen's command, and the plain script that is the unit."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

from benchmarks.measure import CHECKOUT, Cost, RunFailed, environment, run

STUDY = CHECKOUT / "studies" / "e-handel-och-kundtjanst.yml"
"""The one brief: five pages and eight charts in the plain script's form."""
FIVE = tuple(sorted((CHECKOUT / "studies").glob("*.yml")))


def reportgen(
    *arguments: str | Path,
    look: Callable[[int], None] | None = None,
    folder: Path = CHECKOUT,
) -> Cost:
    """One run of the command as a user would start it; `look` and `folder` as in `run`."""
    return run(*command(), *arguments, look=look, folder=folder)


def command() -> tuple[str | Path, ...]:
    """How reportgen is started: its own script, or as a module where there is none."""
    script = Path(sys.executable).with_name("reportgen")
    return (script,) if script.exists() else (sys.executable, "-m", "reportgen")


def plain_script(study: Path, folder: Path) -> Cost:
    """One run of the plain script in a process of its own."""
    return run(sys.executable, CHECKOUT / "benchmarks" / "plain_script.py", study, folder)


@dataclass(frozen=True, slots=True)
class Warm:
    """A process that has everything loaded and makes one brief after the other.

    `maker` is `reportgen` or `plain`; see benchmarks/warm.py.
    """

    process: subprocess.Popen[str]

    @classmethod
    def started(cls, maker: str, folder: Path) -> Warm:
        return cls(
            subprocess.Popen(
                [sys.executable, "-m", "benchmarks.warm", maker, folder],
                cwd=CHECKOUT,
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )

    def make(self, study: Path) -> Cost:
        """One more brief; raises RunFailed where the process has died."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{study}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RunFailed(f"the warm process died at {study.name}")
        found: dict[str, Any] = json.loads(answer)
        return Cost(found["cpu"], found["wall"], found["memory"])

    def __enter__(self) -> Warm:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


_VALUE = "    value: {ratio: 2/3}\n"
"""Result 003-05: a key figure, a sentence, a chart, its alternative and two tables show it."""
_OTHERS = (
    "3/5", "7/10", "3/4", "4/5", "5/8", "6/10", "7/9", "5/6", "5/7", "7/8", "8/10", "9/10",
    "8/11", "11/20", "13/20", "17/20",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edited:
    """A copy of the study in which one value is another one each time it is saved."""

    path: Path

    MOST: ClassVar[int] = len(_OTHERS)

    @classmethod
    def copied(cls, folder: Path) -> Edited:
        folder.mkdir(parents=True, exist_ok=True)
        return cls(Path(shutil.copy(STUDY, folder)))

    def save(self, number: int) -> None:
        """Save it with its nth value, counted from 0; raises IndexError after the last."""
        text = STUDY.read_text(encoding="utf-8")
        if text.count(_VALUE) != 1:
            raise RunFailed(f"{STUDY.name} has another value than the one to change")
        text = text.replace(_VALUE, _VALUE.replace("2/3", _OTHERS[number]))
        beside = self.path.with_suffix(".saving")
        beside.write_text(text, encoding="utf-8")
        beside.replace(self.path)
