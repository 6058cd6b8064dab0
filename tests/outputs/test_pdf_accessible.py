"""A brief can be heard as well as seen, and read in an archive: PDF/UA-1 and PDF/A-3a in one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import checkers
import pikepdf
import pytest
from checked import not_there
from five import IDS, Five, Made
from fontTools.ttLib import TTFont
from page_tree import text_of, words
from paper import squeezed
from pikepdf import Array, Dictionary, Name

from reportgen.outputs import pdf as pdf_room
from reportgen.pipeline import Order, render
from reportgen.problems import Problems

CHECKOUT = Path(__file__).resolve().parents[2]
SMALL = CHECKOUT / "tests" / "study" / "liten-studie.yml"
RAW = CHECKOUT / "studies" / "e-handel-och-kundtjanst.yml"
GOLDEN = Path(__file__).parent / "golden" / "se-kunden.structure.txt"
BIN = Path(sys.executable).parent


def _program(name: str) -> str:
    found = shutil.which(name, path=f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None:
        not_there(f"{name} is not installed")
    return found


def _ran(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def files(five: Five) -> list[Path]:
    return [five[study_id].pdf_path for study_id in IDS]


@pytest.fixture(scope="module")
def raw_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brief as WeasyPrint writes it, with no mend applied."""
    path = tmp_path_factory.mktemp("raw") / "raw.pdf"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf_room, "mend", lambda _: None)
        (made,) = render(Order(RAW, RAW.name, formats=("pdf",))).artifacts
    path.write_bytes(made.content)
    return path


# --- What the checkers say ---


def test_verapdf_finds_nothing_in_any_brief(files, raw_file):
    """And it would find something: the same brief without our mends has faults."""
    try:
        checkers.fetched(checkers.VERAPDF, checkers.folder())
    except checkers.Missing as missing:
        not_there(f"veraPDF: {missing}")
    flavours = ("ua1", "3a")
    with ThreadPoolExecutor() as both:
        told = both.map(lambda one: checkers.failures_by_file(one, [*files, raw_file]), flavours)
        found = {flavour: dict(one) for flavour, one in zip(flavours, told, strict=True)}
    for one in found.values():
        assert one.pop(raw_file.name)
    sound = {path.name: [] for path in files}
    assert found == {"ua1": sound, "3a": sound}


def test_pdfua_finds_nothing_in_any_brief(files):
    pdfua = _program("pdfua")
    done = _ran(pdfua, "check", "--format", "json", *map(str, files))
    assert done.returncode == 0, done.stdout
    assert '"findings": []' in done.stdout


def test_outloud_finds_nothing_in_any_brief(files, tmp_path):
    outloud = _program("outloud")
    report = tmp_path / "outloud.json"
    done = _ran(outloud, "--quiet", "--fail-on", "warning", "--json", str(report), *map(str, files))
    assert list(_findings(json.loads(report.read_text(encoding="utf-8")))) == []
    assert done.returncode == 0, done.stdout


def _findings(report: object) -> Iterator[str]:
    if isinstance(report, dict):
        if "severity" in report and "message" in report:
            yield f"{report['rule']} {report['severity']}: {report['message']}"
        for value in report.values():
            yield from _findings(value)
    elif isinstance(report, list):
        for value in report:
            yield from _findings(value)


def test_qpdf_finds_the_files_sound(files):
    qpdf = _program("qpdf")
    for path in files:
        done = _ran(qpdf, "--check", str(path))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "WARNING" not in done.stdout + done.stderr


# --- The tree, as a listener meets it ---


@dataclass(frozen=True)
class Piece:
    """Marked content: its text, and where it begins (CSS px from the page's left and top)."""

    text: str
    left: float
    top: float


