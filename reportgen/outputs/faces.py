"""The faces of a document: @font-face rules for paper and for a page that carries them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from reportgen.brand.brand import Brand, Face

SCHEME = "face"
"""PDFs ask for faces by `face:<number>`, which only the fetcher of outputs/pdf.py answers."""

_LATIN = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "–—−‘’‚“”„†•…‰‹›€™")])
"""What every page carries, so that most briefs share one cut; the rest is cut to the text."""


def rule(face: Face, source: str, form: str) -> str:
    """One @font-face rule."""
    style = "italic" if face.italic else "normal"
    return (
        f"@font-face{{font-family:'{face.family}';font-weight:{face.weight};font-style:{style};"
        f"src:url({source}) format('{form}')}}"
    )


def _sheet(rules: Iterable[str]) -> str:
    return f"<style>{''.join(rules)}</style>"


def rules_by_number(brand: Brand) -> str:
    """A style sheet whose sources are the brand's faces by number, for the PDF."""
    forms = {".otf": "opentype", ".ttf": "truetype"}
    return _sheet(
        rule(face, f"{SCHEME}:{number}", forms[face.path.suffix.lower()])
        for number, face in enumerate(brand.faces)
    )


def rules_inline(brand: Brand, document: str) -> str:
    """A style sheet that carries the faces as WOFF2, cut to Latin and what else the page needs.

    An italic that no word is set in stays out.
    """
    extra = frozenset(map(ord, document)) - _LATIN
    leaning = "<em>" in document
    return _sheet(
        rule(face, f"data:font/woff2;base64,{_subset(face.path, extra)}", "woff2")
        for face in brand.faces
        if leaning or not face.italic
    )


@lru_cache(maxsize=64)
def _subset(path: Path, extra: frozenset[int]) -> str:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        flavor="woff2",
        layout_features=["kern", "liga", "tnum", "lnum", "pnum", "mark", "ccmp", "locl"],
        hinting=False,
        notdef_outline=True,
        drop_tables=["DSIG", "FFTM", "LTSH", "VDMX", "hdmx", "GDEF"],
    )
    buffer = BytesIO()
    with TTFont(path, lazy=True, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=_LATIN | extra)
        cutter.subset(font)
        font.flavor = "woff2"
        font.save(buffer, reorderTables=False)
    return b64encode(buffer.getvalue()).decode("ascii")
