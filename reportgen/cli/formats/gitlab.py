"""Findings as a Code Quality report, which GitLab shows beside a merge request.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from typing import Any

from reportgen.cli.console import Paint, as_json, cleaned
from reportgen.cli.formats.places import fingerprints, repository_path
from reportgen.cli.formats.report import Report
from reportgen.problems import Problem, Severity

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def write(report: Report, paint: Paint) -> str:  # noqa: ARG001 - for programs, never painted
    """A JSON list with an object per finding."""
    found = [cleaned(problem) for problem in report.found]
    named = zip(found, fingerprints(found), strict=True)
    entries = [_entry(problem, fingerprint) for problem, fingerprint in named]
    return as_json(entries)


def _entry(problem: Problem, fingerprint: str) -> dict[str, Any]:
    said = f"{problem.message}: {problem.remedy}" if problem.remedy else problem.message
    return {
        "description": f"{problem.code} {said}",
        "check_name": problem.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITY[problem.severity],
        "location": {
            "path": repository_path(problem.span.path),
            # GitLab knows no finding about a whole file: it stands at its first line.
            "lines": {"begin": problem.span.line or 1},
        },
    }