class Spoken:
    """A PDF's structure with the text of each piece of marked content."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(content))
        self.root = self.pdf.Root.StructTreeRoot
        self._fonts: dict[tuple[int, int], dict[str, str]] = {}
        self.pages = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.marks = [dict(self._marks(page)) for page in self.pdf.pages]

    def _marks(self, page: pikepdf.Page) -> Iterator[tuple[int, Piece]]:
        """Marked content by its number."""
        open_marks: list[int | str | None] = []
        told: dict[int, list[Piece]] = {}
        letters: dict[str, str] = {}
        left = top = 0.0
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC":
                    properties = operands[1]
                    mark = properties.get("/MCID")
                    if mark is None and "/ActualText" in properties:
                        open_marks.append(str(properties.ActualText))
                    else:
                        open_marks.append(None if mark is None else int(mark))
                        if mark is not None:
                            told[int(mark)] = []
                case "BMC":
                    open_marks.append(None)
                case "EMC":
                    open_marks.pop()
                case "Tf":
                    letters = self._letters(page, operands[0])
                case "Tm":
                    left, top = float(operands[4]), float(operands[5])
                case "TJ":
                    owner = next((one for one in open_marks[::-1] if isinstance(one, int)), None)
                    if owner is None:
                        continue
                    said = "".join(
                        letters.get(bytes(part)[at : at + 2].hex(), "?")
                        for part in operands[0]
                        if isinstance(part, pikepdf.String)
                        for at in range(0, len(bytes(part)), 2)
                    )
                    replaced = open_marks[-1] if isinstance(open_marks[-1], str) else said
                    told[owner].append(Piece(replaced, left, top))
        for mark, pieces in told.items():
            first = pieces[0] if pieces else Piece("", 0, 0)
            yield mark, Piece("".join(one.text for one in pieces), first.left, first.top)

    def _letters(self, page: pikepdf.Page, name: pikepdf.Object) -> dict[str, str]:
        font = page.Resources.Font[str(name)]
        if font.objgen not in self._fonts:
            table = font.ToUnicode.read_bytes().decode()
            self._fonts[font.objgen] = {
                glyph: bytes.fromhex(text).decode("utf-16-be")
                for glyph, text in re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", table)
            }
        return self._fonts[font.objgen]

    # --- Walking ---

    def kids(self, element: Dictionary) -> list[pikepdf.Object | int]:
        kids = element.get("/K", [])
        return list(kids) if isinstance(kids, Array) else [kids]

    def elements(self, element: Dictionary | None = None) -> Iterator[Dictionary]:
        """Every structure element, in reading order."""
        for kid in self.kids(element or self.root):
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield kid
                yield from self.elements(kid)

    def read(self, element: Dictionary) -> Iterator[tuple[int, int]]:
        """The page and number of all marked content below, in reading order."""
        for kid in self.kids(element):
            if isinstance(kid, int):
                yield self.pages[element.Pg.objgen], int(kid)
            elif kid.get("/Type") == "/MCR":
                yield self.pages[kid.Pg.objgen], int(kid.MCID)
            elif "/S" in kid:
                yield from self.read(kid)

    def text(self, element: Dictionary) -> str:
        return "".join(self.marks[page][mark].text for page, mark in self.read(element))

    def printed(self, element: Dictionary | None = None, depth: int = 0) -> Iterator[str]:
        for kid in self.kids(element or self.root):
            if not isinstance(kid, Dictionary) or "/S" not in kid:
                continue
            role = str(kid.S)[1:]
            words = [f"{'  ' * depth}{role}"]
            attributes = kid.get("/A", {})
            words += [f"[{attributes.Scope}]"] if "/Scope" in attributes else []
            words += [f"({kid.Lang})"] if "/Lang" in kid else []
            if "/Alt" in kid:
                words.append(f"Alt: {kid.Alt}")
            elif not any(isinstance(one, Dictionary) and "/S" in one for one in self.kids(kid)):
                words.append(_beginning(self.text(kid)))
            yield " ".join(words).rstrip()
            yield from self.printed(kid, depth + 1)


def _beginning(text: str) -> str:
    plain = text.replace("\u00ad", "").replace("\u00a0", " ")
    return plain if len(plain) <= 70 else f"{plain[:70].rstrip()} …"


@pytest.fixture(scope="module")
def spoken(five: Five) -> Callable[[str], Spoken]:
    kept: dict[str, Spoken] = {}

    def of(study_id: str) -> Spoken:
        if study_id not in kept:
            kept[study_id] = Spoken(five[study_id].pdf_path.read_bytes())
        return kept[study_id]

    return of


def test_the_structure_is_the_golden_one(spoken, golden):
    golden(GOLDEN, "\n".join(spoken("se-kunden").printed()) + "\n")


@pytest.mark.parametrize("study_id", IDS)
def test_headings_are_the_pages_and_in_order(study_id, spoken, five):
    """One H1, the title on the cover; no level is left out."""
    tree = spoken(study_id)
    found = [
        (int(str(one.S)[2:]), squeezed(tree.text(one)))
        for one in tree.elements()
        if re.fullmatch("/H[1-6]", str(one.S))
    ]
    page = five[study_id].page
    wanted = [
        (int(one.tag[1]), squeezed(text_of(one)))
        for one in page.root.iter()
        if one.tag in ("h1", "h2", "h3")
    ]
    assert found == wanted
    assert [level for level, _ in found].count(1) == 1
    assert found[0][0] == 1
    assert all(after - before <= 1 for (before, _), (after, _) in pairwise(found))


@pytest.mark.parametrize("study_id", IDS)
def test_it_is_read_in_the_order_in_which_it_stands(study_id, spoken, five):
    """From the top of each page to its foot. It goes up again only to a column further right:
    a cell, a description, a key figure. Remarks in the margin have a test of their own."""
    tree = spoken(study_id)
    aside = {mark for remark in _remarks(tree, five[study_id]) for mark in tree.read(remark)}
    aside |= {mark for one in tree.elements() if str(one.S) == "/Figure" for mark in tree.read(one)}
    marks = [mark for one in tree.kids(tree.root) for mark in tree.read(one) if mark not in aside]
    assert [page for page, _ in marks] == sorted(page for page, _ in marks)
    printed = [(page, tree.marks[page][mark]) for page, mark in marks]
    printed = [(page, mark) for page, mark in printed if mark.text.strip()]
    assert len(printed) > 150
    wrong = [
        f"page {page + 1}: {before.text} → {after.text}"
        for (page, before), (next_page, after) in pairwise(printed)
        if page == next_page and after.top < before.top - 9 and after.left < before.left + 20
    ]
    assert wrong == []


@pytest.mark.parametrize("study_id", IDS)
def test_a_remark_in_the_margin_is_read_after_its_paragraph(study_id, spoken, five):
    """It begins beside the first line of its text, and is read when that text is through."""
    tree, page = spoken(study_id), five[study_id].page
    beside = page.all(cls="with-note")
    remarks = _remarks(tree, five[study_id])
    assert len(remarks) == len(beside)
    for remark, part in zip(remarks, beside, strict=True):
        around = [one for one in tree.kids(remark.P) if isinstance(one, Dictionary)]
        at = next(at for at, one in enumerate(around) if one.objgen == remark.objgen)
        paragraphs = list(page.one("div", "prose", part))
        assert squeezed(tree.text(around[at - 1])) == squeezed(text_of(paragraphs[-1]))
        (on, first), *_ = tree.read(around[at - len(paragraphs)])
        (on_too, beginning), *_ = tree.read(remark)
        assert on == on_too
        assert abs(tree.marks[on][first].top - tree.marks[on][beginning].top) < 20
        assert tree.marks[on][first].left + 200 < tree.marks[on][beginning].left


def _remarks(tree: Spoken, made: Made) -> list[Dictionary]:
    texts = {
        squeezed(text_of(made.page.one("aside", "margin-note", one)))
        for one in made.page.all(cls="with-note")
    }
    sections = (one for one in tree.elements() if str(one.S) == "/Sect")
    return [one for one in sections if squeezed(tree.text(one)) in texts]


@pytest.mark.parametrize("study_id", IDS)
def test_all_that_is_printed_is_in_the_tree_once_or_an_artifact(study_id, spoken):
    tree = spoken(study_id)
    marks = [mark for one in tree.kids(tree.root) for mark in tree.read(one)]
    assert len(marks) == len(set(marks))
    assert set(marks) == {(page, mark) for page, on in enumerate(tree.marks) for mark in on}
    assert all(page.obj.StructParents == at for at, page in enumerate(tree.pdf.pages))


@pytest.mark.parametrize("study_id", IDS)
def test_the_words_of_the_brief_are_whole(study_id, spoken, five):
    """No word is cut by a line's end, and none is glued to the next."""
    tree = spoken(study_id)
    told = "".join(tree.text(one) + " " for one in tree.elements() if str(one.S) == "/P")
    told = " ".join(told.replace("\u00ad", "").split())
    page = five[study_id].page
    prose = [one for part in page.all(cls="prose") for one in part.iter("p")]
    assert len(prose) > 5
    assert [text for text in map(text_of, prose) if " ".join(text.split()) not in told] == []


