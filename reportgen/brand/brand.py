"""A brand as the other rooms see it: roles, faces and a cover idea.

A hex value stands only in a brand file; everything else asks for a role.
"""

from __future__ import annotations

from base64 import b64encode
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
class Picture:
    """A logo's file, made anew: a PNG, or an SVG of nothing but shapes."""

    media: str  # image/png or image/svg+xml
    content: bytes
    width: float  # CSS px, in proportion; how large it stands is the page's to say
    height: float
    alt: str  # what it shows, in words
    path: str = ""  # of its file, as the brand file gives it

    @property
    def uri(self) -> str:
        """The picture as a data: address, which a page carries inside itself."""
        return f"data:{self.media};base64,{b64encode(self.content).decode('ascii')}"


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo on a light and on a dark page; often the same picture."""

    light: Picture
    dark: Picture


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
    logo: Logo | None = None  # on the cover, in the place of the wordmark
    files: tuple[Path, ...] = ()  # its own that were opened: fonts, used or not, and logos

    @property
    def faces(self) -> tuple[Face, ...]:
        """Every cut in use, once."""
        seen: dict[Path, Face] = {}
        for typeface in (self.headings, self.body, self.charts):
            for face in typeface.faces:
                seen.setdefault(face.path, face)
        return tuple(seen.values())

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture in use, once."""
        logo = self.logo
        return () if logo is None else tuple(dict.fromkeys((logo.light, logo.dark)))
