"""A brand's faces in WeasyPrint: registered once, never mixed up, and read anew where replaced."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from five import listening
from fontTools.ttLib import TTFont
from leaf import leaf

from reportgen.brand.brand import Face
from reportgen.brand.fonts import typeface
from reportgen.brand.reader import read_brand
from reportgen.outputs import pdf_fonts
from reportgen.outputs.pdf import pdf_bytes
from reportgen.outputs.pdf_engine import the_weasyprint
from reportgen.outputs.pdf_fonts import font_configuration
from reportgen.pipeline import Order, render
from reportgen.problems import Problems

SMALL = Path(__file__).parents[1] / "study" / "liten-studie.yml"
MakeFace = Callable[..., Face]


def file_of(family: str, weight: int = 400) -> Path:
    return typeface(family).face(weight).path


@pytest.fixture
def own_face(tmp_path: Path) -> MakeFace:
    """A face under a name of our own, from the file of another family."""

    def make(family: str, from_family: str, weight: int = 400, number: int = 0) -> Face:
        source = file_of(from_family, weight)
        path = tmp_path / str(number) / f"eget & annat-{weight}{source.suffix}"
        path.parent.mkdir(exist_ok=True)
        shutil.copy(source, path)
        return Face(family, weight, False, path)

    return make


def fonts_in(faces: tuple[Face, ...], family: str = "Eget", weight: int = 400) -> set[str]:
    """What the fonts that a word is set in call themselves, in their own files."""
    style = f"font:{weight} 12pt {family}"
    html = the_weasyprint().HTML(string=f"<p style='{style}'>Hörnsten</p>")
    with pikepdf.open(BytesIO(html.write_pdf(font_config=font_configuration(faces)))) as pdf:
        files = [
            one.get("/FontFile2") or one.get("/FontFile3")
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        return {TTFont(BytesIO(file.read_bytes()))["name"].getDebugName(4) for file in files}


class Counting:
    """fontconfig, and what it was asked to add."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self.added: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name == "FcConfigAppFontAddFile":
            return self._add
        return getattr(self._library, name)

    def _add(self, config: Any, path: bytes) -> Any:
        self.added.append(os.fsdecode(path))
        return self._library.FcConfigAppFontAddFile(config, path)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    the_weasyprint()
    from weasyprint.text import ffi

    counted = Counting(ffi.fontconfig)
    monkeypatch.setattr(ffi, "fontconfig", counted)
    return counted


def test_faces_are_registered_once_for_many_briefs(own_face: MakeFace, counting: Counting) -> None:
    faces = (own_face("Eget", "Lato"), own_face("Eget", "Lato", 700))
    first = font_configuration(faces)
    assert counting.added == [str(face.path) for face in faces]
    assert all(font_configuration(faces) is first for _ in range(3))
    assert len(counting.added) == 2


def test_a_face_is_what_the_brand_calls_it(own_face: MakeFace) -> None:
    """Its family and weight, whatever the file calls itself."""
    faces = (own_face("Eget", "Lato"), own_face("Eget", "Source Serif Pro", 700))
    assert fonts_in(faces) == {"Lato Regular"}
    assert fonts_in(faces, weight=700) == {"Source Serif Pro Bold"}
    light = replace(faces[1], weight=400)
    assert fonts_in((replace(faces[0], weight=700), light)) == {"Source Serif Pro Bold"}


@pytest.mark.parametrize("weight", [1, 350, 950, 9999])
def test_a_weight_between_the_hundreds_is_the_nearest_one(own_face: MakeFace, weight: int) -> None:
    assert fonts_in((replace(own_face("Eget", "Lato"), weight=weight),)) == {"Lato Regular"}


def test_two_brands_with_one_family_name_do_not_mix(own_face: MakeFace) -> None:
    one = (own_face("Eget", "Lato", number=1),)
    other = (own_face("Eget", "Source Serif Pro", number=2),)
    assert [fonts_in(faces) for faces in (one, other, one)] == [
        {"Lato Regular"},
        {"Source Serif Pro"},
        {"Lato Regular"},
    ]


