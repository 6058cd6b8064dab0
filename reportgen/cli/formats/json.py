"""Findings for programs."""

from __future__ import annotations

from typing import Any

from reportgen.cli.console import Paint, as_json, cleaned
from reportgen.cli.formats.report import Report
from reportgen.problems import Problem


def write(report: Report, paint: Paint) -> str:  # noqa: ARG001 - for programs, never painted
    """One JSON object: `studies`, `errors`, `warnings` and `findings`."""
    return as_json(
        {
            "errors": report.errors,
            "findings": [_entry(cleaned(problem)) for problem in report.found],
            "studies": list(report.studies),
            "warnings": report.warnings,
        }
    )


def _entry(problem: Problem) -> dict[str, Any]:
    span = problem.span
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "remedy": problem.remedy,
        "path": span.path,
        # A finding about the whole file has no line.
        "line": span.line or None,
        "column": span.column or None,
        "width": span.width if span.line else None,
        "source": span.text if span.line else None,
    }
