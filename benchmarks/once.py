"""Runs one command and prints, as JSON, what its whole process tree took.

A process of its own, so that whatever outlives the command becomes its child and is waited for
(on Linux; elsewhere only what the command itself waited for is counted).

    python benchmarks/once.py COMMAND…
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

LONGEST = 30.0
"""Seconds that a process may outlive the command."""

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h
_LINUX = sys.platform == "linux"


def measured(command: Sequence[str]) -> dict[str, Any]:
    """Run it: exit code, its last words, CPU and wall seconds, bytes of its largest process."""
    if _LINUX:  # processes that lose their parent come to us
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read().decode(errors="replace").strip().splitlines()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    every = [used, *_orphans()]
    return {
        "code": process.returncode,
        "said": said[-1] if said else "",
        "cpu": sum(each.ru_utime + each.ru_stime for each in every),
        "wall": wall,
        "memory": max(each.ru_maxrss for each in every) * (1024 if _LINUX else 1),
    }


def _orphans() -> list[Any]:
    """What the processes took that outlived the command; they get some time to end."""
    found: list[Any] = []
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        try:
            ended, _, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if ended:
            found.append(used)
        else:
            time.sleep(0.01)
    raise TimeoutError(f"processes still run {LONGEST:g} s after their command")


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1:])))