@pytest.mark.parametrize("study_id", IDS)
def test_figures_are_told_between_their_caption_and_their_source(study_id, spoken, five):
    tree = spoken(study_id)
    groups = [one for one in tree.elements() if _roles(tree, one)[:2] == ["Caption", "Figure"]]
    page = five[study_id].page
    assert len(groups) == len(page.figures())
    for group, figure in zip(groups, page.figures(), strict=True):
        caption, drawing, *below = tree.kids(group)
        assert squeezed(tree.text(caption)) == squeezed(text_of(page.one("figcaption", "", figure)))
        wide = page.one("div", "wide", figure)
        told = [text_of(page.one(tag, within=wide)) for tag in ("title", "desc")]
        assert words(str(drawing.Alt)) == " ".join(told)
        assert squeezed(tree.text(below[-1])) == squeezed(text_of(page.one("p", "source", figure)))
        left, foot, right, top = map(float, drawing.A.BBox)
        assert 56 < left < right < 540
        assert 60 < foot < top < 780


def _roles(tree: Spoken, element: Dictionary) -> list[str]:
    return [
        str(kid.S)[1:] for kid in tree.kids(element) if isinstance(kid, Dictionary) and "/S" in kid
    ]


@pytest.mark.parametrize("study_id", IDS)
def test_one_table_is_one_table_however_many_pages_it_fills(study_id, spoken, five):
    tree = spoken(study_id)
    (table,) = (one for one in tree.elements() if str(one.S) == "/Table")
    assert _roles(tree, table) == ["THead", "TBody"]
    head, body = tree.kids(table)
    assert [str(cell.A.Scope) for cell in tree.kids(tree.kids(head)[0])] == ["/Column"] * 5
    rows = tree.kids(body)
    assert len(rows) == len(five[study_id].study.results)
    for row in rows:
        assert _roles(tree, row) == ["TH", "TD", "TD", "TD", "TD"]
        assert str(tree.kids(row)[0].A.Scope) == "/Row"


