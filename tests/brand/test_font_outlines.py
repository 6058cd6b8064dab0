"""Letters that are never drawn to their end, or leave no mark, are found before they are set."""

from __future__ import annotations

import struct
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from reportgen.brand import fonts
from reportgen.brand.font_tables import FontFault
from reportgen.brand.reader import check_brand
from reportgen.limits import FONT_LETTERS


def _changed(folder: Path, change: Callable[[Any], object], name: str = "own.ttf") -> Path:
    """Lato with something done to it."""
    with TTFont(fonts.typeface("Lato").face().path, recalcBBoxes=False) as font:
        change(font)
        font.save(folder / name)
    return folder / name


def _made_of(font: Any, *names: str, leaving: str) -> None:
    pen = TTGlyphPen(dict.fromkeys(names))
    for name in names:
        pen.addComponent(name, (1, 0, 0, 1, 0, 0))
    font["glyf"].glyphs[leaving] = pen.glyph()
    box = dict.fromkeys(("xMin", "yMin", "xMax", "yMax"), 0)
    vars(font["glyf"].glyphs[leaving]).update(box)


def _empty(font: Any, letter: str) -> None:
    font["glyf"].glyphs[font.getBestCmap()[ord(letter)]] = Glyph()


def _narrow(font: Any) -> None:
    font["hmtx"].metrics = {name: (0, side) for name, (_, side) in font["hmtx"].metrics.items()}


def _bomb(font: Any) -> None:
    chain = [font.getBestCmap()[ord(letter)] for letter in "abcdef"]
    for name, part in pairwise(chain):
        _made_of(font, *[part] * 10, leaving=name)


ENDLESS = "a letter in it is made of itself, or of too many others"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda font: _made_of(font, "e", leaving="e"), ENDLESS),
        (lambda font: (_made_of(font, "o", "e", leaving="a"),
                       _made_of(font, "a", leaving="e")), ENDLESS),
        (_bomb, ENDLESS),
        (_narrow, "its “ ” has no width"),
        (lambda font: _empty(font, "7"), "its “7” leaves no mark"),
        (lambda font: _empty(font, ","), "its “,” leaves no mark"),
    ],
)  # fmt: skip
def test_a_font_that_cannot_be_read_by_anybody(
    tmp_path: Path, change: Callable[[Any], object], why: str
) -> None:
    path = _changed(tmp_path, change)
    with pytest.raises(FontFault) as fault:
        fonts.read_face(path, "Own", None, None)
    assert str(fault.value) == why


@pytest.mark.parametrize("units", [0, 1, 15, 16_385])
def test_an_em_has_some_thousand_units(tmp_path: Path, units: int) -> None:
    path = _changed(tmp_path, str)
    content = bytearray(path.read_bytes())
    with TTFont(path) as font:
        head = font.reader.tables["head"].offset
    content[head + 18 : head + 20] = struct.pack(">H", units)
    path.write_bytes(bytes(content))
    with pytest.raises(FontFault) as fault:
        fonts.read_face(path, "Own", None, None)
    assert str(fault.value) == f"its em has {units} units; it may have 16 to 16384"


def test_checking_says_so_too(tmp_path: Path) -> None:
    _changed(tmp_path, lambda font: _made_of(font, "e", leaving="e"))
    brand = "typography:\n  fonts: [{family: A, source: file, files: [own.ttf]}]\n  base: A\n"
    (tmp_path / "_brand.yml").write_text(brand, encoding="utf-8")
    _, (problem,) = check_brand(tmp_path / "_brand.yml", "_brand.yml")
    assert problem.full() == (
        f"_brand.yml:2:45: BRAND106 “own.ttf” cannot be used for A: {ENDLESS}\n"
        "      fonts: [{family: A, source: file, files: [own.ttf]}]\n"
        "                                                ^^^^^^^\n"
        "    a static TTF or OTF file beside the brand file or in a folder below it"
    )


def test_letters_are_counted_over_all_fonts_of_a_brand(tmp_path: Path) -> None:
    named = fonts.Named()
    named.count(tmp_path / "a", FONT_LETTERS - 5)
    with pytest.raises(FontFault) as fault:
        named.count(tmp_path / "b", 6)
    assert str(fault.value) == "with it, the brand's fonts name more than 300000 letters"
    named.count(tmp_path / "c", 5)
    named.count(tmp_path / "a", FONT_LETTERS - 5)  # the same again
