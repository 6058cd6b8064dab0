"""From what was typed to studies: an id, a path, `-`, or nothing for all of them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from os.path import normpath, realpath
from pathlib import Path

from reportgen import shipped
from reportgen.build.names import collisions
from reportgen.cli.console import CannotRun, Voice, one_line
from reportgen.cli.settings import Settings
from reportgen.limits import USUAL
from reportgen.pipeline import FORMATS, Order
from reportgen.problems import Problem, Problems, Span, did_you_mean
from reportgen.source import decode, read_text, too_large

_ENDINGS = (".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of studies."""

    path: Path
    shown_as: str

    def files(self) -> tuple[Path, ...]:
        """Its study files, by name; those that begin with _ or . are something else."""
        try:
            found = sorted(self.path.iterdir())
        except OSError as error:
            raise CannotRun(
                f"the folder {self.shown_as} cannot be read ({error.strerror})",
                "name another one with --studies-dir",
            ) from None
        return tuple(
            path
            for path in found
            # A link that leads nowhere, a folder or a pipe is complained of, not passed over.
            if path.suffix in _ENDINGS and path.name[0] not in "_."
        )

    def order(self, path: Path) -> Order:
        return Order(path, str(Path(self.shown_as) / path.name))


def studies_folder(settings: Settings, voice: Voice) -> Folder:
    """Where ids are looked up: as it was set, else `studies/` here, else the shipped examples."""
    if settings.studies_dir is not None:
        if not settings.studies_dir.is_dir():
            raise CannotRun(
                f"there is no folder {settings.studies_dir}",
                "name one that is there with --studies-dir",
            )
        return Folder(settings.studies_dir, str(settings.studies_dir))
    here = Path("studies")
    if here.is_dir():
        if not _inside(here, Path.cwd()):
            raise CannotRun(
                "the folder studies is a link that leads out of the current folder",
                "name the folder that it leads to with --studies-dir",
            )
        return Folder(here, "studies")
    examples = shipped.studies_folder()
    voice.say("There is no folder studies/ here: these are the examples that come with reportgen.")
    return Folder(examples, str(examples))


def _inside(path: Path, folder: Path) -> bool:
    """Whether a path lies in a folder once links are followed."""
    return Path(realpath(path)).is_relative_to(realpath(folder))


def resolve(
    given: Sequence[str], settings: Settings, voice: Voice, stdin_name: str | None = None
) -> tuple[Order, ...]:
    """An order for each argument, once each; all studies of the folder where there is none.

    Every argument is looked up before this returns. Raises CannotRun for an id
    that nothing has, and `Problems` for a path with no file at its end.
    """
    orders = list(_resolved(given, settings, voice, stdin_name))
    # Not Path.resolve, which fails where a link leads to itself: reading it says so.
    unique = {realpath(each.path) if each.text is None else each: each for each in orders}
    templates = _templates(settings)
    formats = settings.to or FORMATS
    for order in unique.values():
        voice.explain(f"Study: {order.shown_as}")
    _refuse_collisions(unique.values())
    policy, limits = settings.policy, USUAL.raised(dict(settings.limits or ()))
    return tuple(
        replace(
            order,
            formats=formats,
            templates=templates,
            policy=policy,
            limits=limits,
            base_url=settings.base_url,
        )
        for order in unique.values()
    )


def _refuse_collisions(orders: Iterable[Order]) -> None:
    """A study's id is its file's name: two that are alike would write the same brief."""
    found = collisions(
        (order.shown_as, order.path.stem) for order in orders if order.path.suffix in _ENDINGS
    )
    if found:
        raise Problems(found)


def _templates(settings: Settings) -> Path | None:
    if settings.templates is not None and not settings.templates.is_dir():
        raise CannotRun(
            f"there is no folder {settings.templates} with templates",
            "name one that is there with --templates, or leave it out",
        )
    return settings.templates


def _resolved(
    given: Sequence[str], settings: Settings, voice: Voice, stdin_name: str | None
) -> Iterable[Order]:
    folder: Folder | None = None
    if not given:
        folder = studies_folder(settings, voice)
        files = folder.files()
        if not files:
            raise CannotRun(
                f"there is no study in {folder.shown_as}", "`reportgen new ID` writes one"
            )
        yield from map(folder.order, files)
    for argument in given:
        if argument == "-":
            yield _from_stdin(stdin_name, USUAL.raised(dict(settings.limits or ())).file_size)
        elif _is_path(argument):
            yield _from_path(argument, settings.studies_dir)
        else:
            folder = folder or studies_folder(settings, voice)
            yield _from_id(argument, folder)


def _is_path(argument: str) -> bool:
    return "/" in argument or "\0" in argument or argument.endswith(_ENDINGS)


def _from_path(argument: str, studies_dir: Path | None = None) -> Order:
    path = Path(argument)
    if _leads_away(path, studies_dir):
        raise Problems(
            [
                Problem(
                    code="FILE110",
                    message="a folder on its way is a link that leads out of the current folder",
                    span=Span(argument),
                    remedy="name the file that it leads to, or put a copy in its place",
                )
            ]
        )
    if not _is_file(path):
        read_text(path, argument)  # says what is wrong with it
    return Order(path, argument)


def _leads_away(path: Path, studies_dir: Path | None) -> bool:
    """Whether a path that seems to lie below the current folder does not.

    What begins elsewhere, and a folder of studies that was asked for, is the user's choice.
    """
    here = Path.cwd()
    if path.is_absolute() or "\0" in str(path) or not _below(path, here):
        return False
    if studies_dir is not None and _below(path, studies_dir):
        here = studies_dir
    return not _inside(path.parent, here)


def _below(path: Path, folder: Path) -> bool:
    """Whether a path begins with a folder; no link is followed."""
    here = Path.cwd()
    return Path(normpath(here / path)).is_relative_to(normpath(here / folder))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _from_id(argument: str, folder: Folder) -> Order:
    files = folder.files()
    for path in files:
        if path.stem == argument:
            return folder.order(path)
    if _is_file(Path(argument)) or Path(argument).is_dir():
        return _from_path(argument)
    known = {path.stem for path in files}
    raise CannotRun(
        f"there is no study “{one_line(argument)}” in {folder.shown_as}",
        did_you_mean(argument, known) or "`reportgen new ID` writes one",
    )


def _from_stdin(name: str | None, most: int) -> Order:
    shown = name or "<stdin>"
    content = sys.stdin.buffer.read(most + 1)
    if len(content) > most:
        raise Problems([too_large(shown, most)])
    return Order(Path(name or "-"), shown, text=decode(content, shown))
