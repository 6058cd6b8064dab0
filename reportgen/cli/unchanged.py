"""The answer to `reportgen build` where nothing has changed, before anything is loaded."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from reportgen.cli.streams import tell


def answer(given: Sequence[str]) -> int | None:
    """Say what the build would say and return its exit code; None where it is to be run."""
    if "build" not in given:
        return None
    from reportgen.build.runs import repeated

    said = repeated(given)
    if said is None:
        return None
    out, err = said
    tell(err)
    sys.stdout.write(out)
    return 0
