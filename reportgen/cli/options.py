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