@pytest.mark.parametrize("study_id", IDS)
def test_links_say_where_they_lead(study_id, spoken):
    tree = spoken(study_id)
    links = [one for page in tree.pdf.pages for one in page.get("/Annots", [])]
    assert len(links) > 10
    for link in links:
        told = str(link.Contents)
        assert re.match(r"https?://|\d\d\d-|[\w”]", told), told
        assert not told.startswith("row-")
        assert int(link.F) & 4
        assert int(link.StructParent) >= len(tree.pdf.pages)


# --- What the file says about itself ---


@pytest.mark.parametrize("study_id", IDS)
def test_the_catalogue_serves_readers_and_archives(study_id, spoken, five):
    tree = spoken(study_id)
    root, study = tree.pdf.Root, five[study_id].study
    assert root.ViewerPreferences.DisplayDocTitle
    assert root.MarkInfo.Marked
    assert root.PageLabels.Nums[1].S == Name.D
    assert all(page.obj.Tabs == Name.S for page in tree.pdf.pages)
    assert str(next(tree.elements()).Lang) == str(root.Lang)
    with tree.pdf.open_metadata() as said:
        assert said["pdfaid:part"] == "3"
        assert said["pdfaid:conformance"] == "A"
        assert said["pdfuaid:part"] == "1"
        assert said["xmp:CreateDate"] == said["xmp:ModifyDate"] == study.published.isoformat()
        assert said["dc:title"] == str(tree.pdf.docinfo.Title)
    assert str(tree.pdf.docinfo.CreationDate) == f"D:{study.published:%Y%m%d}"


