"""What a check found, before it is written in any format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reportgen.problems import Problem, Severity


class Format(StrEnum):
    """How the findings of a check are written."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"
    SARIF = "sarif"


@dataclass(frozen=True, slots=True)
class Report:
    """The studies that were checked, as they were named, and everything found, in order.

    `strict` says that warnings count as failures.
    """

    studies: tuple[str, ...]
    found: tuple[Problem, ...]
    strict: bool = False

    def counts(self, problem: Problem) -> bool:
        """Whether a problem makes the check fail."""
        return self.strict or problem.severity is Severity.ERROR

    @property
    def errors(self) -> int:
        return sum(problem.severity is Severity.ERROR for problem in self.found)

    @property
    def warnings(self) -> int:
        return len(self.found) - self.errors

    def summary(self) -> str:
        """`5 studies, no findings`, or how many errors and warnings."""
        studies = counted(len(self.studies), "study", "studies")
        if not self.found:
            return f"{studies}, no findings"
        parts = [
            counted(number, word, f"{word}s")
            for number, word in ((self.errors, "error"), (self.warnings, "warning"))
            if number
        ]
        return f"{studies}, {' and '.join(parts)}"


def counted(number: int, one: str, many: str) -> str:
    """`1 study`, `5 studies`."""
    return f"{number} {one if number == 1 else many}"
