"""Options that several commands have, said once."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.executors import Kind

if TYPE_CHECKING:
    from reportgen.cli.settings import Settings


class To(StrEnum):
    """A format of a brief."""

    PDF = "pdf"
    HTML = "html"
    SOCIAL = "social"


class Annex(StrEnum):
    """What a brief may carry at its end."""

    LEDGER = "ledger"


Formats = Annotated[
    list[To] | None,
    typer.Option(
        "--to",
        help="A format; may be given several times. PDF and HTML without it; "
        "social is an image for links.",
        show_default=False,
    ),
]
OutputDir = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Where the briefs go. [default: out]", show_default=False),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="-", help="One format of one study to stdout, with -o -."
    ),
]
Templates = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="A folder whose templates come before those of the same name in reportgen.",
        show_default=False,
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Where the output folder will lie on the web, with a slash at its end.",
        show_default=False,
    ),
]
Annexes = Annotated[
    list[Annex] | None,
    typer.Option("--annex", help="What the brief carries at its end.", show_default=False),
]
Verify = Annotated[
    bool, typer.Option("--verify", help="Build twice, and fail where a byte differs.")
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Build everything, and keep nothing for the next time.")
]
CacheDir = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Where what was made before is kept. [default: ~/.cache/reportgen]",
        show_default=False,
    ),
]
Watch = Annotated[bool, typer.Option("--watch", help="Build anew whatever is saved, until Ctrl-C.")]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=1,
        max=1000,
        help="Briefs built at once, each in a process of its own. [default: one a core]",
        show_default=False,
    ),
]
TimeLimit = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS",
        min=0.1,
        max=1_000_000,
        help="What one brief may take before it is stopped. [default: 120]",
        show_default=False,
    ),
]
MemoryLimit = Annotated[
    int | None,
    typer.Option(
        metavar="MB",
        min=100,
        max=1_000_000,
        help="What a process may use before its brief is stopped. [default: 2000]",
        show_default=False,
    ),
]
Part = Annotated[
    str | None,
    typer.Option(
        "--shard", metavar="I/N", help="Build only the I-th of N parts, for a matrix in CI."
    ),
]
Executor = Annotated[
    Kind, typer.Option("--executor", help="Who does the work.", show_default=False)
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="A Dask scheduler, such as tcp://10.0.0.5:8786, that does the work."
    ),
]
Untrusted = Annotated[
    bool,
    typer.Option(
        "--untrusted",
        help="For a study of somebody unknown: each brief alone in a process with further limits"
        " and no network; no templates and no settings of this folder.",
    ),
]
Studies = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[STUDY]...",
        help="Ids or paths; - is stdin. Without any: all studies of the folder.",
        show_default=False,
    ),
]
OneStudy = Annotated[str, typer.Argument(metavar="STUDY", help="An id or a path; - is stdin.")]
StudiesDir = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Where ids are looked up: studies/ if it is there, else the shipped examples.",
        show_default=False,
    ),
]
StdinFilename = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="What to call a study that comes from stdin."),
]
Strict = Annotated[
    bool | None,
    typer.Option("--strict/--no-strict", help="Warnings count as failures.", show_default=False),
]
OutputFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write to this file instead of stdout.")
]


def settings_here(*, files: bool = True) -> Settings:
    """The settings of the current folder and environment; without `files`, of the latter alone."""
    from reportgen.cli.settings import read_settings

    return read_settings(Path.cwd(), os.environ, files=files)
