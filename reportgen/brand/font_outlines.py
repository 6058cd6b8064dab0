"""Whether the letters of a font can be drawn: looked through before anything is set in it.

A letter may be made of others. One that is made of itself, or of millions, is never
drawn to its end; what is looked at here are the references alone, of every letter. Then
HarfBuzz, which lays out the pages, says whether letters, digits and signs leave a mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from struct import Struct, error
from typing import TYPE_CHECKING

from reportgen.brand.font_tables import FontFault, Tables, tables_of

if TYPE_CHECKING:
    from uharfbuzz import DrawFuncs

_CONTOURS = Struct(">h8x")
_PART = Struct(">HH")
_LONG = Struct(">I")
_SHORT = Struct(">H")
_MORE, _WORDS = 0x20, 0x01
_SCALED = ((0x08, 2), (0x40, 4), (0x80, 8))
"""Flags of a part that say how it is scaled, and in how many bytes."""
_DEEPEST, _MOST_PARTS = 8, 200


def refuse_endless(content: bytes) -> None:
    """Raise FontFault where a letter is made of itself, or of more than any letter is made of."""
    try:
        tables = tables_of(content)
        if "glyf" not in tables or "loca" not in tables:
            return
        parts = {glyph: list(_parts(content, at)) for glyph, at in _compound(content, tables)}
    except error:
        raise FontFault("it is broken, or cut short") from None
    pieces: dict[int, int] = {}

    def count(glyph: int, level: int) -> int:
        if glyph not in parts:
            return 1
        if level > _DEEPEST:
            raise FontFault("a letter in it is made of itself, or of too many others")
        if glyph not in pieces:
            pieces[glyph] = sum(count(part, level + 1) for part in parts[glyph])
        if pieces[glyph] > _MOST_PARTS:
            raise FontFault("a letter in it is made of itself, or of too many others")
        return pieces[glyph]

    for glyph in parts:
        count(glyph, 0)


def _compound(content: bytes, tables: Tables) -> Iterator[tuple[int, int]]:
    """The glyphs that are made of others, each with where its parts begin."""
    start, end = tables["glyf"]
    where, until = tables["loca"]
    long = _SHORT.unpack_from(content, tables["head"][0] + 50)[0] != 0
    width = 4 if long else 2
    count = (until - where) // width
    places = Struct(f">{count}{'I' if long else 'H'}").unpack_from(content, where)
    for glyph, (first, after) in enumerate(pairwise(places)):
        at = start + (first if long else 2 * first)
        if first >= after or at + _CONTOURS.size > end:
            continue
        if _CONTOURS.unpack_from(content, at)[0] < 0:
            yield glyph, at + _CONTOURS.size


def _parts(content: bytes, at: int) -> Iterator[int]:
    """The glyphs that one is made of."""
    for _ in range(_MOST_PARTS + 1):
        flags, glyph = _PART.unpack_from(content, at)
        yield glyph
        if not flags & _MORE:
            return
        at += _PART.size + (4 if flags & _WORDS else 2)
        at += next((size for flag, size in _SCALED if flags & flag), 0)


def refuse_unseen(content: bytes, letters: Iterable[str]) -> None:
    """Raise FontFault for a letter that has no width or leaves no mark, spaces apart.

    What the font does not have is passed over.
    """
    import uharfbuzz

    font = uharfbuzz.Font(uharfbuzz.Face(content))
    funcs, marks = _recording()
    for letter in letters:
        glyph = font.get_nominal_glyph(ord(letter))
        if not glyph:
            continue
        if font.get_glyph_h_advance(glyph) <= 0:
            raise FontFault(f"its “{letter}” has no width")
        marks.clear()
        font.draw_glyph(glyph, funcs)
        if not letter.isspace() and (len(set(marks)) < 3 or _is_thin(marks)):
            raise FontFault(f"its “{letter}” leaves no mark")


def _recording() -> tuple[DrawFuncs, list[tuple[float, float]]]:
    """What to draw with, and the points that are drawn."""
    from uharfbuzz import DrawFuncs

    marks: list[tuple[float, float]] = []
    funcs = DrawFuncs()

    def mark(*numbers: object) -> None:
        *places, _ = numbers  # the last is what the caller passes on
        marks.append((float(str(places[-2])), float(str(places[-1]))))

    funcs.set_move_to_func(mark)
    funcs.set_line_to_func(mark)
    funcs.set_quadratic_to_func(mark)
    funcs.set_cubic_to_func(mark)
    return funcs, marks


def _is_thin(marks: list[tuple[float, float]]) -> bool:
    """Whether all points stand on one upright or level line: no ink is inside."""
    across, up = zip(*marks, strict=True)
    return len(set(across)) < 2 or len(set(up)) < 2
