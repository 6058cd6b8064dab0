"""Every limit: one more is refused with the error that docs/limits.md shows, one less is not."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from struct import pack

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable
from PIL import Image

from benchmarks.rows.long_document import SETTINGS
from reportgen import limits
from reportgen.brand.fonts import typeface
from reportgen.brand.reader import check_brand
from reportgen.checks.claims.fields import fields_of
from reportgen.checks.claims.ground import ground_of
from reportgen.checks.claims.ledger import ledger
from reportgen.checks.claims.weights import weights_of
from reportgen.checks.registry import check_study
from reportgen.cli.settings import read_settings
from reportgen.language.language import load_language
from reportgen.limits import LIMITS, RAISABLE, USUAL, Limits
from reportgen.outputs.pdf_carried import files_carried
from reportgen.pages.environment import rendered
from reportgen.problems import Problem, Problems
from reportgen.source import parse_yaml, plain, read_bytes, read_text
from reportgen.study.prose import prose_fields
from reportgen.study.reader import Loaded, read_study

CHECKOUT = Path(__file__).resolve().parents[1]
DOCS = (CHECKOUT / "docs" / "limits.md").read_text(encoding="utf-8")
SMALL = (CHECKOUT / "tests" / "fuzz" / "study.yml").read_text(encoding="utf-8")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
BY_KEY = {limit.key: limit for limit in LIMITS}

Look = Callable[[Path, int], object]
"""Reads something that holds so many of what a limit counts, in an empty folder."""


# --- Something with so many of what is counted -----------------------------------------------


def _study(text: str, most: Limits = USUAL) -> None:
    read_study(Path("study.yml"), "study.yml", text, most)


def _lead(text: str) -> None:
    _study(SMALL.replace("lead: Allt", f"lead: |-\n    {text.replace(chr(10), chr(10) + '    ')}"))


def _many(place: str, lines: str) -> str:
    """The small study with lines before a line of its own."""
    assert SMALL.count(place) == 1
    return SMALL.replace(place, lines + place)


def _file_size(folder: Path, count: int) -> None:
    (folder / "study.yml").write_bytes(b"#" * count)
    read_text(folder / "study.yml", "study.yml")


def _results(_: Path, count: int) -> None:
    one = "  - {{id: x{}, says: s, value: {{percent: 3}}, base: g, source: {}}}\n"
    place = "{text: pm, place: s}"
    more = "".join(one.format(number, place) for number in range(count - 3))
    _study(_many("viewpoints:\n", more))


def _charts(_: Path, count: int) -> None:
    one = "        - chart: {kind: bars, title: T, measure: M, results: [a]}\n"
    _study(_many("        - viewpoint: v\n", one * (count - 2)))


def _prose(_: Path, count: int) -> None:
    own = sum(len(text) for _, text in prose_fields(plain(parse_yaml(SMALL, "study.yml"))))
    full, rest = divmod(count - own, _OF_ONE_TEXT)
    texts = [_OF_ONE_TEXT] * full + [rest] * bool(rest)
    one = "        - text: {}\n"
    written = (one.format("a " * (letters // 2) + "ab"[: letters % 2]) for letters in texts)
    _study(_many("        - viewpoint: v\n", "".join(written).replace(" \n", "b\n")))


_OF_ONE_TEXT = 500


def _comparisons(_: Path, count: int) -> None:
    """Claims that rest on nothing count ten each, and one that is printed by a result eleven."""
    own = _held(read_study(Path("study.yml"), "study.yml", SMALL))
    printed = (count - own) % 10
    claims = (count - own - 11 * printed) // 10
    texts = [*["{a}."] * printed, *[" ".join(["7 %."] * 500)] * (claims // 500)]
    texts.append(" ".join(["7 %."] * (claims % 500)))
    written = "".join(f"        - text: '{text}'\n" for text in texts if text)
    loaded = read_study(Path("study.yml"), "study.yml", _many("        - viewpoint: v\n", written))
    assert _held(loaded) == count
    ledger(loaded)


def _held(loaded: Loaded) -> int:
    ground = ground_of(loaded.study, load_language(loaded.study.language))
    return sum(weight for field in fields_of(ground) for weight in weights_of(field))


def _table(rows: int, columns: int) -> None:
    row = "|".join("1" * columns)
    rule = "|".join("-" * columns)
    _lead("\n".join((row, rule, *[row] * rows)))


def _nested(_: Path, count: int) -> None:
    _lead("\n".join(f"{'  ' * depth}- Ett" for depth in range(count)))


def _list(_: Path, count: int) -> None:
    _study(SMALL.replace("ranking: [telefon, mejl]", f"ranking: [{'a, ' * count}]"))


def _compared(_: Path, count: int) -> None:
    one = "  - {{id: x{}, says: s, label: Kväll, value: {{percent: 3}}, base: g, {}}}\n"
    place = "question: q, source: {text: pm, place: s}"
    _study(_many("viewpoints:\n", "".join(one.format(at, place) for at in range(count - 1))))


def _pictures(_: Path, count: int) -> None:
    text = SMALL.replace("{ranking: [telefon, mejl]}", f"{{ratio: 3/{count}}}")
    text = text.replace("kind: ranking", "kind: icons")
    found = check_study(read_study(Path("study.yml"), "study.yml", text))
    if any(problem.code == "CHART101" for problem in found):
        raise Problems(found)


def _sections(_: Path, count: int) -> None:
    _study(_many("  implications:\n", "    - {title: T, content: [{text: T}]}\n" * (count - 1)))


def _key_figures(_: Path, count: int) -> None:
    _study(_many("  sections:\n", "    - {result: a, text: t}\n" * (count - 1)))


def _brand(folder: Path, text: str, **files: bytes) -> None:
    (folder / "_brand.yml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    _, found = check_brand(folder / "_brand.yml", "_brand.yml")
    if found:
        raise Problems(found)


def _palette(folder: Path, count: int) -> None:
    colours = "".join(f"    a{number}: red\n" for number in range(count))
    _brand(folder, f"color:\n  palette:\n{colours}")


def _wordmark(folder: Path, count: int) -> None:
    _brand(folder, f"defaults: {{reportgen: {{wordmark: {'a' * count}}}}}\n")


_FONTS = "typography:\n  fonts:\n    - {{family: A, source: file, files: [{}]}}\n  base: A\n"


def _font_files(folder: Path, count: int) -> None:
    _brand(folder, _FONTS.format("a.ttf, " * count), a_ttf=_letters())


def _letters() -> bytes:
    return typeface("Lato").faces[0].path.read_bytes()


def _font_letters(folder: Path, count: int) -> None:
    """Three fonts that name as many letters together, by a map in which all are the same."""
    each = [count // 3, count // 3, count - 2 * (count // 3)]
    names = ("a", "b", "c")
    for name, letters in zip(names, each, strict=True):
        (folder / f"{name}.ttf").write_bytes(_naming(letters))
    files = ", ".join(f"{name}.ttf" for name in reversed(names))
    _brand(folder, _FONTS.format(files))


def _naming(letters: int) -> bytes:
    """Lato with so many letters: its own, and then others that all look the same."""
    held = io.BytesIO()
    with TTFont(typeface("Lato").faces[0].path) as font:
        own = sorted((at, font.getGlyphID(name)) for at, name in font.getBestCmap().items())
        last = 0x20000 + letters - len(own) - 1
        groups = [*((at, at, glyph) for at, glyph in own), (0x20000, last, 3)]
        size = 16 + 12 * len(groups)
        table = pack(">HHHHIHHIII", 0, 1, 3, 10, 12, 13, 0, size, 0, len(groups))
        font["cmap"] = DefaultTable("cmap")
        font["cmap"].data = table + b"".join(pack(">III", *group) for group in groups)
        font.save(held)
    return held.getvalue()


def _font_size(folder: Path, count: int) -> None:
    content = _letters()
    _brand(folder, _FONTS.format("a.ttf"), a_ttf=content + bytes(count - len(content)))


def _logo(folder: Path, content: bytes) -> None:
    _brand(folder, "logo: a.png\n", a_png=content)


def _png(width: int, height: int, size: int = 0) -> bytes:
    """A picture of one colour, with a remark that brings it to so many bytes."""
    held = io.BytesIO()
    Image.new("1", (width, height)).save(held, "PNG")
    content = held.getvalue()
    if not size:
        return content
    remark = b"tEXta\0" + b"b" * (size - len(content) - 12 - 2)
    chunk = pack(">I", len(remark) - 4) + remark + pack(">I", zlib.crc32(remark))
    return content[:-12] + chunk + content[-12:]


def _svg_of(size: int) -> bytes:
    empty = SVG.format('<path d="M0 0h1"/>')
    return SVG.format('<path d="M0 0h1"/>' + " " * (size - len(empty))).encode()


def _settings(folder: Path, count: int) -> None:
    (folder / "reportgen.toml").write_bytes(b"#" * count)
    read_settings(folder, {})


def _template(folder: Path, count: int) -> None:
    (folder / "a.j2").write_bytes(b"a" * count)
    rendered("a.j2", folder)


def _pdf(folder: Path, count: int) -> None:
    (folder / "a.pdf").write_bytes(b"%PDF" + bytes(count - 4))
    read_bytes(folder / "a.pdf", "a.pdf", limits.PDF_SIZE)


def _carried(*sizes: int) -> None:
    """A PDF with a study of five bytes, and logos of so many."""
    with pikepdf.new() as pdf:
        pdf.attachments["a.yml"] = b"id: a"
        for name, size in zip("bcd", sizes, strict=False):
            pdf.attachments[f"{name}.png"] = b"\x89PNG\r\n\x1a\n" + bytes(size - 8)
        held = io.BytesIO()
        pdf.save(held)
    files_carried(held.getvalue(), "a.pdf")


def _structured(count: int) -> bytes:
    """A PDF whose table of objects has four rows, and blanks up to so many bytes."""
    catalog = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    at = len(catalog)
    rows = b"".join(pack(">BH", *row) for row in ((0, 0), (1, 9), (1, at)))
    table = zlib.compress(rows + bytes(count - len(rows)))
    keys = b"/Type/XRef/Size 3/W[1 2 0]/Root 1 0 R/Filter/FlateDecode/Length %d" % len(table)
    stream = b"2 0 obj\n<<" + keys + b">>\nstream\n" + table + b"\nendstream\nendobj\n"
    return catalog + stream + b"startxref\n%d\n%%%%EOF\n" % at


LOOKS: dict[str, Look] = {
    "file-size": _file_size,
    "values": lambda _, count: parse_yaml("a: [" + "x," * (count - 3) + "]", "study.yml"),
    "text": lambda _, count: parse_yaml("a: " + "x" * count, "study.yml"),
    "prose": _prose,
    "comparisons": _comparisons,
    "results": _results,
    "charts": _charts,
    "depth": lambda _, count: parse_yaml(
        "a: " + "[" * (count - 1) + "]" * (count - 1), "study.yml"
    ),
    "sentence": lambda _, count: _lead("a " * (count // 2) + "a" * (count % 2)),
    "word": lambda _, count: _lead("a" * count),
    "table-rows": lambda _, count: _table(count, 2),
    "table-columns": lambda _, count: _table(2, count),
    "nesting": _nested,
    "list": _list,
    "compared": _compared,
    "pictures": _pictures,
    "sections": _sections,
    "key-figures": _key_figures,
    "palette": _palette,
    "wordmark": _wordmark,
    "font-files": _font_files,
    "font-letters": _font_letters,
    "font-size": _font_size,
    "logo-size": lambda folder, count: _logo(folder, _png(9, 9, count)),
    "pixels": lambda folder, count: _logo(folder, _png(2000, count // 2000 + (count % 2000 > 0))),
    "longest-side": lambda folder, count: _logo(folder, _png(count, 1)),
    "sides": lambda folder, count: _logo(
        folder, SVG.format('<path d="M0 0h1"/>').replace("0 0 9 9", f"0 0 {count} 1").encode()
    ),
    "shapes-size": lambda folder, count: _logo(folder, _svg_of(count)),
    "shapes": lambda folder, count: _logo(
        folder, SVG.format('<path d="M0 0h1"/>' * (count - 1)).encode()
    ),
    "shapes-depth": lambda folder, count: _logo(
        folder,
        SVG.format("<g>" * (count - 2) + '<path d="M0 0h1"/>' + "</g>" * (count - 2)).encode(),
    ),
    "settings-size": _settings,
    "template-size": _template,
    "pdf-size": _pdf,
    "structure-size": lambda _, count: files_carried(_structured(count), "a.pdf"),
    "carried-size": lambda _, count: _carried(count),
    "carried-total": lambda _, count: _carried(8_000_000, 4_000_000, count - 12_000_005),
}


# --- What is shown ------------------------------------------------------------------------------


def _rows() -> dict[str, list[str]]:
    """The cells of the two tables, by the limit's key."""
    rows = re.findall(r"^\| `([\w-]+)` \| (.+) \|$", DOCS, re.M)
    assert len({key for key, _ in rows}) == len(rows)
    return {key: [cell.strip() for cell in rest.split(" | ")] for key, rest in rows}


