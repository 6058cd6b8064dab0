"""The tables of a font file, looked at before any library reads them.

A font from a stranger may name a billion letters in a few bytes. What is looked
at here is where tables lie and how much they would come to, not what they say.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct, error

_HEAD = Struct(">4sH6x")
_ENTRY = Struct(">4s4xII")
_PAIR = Struct(">HH")
_SHORT = Struct(">H")
_LONG = Struct(">I")
_GROUP = Struct(">III")
_MOST_TABLES = 64
_MOST_LETTERS = 120_000
"""In one table of letters; a font for Chinese, Japanese and Korean has 65,000."""
_MOST_MAPS = 16
_GROUPED = (12, 13)
_SMALL = frozenset({0, 6, 14})
"""Forms of a table of letters that name no more letters than they have bytes."""
_UNITS = range(16, 16_385)
"""How many units an em may have."""
_NEEDED = frozenset({"cmap", "head", "hhea", "hmtx", "maxp", "OS/2", "post"})
_OUTLINES = frozenset({"glyf", "CFF "})
_COLOURED = frozenset({"COLR", "CBDT", "sbix", "SVG "})


Tables = dict[str, tuple[int, int]]
"""Where each table begins and ends, by its name."""


class FontFault(ValueError):  # noqa: N818 - a fault found in a file, not a mistake of ours
    """A file that cannot serve as a cut of a typeface; the text says why."""


def refuse_unsound(content: bytes) -> int:
    """How many letters a font names.

    Raises FontFault for a font that is variable, coloured, incomplete, or a trap.
    """
    most = 0
    try:
        tables = tables_of(content)
        if "fvar" in tables:
            raise FontFault("it is a variable font; give one static file per weight")
        if _COLOURED & tables.keys():
            raise FontFault("it is a colour font; text is set in one colour")
        missing = sorted(_NEEDED - tables.keys())
        if missing or not _OUTLINES & tables.keys():
            raise FontFault(f"it lacks the table {missing[0] if missing else 'glyf'}")
        (units,) = _SHORT.unpack_from(content, tables["head"][0] + 18)
        if units not in _UNITS:
            raise FontFault(f"its em has {units} units; it may have 16 to 16384")
        for letters in _letters_named(content, *tables["cmap"]):
            most = max(most, letters)
            if letters > _MOST_LETTERS:
                raise FontFault(f"it names more than {_MOST_LETTERS} letters")
    except error:
        raise FontFault("it is broken, or cut short") from None
    return most


def tables_of(content: bytes) -> Tables:
    """Where each table lies, all inside the file; struct.error where that is cut short."""
    return dict(_tables(content))


def _tables(content: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each table's name, and where it begins and ends."""
    _, count = _HEAD.unpack_from(content)
    if count > _MOST_TABLES:
        raise FontFault(f"it has more than {_MOST_TABLES} tables")
    for number in range(count):
        tag, start, length = _ENTRY.unpack_from(content, _HEAD.size + number * _ENTRY.size)
        if start + length > len(content):
            raise FontFault("it is broken, or cut short")
        yield tag.decode("latin-1"), (start, start + length)


def _letters_named(content: bytes, start: int, end: int) -> Iterator[int]:
    """How many letters each map of the table `cmap` names, as whoever unpacks it would count."""
    _, count = _PAIR.unpack_from(content, start)
    if count > _MOST_MAPS:
        raise FontFault(f"it has more than {_MOST_MAPS} maps of letters")
    for number in range(count):
        (offset,) = _LONG.unpack_from(content, start + 4 + 8 * number + 4)
        at = start + offset
        (form,) = _PAIR.unpack_from(content, at)[:1]
        if form == 4:
            yield _in_segments(content, at)
        elif form in _GROUPED:
            yield _in_groups(content, at, end)
        elif form not in _SMALL:
            raise FontFault(f"it maps its letters in the form {form}, which is not read")


def _in_segments(content: bytes, at: int) -> int:
    segments = _PAIR.unpack_from(content, at + 6)[0] // 2
    run = Struct(f">{segments}H")
    ends = run.unpack_from(content, at + 14)
    starts = run.unpack_from(content, at + 16 + 2 * segments)
    return sum(max(0, last - first + 1) for first, last in zip(starts, ends, strict=True))


def _in_groups(content: bytes, at: int, end: int) -> int:
    (groups,) = _LONG.unpack_from(content, at + 12)
    if at + 16 + groups * _GROUP.size > end:
        raise FontFault("it is broken, or cut short")
    counted = 0
    for number in range(groups):
        first, last, _ = _GROUP.unpack_from(content, at + 16 + number * _GROUP.size)
        counted += max(0, last - first + 1)
        if counted > _MOST_LETTERS:
            break
    return counted
