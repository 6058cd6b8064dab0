"""Names that would be one and the same file on some disk."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from reportgen.problems import Problem, Span


def folded(name: str) -> str:
    """What a disk that ignores case and Unicode normalisation makes of a name."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


class Owners:
    """Which study each name belongs to; lives for one run."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, str]] = {}

    def claim(self, shown: str, name: str) -> Problem | None:
        """Take a name for a study; a problem where another study has it, or one like it."""
        other_shown, other_name = self._first.setdefault(folded(name), (shown, name))
        if other_shown == shown:
            return None
        alike = "the same id as in" if name == other_name else f"too like “{other_name}”, the id in"
        return Problem(
            code="FILE206",
            message=f"“{name}” is {alike} {other_shown}: one brief would overwrite the other",
            span=Span(shown),
            remedy="give one of the two studies another id",
        )


def collisions(named: Iterable[tuple[str, str]]) -> tuple[Problem, ...]:
    """Of (shown path, study id), those whose briefs would overwrite an earlier one's."""
    owners = Owners()
    claimed = (owners.claim(shown, name) for shown, name in named)
    return tuple(problem for problem in claimed if problem is not None)