def _grouped(number: int) -> str:
    return f"{number:,}"


def _refused(key: str, folder: Path, count: int) -> Problem:
    with pytest.raises(Problems) as raised:
        LOOKS[key](folder, count)
    found = [each for each in raised.value.found if each.code == BY_KEY[key].code]
    return found[0]


def test_every_limit_is_listed_in_its_order() -> None:
    rows = _rows()
    assert list(rows) == [limit.key for limit in LIMITS]
    for limit in LIMITS:
        most, counted, *_ = rows[limit.key]
        assert (most, counted) == (_grouped(limit.most), limit.of), limit.key


@pytest.mark.parametrize("key", BY_KEY)
def test_one_more_is_refused_with_the_error_that_is_shown(key: str, tmp_path: Path) -> None:
    limit = BY_KEY[key]
    problem = _refused(key, tmp_path, limit.most + 1)
    shown = _rows()[key][2].replace("\\|", "|")
    assert shown == f"`{problem.code}` {problem.message}"


@pytest.mark.parametrize("key", BY_KEY)
def test_what_a_limit_allows_is_not_refused(key: str, tmp_path: Path) -> None:
    limit = BY_KEY[key]
    try:
        LOOKS[key](tmp_path, limit.most)
    except Problems as problems:
        # An empty study is one; but what is counted is not too much.
        assert limit.code not in {each.code for each in problems.found}, problems


