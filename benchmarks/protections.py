"""reportgen with its protections and without: what they cost is the difference.

What looks for harm in a study that is sound is left out: limits, letters that no font has, text
that runs off its page, warnings of the libraries, and waiting until the disk has it. Whatever else
protects is how the program works (events instead of objects, a fetcher that knows one picture) and
could not be left out.

    python -m benchmarks.protections (with | without) build STUDY …
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from types import ModuleType
from typing import Any

LEFT_OUT = (
    "reportgen.study.reader.size_faults",
    "reportgen.study.reader.shape_faults",
    "reportgen.checks.registry.cut_short",
    "reportgen.checks.letters.unset_letters",
    "reportgen.outputs.pdf.overfull",
)
"""What gives every fault of a kind, and gives none here."""
NOT_LISTENING = ("reportgen.outputs.pdf.listening", "reportgen.outputs.pdf_styles.listening")


WITH, WITHOUT = "with", "without"


def main(which: str, arguments: Sequence[str]) -> int:
    """Run the command; returns its exit code. The same modules are loaded both times."""
    from reportgen.cli.main import main as run

    for owner, name, instead in (*_all(), (os, "fsync", lambda _: None)):
        there = getattr(owner, name)
        setattr(owner, name, instead if which == WITHOUT else there)
    return run(arguments)


def _all() -> Iterator[tuple[ModuleType, str, Any]]:
    for names, instead in ((LEFT_OUT, tuple), (NOT_LISTENING, nullcontext)):
        for path in names:
            module, _, name = path.rpartition(".")
            # Not each of them takes the same, and none of it is looked at.
            yield importlib.import_module(module), name, lambda *_, instead=instead: instead()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
