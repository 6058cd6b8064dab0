"""Where processes are refused, none is started, and threads live, whoever the user is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import strangers

from reportgen.build.processes import _CALLS

CHECKOUT = Path(__file__).resolve().parents[2]
FILTERED = sys.platform == "linux" and os.uname().machine in _CALLS


def _said_by(what: str) -> dict[str, str]:
    """What a process says of itself that is not root's."""
    places = [str(CHECKOUT), str(Path(strangers.__file__).parent)]
    code = f"import sys; sys.path[:0] = {places!r}\nimport strangers\nstrangers.{what}()\n"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.returncode == 0, (ended.returncode, ended.stderr)
    told: dict[str, str] = json.loads(ended.stdout)
    return told


def test_a_thread_lives_and_no_process_is_started() -> None:
    came = _said_by("ways")
    assert came.pop("thread") == "lives"
    if FILTERED:
        ways = ("fork", "spawn", "subprocess", "program")
        assert came == dict.fromkeys(ways, "Operation not permitted")


def test_a_brief_of_a_stranger_is_set_for_users_who_are_not_root() -> None:
    """Pango starts a thread; where it may not, it ends the whole worker."""
    assert _said_by("brief") == {"begins": "%PDF-"}
