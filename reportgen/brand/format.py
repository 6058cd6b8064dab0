"""The published brand.yml format: which keys there are, and where.

Source: https://posit-dev.github.io/brand-yml/. `meta` and `defaults` are open
in that format, because other tools put their own things there; what stands
under `defaults.reportgen` is ours and closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reportgen.brand.brand import ROLES
from reportgen.problems import Problem, did_you_mean
from reportgen.source import Mapping, Node, Scalar, Sequence

THEME = (
    "foreground",
    "background",
    "primary",
    "secondary",
    "tertiary",
    "success",
    "info",
    "warning",
    "danger",
    "light",
    "dark",
    "link",
)
COVERS = ("plain", "bars", "icons", "quarters", "clock", "grid")
MOTIFS = ("plain", "rule", "block", "bracket", "dot")


@dataclass(frozen=True, slots=True)
class Keys:
    """What a mapping may hold. `also` names the shapes allowed in its place."""

    of: dict[str, Keys] = field(default_factory=dict)
    closed: bool = True
    also: tuple[type, ...] = ()

    def expected(self) -> str:
        """The shapes that may stand here, in words."""
        words = {Scalar: "a text", Sequence: "a list"}
        return " or ".join(["keys with values", *(words[kind] for kind in self.also)])


ANYTHING = Keys(closed=False, also=(Scalar, Sequence))
TEXT = Keys(of={}, closed=True, also=(Scalar,))
LIGHT_DARK = {"light": TEXT, "dark": TEXT}
COLOUR = Keys(LIGHT_DARK, also=(Scalar,))
_PICTURE = {"path": TEXT, "alt": TEXT, "attrs": ANYTHING}
_RESOURCE = Keys(_PICTURE, also=(Scalar,))
_LOGO = Keys({**_PICTURE, "light": _RESOURCE, "dark": _RESOURCE}, also=(Scalar,))
_STYLED = Keys(
    {
        "family": TEXT,
        "weight": TEXT,
        "size": TEXT,
        "style": ANYTHING,
        "line-height": TEXT,
        "color": COLOUR,
        "background-color": COLOUR,
        "decoration": TEXT,
    },
    also=(Scalar,),
)
_FONT_FILE = Keys({"path": TEXT, "weight": ANYTHING, "style": TEXT}, also=(Scalar,))
_FONT = Keys(
    {
        "family": TEXT,
        "source": TEXT,
        "weight": ANYTHING,
        "style": ANYTHING,
        "display": TEXT,
        "files": Keys(_FONT_FILE.of, also=(Scalar, Sequence)),
    },
    also=(Sequence,),
)

OURS = Keys(
    {
        "roles": Keys(dict.fromkeys(ROLES, COLOUR)),
        "chart-font": TEXT,
        "cover": TEXT,
        "motif": TEXT,
        "wordmark": TEXT,
    }
)

FORMAT = Keys(
    {
        "meta": ANYTHING,
        "logo": Keys(
            {
                "images": Keys(closed=False),
                "small": _LOGO,
                "medium": _LOGO,
                "large": _LOGO,
                **_PICTURE,
            },
            also=(Scalar,),
        ),
        "color": Keys({"palette": Keys(closed=False), **dict.fromkeys(THEME, COLOUR)}),
        "typography": Keys(
            {
                "fonts": _FONT,
                "base": _STYLED,
                "headings": _STYLED,
                "monospace": _STYLED,
                "monospace-inline": _STYLED,
                "monospace-block": _STYLED,
                "link": _STYLED,
            }
        ),
        "defaults": Keys({"reportgen": OURS}, closed=False),
    }
)


def faults(node: Node, keys: Keys = FORMAT, place: str = "a brand") -> Iterator[Problem]:
    """Every key that the format does not know, and every value of the wrong shape."""
    if isinstance(node, Mapping):
        if keys is TEXT:
            yield _wrong_shape(node, place, "a text")
            return
        for key, value in node.pairs:
            known = keys.of.get(key.text)
            if known is not None:
                yield from faults(value, known, f"“{key.text}”")
            elif keys.closed:
                yield Problem(
                    code="BRAND101",
                    message=f"{place} has no key “{key.text}”",
                    span=key.span,
                    remedy=did_you_mean(key.text, keys.of),
                )
    elif isinstance(node, Sequence) and Sequence in keys.also:
        for item in node.items:
            yield from faults(item, keys, f"an item of {place}")
    elif type(node) not in keys.also and not (isinstance(node, Scalar) and node.is_null):
        yield _wrong_shape(node, place, "a text" if keys is TEXT else keys.expected())


def _wrong_shape(node: Node, place: str, expected: str) -> Problem:
    return Problem(code="BRAND108", message=f"{place} must be {expected}", span=node.span)
