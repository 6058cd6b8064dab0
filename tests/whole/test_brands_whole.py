"""What a brand does to a whole brief: one change reaches everything, and anybody's brand works."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from five import IDS, Five, listening
from matplotlib.path import Path as Outline
from page_tree import Page, text_of
from paper import Paper, squeezed

from reportgen import shipped
from reportgen.brand.contrast import contrast, distance, mix
from reportgen.brand.reader import find_brand, read_brand
from reportgen.charts.faces import measure_text
from reportgen.pipeline import Order, render
from reportgen.problems import Problems
from reportgen.study.model import ChartKind

CHECKOUT = Path(__file__).resolve().parents[2]
SMALL = CHECKOUT / "tests" / "study" / "liten-studie.yml"
NORDLYS = CHECKOUT / "tests" / "brand" / "nordlys"
HEX = re.compile(r"#[0-9a-f]{6}\b")
MODES = ("light", "dark")

CHARTS = """\
        - chart: {kind: bars, title: "{R1} på kvällen", measure: Svar, results: [R1, R7]}
        - chart: {kind: stacked, title: "{R1} vill ha svar då", measure: Svar, results: [R1, R7]}
        - chart: {kind: dumbbell, title: "{R1} och {R2}", measure: Svar, results: [R1, R2]}
        - chart: {kind: interval, title: "{R1} av cheferna", measure: Svar, results: [R1, R7]}
        - chart: {kind: bound, title: "{R4|short} väljer bort", measure: Svar, results: [R4]}
        - chart: {kind: word, title: "{R5|short} avstår", measure: Svar, results: [R5]}
        - chart: {kind: ranking, title: Telefon först, measure: Svar, results: [R9]}
        - chart: {kind: threshold, title: "{R6} löses på en dag", measure: Tid, results: [R6]}
        - chart: {kind: list, title: SJ och CSN ringdes, measure: Samtal, results: [R10]}
"""
"""Every kind of chart that the small study does not draw yet."""


# --- A brief to look at -----------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """One brief of a brand: its page and its paper."""

    html: str
    pdf: bytes

    @cached_property
    def page(self) -> Page:
        return Page(self.html)

    @cached_property
    def paper(self) -> Paper:
        return Paper(self.pdf)


def branded(folder: Path, brand: Path, *, charts: str = "") -> Order:
    """The small study with the brand of another folder beside it."""
    home = folder / "brands" / "own"
    shutil.copytree(brand, home)
    text = SMALL.read_text(encoding="utf-8").replace("brand: neutral", "brand: own")
    path = folder / SMALL.name
    path.write_text(text.replace("        - viewpoint: V1\n", charts + "        - viewpoint: V1\n"))
    return Order(path, path.name)


def drawn(order: Order) -> Drawn:
    """The brief, if no tool warned of anything."""
    with listening() as said:
        made = {Path(one.place).suffix: one.content for one in render(order).artifacts}
    assert said == []
    return Drawn(made[".html"].decode(), made[".pdf"])


def variables(html: str) -> dict[str, dict[str, str]]:
    """What the page's custom properties are, on a light and on a dark screen."""
    (light,) = re.findall(r"<style>:root\{(.*?)\}</style>", html)
    (dark,) = re.findall(r"@media \(prefers-color-scheme:dark\)\{:root\{(.*?)\}\}", html)
    named = [dict(re.findall(r"--([a-z-]+):([^;}]+)", text)) for text in (light, dark)]
    return {"light": named[0], "dark": {**named[0], **named[1]}}


# --- One change reaches everything ---------------------------------------------------------------

OLD, NEW = "#101216", "#3a0f4d"
"""A colour of Tele2's palette, named for cover, headings and text; and another one."""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Drawn, Drawn]:
    """The same brief before and after one line of its brand was changed."""
    folder = tmp_path_factory.mktemp("change")
    order = branded(folder, shipped.studies_folder() / "brands" / "tele2-foretag", charts=CHARTS)
    before = drawn(order)
    file = folder / "brands" / "own" / "_brand.yml"
    text = file.read_text(encoding="utf-8")
    assert text.count(OLD) == 1
    file.write_text(text.replace(OLD, NEW), encoding="utf-8")
    return before, drawn(order)


