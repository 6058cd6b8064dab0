"""`reportgen build`: studies become briefs in the output folder."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from reportgen.cli import options
from reportgen.cli.console import CannotRun, Voice, internal_error, one_line
from reportgen.cli.delivered import line_of
from reportgen.cli.executors import Kind, Work, executor_for, work
from reportgen.cli.exits import COULD_NOT_RUN, FINDINGS, INTERNAL_ERROR

if TYPE_CHECKING:
    from reportgen.build.briefs import Result
    from reportgen.build.cache import BriefCache
    from reportgen.build.runs import Looked
    from reportgen.cli.progress import Progress
    from reportgen.cli.rounds import Planner
    from reportgen.cli.settings import Settings
    from reportgen.pipeline import Order

OUT = Path("out")


def build(
    context: typer.Context,
    studies: options.Studies = None,
    to: options.Formats = None,
    output_dir: options.OutputDir = None,
    output: options.Output = None,
    templates: options.Templates = None,
    base_url: options.BaseUrl = None,
    annex: options.Annexes = None,
    verify: options.Verify = False,
    watch: options.Watch = False,
    strict: options.Strict = None,
    studies_dir: options.StudiesDir = None,
    stdin_filename: options.StdinFilename = None,
    jobs: options.Jobs = None,
    time_limit: options.TimeLimit = None,
    memory_limit: options.MemoryLimit = None,
    part: options.Part = None,
    executor: options.Executor = Kind.AUTO,
    scheduler: options.Scheduler = None,
    untrusted: options.Untrusted = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
) -> int:
    """Build briefs.

    Writes out/ID/ID.pdf, out/ID/ID.html and out/manifest.json.
    """
    from reportgen.build.runs import Looked

    voice: Voice = context.obj
    how = work(executor, scheduler, untrusted)
    flags = {
        "to": tuple(form.value for form in to or ()),
        "output_dir": output_dir,
        "templates": templates,
        "base_url": base_url,
        "strict": strict,
        "studies_dir": studies_dir,
        "jobs": jobs,
        "time_limit": time_limit,
        "memory_limit": memory_limit,
        "cache_dir": cache_dir,
    }
    looked, cached = Looked(voice.given), not (no_cache or untrusted)

    def planned(speaking: Voice) -> tuple[Settings, tuple[Order, ...]]:
        settings = _settings(flags, how, speaking)
        looked.folder(str(settings.studies_dir or "studies"))
        looked.path(str(settings.templates or ""))
        orders = _orders(studies, stdin_filename, annex, settings, speaking, cached)
        return settings, _in_part(part, orders, speaking)

    _refuse(output, how, flags, verify=verify, watch=watch)
    if watch:
        return _watched(planned, voice, studies, output, verify)
    settings, orders = planned(voice)
    if output is not None:
        return _to_stdout(output, orders, settings, how, voice)
    return _to_folder(orders, settings, how, voice, looked if not verify else None)


def _watched(
    planner: Planner, voice: Voice, studies: list[str] | None, output: str | None, verify: bool
) -> int:
    from reportgen.cli.watch import build_on_saving, refuse_to_watch

    refuse_to_watch(studies, output=output, verify=verify)
    return build_on_saving(planner, voice, OUT, in_folder=not studies)


def _orders(
    studies: list[str] | None,
    stdin_filename: str | None,
    annex: list[options.Annex] | None,
    settings: Settings,
    voice: Voice,
    cached: bool,
) -> tuple[Order, ...]:
    """What is to be built, with what only a build wants of it."""
    from reportgen.cli.caches import cache_folder
    from reportgen.cli.studies import resolve

    annexes = tuple(dict.fromkeys(each.value for each in annex or ()))
    cache = cache_folder(settings) if cached else None
    found = resolve(studies or (), settings, voice, stdin_filename)
    return tuple(replace(order, annexes=annexes, cache=cache) for order in found)


def _refuse(
    output: str | None, how: Work, flags: Mapping[str, Any], *, verify: bool, watch: bool
) -> None:
    """Raise CannotRun for options that have no meaning together."""
    _refuse_limits(how, watch, flags)
    if how.untrusted and (watch or verify):
        other = "--watch" if watch else "--verify"
        raise CannotRun(f"{other} is for studies of your own", "leave it or --untrusted out")
    if verify and not watch and output is not None:
        raise CannotRun("--verify compares files, and -o - writes none", "leave one of them out")


_OF_PROCESSES = {"jobs": "--jobs", "time_limit": "--time-limit", "memory_limit": "--memory-limit"}


def _refuse_limits(how: Work, watch: bool, flags: Mapping[str, Any]) -> None:
    """Raise CannotRun for what nobody would hold to: another process can be stopped, or be many."""
    given = [option for name, option in _OF_PROCESSES.items() if flags[name] is not None]
    if watch and how.kind not in (Kind.AUTO, Kind.SERIAL):
        raise CannotRun("--watch builds in this process", "leave --executor and --scheduler out")
    if given and (watch or how.kind is Kind.SERIAL):
        who = "--watch" if watch else "--executor serial"
        raise CannotRun(
            f"{given[0]} is for processes of their own, and {who} builds in this one",
            "leave one of them out",
        )
    if how.kind is Kind.DASK and "--jobs" in given:
        raise CannotRun("--jobs is for this machine, not for Dask", "start as many workers there")


def _settings(flags: dict[str, Any], how: Work, voice: Voice) -> Settings:
    """What holds here. Raises CannotRun for templates where the study is not trusted."""
    from reportgen.cli.settings import web_folder

    if flags["base_url"]:
        web_folder(flags["base_url"], "--base-url")
    settings = options.settings_here(files=not how.untrusted).over(**flags)
    if settings.file:
        voice.explain(f"Settings: {settings.file}")
    if how.untrusted:
        voice.explain("Settings: none, because of --untrusted")
        if settings.templates is not None:
            raise CannotRun(
                "--untrusted takes no templates but those of reportgen",
                "leave --templates and REPORTGEN_TEMPLATES out",
            )
    return settings


def _in_part(part: str | None, orders: tuple[Order, ...], voice: Voice) -> tuple[Order, ...]:
    """The orders of this part of the build; raises CannotRun where it is none."""
    if part is None:
        return orders
    from reportgen.build.manifest import portable
    from reportgen.build.shards import shard

    try:
        mine = shard(part)
    except ValueError as error:
        raise CannotRun(f"--shard: {error}", "write 1/4 for the first of four parts") from None
    chosen = mine.of(orders, lambda order: portable(order.shown_as))
    voice.say(f"Part {mine}: {len(chosen)} of {len(orders)} studies.")
    return chosen


def _to_folder(
    orders: tuple[Order, ...], settings: Settings, how: Work, voice: Voice, looked: Looked | None
) -> int:
    """Build; `looked` is what was looked at so far, None where all is to be built twice."""
    from reportgen.build.briefs import build_briefs
    from reportgen.cli.caches import brief_cache
    from reportgen.cli.progress import progress

    results: list[Result] = []
    folder, cache = settings.output_dir or OUT, brief_cache(orders, settings)
    with (
        executor_for(how, settings, len(orders), voice) as (executor, window),
        progress(voice, len(orders)) as shown,
        closing(build_briefs(orders, folder, executor, window, cache)) as built,
    ):
        for result in built:
            _tell(result, shown)
            results.append(result)
    ended = _close(results, voice, bool(settings.strict))
    if looked is None:
        return ended if _same_again(results, folder, voice) else max(ended, FINDINGS)
    if cache is not None and ended == 0:
        _note(looked, results, folder, cache, voice)
    return ended


def _note(
    looked: Looked, results: list[Result], folder: Path, cache: BriefCache, voice: Voice
) -> None:
    """Keep what this run looked at: the next one may have nothing to do but to say so."""
    from reportgen.build.attempt import Done
    from reportgen.cli.progress import A_LINE_EACH, Lines

    done = [result for result in results if isinstance(result, Done)]
    warned = any(result.outcome.warnings for result in done)
    if warned or len(done) > A_LINE_EACH or not cache.complete:
        return
    on_terminal = voice.on_terminal
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        lines = Lines(voice, len(done))
        for result in [] if on_terminal else done:
            same = replace(result.outcome, came="unchanged")
            _tell(replace(result, outcome=same), lines)
        _close(list(done), voice, strict=True)
    said = (out.getvalue(), err.getvalue())
    looked.keep(cache.kept, cache.looked_at, (str(folder), cache.written), said)


def _same_again(results: list[Result], folder: Path, voice: Voice) -> bool:
    """Whether a second build gives the same bytes; says how it went."""
    from reportgen.build.attempt import Done
    from reportgen.build.verify import differences

    done = [result for result in results if isinstance(result, Done)]
    if not done:
        return True
    delivered = [result.outcome for result in done]
    found = differences([result.order for result in done], delivered, folder)
    for problem in found:
        voice.problem(problem)
    if not found:
        files = sum(len(brief.files) for brief in delivered)
        voice.say(f"Built twice: {files} files and the manifest are the same, byte for byte.")
    return not found


def _tell(result: Result, shown: Progress) -> None:
    from reportgen.build.attempt import Broken, Failed

    name = result.order.shown_as
    if isinstance(result, Broken):
        shown.complain(f"{name}: {internal_error(result.error, False)}")
        shown.step(f"failed: {name}")
        return
    for problem in result.found if isinstance(result, Failed) else result.outcome.warnings:
        shown.problem(problem)
    if isinstance(result, Failed):
        shown.step(f"failed: {name}")
    else:
        shown.step(f"{result.outcome.came}: {name}")


def _close(results: list[Result], voice: Voice, strict: bool) -> int:
    """The last lines: where each brief lies, and how the build ended. Returns the exit code."""
    from reportgen.build.attempt import Broken, Done, Failed, could_not_run

    delivered = [result.outcome for result in results if isinstance(result, Done)]
    for brief in delivered:
        voice.out(line_of(brief))
    failed = [result for result in results if isinstance(result, Failed)]
    broken = [result for result in results if isinstance(result, Broken)]
    if failed or broken:
        names = [result.order.shown_as for result in results if not isinstance(result, Done)]
        voice.complain(
            f"{len(delivered)} of {len(results)} built; these failed: "
            + ", ".join(map(one_line, names))
        )
    if broken:
        return INTERNAL_ERROR
    if failed and len(failed) == len(results):
        found = [problem for each in failed for problem in each.found]
        return COULD_NOT_RUN if all(map(could_not_run, found)) else FINDINGS
    warned = sum(bool(brief.warnings) for brief in delivered)
    if warned and strict:
        voice.complain(f"--strict: {warned} of {len(results)} built with warnings")
    return FINDINGS if failed or (strict and warned) else 0


# --- To stdout -----------------------------------------------------------------------


def _to_stdout(
    output: str, orders: tuple[Order, ...], settings: Settings, how: Work, voice: Voice
) -> int:
    from reportgen.build.attempt import Broken, Failed
    from reportgen.build.queue import in_order
    from reportgen.cli.caches import keep_to_limit
    from reportgen.pipeline import render

    order = _only_order(output, orders)
    with executor_for(how, settings, 1, voice) as (executor, _):
        (result,) = in_order(executor, render, (order,))
    if order.cache is not None:
        keep_to_limit(settings)
    if isinstance(result, Broken):
        voice.complain(internal_error(result.error, False))
        return INTERNAL_ERROR
    for problem in result.found if isinstance(result, Failed) else result.outcome.warnings:
        voice.problem(problem)
    if isinstance(result, Failed):
        from reportgen.cli.console import exit_code_of

        return exit_code_of(result.found)
    sys.stdout.buffer.write(result.outcome.artifacts[0].content)
    sys.stdout.buffer.flush()
    return FINDINGS if settings.strict and result.outcome.warnings else 0


def _only_order(output: str, orders: tuple[Order, ...]) -> Order:
    if output != "-":
        raise CannotRun(
            f"-o takes only - (stdout), not “{one_line(output)}”",
            "--output-dir names the folder for files",
        )
    if len(orders) != 1:
        raise CannotRun(f"-o - writes one study, and these are {len(orders)}", "name one of them")
    order = orders[0]
    if len(order.formats) != 1:
        raise CannotRun("-o - writes one format", "add --to pdf or --to html")
    if order.formats in (("pdf",), ("social",)) and sys.stdout.isatty():
        what, name = ("PDF", "brief.pdf") if order.formats == ("pdf",) else ("picture", "brief.png")
        raise CannotRun(f"a {what} is no text for a terminal", f"send it to a file: … > {name}")
    return order
