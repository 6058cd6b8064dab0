"""The typefaces that come with the package."""

from pathlib import Path

import pytest

from reportgen.brand import fonts
from reportgen.brand.brand import Typeface

LETTERS = (
    "abcdefghijklmnopqrstuvwxyzåäöøæéABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖØÆÉ0123456789–−’”»«%½…\u00a0"
)


@pytest.mark.parametrize("family", [family.name for family in fonts.INCLUDED])
def test_every_file_of_an_included_family_is_there(family: str) -> None:
    known = fonts.CATALOGUE[family]
    assert known.location is not None
    for cut in known.cuts:
        face = fonts.read_face(known.location / cut.file, family, None, None)
        assert (face.weight, face.italic) == (cut.weight, cut.italic), cut.file


@pytest.mark.parametrize("family", [family.name for family in fonts.INCLUDED])
def test_included_families_have_the_letters_of_a_brief(family: str) -> None:
    for face in fonts.typeface(family).faces:
        missing = set(map(ord, LETTERS)) - fonts.letters_of([face], LETTERS + "漢")
        assert "".join(map(chr, missing)) == ("½" if family == "Hanken Grotesk" else "")


def test_every_family_comes_with_the_text_of_its_licence() -> None:
    found = fonts.licences()
    assert {family.name for family in fonts.INCLUDED} <= {licence.family for licence in found}
    for licence in found:
        text = licence.path.read_text(encoding="utf-8", errors="replace").casefold()
        assert "licen" in text, licence.family


def test_typeface_takes_the_nearest_cuts() -> None:
    cuts = {(face.weight, face.italic) for face in fonts.typeface("Lato", (400, 600, 700)).faces}
    assert cuts == {(400, False), (400, True), (700, False), (700, True)}


def test_an_unknown_family_is_a_lookup_error() -> None:
    with pytest.raises(LookupError, match="Comic Sans"):
        fonts.typeface("Comic Sans")


@pytest.mark.parametrize("family", [family.name for family in fonts.INCLUDED])
def test_the_common_letters_are_in_every_cut_of_every_included_family(family: str) -> None:
    known = fonts.CATALOGUE[family]
    assert known.location is not None
    for cut in known.cuts:
        face = fonts.read_face(known.location / cut.file, family, None, None)
        assert fonts._metrics(face.path).letters >= fonts.COMMON, cut.file


def test_common_letters_open_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_metrics", None)
    assert fonts.letters_of(fonts.typeface("Lato").faces, "Åre – 34 %") == fonts.COMMON


def test_a_letter_is_looked_for_in_each_cut() -> None:
    faces = [*fonts.typeface("Lato").faces, *fonts.typeface("Source Sans Pro").faces]
    found = fonts.letters_of(faces, "Åre → 漢")
    assert (ord("→") in found, ord("漢") in found) == (True, False)
    assert ord("→") not in fonts.letters_of(faces[:4], "Åre → 漢")


def _tabular(typeface: Typeface) -> bool:
    return all(fonts.tabular_digits(face) for face in typeface.faces)


def test_which_families_have_tabular_figures() -> None:
    tabular = {family.name for family in fonts.INCLUDED if _tabular(fonts.typeface(family.name))}
    assert tabular == {"Source Sans Pro", "Source Serif Pro", "Caladea", "Hanken Grotesk", "Lato"}


@pytest.mark.parametrize("family", fonts.INCLUDED, ids=lambda family: family.name)
def test_what_the_table_says_of_digits_was_measured(family: fonts.Family) -> None:
    faces = fonts.typeface(family.name, [cut.weight for cut in family.cuts]).faces
    assert {fonts.digits_share_a_width(face) for face in faces} == {family.tabular}


def test_a_file_of_ones_own_is_measured_whatever_its_name(tmp_path: Path) -> None:
    folder = fonts.CATALOGUE["Manrope"].location
    assert folder is not None
    own = tmp_path / "Own-Regular.ttf"
    own.write_bytes((folder / "Manrope-Regular.ttf").read_bytes())
    face = fonts.read_face(own, "Source Sans Pro", None, None)
    assert not fonts.tabular_digits(face)


def test_average_width_of_swedish_text() -> None:
    # Measured against a paragraph of running Swedish, without kerning.
    from fontTools.ttLib import TTFont

    text = (
        "Undersökningen visar hur personer med ansvar för datorer och nätverk bedömer de bolag som"
        " de köper tjänster av. Frågorna handlade om väntetid, bemötande och kunskap, och svaren"
        " samlades in under våren. Ingen av dem som deltog fick betalt. Där en grupp är liten står"
        " det i rutan, och där någon uppgift saknas står även det."
    )
    face = fonts.typeface("Source Sans Pro").face()
    with TTFont(face.path) as font:
        glyphs = font.getBestCmap()
        width = sum(font["hmtx"][glyphs[ord(char)]][0] for char in text) / 1000 / len(text)
    assert fonts.average_em(face) == pytest.approx(width, rel=0.03)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"wOF2" + bytes(60), "it is a web font (WOFF); charts need the TTF or OTF"),
        (b"%PDF-1.7", "it is not a TTF or OTF font"),
        (b"", "it is not a TTF or OTF font"),
        (b"\x00\x01\x00\x00" + b"\xff" * 40, "it has more than 64 tables"),
        (b"\x00\x01\x00\x00\x00\x01" + b"\xff" * 40, "it is broken, or cut short"),
    ],
)
def test_what_is_no_font_says_so(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "face.ttf"
    path.write_bytes(content)
    with pytest.raises(fonts.FontFault) as fault:
        fonts.read_face(path, "Ours", None, None)
    assert str(fault.value).startswith(why)


def test_a_variable_font_is_refused() -> None:
    folder = fonts.CATALOGUE["Manrope"].location
    assert folder is not None
    with pytest.raises(fonts.FontFault, match="one static file per weight"):
        fonts.read_face(folder / "Manrope-VariableFont_wght.ttf", "Manrope", None, None)
