"""A colour as CSS writes it: `#rgb`, `#rrggbbaa`, a name, rgb(), hsl(), hwb()."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from reportgen.brand.contrast import from_channels, mix


class Paint(NamedTuple):
    """A colour and how much of the ground it covers, from 0 to 1."""

    colour: str  # #rrggbb
    opacity: float = 1.0

    def on(self, ground: str) -> str:
        """The colour that is seen where this paint lies on a ground."""
        return self.colour if self.opacity >= 1 else mix(self.colour, ground, self.opacity)


_LONGEST = 100
"""Characters of a colour, spaces and all: there is more to read in no colour."""


# Each of a brand's colours is asked for by many roles, by day and by night.
@lru_cache(maxsize=1024)
def paint(text: str) -> Paint | None:
    """What a CSS colour stands for; None where it is not one that can be printed."""
    # WeasyPrint brings tinycss2 along; its reading of colours is the one CSS has.
    from tinycss2.color4 import parse_color  # type: ignore[import-untyped]

    if len(text) > _LONGEST:
        return None
    parsed = parse_color(text)
    if parsed is None or isinstance(parsed, str) or parsed.space not in ("srgb", "hsl", "hwb"):
        return None
    channels = [0.0 if value is None else float(value) for value in parsed.to("srgb").coordinates]
    return Paint(from_channels(*channels), min(1.0, max(0.0, float(parsed.alpha))))
