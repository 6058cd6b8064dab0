"""How a brief that lies in the output folder is told: one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.cli.console import one_line

if TYPE_CHECKING:
    from reportgen.build.briefs import Delivered


def line_of(brief: Delivered) -> str:
    """`Title: out/id/id.pdf (6 pages, 412 kB), out/id/id.html (820 kB)`."""
    files = []
    for file in brief.files:
        size = f"{max(1, round(file.size / 1000))} kB"
        pages = "" if file.pages is None else f"{file.pages} page{'s'[: file.pages != 1]}, "
        files.append(f"{one_line(str(file.path))} ({pages}{size})")
    return f"{one_line(brief.title)}: {', '.join(files)}"