def test_the_small_study_draws_every_kind(pair):
    (text,) = [CHARTS + SMALL.read_text(encoding="utf-8")]
    kinds = set(re.findall(r"kind: (\w+)", text)) - {"survey"}
    assert kinds == {kind.value for kind in ChartKind}
    assert len(pair[0].page.figures()) == 11


def test_nothing_but_colours_changes_on_the_page(pair):
    before, after = (HEX.sub("#", made.html) for made in pair)
    assert before == after
    assert OLD not in pair[1].html


def test_the_page_has_the_new_colour_on_its_cover_in_its_text_and_in_its_tables(pair):
    before, after = (variables(made.html)["light"] for made in pair)
    changed = {role for role in before if before[role] != after[role]}
    assert {"cover", "ink", "heading"} <= changed
    assert {after[role] for role in ("cover", "ink", "heading")} == {NEW}
    assert {"muted", "axis", "rest"} <= changed  # derived from the text's
    sheets = "".join(re.findall(r"<style[^>]*>(.*?)</style>", pair[1].html, re.S))
    for rule in (
        r"\.cover \{[^}]*background: var\(--cover\)",
        r"\bhtml \{[^}]*color: var\(--ink\)",
        r"\bh1, h2, h3 \{[^}]*color: var\(--heading\)",
        r"\.results thead th \{[^}]*var\(--ink\)",
    ):
        assert re.search(rule, sheets), rule
    # Text and tables have no colour of their own that the change could miss.
    own = [one for one in pair[1].page.root.iter() if one.get("style")]
    assert own == []


def test_every_chart_has_the_new_colour(pair):
    before, after = (made.page.figures() for made in pair)
    for one, other in zip(before, after, strict=True):
        title = text_of(pair[0].page.one("p", "figure-title", one))
        drawings = [made.page.all("svg", within=figure)
                    for made, figure in zip(pair, (one, other), strict=True)]  # fmt: skip
        assert [len(each) for each in drawings] == [2, 2]  # wide and narrow
        for old, new in zip(*drawings, strict=True):
            painted = [{one.get(key) for one in svg.iter() for key in ("fill", "stroke")}
                       for svg in (old, new)]  # fmt: skip
            assert OLD in painted[0] and NEW in painted[1], title
            assert OLD not in painted[1], title


def instructions(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str, tuple[str, ...], str]]:
    """Every instruction of every page and of what it draws: page, operator, operands, part."""
    for number, page in enumerate(pdf.pages):
        streams = [page, *page.get("/Resources", {}).get("/XObject", {}).values()]
        for stream in streams:
            if stream is not page and stream.get("/Subtype") != "/Form":
                continue
            inside: list[str] = []
            for operands, operator in pikepdf.parse_content_stream(stream):
                if str(operator) in ("BDC", "BMC"):
                    inside.append(str(operands[0]))
                elif str(operator) == "EMC":
                    inside.pop()
                part = "/Figure" if "/Figure" in inside else ""
                yield number, str(operator), tuple(map(str, operands)), part


def paints(operator: str) -> bool:
    return operator in ("rg", "RG")


def as_hex(operands: tuple[str, ...]) -> str:
    return "#" + "".join(f"{round(float(one) * 255):02x}" for one in operands)


@pytest.fixture(scope="module")
def instructed(pair) -> tuple[list[Any], list[Any]]:
    found = []
    for made in pair:
        with pikepdf.open(BytesIO(made.pdf)) as pdf:
            found.append(list(instructions(pdf)))
    return found[0], found[1]


def test_nothing_but_colours_changes_on_paper(pair, instructed):
    before, after = (
        [(page, op, () if paints(op) else operands) for page, op, operands, _ in one]
        for one in instructed
    )
    assert before == after
    assert pair[0].paper.pages == pair[1].paper.pages


