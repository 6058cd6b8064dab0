"""The preview's own pages: around a brief, and the list of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen import shipped
from reportgen.pages.environment import environment
from reportgen.preview.server import Answer
from reportgen.problems import Problem, Severity

OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " frame-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Of the preview's own pages: what they load comes from the preview, and nothing stands inline."""
BRIEF = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Of a brief: it runs nothing and loads nothing, whatever a template of one's own may say."""
DOCUMENT = "frame-ancestors 'self'"
"""Of a PDF: browsers show it by a page of their own, which a stricter one would break."""

MEDIA = {
    "html": ("text/html; charset=utf-8", BRIEF),
    "pdf": ("application/pdf", DOCUMENT),
    "png": ("image/png", DOCUMENT),
}
"""What each kind of file is served as, by the ending of its name."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A problem, parted as a page sets it."""

    weight: str  # "error" or "warning"
    place: str
    code: str
    message: str
    source: str  # the line it is about, and the caret below it; '' where it is about no line
    remedy: str


def complaint(problem: Problem) -> Complaint:
    """The parts of a problem, as `Problem.full` would write them."""
    _, *below = problem.full().split("\n")
    remedy = below.pop().strip() if problem.remedy else ""
    weight = "error" if problem.severity is Severity.ERROR else "warning"
    source = "\n".join(line[4:] for line in below)
    return Complaint(weight, problem.place, problem.code, problem.message, source, remedy)


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows of one study."""

    address: str
    name: str  # the study's file
    title: str  # of the brief; the file's name until there is one
    state: str  # "building", "failed", "warned", "sound" or "unopened"
    said: str  # the same in words
    complaints: tuple[Complaint, ...] = ()
    errors: str = ""  # how many of them are errors, in words; '' where none is
    html: str = ""  # addresses of files; '' where there is none
    pdf: str = ""
    image: str = ""
    versions: str = ""  # as the stream of news tells them


class Pages:
    """The preview's pages; everything they are made of is read once, when this is made."""

    def __init__(self) -> None:
        # Only the shipped templates: one's own are for briefs.
        templates = environment().overlay(auto_reload=False)
        names = ("study.html.j2", "index.html.j2", "macros.html.j2")
        self._study, self._index, _ = (templates.get_template(f"preview/{each}") for each in names)
        folder = shipped.templates_folder() / "preview"
        self.loaded = {
            f"/preview.{ending}": Answer((folder / f"preview.{ending}").read_bytes(), media, OWN)
            for ending, media in _LOADED.items()
        }
        """What the pages load, by address."""

    def study(self, view: View, *, several: bool, trouble: Sequence[Complaint]) -> Answer:
        """The page around one brief."""
        return _page(self._study.render(view=view, several=several, trouble=trouble))

    def index(self, views: Sequence[View], versions: str, trouble: Sequence[Complaint]) -> Answer:
        """The list of all studies."""
        return _page(self._index.render(views=views, versions=versions, trouble=trouble))


_LOADED = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


def _page(text: str) -> Answer:
    return Answer(text.encode(), "text/html; charset=utf-8", OWN)
