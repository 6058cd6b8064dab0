"""How far apart two colours are: for the eye, in grey, and for the colour-blind.

All functions are pure and take and give colours as `#rrggbb`.

Sources: contrast after WCAG 2.2; colour-vision deficiencies after Machado,
Oliveira and Fernandes (2009), severity 1.0; perceptual distance in OKLab
(Ottosson 2020).
"""

from __future__ import annotations

from bisect import bisect_left
from enum import Enum
from functools import lru_cache
from math import cbrt, dist

Triple = tuple[float, float, float]

BLACK = "#000000"
WHITE = "#ffffff"


class Sight(Enum):
    """How a reader sees colour."""

    FULL = "full colour vision"
    PROTANOPIA = "protanopia"
    DEUTERANOPIA = "deuteranopia"
    TRITANOPIA = "tritanopia"


_MACHADO: dict[Sight, tuple[Triple, Triple, Triple]] = {
    Sight.PROTANOPIA: (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    Sight.DEUTERANOPIA: (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    Sight.TRITANOPIA: (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


# A derived palette asks for the same few colours thousands of times.
@lru_cache(maxsize=4096)
def channels(colour: str) -> Triple:
    """Red, green and blue from 0 to 1, as encoded in sRGB."""
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255)


def from_channels(red: float, green: float, blue: float) -> str:
    """The nearest `#rrggbb`; what lies outside 0 to 1 is clipped."""
    return f"#{_byte(red):02x}{_byte(green):02x}{_byte(blue):02x}"


def _byte(channel: float) -> int:
    return round((0.0 if channel < 0 else 1.0 if channel > 1 else channel) * 255)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel: float) -> float:
    channel = min(1.0, max(0.0, channel))
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


@lru_cache(maxsize=4096)
def _light(colour: str) -> Triple:
    red, green, blue = channels(colour)
    return _linear(red), _linear(green), _linear(blue)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = _light(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, whichever is the lighter."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def seen_with(sight: Sight, colour: str) -> str:
    """The colour as somebody with this sight sees it."""
    if sight is Sight.FULL:
        return colour
    light = _light(colour)
    red, green, blue = (
        _encoded(sum(share * channel for share, channel in zip(row, light, strict=True)))
        for row in _MACHADO[sight]
    )
    return from_channels(red, green, blue)


@lru_cache(maxsize=4096)
def oklab(colour: str) -> Triple:
    """Lightness (0 to 1) and the two opponent axes of OKLab."""
    red, green, blue = _light(colour)
    cone_l = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    cone_m = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    cone_s = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * cone_l + 0.7936177850 * cone_m - 0.0040720468 * cone_s,
        1.9779984951 * cone_l - 2.4285922050 * cone_m + 0.4505937099 * cone_s,
        0.0259040371 * cone_l + 0.7827717662 * cone_m - 0.8086757660 * cone_s,
    )


def lightness(colour: str) -> float:
    """OKLab lightness, 0 (black) to 1 (white): how light the colour prints in grey."""
    return oklab(colour)[0]


def distance(one: str, other: str, sight: Sight = Sight.FULL) -> float:
    """How different two colours look: 0 is the same, 1 is black against white."""
    return dist(oklab(seen_with(sight, one)), oklab(seen_with(sight, other)))


def mix(one: str, other: str, share: float) -> str:
    """`share` of the first colour in the second, from 0 to 1, mixed as encoded in sRGB."""
    (red, green, blue), (red_2, green_2, blue_2) = channels(one), channels(other)
    rest = 1 - share
    return from_channels(
        red * share + red_2 * rest, green * share + green_2 * rest, blue * share + blue_2 * rest
    )


def shade(colour: str, towards: str, steps: int = 100) -> tuple[str, ...]:
    """The colour, and on from it in equal steps until `towards` is reached."""
    return tuple(mix(towards, colour, step / steps) for step in range(steps + 1))


def readable(colour: str, on: str, ratio: float) -> str:
    """The colour, lightened or darkened no further than this contrast on a ground needs.

    Both directions are tried and the nearer one taken; where neither reaches
    the ratio, the one of black and white that stands out more is given.
    """
    found = (_first_readable(colour, end, on, ratio) for end in (BLACK, WHITE))
    reached = [tone for tone in found if tone is not None]
    if reached:
        return min(reached, key=lambda tone: abs(lightness(tone) - lightness(colour)))
    return max((BLACK, WHITE), key=lambda end: contrast(end, on))


def _first_readable(colour: str, end: str, on: str, ratio: float, steps: int = 100) -> str | None:
    """The first tone on the way to black or white that has this contrast, if one has.

    On that way the luminance only falls, or only rises: a contrast that is short
    at its beginning, and reached once, is kept from there on. So it can be halved.
    """
    if contrast(colour, on) >= ratio:
        return mix(end, colour, 0)
    step = bisect_left(
        range(1, steps + 1),
        True,
        key=lambda step: contrast(mix(end, colour, step / steps), on) >= ratio,
    )
    return mix(end, colour, (step + 1) / steps) if step < steps else None
