"""What the preview holds: every study, its last good files in memory, and what is due.

Two threads look at it. The one that renders writes, whole frozen values at a
time; the server's reads, and notes which study somebody looks at.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Event
from urllib.parse import quote

from reportgen.pipeline import Order, Rendering
from reportgen.preview.pages import MEDIA, Complaint, Pages, View
from reportgen.preview.server import Answer

EAGER = 8
"""Studies that are rendered before anybody asks for them."""
KEPT = 16
"""Studies whose files stay in memory; the one looked at longest ago makes room."""

_SAID = {
    "building": "Building …",
    "warned": "Built, with warnings",
    "sound": "Up to date",
    "unopened": "Built when you open it",
}


def walks(order: Order) -> tuple[tuple[str, ...], ...]:
    """The formats to render, the quick ones first: the page shows while the PDF is laid out."""
    # A social image is named by the page, and both are made of one order.
    image = ("social",) if "social" in order.formats else ()
    return (("html", *image), ("pdf",))


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes = field(repr=False)
    version: str


@dataclass(frozen=True, slots=True)
class _Shown:
    """One study."""

    order: Order
    due: tuple[tuple[str, ...], ...]
    title: str = ""
    complaints: tuple[Complaint, ...] = ()
    files: Mapping[str, _File] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        return any(each.weight == "error" for each in self.complaints)


class Preview:
    """The site of a preview; `asked` is set when somebody opens what is still to be rendered."""

    def __init__(self) -> None:
        self.asked = Event()
        self._shown: dict[str, _Shown] = {}  # by the name in its address
        self._looked_at: dict[str, int] = {}
        self._clock = count(1)
        self._trouble: tuple[Complaint, ...] = ()
        self._pages = Pages()

    # --- What the rendering thread does ---------------------------------------------

    def show(self, orders: Sequence[Order], due: Iterable[Order]) -> None:
        """Take these studies for all there are, and render the due ones anew."""
        anew = set(due)
        shown: dict[str, _Shown] = {}
        for order in orders:
            name = quote(order.path.stem, safe="")
            known = self._shown.get(name)
            if known is None:
                shown[name] = _Shown(order, walks(order))
                if len(shown) <= EAGER:
                    self._looked_at.setdefault(name, 0)
            elif order in anew:
                shown[name] = replace(known, order=order, due=walks(order))
            else:
                shown[name] = known
        self._shown = shown
        self._trouble = ()

    def complain(self, trouble: Iterable[Complaint]) -> None:
        """Show on every page what keeps the studies from being known anew."""
        self._trouble = tuple(trouble)

    def next_due(self) -> tuple[str, Order] | None:
        """What is most wanted: a study's name and an order for some of its formats."""
        self.asked.clear()
        wanted = [
            (self._looked_at[name], -at, name)
            for at, (name, each) in enumerate(self._shown.items())
            if each.due and name in self._looked_at
        ]
        if not wanted:
            return None
        *_, name = max(wanted)
        shown = self._shown[name]
        return name, replace(shown.order, formats=shown.due[0])

    def delivered(self, name: str, rendering: Rendering, complaints: Iterable[Complaint]) -> None:
        """Take the files of the walk that was due."""
        shown = self._shown[name]
        made = {
            artifact.place.rpartition(".")[2]: _File(artifact.content, _digest(artifact.content))
            for artifact in rendering.artifacts
        }
        self._shown[name] = replace(
            shown,
            due=shown.due[1:],
            title=rendering.title,
            complaints=tuple(complaints),
            files={**shown.files, **made},
        )
        self._make_room()

    def failed(self, name: str, complaints: Iterable[Complaint]) -> None:
        """Take what stopped the walk that was due; the files of the last good one stay."""
        self._shown[name] = replace(self._shown[name], due=(), complaints=tuple(complaints))

    def _make_room(self) -> None:
        full = [name for name, each in self._shown.items() if each.files]
        full.sort(key=lambda name: self._looked_at.get(name, 0), reverse=True)
        for name in full[KEPT:]:
            shown = self._shown[name]
            self._shown[name] = replace(shown, files={}, due=walks(shown.order))
            self._looked_at.pop(name, None)

    # --- What the server asks -----------------------------------------------------------

    def answer(self, target: str) -> Answer | None:
        """What stands at an address; None where nothing does."""
        if target == "/":
            all_shown = self._shown
            if len(all_shown) == 1:
                return self._study(*next(iter(all_shown.items())))
            views = [self._view(name, each) for name, each in all_shown.items()]
            return self._pages.index(views, self._news_of_all(), self._trouble)
        if target in self._pages.loaded:
            return self._pages.loaded[target]
        name, _, last = target.removeprefix("/").partition("/")
        shown = self._shown.get(name)
        if shown is None:
            return None
        if target == f"/{name}/":
            return self._study(name, shown)
        for ending, file in shown.files.items():
            if last == f"{name}.{ending}":
                return Answer(file.content, *MEDIA[ending])
        return None

    def news(self, target: str) -> Callable[[], str] | None:
        """What tells the versions of a page; its address is the page's own and `news`."""
        if target == "/news":
            return self._news_of_home
        name, _, last = target.removeprefix("/").partition("/")
        if name in self._shown and last == "news":
            return lambda: self._news_of(name)
        return None

    def _study(self, name: str, shown: _Shown) -> Answer:
        self._looked_at[name] = next(self._clock)
        if shown.due:
            self.asked.set()
        view = self._view(name, shown)
        return self._pages.study(view, several=len(self._shown) > 1, trouble=self._trouble)

    def _news_of(self, name: str) -> str:
        shown = self._shown.get(name)
        if shown is None:
            return json.dumps({"state": "gone"})
        versions = {ending: file.version for ending, file in shown.files.items()}
        state = (shown.title, shown.complaints, self._state(name, shown), self._trouble)
        several = len(self._shown) > 1
        return json.dumps({**versions, "state": _digest(repr((state, several)).encode())})

    def _news_of_home(self) -> str:
        shown = self._shown
        return self._news_of(next(iter(shown))) if len(shown) == 1 else self._news_of_all()

    def _news_of_all(self) -> str:
        states = [
            (name, each.title, each.complaints, self._state(name, each))
            for name, each in self._shown.items()
        ]
        return json.dumps({"state": _digest(repr((states, self._trouble)).encode())})

    def _state(self, name: str, shown: _Shown) -> str:
        if shown.due:
            return "building" if name in self._looked_at else "unopened"
        if shown.failed:
            return "failed"
        return "warned" if shown.complaints else "sound"

    def _view(self, name: str, shown: _Shown) -> View:
        state = self._state(name, shown)
        number = sum(each.weight == "error" for each in shown.complaints)
        errors = f"{number} error{'s'[: number != 1]}" if number else ""
        said = errors if state == "failed" else _SAID[state]
        at = {ending: f"/{name}/{name}.{ending}" for ending in shown.files}
        return View(
            address=f"/{name}/",
            name=shown.order.shown_as,
            title=shown.title or shown.order.path.stem,
            state=state,
            said=said,
            complaints=shown.complaints,
            errors=errors,
            html=at.get("html", ""),
            pdf=at.get("pdf", ""),
            image=at.get("png", ""),
            versions=self._news_of(name),
        )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
