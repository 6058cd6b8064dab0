"""How findings are written: one file per format, one line each here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from reportgen.cli.console import Paint
from reportgen.cli.formats import concise, github, gitlab, json, junit, sarif, text
from reportgen.cli.formats.report import Format, Report

WRITERS: Mapping[Format, Callable[[Report, Paint], str]] = MappingProxyType(
    {
        Format.TEXT: text.write,
        Format.CONCISE: concise.write,
        Format.JSON: json.write,
        Format.GITHUB: github.write,
        Format.GITLAB: gitlab.write,
        Format.JUNIT: junit.write,
        Format.SARIF: sarif.write,
    }
)
