"""From a brand's few colours to every role, and the rules that all roles keep.

What an author set under `defaults.reportgen.roles` is taken as it stands and
checked. Everything else is derived from the brand's theme colours, which are
wishes: they are lightened or darkened until the rules hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import hypot
from typing import NamedTuple

from reportgen.brand.brand import ROLES
from reportgen.brand.contrast import (
    BLACK,
    WHITE,
    Sight,
    contrast,
    distance,
    lightness,
    mix,
    oklab,
    readable,
    shade,
)

TEXT = 4.5  # WCAG 2.2, 1.4.3: text
SHAPE = 3.0  # WCAG 2.2, 1.4.11: shapes that carry meaning
APART = 0.15  # in OKLab lightness and distance: plainly two tones, also in grey

# Text roles and the grounds they stand on; shapes and theirs.
TEXT_ON = (
    ("ink", "paper"),
    ("ink", "panel"),
    ("muted", "paper"),
    ("muted", "panel"),
    ("heading", "paper"),
    ("heading", "panel"),
    ("link", "paper"),
    ("link", "panel"),
    ("cover-ink", "cover"),
)
SHAPE_ON = (
    ("accent", "paper"),
    ("second", "paper"),
    ("rest", "paper"),
    ("missing", "paper"),
    ("cover-accent", "cover"),
)

# A dark page is nearly black and a dark cover no lighter than this (OKLab).
DARK_PAPER = 0.20
DARK_COVER = 0.45
# A derived accent has more than a shape needs: on white it must not print as the
# same grey as “rest”, and on a dark page it has to glow.
ACCENT_BY_DAY, ACCENT_BY_NIGHT = 4.5, 5.5


class Clash(NamedTuple):
    """Two roles that cannot be told apart well enough."""

    role: str
    ground: str
    measured: float
    needed: float
    by: str  # contrast, lightness, or the sight with which they look alike
    passing: str  # a colour that the role could have instead; empty where none is near

    @property
    def sentence(self) -> str:
        """What is wrong, in words."""
        if self.by == "contrast":
            kind = "text needs" if self.needed == TEXT else "shapes need"
            return (
                f"the contrast of “{self.role}” on “{self.ground}” is {_cut(self.measured, 2)}:1;"
                f" {kind} {self.needed:.1f}:1"
            )
        measured, needed = _cut(self.measured, 3), f"{self.needed:.2f}"
        if self.by == "lightness":
            return (
                f"“{self.role}” and “{self.ground}” differ by {measured} in lightness;"
                f" {needed} is needed to tell them apart in grey"
            )
        return (
            f"“{self.role}” and “{self.ground}” look alike with {self.by}: they differ by"
            f" {measured}; {needed} is needed"
        )


def _cut(number: float, digits: int) -> str:
    """Cut, not rounded: 4.499 must not read as 4.50."""
    return f"{int(number * 10**digits) / 10**digits:.{digits}f}"


def clashes(colours: Mapping[str, str]) -> Iterator[Clash]:
    """Where a finished set of roles breaks the rules."""
    failed: set[str] = set()
    for pairs, needed in ((TEXT_ON, TEXT), (SHAPE_ON, SHAPE)):
        for role, ground in pairs:
            measured = contrast(colours[role], colours[ground])
            # What fails on the page needs no second complaint about the panel.
            if measured < needed and role not in failed:
                failed.add(role)
                passing = readable(colours[role], colours[ground], needed)
                yield Clash(role, ground, measured, needed, "contrast", passing)
    accent, second = colours["accent"], colours["second"]
    apart = abs(lightness(accent) - lightness(second))
    looks = [(sight.value, distance(accent, second, sight)) for sight in Sight]
    alike = [("lightness", apart)] if apart < APART else [each for each in looks if each[1] < APART]
    if alike:
        better = _apart_from(second, accent, colours["paper"]) or ""
        for by, measured in alike:
            yield Clash("second", "accent", measured, APART, by, better)


def _distinct(one: str, other: str) -> bool:
    return abs(lightness(one) - lightness(other)) >= APART and all(
        distance(one, other, sight) >= APART for sight in Sight
    )


def _apart_from(colour: str, other: str, paper: str) -> str | None:
    """The nearest tone of a colour that differs from the other and shows on paper."""
    tones = (tone for end in (BLACK, WHITE) for tone in shade(colour, end, 50))
    wish = lightness(colour)
    nearest_first = sorted(tones, key=lambda tone: abs(lightness(tone) - wish))
    fitting = (
        tone for tone in nearest_first if contrast(tone, paper) >= SHAPE and _distinct(tone, other)
    )
    return next(fitting, None)


def _readable_on_all(colour: str, grounds: tuple[str, ...], ratio: float) -> str:
    """The colour, moved until the ratio holds on the ground where it is lowest."""
    worst = min(grounds, key=lambda ground: contrast(colour, ground))
    return readable(colour, worst, ratio)


def _colourful(colour: str) -> bool:
    _, green_red, blue_yellow = oklab(colour)
    return hypot(green_red, blue_yellow) > 0.03


def _toned_down(colour: str, limit: float) -> str:
    """The colour, darkened until it is no lighter than this."""
    return next(tone for tone in shade(colour, BLACK) if lightness(tone) <= limit)


def derive(
    given: Mapping[str, str],
    wishes: Mapping[str, str],
    *,
    by_day: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Every role on one ground, as `#rrggbb`.

    `given` holds authored roles; `wishes` the brand's theme colours by their
    names in brand.yml, with `headings` for the headings' colour. `by_day` makes
    it the dark ground: the roles that were authored for the light one, whose
    hues a dark role keeps where it is not given itself.
    """
    dark = by_day is not None
    kept = by_day or {}
    colours = dict(given)
    _ground_and_ink(colours, wishes, dark)
    _text_roles(colours, {**wishes, **_renamed(kept, {"heading": "headings", "link": "link"})})
    _cover(colours, wishes, kept, dark)
    _chart_roles(colours, wishes, kept, ACCENT_BY_NIGHT if dark else ACCENT_BY_DAY)
    return {role: colours[role] for role in ROLES}


