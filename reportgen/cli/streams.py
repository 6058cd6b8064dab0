"""The three streams, where something is wrong with them.

Nothing but the standard library is imported: this is needed before anything is loaded.
"""

from __future__ import annotations

import os
import sys
from typing import TextIO


def tell(text: str) -> None:
    """Write on stderr. Where nobody can be told, the work goes on and the exit code tells."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere, the interpreter's last flush among it."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)
