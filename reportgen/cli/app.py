"""The commands, and the options that all of them share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from reportgen.cli import build, check, doctor, extract, listing, new, rule, schema, show
from reportgen.cli.console import CannotRun, Colour, Voice, one_line
from reportgen.cli.exits import COULD_NOT_RUN

app = typer.Typer(
    name="reportgen",
    help="One YAML file per survey study becomes a branded brief, as PDF and HTML.",
    # Plain help: no markup that a terminal, a log or a screen reader has to put up with.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    epilog="Settings also stand in the nearest reportgen.toml, or in pyproject.toml under"
    " [tool.reportgen], and in the environment as REPORTGEN_STUDIES_DIR, REPORTGEN_OUTPUT_DIR,"
    " REPORTGEN_TO, REPORTGEN_TEMPLATES, REPORTGEN_STRICT, REPORTGEN_BASE_URL and"
    " REPORTGEN_DISCLOSURE. A flag comes before the environment, and the environment before a"
    " file.",
)

_EPILOG = "-q, -v, --color and --debug work here too: see `reportgen --help`."

app.command("new", epilog=_EPILOG)(new.new)
app.command("check", epilog=_EPILOG)(check.check)
app.command("build", epilog=_EPILOG)(build.build)
app.command("extract", epilog=_EPILOG)(extract.extract)
app.command("list", epilog=_EPILOG)(listing.list_studies)
app.command("show", epilog=_EPILOG)(show.show)
app.command("rule", epilog=_EPILOG)(rule.rule)
app.command("schema", epilog=_EPILOG)(schema.schema)
app.command("doctor", epilog=_EPILOG)(doctor.doctor)


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
    context.obj = Voice(quiet=quiet, verbose=verbose, colour=color)


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
        code: Any = app(args=shared_first(given), prog_name="reportgen", standalone_mode=False)
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
    message = one_line(error.format_message()).rstrip(".")
    raise CannotRun(message[:1].lower() + message[1:], f"`{command} --help` shows how it is used")
