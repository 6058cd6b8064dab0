"""Options that several commands have, said once."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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


def settings_here() -> Settings:
    """The settings of the current folder and environment."""
    from reportgen.cli.settings import read_settings

    return read_settings(Path.cwd(), os.environ)