def test_source_date_epoch_sets_every_date(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    (made,) = render(Order(SMALL, SMALL.name, formats=("pdf",))).artifacts
    with pikepdf.open(BytesIO(made.content)) as pdf:
        assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20231114221320+00'00"
        with pdf.open_metadata() as said:
            assert said["xmp:CreateDate"] == said["xmp:ModifyDate"] == "2023-11-14T22:13:20+00:00"
        for carried in pdf.Root.AF:
            assert str(carried.EF.F.Params.ModDate) == "D:20231114221320Z"


def test_source_date_epoch_must_be_a_moment(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(Problems) as failed:
        render(Order(SMALL, SMALL.name, formats=("pdf",)))
    assert failed.value.found[0].full() == (
        "liten-studie.yml: PDF102 SOURCE_DATE_EPOCH is “yesterday”, which is no moment\n"
        "    set it to whole seconds since 1970, or leave it unset"
    )


# --- What upstream leaves to mend: each of these fails where a mend has become needless ---


@pytest.fixture(scope="module")
def raw(raw_file: Path) -> Spoken:
    return Spoken(raw_file.read_bytes())


def test_needed_say_what_conforms(raw):
    with raw.pdf.open_metadata() as said:
        assert said["pdfaid:part"] == "3"
        assert "pdfuaid:part" not in said


def test_needed_scope_of_header_cells(raw):
    heads = [one for one in raw.elements() if str(one.S) == "/TH"]
    assert heads
    assert not any("/Scope" in one.A for one in heads)


def test_needed_running_heads_as_artifacts(raw):
    printed = b"".join(page.Contents.read_bytes() for page in raw.pdf.pages)
    assert b"/Pagination" not in printed
    owned = {mark for one in raw.kids(raw.root) for mark in raw.read(one)}
    heads = {(page, mark) for page, on in enumerate(raw.marks) for mark in on} - owned
    assert len(heads) >= 3 * (len(raw.pdf.pages) - 1)


def test_needed_decoration_as_artifact(raw):
    """The cover's drawing is hidden from listeners, and yet a Figure without a text."""
    assert any(str(one.S) == "/Figure" and "/Alt" not in one for one in raw.elements())


def test_needed_one_element_over_several_pages(raw):
    tables = [one for one in raw.elements() if str(one.S) == "/Table"]
    assert len(tables) > 1


def test_needed_box_of_figures(raw):
    """In points from the foot of the page; it is in px from its top."""
    figures = [one for one in raw.elements() if "/Alt" in one]
    assert max(float(one.A.BBox[2]) for one in figures) > 600


def test_needed_captions_beside_their_figure(raw):
    captions = [one for one in raw.elements() if str(one.S) == "/Caption"]
    assert captions
    assert {str(one.P.S) for one in captions} == {"/NonStruct"}


def test_needed_labels_of_described_items(raw):
    """A term and its description are two items, and neither has a label."""
    items = [one for one in raw.elements() if str(one.S) == "/LI"]
    assert sum(_roles(raw, one) == ["LBody"] for one in items) > 40


def test_needed_attachments_listed_once(raw):
    listed = [one.objgen for one in raw.pdf.Root.AF]
    assert len(listed) == 2 * len(set(listed))


def test_needed_sorted_names_of_attachments(raw):
    names = [str(one) for one in list(raw.pdf.Root.Names.EmbeddedFiles.Names)[::2]]
    assert names != sorted(names)


def test_needed_words_of_links(raw):
    told = [str(one.Contents) for page in raw.pdf.pages for one in page.get("/Annots", [])]
    assert any(one.startswith("row-") for one in told)


def test_needed_page_labels(raw):
    assert "/PageLabels" not in raw.pdf.Root


def test_needed_spaces_at_line_ends(raw):
    lines = [raw.text(one) for one in raw.elements() if str(one.S) == "/P"]
    assert any(re.search(r"[a-zåäö]-[a-zåäö]", line) for line in lines)
    assert not any("\u00ad" in line for line in lines)


def test_needed_numbered_glyphs(raw):
    fonts = [
        TTFont(BytesIO(one.read_bytes()))
        for one in raw.pdf.objects
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == Name.OpenType
    ]
    assert fonts
    assert {font["CFF "].cff.topDictIndex[0].Encoding for font in fonts} == {"StandardEncoding"}


def _with_foreign_words(folder: Path) -> Spoken:
    templates = folder / "templates" / "brief"
    templates.mkdir(parents=True)
    said = '<p>Det kallas <span lang="en">word of mouth</span> här.</p>'
    (templates / "contents.html.j2").write_text(said, encoding="utf-8")
    order = Order(SMALL, SMALL.name, formats=("pdf",), templates=folder / "templates")
    (made,) = render(order).artifacts
    return Spoken(made.content)


def test_foreign_words_are_marked_with_their_language(tmp_path):
    tree = _with_foreign_words(tmp_path)
    (words,) = (one for one in tree.elements() if str(one.get("/Lang", "")) == "en")
    assert (str(words.S), tree.text(words)) == ("/Span", "word of mouth")


def test_needed_language_of_words(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_room, "mend", lambda _: None)
    tree = _with_foreign_words(tmp_path)
    assert not any("/Lang" in one for one in tree.elements())
