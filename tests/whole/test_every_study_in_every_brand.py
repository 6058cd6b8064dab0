"""Any study in any brand is a whole brief, in each format, and fit for every reader."""

from __future__ import annotations

from pathlib import Path

import checkers
import pytest
from checked import not_there
from five import IDS
from page_tree import Page
from paper import Paper, squeezed

from reportgen import shipped
from reportgen.brand.reader import find_brand, read_brand
from reportgen.pipeline import Order, render
from reportgen.study.reader import read_study

BRANDS = sorted(path.parent.name for path in shipped.studies_folder().glob("brands/*/_brand.yml"))
OTHERS = {
    study_id: [
        brand
        for brand in BRANDS
        if brand != read_study(shipped.studies_folder() / f"{study_id}.yml").study.brand
    ]
    for study_id in IDS
}
"""The brands that a study does not have of itself; its own is tested elsewhere."""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Every study in every other brand: the paths of its PDF and its page."""
    folder = tmp_path_factory.mktemp("brands")
    made: dict[tuple[str, str], tuple[Path, Path]] = {}
    for study_id, brands in OTHERS.items():
        path = shipped.studies_folder() / f"{study_id}.yml"
        text = path.read_text(encoding="utf-8")
        own = read_study(path).study.brand
        for brand in brands:
            order = Order(path, path.name, text=text.replace(f"brand: {own}", f"brand: {brand}"))
            pdf, html = render(order).artifacts
            files = (folder / f"{study_id}-{brand}.pdf", folder / f"{study_id}-{brand}.html")
            files[0].write_bytes(pdf.content)
            files[1].write_bytes(html.content)
            made[study_id, brand] = files
    return made


def test_five_studies_in_four_other_brands_each(built):
    assert len(built) == len(IDS) * (len(BRANDS) - 1) == 20


def test_each_is_a_brief_in_the_faces_of_its_brand(built):
    studies = shipped.studies_folder()
    for (_, name), (pdf, html) in built.items():
        paper, page = Paper(pdf.read_bytes()), Page(html.read_text(encoding="utf-8"))
        brand = read_brand(find_brand(studies, name, studies), name)
        families = {squeezed(face.family) for face in brand.faces}
        fonts = {line.font for lines in paper.lines for line in lines}
        assert 5 <= len(paper) <= 12, pdf.name
        assert all(any(squeezed(font).startswith(one) for one in families) for font in fonts)
        assert f"--cover:{brand.colours['cover'].light}" in page.source
        assert page.figures()


def test_verapdf_finds_nothing_in_any(built):
    try:
        checkers.fetched(checkers.VERAPDF, checkers.folder())
    except checkers.Missing as missing:
        not_there(f"veraPDF: {missing}")
    files = [pdf for pdf, _ in built.values()]
    for flavour in ("ua1", "3a"):
        found = dict(checkers.failures_by_file(flavour, files))
        assert {name: faults for name, faults in found.items() if faults} == {}
        assert len(found) == len(files)
