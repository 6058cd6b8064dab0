"""A process that makes brief after brief, as a worker of a long build does.

For every path of a study on stdin it makes the brief into a folder, and answers with a line of
JSON: CPU and wall seconds of that brief alone, and the bytes that the process holds now.

    python -m benchmarks.warm (reportgen | plain) FOLDER
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.processes import held_by

if TYPE_CHECKING:
    from reportgen.limits import Limits


def plain(study: Path, folder: Path) -> None:
    """The plain script's own function, called again."""
    from benchmarks.plain_script import main

    main(str(study), str(folder))


def reportgen(study: Path, folder: Path) -> None:
    """The whole walk as a worker goes it, and its files; nothing is kept for the next one."""
    from reportgen.build.attempt import Done, attempt
    from reportgen.outputs.files import write_all
    from reportgen.pipeline import Order, render

    result = attempt(render, Order(study, study.name, limits=_limits(study.parent)))
    if not isinstance(result, Done):
        raise SystemExit(f"{study} could not be made: {result}")
    write_all(folder, result.outcome.artifacts)


@cache
def _limits(folder: Path) -> Limits:
    """What a study may hold, by the settings beside it."""
    from reportgen.cli.settings import read_settings
    from reportgen.limits import USUAL

    return USUAL.raised(dict(read_settings(folder, {}).limits or ()))


MAKERS: dict[str, Callable[[Path, Path], None]] = {"plain": plain, "reportgen": reportgen}


def main(maker: str, folder: Path) -> None:
    """Serve until stdin closes."""
    make = MAKERS[maker]
    if make is reportgen:
        from reportgen.build.collecting import collect_between_briefs_alone

        collect_between_briefs_alone()
    folder.mkdir(parents=True, exist_ok=True)
    for line in sys.stdin:
        before, started = os.times(), time.perf_counter()
        spent = time.process_time()
        make(Path(line.rstrip("\n")), folder)
        # Its own seconds to the microsecond; of processes it started, as the kernel counts them.
        cpu = time.process_time() - spent
        after = os.times()
        cpu += after.children_user + after.children_system
        cpu -= before.children_user + before.children_system
        wall = time.perf_counter() - started
        answer = {"cpu": cpu, "wall": wall, "memory": held_by(os.getpid())}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
