"""Findings as test results in JUnit's XML, which most CI servers read.

A file is a suite. A finding is a case that failed, and a file without findings
one case that passed. A warning fails only where warnings count as failures.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportgen.cli.console import Paint, as_xml, cleaned
from reportgen.cli.formats.places import repository_path
from reportgen.cli.formats.report import Report
from reportgen.problems import Problem

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOT_IN_XML = re.compile("[\ufffe\uffff]")
"""What XML forbids besides the control characters, which are out already."""


def write(report: Report, paint: Paint) -> str:  # noqa: ARG001 - for programs, never painted
    """One XML document."""
    from xml.etree import ElementTree

    found = [cleaned(problem) for problem in report.found]
    paths = dict.fromkeys((*report.studies, *(problem.span.path for problem in found)))
    root = ElementTree.Element("testsuites", name="reportgen check")
    for path in paths:
        inside = [problem for problem in found if problem.span.path == path]
        root.append(_suite(path, inside, report))
    _count(root, found, report)
    ElementTree.indent(root)
    text = as_xml(ElementTree.tostring(root, encoding="unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def _suite(path: str, inside: list[Problem], report: Report) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    name = _text(repository_path(path))
    suite = Element("testsuite", name=name)
    for problem in inside:
        title = _text(f"{problem.code} {problem.message}")
        case = SubElement(suite, "testcase", classname=name, name=title, file=name)
        if problem.span.line:
            case.set("line", str(problem.span.line))
        if report.counts(problem):
            message = _text(problem.message)
            inner = SubElement(case, "failure", type=problem.code, message=message)
        else:
            inner = SubElement(case, "system-out")
        inner.text = _text(problem.full())
    if not inside:
        SubElement(suite, "testcase", classname=name, name="no findings", file=name)
    _count(suite, inside, report)
    return suite


def _count(element: Element, inside: list[Problem], report: Report) -> None:
    cases = sum(1 for _ in element.iter("testcase"))
    element.set("tests", str(cases))
    element.set("failures", str(sum(map(report.counts, inside))))
    element.set("errors", "0")


def _text(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
