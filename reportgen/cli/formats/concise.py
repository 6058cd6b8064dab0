"""Findings one to a line, as editors read them: `path:line:col: CODE message`."""

from __future__ import annotations

from reportgen.cli.console import Paint, cleaned
from reportgen.cli.formats.report import Report


def write(report: Report, paint: Paint) -> str:  # noqa: ARG001 - for programs, never painted
    """A line per finding."""
    return "\n".join(cleaned(problem).concise() for problem in report.found)