def test_on_paper_each_colour_becomes_the_one_that_its_role_has_now(pair, instructed):
    before, after = (variables(made.html)["light"] for made in pair)
    became: dict[str, set[str]] = {}
    for role in before:
        became.setdefault(before[role], set()).add(after[role])
    for old, new in zip(*instructed, strict=True):
        if paints(old[1]):
            assert as_hex(new[2]) in became.get(as_hex(old[2]), {as_hex(old[2])}), old
    assert OLD not in {as_hex(each[2]) for each in instructed[1] if paints(each[1])}


def test_on_paper_the_cover_and_every_page_and_chart_have_the_new_colour(pair, instructed):
    used = [(page, part) for page, op, operands, part in instructed[1]
            if paints(op) and as_hex(operands) == NEW]  # fmt: skip
    assert {page for page, _ in used} == set(range(len(pair[1].paper)))
    # A chart is one run of instructions in a part of its own.
    charts = [part == "/Figure" for _, _, _, part in instructed[1]]
    begun = [at for at, inside in enumerate(charts) if inside and not charts[at - 1]]
    ended = [charts.index(False, at) for at in begun]
    assert len(begun) == len(pair[1].page.figures())
    for start, end in zip(begun, ended, strict=True):
        one, other = (made[start:end] for made in instructed)
        assert OLD in {as_hex(each[2]) for each in one if paints(each[1])}
        assert NEW in {as_hex(each[2]) for each in other if paints(each[1])}


def test_on_paper_the_table_of_all_results_has_the_new_colour(pair, instructed):
    heading = squeezed(text_of(pair[1].page.one("table", within=pair[1].page.by_id("results"))[0]))
    pages = [at for at, text in enumerate(pair[1].paper.pages) if heading in squeezed(text)]
    assert pages
    for number in pages:
        used = {as_hex(operands) for page, op, operands, _ in instructed[1]
                if page == number and op == "rg"}  # fmt: skip
        assert NEW in used


# --- Somebody else's brand ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return drawn(branded(tmp_path_factory.mktemp("foreign"), NORDLYS))


def test_a_foreign_brand_makes_a_whole_brief(foreign):
    light = variables(foreign.html)["light"]
    assert (light["cover"], light["heading"]) == ("#006992", "#006992")
    assert (light["headings"], light["body"]) == ("'Manrope'", "'Lato'")
    assert len(foreign.paper) >= 4
    fonts = {line.font for page in foreign.paper.lines for line in page}
    assert {font.partition("-")[0] for font in fonts} <= {"Manrope", "Lato"}


def test_its_logo_stands_on_the_page_in_the_place_of_the_wordmark(foreign):
    logo = read_brand(NORDLYS / "_brand.yml", "b").logo
    assert logo is not None
    mark = foreign.page.one("p", "wordmark")
    (image,) = foreign.page.all("img")
    assert foreign.page.all("img", within=mark) == [image]
    assert text_of(mark) == ""
    assert (image.get("alt"), image.get("src")) == ("Nordlys", logo.light.uri)
    (other,) = foreign.page.all("source", within=mark)
    assert other.get("srcset") == logo.dark.uri
    assert other.get("media") == "screen and (prefers-color-scheme: dark)"


def test_its_logo_stands_on_paper_with_what_it_shows(foreign):
    with pikepdf.open(BytesIO(foreign.pdf)) as pdf:
        told = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)
                and one.get("/S") == "/Figure" and str(one.get("/Alt")) == "Nordlys"]  # fmt: skip
        assert len(told) == 1
        left, foot, right, top = (float(edge) for edge in told[0].A.BBox)
        used = {as_hex(operands) for page, op, operands, part in instructions(pdf)
                if page == 0 and part == "/Figure" and paints(op)}  # fmt: skip
    millimetre = 72 / 25.4
    assert left / millimetre == pytest.approx(20, abs=0.1)
    assert (842 - top) / millimetre == pytest.approx(18, abs=0.5)
    assert (right - left) / millimetre == pytest.approx(60, abs=0.1)
    assert (top - foot) / millimetre == pytest.approx(10, abs=0.1)
    assert used == {"#ffffff", "#003a52"}  # letters and wave; the sun is a gradient
    assert "Nordlys" not in foreign.paper.pages[0]


