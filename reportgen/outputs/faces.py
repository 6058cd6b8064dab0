"""The faces of a page: @font-face rules that carry them. A PDF's stand in pdf_fonts.py."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from reportgen.brand.brand import Brand, Face
from reportgen.ingredients import stamp_of

_LATIN = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "–—−‘’‚“”„†•…‰‹›€™")])
"""What every page carries, so that most briefs share one cut; the rest is cut to the text."""

_FEATURES = ("kern", "liga", "tnum", "lnum", "pnum", "mark", "ccmp", "locl")
_NOT_FOR_A_SCREEN = ("DSIG", "FFTM", "GDEF", "LTSH", "VDMX", "hdmx")


def rule(face: Face, source: str, form: str) -> str:
    """One @font-face rule."""
    style = "italic" if face.italic else "normal"
    return (
        f"@font-face{{font-family:'{face.family}';font-weight:{face.weight};font-style:{style};"
        f"src:url({source}) format('{form}')}}"
    )


def _sheet(rules: Iterable[str]) -> str:
    return f"<style>{''.join(rules)}</style>"


def rules_inline(brand: Brand, document: str) -> str:
    """A style sheet that carries the faces, cut to Latin and what else the page needs.

    An italic that no word is set in stays out.
    """
    extra = frozenset(map(ord, document)) - _LATIN
    leaning = "<em>" in document
    return _sheet(
        rule(face, f"data:font/woff;base64,{_cut(face.path, extra)}", "woff")
        for face in brand.faces
        if leaning or not face.italic
    )


def _cut(path: Path, extra: frozenset[int]) -> str:
    # A file that was replaced meanwhile is another face.
    return _subset(path, stamp_of(path), extra)


@lru_cache(maxsize=64)
def _subset(path: Path, _as_of: tuple[int, ...], extra: frozenset[int]) -> str:
    """A face cut by HarfBuzz and packed as WOFF.

    The same as WOFF2 takes eighty times as long, a third of a brief's whole time, and
    spares a fifteenth of the page.
    """
    import uharfbuzz
    from fontTools.ttLib import TTFont

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(_LATIN | extra)
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(map(_tag, _FEATURES))
    wanted.drop_table_tag_set.update(map(_tag, _NOT_FOR_A_SCREEN))
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    face = uharfbuzz.Face(uharfbuzz.Blob(path.read_bytes()))
    buffer = BytesIO()
    with TTFont(BytesIO(uharfbuzz.subset(face, wanted).blob.data), lazy=True) as font:
        font.recalcBBoxes = font.recalcTimestamp = False
        font.flavor = "woff"
        font.save(buffer, reorderTables=False)
    return b64encode(buffer.getvalue()).decode("ascii")


def _tag(name: str) -> int:
    """Four letters as the number that OpenType makes of them."""
    return int.from_bytes(name.encode("ascii"), "big")
