"""A brand's colours by name: aliases followed, light and dark kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from reportgen.brand.colours import Paint, paint
from reportgen.brand.format import THEME
from reportgen.limits import PALETTE
from reportgen.problems import Problem, did_you_mean
from reportgen.source import Mapping, Node, Scalar, Sequence

Mode = Literal["light", "dark"]
MODES: tuple[Mode, Mode] = ("light", "dark")


class Palette(NamedTuple):
    """What `color:` holds, as authored: a node for each name."""

    named: dict[str, Node]  # color.palette
    theme: dict[str, Node]  # color.primary and so on

    def paint(self, node: Node, mode: Mode) -> Paint | None:
        """The colour that a value stands for in this mode.

        None where it is not given for this mode (a plain colour is given for
        the light one only) or cannot be read; `faults` says which.
        """
        return self._follow(node, mode, explicit=mode == "light", trail=())

    def _follow(
        self, node: Node, mode: Mode, *, explicit: bool, trail: tuple[str, ...]
    ) -> Paint | None:
        if isinstance(node, Mapping):
            other: Mode = "dark" if mode == "light" else "light"
            value = node.get(mode)
            if value is not None:
                return self._follow(value, mode, explicit=True, trail=trail)
            value = node.get(other) if mode == "light" else None
            return None if value is None else self._follow(value, mode, explicit=True, trail=trail)
        if not isinstance(node, Scalar):
            return None
        target = self.target(node.text, trail)
        if target is not None:
            name, behind = target
            if name in trail:
                return None
            return self._follow(behind, mode, explicit=explicit, trail=(*trail, name))
        return paint(node.text) if explicit else None

    def target(self, text: str, trail: tuple[str, ...] = ()) -> tuple[str, Node] | None:
        """The value that a name refers to, with its full name; None for a plain colour.

        The palette is asked before the theme, so that `primary: primary` finds
        the palette's colour of that name.
        """
        places = (("palette", self.named), ("theme", self.theme))
        found = [(f"{place}.{text}", nodes[text]) for place, nodes in places if text in nodes]
        # A theme colour that is called like the palette colour it refers to is no cycle.
        return next((hit for hit in found if hit[0] not in trail), found[0] if found else None)

    def faults(self, node: Node, owner: str = "", trail: tuple[str, ...] = ()) -> Iterator[Problem]:
        """What is wrong with a colour value; `owner` is its full name, if it has one."""
        trail = trail or ((owner,) if owner else ())
        if isinstance(node, Mapping):
            for mode in MODES:
                value = node.get(mode)
                if value is not None:
                    yield from self.faults(value, owner, trail)
        elif isinstance(node, Scalar):
            cycle = self._cycle(node, trail)
            if cycle:
                yield Problem(
                    code="BRAND103",
                    message=f"this colour refers to itself: {' → '.join(cycle)}",
                    span=node.span,
                    remedy="give one of these names a colour such as a hex value",
                )
            elif self.target(node.text, trail) is None and paint(node.text) is None:
                yield self._unreadable(node)

    def _cycle(self, node: Node, trail: tuple[str, ...]) -> tuple[str, ...]:
        """The names that lead back to the first of them; empty where none does.

        No name is followed twice: each may lead to two others, by day and by night.
        """
        waiting: list[tuple[Node, tuple[str, ...]]] = [(node, trail)]
        followed: set[str] = set()
        while waiting:
            node, trail = waiting.pop()
            if isinstance(node, Mapping):
                by_mode = (node.get(mode) for mode in reversed(MODES))
                waiting += [(value, trail) for value in by_mode if value is not None]
                continue
            target = self.target(node.text, trail) if isinstance(node, Scalar) else None
            if target is None:
                continue
            name, behind = target
            if trail and name == trail[0]:
                return tuple(part.partition(".")[2] for part in (*trail, name))
            # Reported once, at the first of its names by the alphabet, not at all who lead there.
            if name not in followed and not (trail and name < trail[0]):
                followed.add(name)
                waiting.append((behind, (*trail, name)))
        return ()

    def _unreadable(self, node: Scalar) -> Problem:
        text = node.text
        if text.startswith("#") or "(" in text or not text:
            return Problem(
                code="BRAND102",
                message=f"“{text}” is not a colour",
                span=node.span,
                remedy="a colour is a hex value such as #336699, a CSS name, rgb(…), hsl(…),"
                " or a name from color.palette",
            )
        return Problem(
            code="BRAND103",
            message=f"there is no colour called “{text}”",
            span=node.span,
            remedy=did_you_mean(text, [*self.named, *self.theme]) or "add it to color.palette",
        )

    def all_faults(self) -> Iterator[Problem]:
        """What is wrong with the named colours and the theme."""
        if len(self.named) > PALETTE:
            last = [*self.named.values()][PALETTE]
            yield Problem(
                code="BRAND110",
                message=f"the palette has {len(self.named)} colours, more than {PALETTE}",
                span=last.span,
                remedy="keep those that the brand uses",
            )
            return
        for place, nodes in (("palette", self.named), ("theme", self.theme)):
            for name, node in nodes.items():
                if isinstance(node, Sequence):
                    yield Problem(
                        code="BRAND102",
                        message=f"“{name}” is a list, not a colour",
                        span=node.span,
                        remedy="one colour, or {light: …, dark: …}",
                    )
                yield from self.faults(node, f"{place}.{name}")


def read_palette(color: Node | None) -> Palette:
    """The palette and theme of a brand's `color:`; both empty where there is none."""
    if not isinstance(color, Mapping):
        return Palette({}, {})
    palette = color.get("palette")
    named = (
        {key.text: value for key, value in palette.pairs} if isinstance(palette, Mapping) else {}
    )
    theme = {key.text: value for key, value in color.pairs if key.text in THEME}
    return Palette(named, theme)
