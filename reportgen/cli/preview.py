"""`reportgen preview`: briefs in the browser while their studies are written."""

from __future__ import annotations

import time
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.build.interruption import Interruption, Terminated
from reportgen.cli import options
from reportgen.cli.console import CannotRun, Voice, cleaned, internal_error, one_line

if TYPE_CHECKING:
    from reportgen.build.attempt import Broken, Done, Failed
    from reportgen.cli.rounds import Round, Rounds
    from reportgen.cli.settings import Settings
    from reportgen.pipeline import Order, Rendering
    from reportgen.preview.server import Server
    from reportgen.preview.site import Preview
    from reportgen.problems import Problem

PORT = 4747


def preview(
    context: typer.Context,
    studies: options.Studies = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where it listens; 0 is any port that is free.")
    ] = PORT,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    templates: options.Templates = None,
    studies_dir: options.StudiesDir = None,
) -> int:
    """Show briefs in the browser, anew with every saving.

    Only this machine can see them, and no file is written. Ctrl-C ends it.
    """
    from reportgen.cli.caches import cache_folder, keep_to_limit
    from reportgen.cli.rounds import Rounds
    from reportgen.cli.studies import resolve

    voice: Voice = context.obj
    given = tuple(studies or ())
    if "-" in given:
        raise CannotRun("a preview follows files, and stdin is none", "name a study's file")

    def planned(speaking: Voice) -> tuple[Settings, tuple[Order, ...]]:
        settings = options.settings_here().over(templates=templates, studies_dir=studies_dir)
        cache = cache_folder(settings)
        found = resolve(given, settings, speaking)
        return settings, tuple(replace(order, cache=cache) for order in found)

    try:
        with Rounds(planned, voice, in_folder=not given, output=Path("out")) as rounds:
            try:
                return _serve(rounds, port, voice, open_browser)
            finally:
                keep_to_limit(rounds.plan.settings)  # the last ones that could be read
    except Terminated:
        raise
    except KeyboardInterrupt:
        voice.say("Stopped.")
        return 0


def _serve(rounds: Rounds, port: int, voice: Voice, open_browser: bool) -> int:
    from reportgen.preview.site import Preview

    site = Preview()
    first = rounds.first()
    site.show(first.plan.orders, first.due)
    with _listening(site, port) as server, Interruption() as interruption:
        voice.out(server.address)
        if rounds.note:
            voice.say(rounds.note)
        voice.say("Open this address in a browser; Ctrl-C ends it.")
        if open_browser:
            import webbrowser

            webbrowser.open(server.address)
        try:
            while True:
                _step(rounds, site, server, voice)
                interruption.check()
        except KeyboardInterrupt:
            interruption.check()  # it may have been more than that
            raise


def _step(rounds: Rounds, site: Preview, server: Server, voice: Voice) -> None:
    """Take over a change, or do one walk; wait where there is neither."""
    from reportgen.cli.rounds import start_anew

    wanted = site.next_due()
    # What is being written comes before what is still to be rendered.
    this = rounds.next(site.asked, seconds=inf if wanted is None else 0)
    if this is not None and this.fonts:
        voice.say("A font has changed: starting anew.")
        start_anew("--port", str(server.port), without="--open")
    if this is not None:
        _follow(this, site)
    elif wanted is not None:
        _render(*wanted, site, voice)
    server.tell()


def _listening(site: Preview, port: int) -> Server:
    from reportgen.preview.server import Server

    try:
        return Server(site, port)
    except OSError as error:
        raise CannotRun(
            f"nothing can listen on port {port} ({(error.strerror or 'unknown').lower()}):"
            " another preview may be running",
            "end that one, or take any free port with --port 0",
        ) from None


def _follow(this: Round, site: Preview) -> None:
    """Take over what a change has brought."""
    from reportgen.cli.rounds import tell_trouble
    from reportgen.preview.pages import Complaint, complaint
    from reportgen.problems import Problems

    if this.trouble is None:
        site.show(this.plan.orders, this.due)
        return
    tell_trouble(this.trouble)
    if isinstance(this.trouble, Problems):
        site.complain(complaint(cleaned(each)) for each in this.trouble.found)
    else:
        site.complain([Complaint("error", "", "", one_line(str(this.trouble)), "", "")])


def _render(name: str, order: Order, site: Preview, voice: Voice) -> None:
    """One walk for the site; says how it went as `build` does."""
    from reportgen.build.attempt import Broken, Done, attempt
    from reportgen.pipeline import render
    from reportgen.preview.pages import Complaint, complaint

    begun = time.monotonic()
    result: Done[Rendering] | Failed | Broken = attempt(render, order)
    shown = one_line(order.shown_as)
    if isinstance(result, Broken):
        said = internal_error(result.error, False)
        voice.complain(f"{shown}: {said}")
        site.failed(name, [Complaint("error", shown, "", said, "", "")])
        return
    found: tuple[Problem, ...]
    found = result.outcome.warnings if isinstance(result, Done) else result.found
    complaints = [complaint(cleaned(each)) for each in found]
    if isinstance(result, Done):
        site.delivered(name, result.outcome, complaints)
        what = " and ".join(order.formats)
        voice.say(f"{shown}: {what} ({time.monotonic() - begun:.2f} s)")
        return
    for each in found:
        voice.problem(each)
    site.failed(name, complaints)
