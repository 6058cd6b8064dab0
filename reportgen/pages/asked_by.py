"""Where what is wrong on paper comes from, if not from the study: a template or a logo.

What lays a page out knows no files. It names the address that was asked for, or the rule
that it does not understand, and here these are found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reportgen.brand.brand import Brand
from reportgen.problems import Problem, Span

_NAMED = re.compile(r"asks for (\S+), which|(\S+) is not part of|\bat '([^']+)'|`([^`]+)`")
"""In a message: an address that was refused, one that could not be read, a rule of CSS."""


def placed_in_files(problem: Problem, own: Path | None, brand: Brand) -> Problem:
    """The problem with the place of what it names: in `own` templates, or the brand's file.

    A problem that has a line already, or names nothing that is found, stays as it is.
    """
    named = _NAMED.search(problem.message)
    if problem.span.line or named is None:
        return problem
    words = next(filter(None, named.groups()))
    found = next(_in_templates(words, own), None) if own is not None else None
    if found is None and words.startswith("data:image/") and brand.logo is not None:
        found = Span(brand.path)
    return problem if found is None else replace(problem, span=found)


def _in_templates(words: str, own: Path) -> Iterator[Span]:
    """Every place of these words in the files of a folder, by their names."""
    # Of a picture that an address holds, its beginning is told alone.
    wanted = words.removesuffix("…")
    for path in sorted(own.rglob("*")):
        if not path.is_file() or not path.resolve().is_relative_to(own.resolve()):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            at = line.find(wanted)
            if at >= 0:
                shown = f"{own.name}/{path.relative_to(own).as_posix()}"
                yield Span(shown, number, at + 1, len(wanted), line)
