"""Runs commands of reportgen one after the other in one process, for strace to watch.

    python -m hardening.drive PLAN RESULTS

PLAN is a JSON list of objects: `name`, `folder` and `arguments`. What each command ended
with and what it said goes to RESULTS. Between two marks, looks at paths that are nowhere,
lies what belongs to the commands: what comes before is Python's own start.
"""

from __future__ import annotations

import io
import json
import os
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

BEGINS = "/reportgen: begins"
ENDS = "/reportgen: ends"
NEXT = "/reportgen: next: "


def drive(plan: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Run every command of a plan; each result says `code`, `out` and `err`."""
    from reportgen.cli.main import main

    os.path.exists(BEGINS)
    results = []
    for command in plan:
        os.path.exists(NEXT + command["name"])
        os.chdir(command["folder"])
        with redirect_stdout(_Stream()) as out, redirect_stderr(_Stream()) as err:
            try:
                code = main(command["arguments"])
            except BaseException:  # main lets nothing through: this is a find
                traceback.print_exc()
                code = -1
        results.append({**command, "code": code, "out": out.told(), "err": err.told()})
    os.path.exists(ENDS)
    return results


class _Stream(io.TextIOWrapper):
    """A stream like stdout, with a buffer for bytes."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", errors="backslashreplace")

    def told(self) -> str:
        self.flush()
        held = self.buffer
        assert isinstance(held, io.BytesIO)
        return held.getvalue().decode("utf-8", "replace")


if __name__ == "__main__":
    asked, answers = map(Path, sys.argv[1:])
    made = drive(json.loads(asked.read_text(encoding="utf-8")))
    answers.write_text(json.dumps(made), encoding="utf-8")
