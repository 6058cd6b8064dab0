"""A brand as the other rooms see it: roles, faces and a cover idea.

A hex value stands only in a brand file; everything else asks for a role.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGE_ROLES = (
    "paper",  # the page
    "ink",  # running text
    "muted",  # captions, running heads: still 4.5:1 on paper
    "rule",  # thin lines
    "panel",  # boxes: the method box, cards
    "heading",  # headings
    "link",  # links
    "cover",  # the cover's ground
    "cover-ink",  # text on the cover
    "cover-accent",  # the cover's shape
)
CHART_ROLES = (
    "accent",  # what the sentence is about
    "second",  # the other group; differs in lightness too
    "rest",  # everything else: 3:1 on paper
    "tint",  # a light ground: empty icons, tracks
    "missing",  # the hatching of a part not reported
    "axis",  # axes and ticks
)
ROLES = PAGE_ROLES + CHART_ROLES


@dataclass(frozen=True, slots=True)
class Colour:
    """A role's colour on a light and on a dark ground, as `#rrggbb`."""

    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Face:
    """One cut of a typeface: a static TTF or OTF file."""

    family: str
    weight: int  # 400, 600, 700, …
    italic: bool
    path: Path


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family and the cuts of it that the brief uses."""

    family: str
    faces: tuple[Face, ...]

    def face(self, weight: int = 400, italic: bool = False) -> Face:
        """The cut nearest to this weight, upright unless italic is asked for."""
        same = [face for face in self.faces if face.italic == italic] or list(self.faces)
        return min(same, key=lambda face: (abs(face.weight - weight), face.weight))


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand, resolved: what the authored file says is kept apart and unchanged."""

    name: str
    path: str  # as given: what problems and the manifest call it
    wordmark: str
    colours: dict[str, Colour]  # every one of ROLES
    headings: Typeface
    body: Typeface
    charts: Typeface  # default figures are tabular
    heading_weight: int
    cover: str  # one of the cover ideas in charts/covers
    motif: str  # the accent logic of headings and key figures: rule, block, bracket, dot, plain
    measure: float  # width of 68 average characters of body text, in em

    @property
    def faces(self) -> tuple[Face, ...]:
        """Every cut in use, once."""
        seen: dict[Path, Face] = {}
        for typeface in (self.headings, self.body, self.charts):
            for face in typeface.faces:
                seen.setdefault(face.path, face)
        return tuple(seen.values())