def test_the_same_brand_without_its_logo_bears_the_wordmark(tmp_path):
    order = branded(tmp_path, NORDLYS)
    file = tmp_path / "brands" / "own" / "_brand.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"^logo:\n(?: .*\n)+", "", text, flags=re.M), encoding="utf-8")
    made = drawn(order)
    assert text_of(made.page.one("p", "wordmark")) == "Nordlys"
    assert made.page.all("img") == []
    assert "Nordlys" in made.paper.pages[0]


def test_another_logo_is_another_input(tmp_path):
    order = branded(tmp_path, NORDLYS)
    before = dict(render(order).inputs)
    logos = tmp_path / "brands" / "own" / "logos"
    shutil.copyfile(logos / "wide.svg", logos / "light.svg")
    after = dict(render(order).inputs)
    assert {name for name in after if after[name] != before[name]} == {"brand:own:logo-1"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("data:image/png;base64,iVBORw0KGgo=", "data:image/png;base64,iVBORw0KGgo="),
        (f"data:image/svg+xml;base64,{'A' * 200}", "data:image/svg+xml;base64,…"),
        ("face:99", "face:99"),
        ("logos/light.svg", "logos/light.svg"),
    ],
)
def test_on_paper_no_picture_but_the_logo_is_let_in(tmp_path, asked, told):
    own = tmp_path / "templates" / "brief"
    own.mkdir(parents=True)
    (own / "contents.html.j2").write_text(f'<img src="{asked}" alt="x">', encoding="utf-8")
    order = branded(tmp_path, NORDLYS)
    with pytest.raises(Problems) as failed, listening():
        render(Order(order.path, order.shown_as, ("pdf",), templates=tmp_path / "templates"))
    assert {problem.code for problem in failed.value.found} == {"PDF101"}
    messages = [problem.message for problem in failed.value.found]
    assert any(told in message for message in messages)
    assert all(len(message) < 400 for message in messages)


# --- The five are told apart ------------------------------------------------------------------


def test_the_five_differ_pairwise_in_cover_type_idea_and_motif(five: Five):
    looks = []
    for study_id in IDS:
        page = five[study_id].page
        named = variables(page.source)["light"]
        idea, motif = page.one("body").get("class", "").split()
        types = named["headings"], named["body"]
        looks.append({"cover": named["cover"], "type": types, "idea": idea, "motif": motif})
    assert len(looks) == 5
    for one, other in combinations(looks, 2):
        assert distance(one["cover"], other["cover"]) > 0.08
        assert [key for key in one if one[key] == other[key]] == []


# --- Everything drawn can be read -------------------------------------------------------------

TEXT, LARGE_TEXT = 4.5, 3.0  # WCAG 2.2, 1.4.3
LARGE, LARGE_BOLD = 24.0, 18.66  # px


def contrast_needed(size: float, weight: int) -> float:
    return LARGE_TEXT if size >= (LARGE_BOLD if weight >= 700 else LARGE) else TEXT


def role_of(element: Any) -> str:
    """The role of what fills an element: its class says so."""
    (role,) = [name[2:] for name in element.get("class", "").split() if name[:2] in ("f-", "s-")]
    return role


