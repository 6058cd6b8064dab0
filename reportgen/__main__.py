"""`python -m reportgen`: the same as the command `reportgen`."""

from __future__ import annotations

import os
import sys


def forget_the_current_folder() -> None:
    """Take the current folder off Python's path: what lies among studies is no code of ours.

    `python -m` puts it first; it stays where reportgen itself lies in it.
    """
    try:
        here, ours = os.getcwd(), os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    except FileNotFoundError:  # it has been removed, and holds nothing
        return
    first = os.path.realpath(sys.path[0]) if sys.path else ""
    if not sys.flags.safe_path and first == os.path.realpath(here) != ours:
        del sys.path[0]


if __name__ == "__main__":
    forget_the_current_folder()
    from reportgen.cli.main import main

    sys.exit(main())