@pytest.mark.parametrize("key", RAISABLE)
def test_a_project_raises_a_limit_as_it_is_shown(key: str, tmp_path: Path) -> None:
    limit = RAISABLE[key]
    assert _rows()[key][3] == f"up to {_grouped(limit.highest)}"
    settings = tmp_path / "reportgen.toml"
    settings.write_text(f"[limits]\n{key} = {limit.highest}\n", encoding="utf-8")
    raised = USUAL.raised(dict(read_settings(tmp_path, {}).limits or ()))
    assert raised == USUAL.raised({key: limit.highest}) != USUAL
    settings.write_text(f"[limits]\n{key} = {limit.highest + 1}\n", encoding="utf-8")
    with pytest.raises(Problems) as refused:
        read_settings(tmp_path, {})
    (problem,) = refused.value.found
    place = str(settings)
    assert problem.full() == (
        f"{place}:2:1: SET102 the limit “{key}” cannot be this\n"
        f"    {key} = {limit.highest + 1}\n"
        f"    {'^' * len(key)}\n"
        f"    write a whole number up to {limit.highest}; it is {limit.most} by itself"
    )


def test_the_fields_of_the_limits_are_those_that_can_be_raised() -> None:
    assert [name.replace("_", "-") for name in Limits._fields] == list(RAISABLE)
    assert [limit.most for limit in RAISABLE.values()] == list(USUAL)


