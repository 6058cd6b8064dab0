"""The commands, and the options that all of them share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from reportgen.cli.console import CannotRun, Colour, Voice, one_line
from reportgen.cli.exits import COULD_NOT_RUN
from reportgen.problems import did_you_mean

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "new": "new:new",
        "check": "check:check",
        "build": "build:build",
        "preview": "preview:preview",
        "clean": "clean:clean",
        "extract": "extract:extract",
        "list": "listing:list_studies",
        "show": "show:show",
        "rule": "rule:rule",
        "schema": "schema:schema",
        "doctor": "doctor:doctor",
    }
)
"""Where each command stands in `cli/`: its module and function, in the order of the help."""
_EPILOG = "-q, -v, --color and --debug work here too: see `reportgen --help`."


def _loaded(name: str) -> Any:
    """A command, from the module that holds it."""
    module, _, function = COMMANDS[name].partition(":")
    alone = typer.Typer(rich_markup_mode=None, add_completion=False)
    alone.command(name, epilog=_EPILOG)(getattr(import_module(f"reportgen.cli.{module}"), function))
    return typer.main.get_command(alone)


class _Commands(TyperGroup):
    """The commands, each of them loaded when it is named: `check` waits for no other's modules."""

    def list_commands(self, context: Any) -> list[str]:  # noqa: ARG002 - Typer's own signature
        return list(COMMANDS)

    def get_command(self, context: Any, cmd_name: str) -> Any:
        # Where there is no such command, all are loaded, to suggest one of them.
        for name in (cmd_name,) if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.commands[name] = _loaded(name)
        return super().get_command(context, cmd_name)


app = typer.Typer(
    name="reportgen",
    cls=_Commands,
    help="One YAML file per survey study becomes a branded brief, as PDF and HTML.",
    # Plain help: no markup that a terminal, a log or a screen reader has to put up with.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    epilog="Settings also stand in the nearest reportgen.toml, or in pyproject.toml under"
    " [tool.reportgen], and in the environment as REPORTGEN_STUDIES_DIR, REPORTGEN_OUTPUT_DIR,"
    " REPORTGEN_TO, REPORTGEN_TEMPLATES, REPORTGEN_STRICT, REPORTGEN_BASE_URL,"
    " REPORTGEN_DISCLOSURE, REPORTGEN_JOBS, REPORTGEN_TIME_LIMIT and REPORTGEN_MEMORY_LIMIT."
    " A flag comes before the environment, and the environment before a file.",
)


def _version(wanted: bool) -> None:
    if wanted:
        import reportgen

        typer.echo(f"reportgen {reportgen.__version__}")
        raise typer.Exit


@app.callback()
def _shared(
    context: typer.Context,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say also which files and settings are used.")
    ] = False,
    color: Annotated[
        Colour,
        typer.Option(
            "--color",
            envvar="REPORTGEN_COLOR",
            help="Whether to colour the output. Without it NO_COLOR and FORCE_COLOR decide,"
            " in that order, then whether it goes to a terminal.",
        ),
    ] = Colour.AUTO,
    debug: Annotated[  # noqa: ARG001 - read by main before anything can fail
        bool,
        typer.Option(
            "--debug", help="Show where an internal error happened (also REPORTGEN_DEBUG=1)."
        ),
    ] = False,
    version: Annotated[  # noqa: ARG001 - its callback does it
        bool,
        typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    given = context.obj or ()
    context.obj = Voice(quiet=quiet, verbose=verbose, colour=color, given=given)


_SHARED_FLAGS = frozenset({"-q", "--quiet", "-v", "--verbose", "--debug"})


def shared_first(given: Sequence[str]) -> list[str]:
    """The arguments with the shared options moved before the command, where Typer reads them."""
    first: list[str] = []
    rest: list[str] = []
    left = iter(given)
    for argument in left:
        if argument == "--":
            rest += [argument, *left]
        elif argument in _SHARED_FLAGS or argument.startswith("--color="):
            first.append(argument)
        elif argument == "--color":
            first += [argument, *([value] if (value := next(left, None)) is not None else [])]
        else:
            rest.append(argument)
    return first + rest


def run(given: Sequence[str]) -> int:
    """Run one command; returns its exit code. Raises what the command raises."""
    try:
        code: Any = app(
            args=shared_first(given),
            prog_name="reportgen",
            standalone_mode=False,
            obj=tuple(given),
        )
    except typer.TyperException as error:
        return _misused(error)
    except typer.Abort:
        raise KeyboardInterrupt from None
    return code if isinstance(code, int) else 0


def _misused(error: typer.TyperException) -> int:
    """A usage error: one sentence, and where the help is."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        Voice().complain(error.format_message())
        return COULD_NOT_RUN
    command = context.command_path if context is not None else "reportgen"
    message = one_line(error.format_message()).rstrip(".").replace(": Value error, ", ": ")
    remedy = f"{_nearest_choice(message)}`{command} --help` shows how it is used"
    raise CannotRun(message[:1].lower() + message[1:], remedy)


def _nearest_choice(message: str) -> str:
    """What may have been meant by a word that is none of the choices; empty where nothing is."""
    found = re.search(r"'([^']+)' is not one of ((?:'[^']+'(?:, )?)+)$", message)
    near = did_you_mean(found[1], re.findall(r"'([^']+)'", found[2])) if found else ""
    return f"{near} " if near.startswith("did you mean") else ""