def outline(path: str) -> Outline:
    """What a path of a chart encloses."""
    takes = {"M": (1, Outline.MOVETO), "L": (1, Outline.LINETO), "Q": (2, Outline.CURVE3),
             "C": (3, Outline.CURVE4), "Z": (0, Outline.CLOSEPOLY)}  # fmt: skip
    points: list[tuple[float, float]] = []
    codes = []
    for letter, numbers in re.findall(r"([MLQCZ])([^MLQCZ]*)", path):
        count, code = takes[letter]
        given = [float(one) for one in re.findall(r"-?[\d.]+", numbers)]
        assert len(given) == 2 * count
        points += list(zip(given[::2], given[1::2], strict=True)) or [(0.0, 0.0)]
        codes += [code] * max(1, count)
    return Outline(points, codes)


def texts_of(svg: Any, colours: dict[str, str], ground: str, faces: dict[int, Path]):
    """Each text of a drawing: its words, colour, size, weight, and what lies under its middle."""
    under: list[tuple[Outline, str, float]] = []
    for element in svg.iter():
        if element.tag == "path" and element.get("fill", "none") != "none":
            opacity = float(element.get("fill-opacity", 1))
            under.append((outline(element.get("d")), colours[role_of(element)], opacity))
        if element.tag == "text":
            size = float(element.get("font-size"))
            weight = int(element.get("font-weight", 400))
            words = "".join(element.itertext())
            width = measure_text(faces[weight], words, size)
            shift = {"middle": 0.0, "end": -0.5}.get(element.get("text-anchor"), 0.5)
            middle = (float(element.get("x")) + shift * width, float(element.get("y")) - size / 3)
            seen = ground
            for shape, colour, opacity in under:
                if shape.contains_point(middle):
                    seen = mix(colour, seen, opacity)
            yield words, colours[role_of(element)], seen, contrast_needed(size, weight)


@pytest.mark.parametrize("mode", MODES)
def test_every_text_of_every_drawing_can_be_read(made, mode):
    page, colours = made.page, variables(made.page.source)[mode]
    studies = shipped.studies_folder()
    brand = read_brand(find_brand(studies, made.study.brand, studies), made.study.brand)
    faces = {weight: brand.charts.face(weight).path for weight in (400, 600, 700)}
    count = 0
    faint = []
    for where, ground in (("drawing", "paper"), ("art", "cover")):
        for holder in page.all("div", where):
            for svg in page.all("svg", within=holder):
                for words, colour, seen, needed in texts_of(svg, colours, colours[ground], faces):
                    count += 1
                    if contrast(colour, seen) < needed:
                        faint.append((words, colour, seen, round(contrast(colour, seen), 2)))
    assert count > 20
    assert faint == []


def test_a_drawing_has_by_day_the_colours_of_its_roles(made):
    """Paper takes them from attributes, a screen from classes: both say the same."""
    colours = variables(made.page.source)["light"]
    for svg in made.page.all("svg"):
        for element in svg.iter():
            for key in ("fill", "stroke"):
                if HEX.fullmatch(element.get(key, "")):
                    assert element.get(key) == colours[role_of(element)]


GROUNDS = {"cover-ink": ("cover",)}
"""What text of a role stands on, where that is not the page and its boxes."""


@pytest.mark.parametrize("mode", MODES)
def test_every_text_that_a_style_sheet_colours_can_be_read(made, mode):
    colours = variables(made.page.source)[mode]
    sheets = "".join(re.findall(r"<style[^>]*>(.*?)</style>", made.page.source, re.S))
    roles = set(re.findall(r"(?<![\w-])color:\s*var\(--([a-z-]+)\)", sheets))
    assert {"ink", "muted", "heading", "link", "cover-ink"} <= roles
    grounds = set(re.findall(r"background(?:-color)?:\s*var\(--([a-z-]+)\)", sheets))
    assert {"paper", "panel", "cover"} <= grounds
    for role in roles - {"accent"}:  # bullets: shapes, not text
        for ground in GROUNDS.get(role, ("paper", "panel")):
            assert contrast(colours[role], colours[ground]) >= TEXT, (role, ground)
    for ground in ("paper", "panel"):
        if "accent" in roles:
            assert contrast(colours["accent"], colours[ground]) >= LARGE_TEXT
