"""A study as it is printed: its plain fields with the marks and spaces of its language.

Prose is set where it is turned into HTML; what is not prose is set here, once,
before anything is computed from it, so that charts, tables and captions show
the same text. What a brief carries as data stays as the editor wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.language.typography import typeset
from reportgen.study.model import Study
from reportgen.study.prose import CHART_PATHS, PathPattern, follow

PLAIN_PATHS: tuple[PathPattern, ...] = (
    ("publisher",),
    ("keywords", "*"),
    *(("sources", "*", key) for key in ("title", "publisher")),
    *(("groups", "*", key) for key in ("label", "note")),
    *(("questions", "*", key) for key in ("label", "topic", "wording")),
    *(("results", "*", key) for key in ("says", "label", "period", "note")),
    ("results", "*", "net_of", "*"),
    *(("results", "*", "value", key, "*") for key in ("ranking", "behind", "items")),
    *((room, "*", "source", "place") for room in ("results", "viewpoints", "context")),
    *(("viewpoints", "*", key) for key in ("name", "role", "organisation")),
    ("context", "*", "origin"),
    ("disclosure", "*", "missing"),
    *((*chart, "measure") for chart in CHART_PATHS),
)
"""Every field of a study that is printed and is not prose."""


def typeset_study(study: Study, texts: Mapping[str, str]) -> Study:
    """The study with its plain fields set in the language whose `texts` these are."""
    content = study.model_dump()
    for pattern in PLAIN_PATHS:
        for path, text in tuple(follow(content, pattern)):
            if isinstance(text, str):
                _put(content, path, typeset(text, texts))
    return Study.model_validate(content)


def _put(content: Any, path: tuple[str | int, ...], text: str) -> None:
    """Change one text in plain dicts; tuples on the way become lists."""
    for name in path[:-1]:
        if isinstance(content[name], tuple):
            content[name] = list(content[name])
        content = content[name]
    content[path[-1]] = text