def test_a_raised_limit_holds() -> None:
    more = USUAL.raised({"text": 30_000, "charts": 1})
    parse_yaml("a: " + "x" * 30_000, "study.yml", more)
    with pytest.raises(Problems, match="this text has 30001 characters, more than 30000"):
        parse_yaml("a: " + "x" * 30_001, "study.yml", more)
    with pytest.raises(Problems, match="the study has 2 charts, more than 1"):
        _study(SMALL, more)


def test_the_example_of_the_settings_is_read(tmp_path: Path) -> None:
    example, longest = re.findall(r"```toml\n(.+?)```", DOCS, re.S)
    (tmp_path / "reportgen.toml").write_text(example, encoding="utf-8")
    assert read_settings(tmp_path, {}).limits == (("charts", 2000), ("results", 4000))
    assert longest == SETTINGS.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("chart = 5", "SET105 there is no limit “chart”\n    did you mean “charts”?"),
        ("depth = 64", "SET105 the limit “depth” stays as it is\n    these can be raised: charts,"
         " comparisons, file-size, prose, results, structure-size, text, values"),
    ],
)  # fmt: skip
def test_what_cannot_be_raised_says_so(written: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "reportgen.toml").write_text(f"[limits]\n{written}\n", encoding="utf-8")
    with pytest.raises(Problems) as raised:
        read_settings(tmp_path, {})
    code, remedy = said.split("\n")
    (problem,) = raised.value.found
    assert (f"{problem.code} {problem.message}", f"    {problem.remedy}") == (code, remedy)


def test_extract_holds_to_its_limit_too() -> None:
    with pytest.raises(Problems, match="FILE108"):
        files_carried(b"%PDF-1.7\n" + b"\n" * 1_000_000, "a.pdf")