def _renamed(colours: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {new: colours[old] for old, new in names.items() if old in colours}


def _ground_and_ink(colours: dict[str, str], wishes: Mapping[str, str], dark: bool) -> None:
    one, other = wishes.get("background", WHITE), wishes.get("foreground", BLACK)
    # A brand that is light on dark by nature still prints dark on light.
    bright, deep = (one, other) if lightness(one) >= lightness(other) else (other, one)
    tint = wishes.get("primary", deep)
    if dark:
        colours.setdefault("paper", _toned_down(mix(tint, deep, 0.12), DARK_PAPER))
        colours.setdefault("ink", readable(mix(bright, tint, 0.94), colours["paper"], 2 * TEXT))
    else:
        colours.setdefault("paper", bright)
        colours.setdefault("ink", deep if "foreground" in wishes else mix(tint, BLACK, 0.1))
    panels = (mix(tint, colours["paper"], share) for share in (0.10 if dark else 0.06, 0.03))
    fitting = (panel for panel in panels if contrast(colours["ink"], panel) >= TEXT)
    colours.setdefault("panel", next(fitting, colours["paper"]))


def _text_roles(colours: dict[str, str], wishes: Mapping[str, str]) -> None:
    paper, ink = colours["paper"], colours["ink"]
    grounds = (paper, colours["panel"])
    colours.setdefault("muted", _readable_on_all(mix(ink, paper, 0.66), grounds, TEXT))
    colours.setdefault("rule", mix(ink, paper, 0.2))
    heading = wishes.get("headings", ink)
    colours.setdefault("heading", _readable_on_all(heading, grounds, TEXT))
    link = wishes.get("link") or wishes.get("primary", ink)
    colours.setdefault("link", _readable_on_all(link, grounds, TEXT))


def _cover(
    colours: dict[str, str], wishes: Mapping[str, str], kept: Mapping[str, str], dark: bool
) -> None:
    cover = kept.get("cover") or wishes.get("primary", colours["ink"])
    cover = colours.setdefault("cover", _toned_down(cover, DARK_COVER) if dark else cover)
    inks = (colours["paper"], colours["ink"])
    ink = kept.get("cover-ink") or max(inks, key=lambda tone: contrast(tone, cover))
    colours.setdefault("cover-ink", readable(ink, cover, TEXT))
    hues = [wishes[name] for name in ("secondary", "tertiary", "warning") if name in wishes]
    wish = kept.get("cover-accent") or max(
        (hue for hue in hues if _colourful(hue)),
        key=lambda hue: contrast(hue, cover),
        default=mix(colours["cover-ink"], cover, 0.6),
    )
    colours.setdefault("cover-accent", readable(wish, cover, SHAPE))


def _chart_roles(
    colours: dict[str, str], wishes: Mapping[str, str], kept: Mapping[str, str], least: float
) -> None:
    paper, ink = colours["paper"], colours["ink"]
    authored_second = colours.get("second")
    if "accent" not in colours:
        wish = kept.get("accent") or wishes.get("primary", ink)
        accent = readable(wish, paper, least)
        if authored_second and not _distinct(accent, authored_second):
            accent = _apart_from(accent, authored_second, paper) or accent
        colours["accent"] = accent
    accent = colours["accent"]
    if authored_second is None:
        wish = kept.get("second") or _second_wish(accent, wishes)
        colours["second"] = _apart_from(wish, accent, paper) or readable(wish, paper, SHAPE)
    # As light as a shape may be, so that the accent stands out from it.
    colours.setdefault("rest", readable(mix(ink, paper, 0.42), paper, SHAPE + 0.05))
    colours.setdefault("tint", mix(accent, paper, 0.16))
    colours.setdefault("missing", readable(mix(ink, paper, 0.55), paper, SHAPE + 0.05))
    colours.setdefault("axis", mix(ink, paper, 0.6))


def _second_wish(accent: str, wishes: Mapping[str, str]) -> str:
    """The theme colour that differs most from the accent in hue, else the accent itself."""
    hues = [wishes[name] for name in ("secondary", "tertiary", "info") if name in wishes]
    return next((hue for hue in hues if _colourful(hue) and hue != accent), accent)
