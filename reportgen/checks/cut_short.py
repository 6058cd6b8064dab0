"""YAML105: a sentence that a # cuts short, because YAML takes the rest of the line for a remark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.problems import Problem, Severity
from reportgen.source import Scalar, Style, plain
from reportgen.study.prose import prose_fields
from reportgen.study.reader import Loaded

CUT_SHORT = "YAML105"
_BEHIND_TEXT = re.compile(r"(?m)^[^#\n]*\S[ \t]+#")
_REMARK = re.compile(r"[ \t]+(#[^\r\n]*)")


def cut_short(loaded: Loaded, severity: Severity | None) -> Iterator[Problem]:
    """A problem for each text of prose that ends at a remark; none where it weighs nothing."""
    if severity is None or not _BEHIND_TEXT.search(loaded.text):
        return
    for path, _ in prose_fields(plain(loaded.root)):
        node = loaded.node(*path)
        if not isinstance(node, Scalar) or node.style is not Style.PLAIN:
            continue
        remark = _REMARK.match(node.source.text, node.end)
        if remark is not None:
            yield Problem(
                code=CUT_SHORT,
                message="the text ends here: what follows # is a remark, and not printed",
                span=node.source.span(*remark.span(1)),
                remedy='put the whole text in quotes: "…"; a remark stands on a line of its own',
                severity=severity,
            )
