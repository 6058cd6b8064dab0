"""What services that read reports want: a path in the repository, and a name for each finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePath

from reportgen.problems import Problem


def repository_path(shown: str) -> str:
    """A path as the service knows it: from the current folder, with slashes, without `./`."""
    path = PurePath(shown)
    here = Path.cwd()
    if path.is_absolute() and path.is_relative_to(here):
        path = path.relative_to(here)
    return path.as_posix()


def fingerprints(found: Iterable[Problem]) -> tuple[str, ...]:
    """A name for each problem that stays the same when lines are added above it.

    Made of its path, its code, what it says and the text of its line; of two
    that are alike in all that, the second is told apart by being the second.
    """
    import hashlib

    times: Counter[tuple[str, ...]] = Counter()
    names = []
    for problem in found:
        path, text = repository_path(problem.span.path), problem.span.text.strip()
        alike = (path, problem.code, problem.message, text)
        times[alike] += 1
        whole = "\0".join((*alike, str(times[alike])))
        names.append(hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32])
    return tuple(names)
