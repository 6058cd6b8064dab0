"""Runs the long harnesses, prints their figures, and writes them into docs/security.md.

    python -m hardening.run                     all of them
    python -m hardening.run whole --kills 25    one, and less of it
    python -m hardening.run --write             and the figures go into the page

The exit code is 1 where any of them found something wrong.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from hardening import (
    closed_world,
    contained,
    full_disk,
    fuzzed,
    messages,
    previewed,
    raw_prose,
    refused,
    surroundings,
    whole,
)
from hardening.harness import Harness, Report
from reportgen import __version__

HARNESSES: tuple[Harness, ...] = (
    refused.HARNESS,
    fuzzed.HARNESS,
    closed_world.HARNESS,
    raw_prose.HARNESS,
    messages.HARNESS,
    whole.HARNESS,
    full_disk.HARNESS,
    contained.PAIRS,
    contained.STOPPED,
    contained.POISONED,
    surroundings.HARNESS,
    previewed.HARNESS,
)
"""One line a harness, in the order of the page."""

PAGE = Path(__file__).resolve().parents[1] / "docs" / "security.md"
_LIBRARIES = ("weasyprint", "jinja2", "pyyaml", "matplotlib", "pillow", "fonttools")


def main(arguments: Sequence[str]) -> int:
    """Run from the command line."""
    asked = _parser().parse_args(arguments)
    chosen = [each for each in HARNESSES if each.name in asked.harness or not asked.harness]
    wrong = 0
    for harness in chosen:
        print(f"{harness.name}: {harness.proves}", flush=True)
        report = harness.run({name: getattr(asked, name) for name in harness.options})
        for line in (*report.figures, f"faults: {len(report.faults)}", *report.faults):
            print(f"  {line}", flush=True)
        wrong += len(report.faults)
        if asked.write:
            PAGE.write_text(noted(PAGE.read_text("utf-8"), harness, report), "utf-8")
    return 1 if wrong else 0


def noted(page: str, harness: Harness, report: Report) -> str:
    """The page with a harness's figures in their place, which two comments mark."""
    begin, end = f"<!-- figures of {harness.name} -->\n", "<!-- end of figures -->"
    before, found, rest = page.partition(begin)
    if not found:
        raise ValueError(f"{PAGE.name} has no place for these figures: {begin.strip()}")
    lines = "".join(f"- {line}\n" for line in _told(report))
    return f"{before}{begin}{lines}{rest[rest.index(end) :]}"


def _told(report: Report) -> Iterator[str]:
    yield from report.figures
    yield f"found wrong: {len(report.faults)}"
    yield f"with {versions()}"


def versions() -> str:
    """What the figures hold for."""
    libraries = ", ".join(f"{name} {metadata.version(name)}" for name in _LIBRARIES)
    python = f"Python {platform.python_version()}"
    return f"reportgen {__version__}, {python}, {libraries}; {platform.system()}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hardening.run", description=__doc__)
    parser.add_argument("harness", nargs="*", choices=[[], *(each.name for each in HARNESSES)])
    parser.add_argument("--write", action="store_true", help=f"write figures into {PAGE.name}")
    for name, usual in _options(HARNESSES).items():
        parser.add_argument(f"--{name}", type=int, default=usual, metavar="N")
    return parser


def _options(harnesses: Sequence[Harness]) -> Mapping[str, int]:
    return {name: usual for each in harnesses for name, usual in each.options.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