def test_no_font_of_another_brand_or_of_the_machine_slips_in(own_face: MakeFace) -> None:
    one, other = own_face("Eget", "Lato", number=1), own_face("Annat", "Lato", number=2)
    assert fonts_in((one,)) == {"Lato Regular"}
    found = font_configuration((other,))
    html = the_weasyprint().HTML(string="<p style='font-family:Annat'>漢</p>")
    with listening() as said:
        html.write_pdf(font_config=found)
    assert [text for text in said if "漢" in text] != []


def test_a_face_that_was_replaced_is_read_anew(own_face: MakeFace) -> None:
    face = own_face("Eget", "Lato")
    assert fonts_in((face,)) == {"Lato Regular"}
    shutil.copy(file_of("Source Serif Pro"), face.path)
    assert fonts_in((face,)) == {"Source Serif Pro"}


def test_the_first_brief_of_a_process_is_the_same_as_a_later_one() -> None:
    order = Order(SMALL, SMALL.name, formats=("pdf",))
    text = SMALL.read_text(encoding="utf-8").replace("brand: neutral", "brand: aastra")
    other = Order(SMALL, SMALL.name, text=text, formats=("pdf",))
    pdf_fonts._registered.cache_clear()
    first, again = (render(order).artifacts[0].content for _ in range(2))
    render(other)
    assert first == again == render(order).artifacts[0].content


def test_no_file_is_written_for_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """WeasyPrint would copy each face into a temporary folder, for every brief anew."""
    pdf_fonts._registered.cache_clear()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    assert render(Order(SMALL, SMALL.name, formats=("pdf",))).artifacts


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("url(https://example.org/a.ttf)", ["https://example.org/a.ttf"]),
        ("url(file:///etc/a.ttf), url(data:,)", ["data:,", "file:///etc/a.ttf"]),
        ("local('Lato')", []),
    ],
)
def test_a_face_of_a_document_is_refused_and_does_not_stay(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str, asked: list[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    rule = f"@font-face{{font-family:Egen;src:{source}}}"
    for _ in range(2):
        with pytest.raises(Problems) as failed, listening():
            pdf_bytes(leaf(f"<style>{rule}</style><p style='font-family:Egen'>Text</p>"))
        assert sorted(problem.message for problem in failed.value.found) == [
            "WeasyPrint warns: Font-face 'Egen' cannot be loaded",
            *(f"the document asks for {one}, which is not part of the brief" for one in asked),
        ]


def _told(faces: tuple[Face, ...]) -> list[str]:
    with pytest.raises(Problems) as failed:
        font_configuration(faces)
    return [problem.full() for problem in failed.value.found]


def test_a_face_that_went_after_the_brand_was_read_is_told_by_its_name(own_face: MakeFace) -> None:
    face = own_face("Eget", "Lato")
    face.path.unlink()
    assert _told((face,)) == [
        "eget & annat-400.ttf: BRAND106 “eget & annat-400.ttf” cannot be used:"
        " there is no such file\n"
        "    put a static TTF or OTF file in its place"
    ]


def test_a_face_that_was_damaged_after_the_brand_was_read_is_told_by_its_name(
    own_face: MakeFace,
) -> None:
    face = own_face("Eget", "Lato")
    face.path.write_bytes(b"no font")
    assert _told((face,)) == [
        "eget & annat-400.ttf: BRAND106 “eget & annat-400.ttf” cannot be used:"
        " fontconfig cannot read it\n"
        "    put a static TTF or OTF file in its place"
    ]


def test_a_face_that_cannot_be_read_fails_with_the_brand(tmp_path: Path) -> None:
    (tmp_path / "x.ttf").write_bytes(b"no font")
    (tmp_path / "_brand.yml").write_text(
        "typography:\n"
        "  fonts:\n"
        "    - {family: Eget, source: file, files: [x.ttf]}\n"
        "  base: {family: Eget}\n",
        encoding="utf-8",
    )
    with pytest.raises(Problems) as failed:
        read_brand(tmp_path / "_brand.yml", "_brand.yml")
    (problem,) = failed.value.found
    assert problem.concise() == (
        "_brand.yml:3:44: BRAND106 “x.ttf” cannot be used for Eget: it is not a TTF or OTF font"
    )
