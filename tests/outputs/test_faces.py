"""The faces that a page carries inside itself."""

from __future__ import annotations

import re
import shutil
from base64 import b64decode
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from reportgen import shipped
from reportgen.brand.brand import Brand, Face
from reportgen.brand.fonts import typeface
from reportgen.brand.reader import read_brand
from reportgen.outputs.faces import rules_inline

NORTH = "åäöøæéÅÄÖØÆÉ–−’”»«‘… \u00a0±€"
BRANDS = sorted(path.name for path in (shipped.studies_folder() / "brands").iterdir())


@cache
def brand(name: str) -> Brand:
    return read_brand(shipped.studies_folder() / "brands" / name / "_brand.yml", name)


def carried(css: str) -> list[TTFont]:
    return [
        TTFont(BytesIO(b64decode(each)))
        for each in re.findall(r"url\(data:font/woff;base64,([A-Za-z0-9+/=]+)\)", css)
    ]


@pytest.mark.parametrize("name", BRANDS)
def test_a_page_carries_each_cut_with_the_letters_of_the_north(name):
    fonts = carried(rules_inline(brand(name), "<em>text</em>"))
    assert len(fonts) == len(brand(name).faces)
    for font in fonts:
        with font:
            assert font.flavor == "woff"
            letters = font.getBestCmap()
            assert [sign for sign in NORTH if ord(sign) not in letters] == []


@pytest.mark.parametrize("name", BRANDS)
def test_an_italic_that_no_word_is_set_in_stays_out(name):
    css = rules_inline(brand(name), "text")
    assert "font-style:italic" not in css
    upright = [face for face in brand(name).faces if not face.italic]
    assert css.count("@font-face") == len(upright)


@pytest.mark.parametrize("name", BRANDS)
def test_figures_of_equal_width_stay_in_the_chart_face(name):
    face = brand(name).charts.face()
    number = brand(name).faces.index(face)
    with carried(rules_inline(brand(name), "<em>"))[number] as font:
        widths = {font["hmtx"][font.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        assert len(widths) == 1 or "tnum" in features


def test_a_rare_letter_is_carried_only_where_it_is_used():
    """Greek is in the face, but not in every page."""
    one = brand("aastra")
    assert all(ord("λ") not in font.getBestCmap() for font in carried(rules_inline(one, "x")))
    assert any(ord("λ") in font.getBestCmap() for font in carried(rules_inline(one, "λ")))


def test_the_same_face_is_the_same_bytes():
    from reportgen.outputs import faces

    first = rules_inline(brand("neutral"), "x")
    faces._subset.cache_clear()
    assert rules_inline(brand("neutral"), "x") == first


def test_a_face_that_was_replaced_is_cut_anew(tmp_path):
    own = tmp_path / "own.ttf"
    typefaces = replace(brand("neutral").body, faces=(Face("Own", 400, False, own),))
    ours = replace(brand("neutral"), headings=typefaces, body=typefaces, charts=typefaces)
    said = []
    for family in ("Lato", "Source Serif Pro", "Lato"):
        shutil.copy(typeface(family).face(400).path, tmp_path / "new")
        (tmp_path / "new").replace(own)
        said.append(rules_inline(ours, "text"))
    assert said[0] == said[2] != said[1]
