"""`python -m reportgen`: the same as the command `reportgen`."""

from __future__ import annotations

import sys
from pathlib import Path


def forget_the_current_folder() -> None:
    """Take the current folder off Python's path: what lies among studies is no code of ours.

    `python -m` puts it first; it stays where reportgen itself lies in it.
    """
    try:
        here, ours = Path.cwd(), Path(__file__).resolve().parents[1]
    except FileNotFoundError:  # it has been removed, and holds nothing
        return
    if sys.path and not sys.flags.safe_path and Path(sys.path[0] or ".").resolve() == here != ours:
        del sys.path[0]


if __name__ == "__main__":
    forget_the_current_folder()
    from reportgen.cli.main import main

    sys.exit(main())
