"""The documents tell the truth: what they name is there, and what is there they name."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer
from five import IDS, Five
from PIL import Image
from pydantic import BaseModel

from reportgen.brand import fonts
from reportgen.brand.brand import ROLES
from reportgen.brand.format import COVERS, FORMAT, MOTIFS, OURS, THEME, faults
from reportgen.brand.reader import read_brand
from reportgen.brand.roles import APART, SHAPE, SHAPE_ON, TEXT, TEXT_ON
from reportgen.brand.typography import SOURCES, WEIGHTS
from reportgen.charts.covers.draw import IDEAS
from reportgen.checks.registry import RULES
from reportgen.cli import exits
from reportgen.cli.app import _SHARED_FLAGS, app
from reportgen.cli.main import main
from reportgen.cli.settings import KEYS, read_settings
from reportgen.compute.bases import FLAGGED_BELOW, SUPPRESSED_BELOW
from reportgen.compute.findings import compute
from reportgen.compute.wording import in_full, word
from reportgen.language.language import load_language
from reportgen.language.reading import languages
from reportgen.limits import LIMITS
from reportgen.problems import Severity
from reportgen.source import parse_yaml, plain
from reportgen.study import model
from reportgen.study.fits import fits
from reportgen.study.model import ChartKind, Direction, Place, Result, Study, Term, Unit, Value
from reportgen.study.prose import FORMS, references
from reportgen.study.reader import read_study

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGE = CHECKOUT / "reportgen"
STUDIES = CHECKOUT / "studies"
DOCS = {
    path.name: path.read_text(encoding="utf-8")
    for path in [CHECKOUT / "README.md", CHECKOUT / "CHANGELOG.md", *CHECKOUT.glob("docs/*.md")]
}
OURS_ALONE = (
    "README.md", "architecture.md", "brands.md", "errors.md", "publishing.md", "study-file.md",
)  # fmt: skip
IT = "it-chefer-om-kundservice"


def _place(name: str) -> Path:
    return CHECKOUT / name if (CHECKOUT / name).exists() else CHECKOUT / "docs" / name


def _fences(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCS[name], re.MULTILINE | re.DOTALL)


def _unfenced(text: str) -> str:
    """A text without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def _prose(name: str) -> str:
    return _unfenced(DOCS[name])


def _section(name: str, heading: str) -> str:
    """What stands under a heading, up to the next one of the same level or above."""
    level, title = re.search(rf"^(#+) ({re.escape(heading)})$", DOCS[name], re.M).groups()
    after = DOCS[name].split(f"{level} {title}\n", 1)[1]
    return re.split(rf"^#{{1,{len(level)}}} ", after, maxsplit=1, flags=re.M)[0]


def _tables(text: str) -> list[list[list[str]]]:
    """Every table as rows of cells, the head first and without the line of dashes."""
    found: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            cells = re.split(r"(?<!\\)\|", line)[1:-1]
            found[-1].append([cell.strip().replace("\\|", "|") for cell in cells])
        elif found[-1]:
            found.append([])
    return [[table[0], *table[2:]] for table in found if table]


def _code(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", _unfenced(text))


def _keys(table: list[list[str]]) -> list[str]:
    """What stands as code in the first column."""
    return [key for row in table[1:] for key in _code(row[0])]


def _plain_yaml(path: Path) -> dict[str, Any]:
    content = plain(parse_yaml(path.read_text(encoding="utf-8"), path.name))
    assert isinstance(content, dict)
    return content


# --- Links ------------------------------------------------------------------------------


def _anchors(text: str) -> set[str]:
    """The ids that GitHub gives headings."""
    headings = re.findall(r"^#+ (.+)$", _unfenced(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("name", sorted(DOCS))
def test_links_lead_somewhere(name):
    lost = []
    # A reference in prose is explained with links of its own, as code.
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]+`", "", _prose(name))):
        path, _, anchor = target.partition("#")
        if re.match(r"https?://", target):
            continue
        file = (_place(name).parent / path).resolve() if path else _place(name)
        if not file.exists() or (anchor and anchor not in _anchors(file.read_text())):
            lost.append(target)
    assert lost == []


def test_the_files_that_the_house_names_are_there():
    # Two sections are about one folder each, and name its files alone.
    told_of = (PACKAGE / "checks" / "claims", PACKAGE / "compute")
    folders = (CHECKOUT, PACKAGE, CHECKOUT / "docs", CHECKOUT / "templates", *told_of)
    lost = [
        path
        for path in _code(_prose("architecture.md"))
        if re.fullmatch(r"[\w./-]+\.(?:py|md|toml|txt|j2|css|yml)", path)
        and not any((folder / path).exists() for folder in folders)
        and path not in ("_brand.yml", "sv.yml")
    ]
    assert lost == []


def test_every_template_is_listed():
    listed = _keys(_tables(_section("architecture.md", "Templates"))[0])
    folder = CHECKOUT / "templates"
    standing = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    assert sorted(listed) == sorted(standing)


def test_every_room_is_described():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = project["tool"]["importlinter"]["contracts"]
    rooms = [room for layer in contract["layers"] for room in layer.split(" | ")]
    assert _keys(_tables(_section("architecture.md", "The rooms"))[0]) == rooms


# --- The command line ---------------------------------------------------------------------


def _commands() -> dict[str, set[str]]:
    group: Any = typer.main.get_command(app)
    return {
        name: {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
        for name in group.list_commands(None)
        for command in [group.get_command(None, name)]
    }


def _snippets(name: str) -> list[str]:
    """Everything in a document that is set as code, a line each."""
    fenced = "".join(text for kind in ("sh", "yaml") for text in _fences(name, kind))
    lines = [line.strip(" -").removeprefix("run: ") for line in fenced.splitlines()]
    return [*_code(_prose(name)), *(line.partition(" #")[0] for line in lines)]


@pytest.mark.parametrize("name", OURS_ALONE)
def test_commands_and_options_exist(name):
    known = _commands()
    anywhere = set().union(*known.values(), _SHARED_FLAGS, {"--color", "--help"})
    for snippet in _snippets(name):
        command = re.match(r"reportgen ([a-z]+)", snippet)
        if command or snippet.startswith("-"):
            options = re.findall(r"(?:^|(?<=\s))--?[a-zA-Z][\w-]*", snippet)
            assert set(options) <= (known[command[1]] if command else anywhere), snippet


def test_the_options_in_the_table_of_commands_are_of_that_command():
    known = _commands()
    for row in _tables(_section("README.md", "Commands"))[0][1:]:
        options = {each.split()[0] for each in _code(row[1]) if each.startswith("-")}
        assert options <= known[_code(row[0])[0].split()[1]]


def test_the_table_of_commands_is_complete():
    table = _tables(_section("README.md", "Commands"))[0]
    assert [row.split()[1] for row in _keys(table)] == list(_commands())


def test_the_exit_codes_are_those_of_the_program():
    table = _tables(_section("README.md", "Commands"))[1]
    codes = {exits.FINDINGS, exits.COULD_NOT_RUN, exits.INTERNAL_ERROR, 0}
    codes |= {exits.INTERRUPTED, exits.TERMINATED}
    assert {int(row[0]) for row in table[1:]} == codes


def test_the_targets_of_make_exist():
    targets = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(), re.M))
    named = {each for text in DOCS.values() for each in re.findall(r"make ([a-z]+)`", text)}
    named |= set(re.findall(r"^make ([a-z]+)", DOCS["README.md"], re.M))
    assert named <= targets


def test_settings_are_read_as_shown(tmp_path):
    (example,) = _fences("README.md", "toml")
    (tmp_path / "reportgen.toml").write_text(example, encoding="utf-8")
    read = read_settings(tmp_path, {})
    assert set(tomllib.loads(example)) == set(KEYS)
    assert (read.output_dir, read.to, read.strict) == (tmp_path / "out", ("pdf", "html"), True)
    assert (read.disclosure, read.rules) == ("esomar", (("TEXT202", "error"),))
    named = set(re.findall(r"`(REPORTGEN_[A-Z_]+)`", _section("README.md", "Settings")))
    # Tables have no shape that a variable could hold.
    held = set(KEYS) - {"rules", "limits"}
    assert named == {f"REPORTGEN_{key.replace('-', '_').upper()}" for key in held}


# --- Errors ---------------------------------------------------------------------------------

MISTAKES = {
    "README.md": (
        ("value: {percent: 34}", "value: {procent: 34}"),
        ("title: '{000-18} av", "title: '{000-180} av"),
    ),
    "errors.md": (
        (
            "{000-04} säger att de har höjt sina krav.",
            "80 procent säger att de har höjt sina krav.",
        ),
        ("kind: icons\n            title: '{000-04}", "kind: bars\n            title: '{000-04}"),
        ("skiljer {000-14,000-15|points}", "skiljer {000-04,000-05|points}"),
    ),
}
"""What is changed in a study to get the error that a document shows."""


@pytest.mark.parametrize("name", MISTAKES)
def test_the_error_is_what_the_program_prints(name, tmp_path, monkeypatch, capfd):
    text = (STUDIES / f"{IT}.yml").read_text(encoding="utf-8")
    for right, wrong in MISTAKES[name]:
        assert text.count(right) == 1, right
        text = text.replace(right, wrong)
    (tmp_path / "studies").mkdir()
    (tmp_path / "studies" / f"{IT}.yml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    for variable in ("GITHUB_ACTIONS", *(f"REPORTGEN_{key.upper()}" for key in KEYS)):
        monkeypatch.delenv(variable.replace("-", "_"), raising=False)
    assert main(["check", IT]) == exits.FINDINGS
    (shown,) = _fences(name, "text")
    assert capfd.readouterr().out == shown


def _codes_in_use() -> set[str]:
    source = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    return set(re.findall(r'"([A-Z]{3,8}[0-9]{3})"', source))


def _explained() -> list[list[str]]:
    tables = _tables(DOCS["errors.md"])
    return [row for table in tables if table[0][0] == "code" for row in table[1:]]


def test_every_code_is_explained_once():
    explained = [code for row in _explained() for code in _code(row[0])]
    assert sorted(explained) == sorted(_codes_in_use())


def test_warnings_are_called_warnings():
    called = {_code(row[0])[0] for row in _explained() if "(a warning)" in row[1]}
    warning = {rule.code for rule in RULES if rule.severity is Severity.WARNING}
    assert called == warning | {"ALLOW101", "YAML105", "BUILD108"}


def test_every_rule_stands_among_the_rules():
    codes = _keys(_tables(_section("errors.md", "What the rules find"))[0])
    assert {rule.code for rule in RULES} == set(codes) - {"ALLOW101", "ALLOW102"}


# --- The study file -------------------------------------------------------------------------

KEYS_OF: Mapping[str, tuple[type[BaseModel], ...]] = {
    "The study": (model.Study,),
    "Sources": (model.Source, model.Place),
    "What is disclosed": (model.Disclosures, model.Disclosure, model.Sampling),
    "Groups": (model.Group,),
    "Questions": (model.Question,),
    "Results": (model.Result,),
    "Values": (model.Value, model.Limit),
    "Viewpoints": (model.Viewpoint,),
    "Context": (model.Context,),
    "The brief": (model.Editorial, model.KeyFigure, model.Section, model.Block),
    "Charts": (model.ChartPlan,),
    "Allowances": (model.Allowance,),
}
"""The classes of the model that a section of study-file.md explains, a table each."""


def _key_tables(heading: str) -> list[list[list[str]]]:
    tables = _tables(_section("study-file.md", heading))
    return [table for table in tables if re.match(r"key|item", table[0][0])]


@pytest.mark.parametrize("heading", KEYS_OF)
def test_every_key_of_the_study_is_explained(heading):
    tables = _key_tables(heading)
    assert len(tables) == len(KEYS_OF[heading])
    for table, owner in zip(tables, KEYS_OF[heading], strict=True):
        inherited = model.Disclosure.model_fields.keys() if owner is model.Sampling else ()
        own = [key for key in owner.model_fields if key not in inherited]
        assert _keys(table) == own, owner
        # An item's status follows from what is written.
        required = [key for key in own if owner.model_fields[key].is_required() and key != "status"]
        assert [_code(row[0])[0] for row in table[1:] if "**" in row[0]] == required, owner


def test_no_class_of_the_model_is_left_out():
    explained = {owner for owners in KEYS_OF.values() for owner in owners}
    closed = {each for each in vars(model).values() if _is_closed(each)}
    # A cover has the keys of a key figure, and shares its table.
    assert closed - explained == {model.Closed, model.CoverPlan}
    assert model.CoverPlan.model_fields.keys() == model.KeyFigure.model_fields.keys()


def _is_closed(each: Any) -> bool:
    return isinstance(each, type) and issubclass(each, model.Closed)


def test_the_disclosure_items_are_22():
    (table, *_) = _key_tables("What is disclosed")
    assert len(table) - 1 == len(model.Disclosures.model_fields) == 22


def test_what_a_missing_item_prints_is_shown():
    shown = _tables(_section("study-file.md", "What is disclosed"))[1]
    for row, status in zip(shown[1:], (model.NOT_DISCLOSED, model.NOT_APPLICABLE), strict=True):
        assert _code(row[0]) == [status]
        printed = [load_language(code).label(f"status.{status}") for code in ("sv", "nb", "en")]
        assert row[1:] == printed


def test_all_words_of_the_model_are_listed():
    values = _section("study-file.md", "Values")
    listed = {
        kind: _code(re.search(rf"^Words for `{kind}`(.*?)(?:\n\n|\Z)", values, re.M | re.S)[1])
        for kind in ("term", "change")
    }
    assert listed["term"] == [term.value for term in Term]
    assert [each for each in listed["change"] if each != "statement"] == [
        direction.value for direction in Direction
    ]
    assert {unit.value for unit in Unit} <= set(_code(_section("study-file.md", "Groups")))
    assert set(languages()) <= set(_code(_section("study-file.md", "The study")))


def test_all_chart_kinds_are_explained():
    table = _tables(_section("study-file.md", "Charts"))[1]
    assert _keys(table) == [kind.value for kind in ChartKind]


def test_the_size_of_a_base_is_told_as_it_is_judged():
    told = f"Below {SUPPRESSED_BELOW} answers no share\nis published; from {SUPPRESSED_BELOW} to"
    assert f"{told} {FLAGGED_BELOW - 1}" in DOCS["study-file.md"]
    assert f"fewer than {SUPPRESSED_BELOW} answers" in DOCS["README.md"]


def _value_rows() -> Iterator[tuple[str, list[str]]]:
    yield from (("README.md", row) for row in _of("README.md", "How exactly is it known?"))
    yield from (("study-file.md", row) for row in _of("study-file.md", "Precision"))


def _of(name: str, heading: str) -> list[list[str]]:
    return _tables(_section(name, heading))[0][1:]


@pytest.mark.parametrize(("name", "row"), list(_value_rows()))
def test_a_value_is_drawn_and_said_as_the_table_tells(name, row):
    written, precision, drawn, said, in_english = (
        (row[0], row[1], row[2], row[3], row[4])
        if name == "study-file.md"
        else (row[1], None, row[2], row[3], None)
    )
    text = plain(parse_yaml(f"value: {_code(written)[0]}", "table"))
    value = Value.model_validate(text["value"])
    assert precision in (None, value.precision.value)
    assert _code(drawn) == [kind.value for kind in ChartKind if fits(kind, value)]
    study = read_study(STUDIES / f"{IT}.yml").study
    result = Result(
        id="x", says="x", value=value, base="it-chefer", source=Place(text="pm", place="x")
    )
    finding = compute(study.model_copy(update={"results": (result,)}))["x"]
    for code, expected in (("sv", said), ("en", in_english)):
        if expected is not None:
            assert in_full(finding, load_language(code)).replace("\u00a0", " ") == expected


def test_every_precision_has_its_row():
    shown = {row[1] for row in _of("study-file.md", "Precision")}
    assert shown == {precision.value for precision in model.Precision}


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        *((_code(row[0])[0], row[1]) for row in _of("README.md", "How prose refers to results")),
        *((_code(row[0])[0], row[2]) for row in _of("study-file.md", "References in prose")),
    ],
)
def test_a_reference_prints_what_the_table_tells(written, printed):
    (reference,) = references(written)
    (study,) = (study for study in _five_studies() if _knows(study, reference.ids[0]))
    said = word(reference.ids, reference.form, compute(study), load_language("sv"))
    assert said.replace("\u00a0", " ") == printed


def _five_studies() -> Iterator[Study]:
    yield from (read_study(STUDIES / f"{study_id}.yml").study for study_id in IDS)


def _knows(study: Study, name: str) -> bool:
    return name in study.groups or name in {result.id for result in study.results}


def test_every_form_of_a_reference_is_explained():
    written = [_code(row[0])[0] for row in _of("study-file.md", "References in prose")]
    shown = {reference.form for text in written for reference in references(text)}
    assert shown == {None, *FORMS}


# --- Examples in YAML ----------------------------------------------------------------------


def _holds(whole: Any, part: Any) -> bool:
    """Whether everything in an excerpt stands in the file that it is taken from."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            key in whole and _holds(whole[key], value) for key, value in part.items()
        )
    if isinstance(part, list):
        return isinstance(whole, list) and all(any(_holds(w, p) for w in whole) for p in part)
    return bool(whole == part)


def _examples() -> list[tuple[str, str]]:
    return [(name, fence) for name in OURS_ALONE for fence in _fences(name, "yaml")]


@pytest.mark.parametrize(("name", "example"), _examples())
def test_an_example_is_what_the_program_reads(name, example):
    root = parse_yaml(example, name)
    content = plain(root)
    if content.keys() <= FORMAT.of.keys():
        assert list(faults(root)) == []
        if name == "README.md":
            assert _holds(_plain_yaml(STUDIES / "brands" / "telia" / "_brand.yml"), content)
    elif content.keys() <= Study.model_fields.keys():
        whole = _plain_yaml(STUDIES / f"{IT}.yml")
        if name == "README.md":
            assert _holds(whole, content)
        else:
            Study.model_validate({**whole, **content})
    else:
        assert content.keys() in ({"steps"}, {"jobs"})


def test_the_example_of_a_brand_is_complete(tmp_path):
    example = next(text for text in _fences("brands.md", "yaml") if text.startswith("meta:"))
    (tmp_path / "_brand.yml").write_text(example, encoding="utf-8")
    brand = read_brand(tmp_path / "_brand.yml", "_brand.yml")
    assert (brand.name, brand.wordmark, brand.cover) == ("Fjordbanken", "fjordbanken", "quarters")


# --- Brands ------------------------------------------------------------------------------------


def test_every_key_of_a_brand_is_explained():
    keys = set(_keys(_tables(_section("brands.md", "What is read"))[0]))
    groups = {key.partition(".")[0] for key in keys}
    assert groups == FORMAT.of.keys()
    assert {key for key in keys if key.startswith("color.")} == {
        f"color.{name}" for name in ("palette", *THEME)
    }
    typography = {key.partition(".")[2] for key in keys if key.startswith("typography.")}
    assert typography == FORMAT.of["typography"].of.keys()
    assert set(_keys(_tables(_section("brands.md", "Our own keys"))[0])) == OURS.of.keys()


def test_roles_covers_and_motifs_are_those_of_the_program():
    assert _keys(_tables(_section("brands.md", "Roles"))[0]) == list(ROLES)
    covers = _tables(_section("brands.md", "Covers"))[0]
    assert sorted(_keys(covers)) == sorted(COVERS)
    without = [name for row in covers[1:] if row[1].startswith("nothing") for name in _code(row[0])]
    assert set(without) == set(COVERS) - IDEAS.keys()
    assert _keys(_tables(_section("brands.md", "Motifs"))[0]) == list(MOTIFS)


def test_the_contrasts_are_those_that_are_asked_for():
    rows = _tables(_section("brands.md", "Colours that can be told apart"))[0][1:]
    for row, needed, pairs in zip(rows, (TEXT, SHAPE), (TEXT_ON, SHAPE_ON), strict=False):
        assert f"{needed:g}:1" in row[1]
        assert set(_code(row[0])) == {role for pair in pairs for role in pair}
    assert all(row[1].startswith(f"{APART:.2f}") for row in rows[2:])


def test_the_fonts_are_those_that_come_along():
    table = _tables(_section("brands.md", "Fonts"))[0][1:]
    expected = sorted(
        [
            family.name,
            family.licence_name,
            ", ".join(map(str, sorted({cut.weight for cut in family.cuts}))),
        ]
        for family in fonts.INCLUDED
    )
    assert table == expected
    (optional,) = re.findall(r"adds (.+?), in 400 and 700", DOCS["brands.md"], re.S)
    named = re.split(r", | and ", " ".join(optional.split()))
    assert sorted(named) == sorted(family.name for family in fonts.OPTIONAL)
    assert {cut.weight for family in fonts.OPTIONAL for cut in family.cuts} == {400, 700}
    told = set(_code(_section("brands.md", "Fonts")))
    assert told >= WEIGHTS.keys()
    assert set(SOURCES) - {"file"} <= told


def test_the_brands_that_come_along_are_named():
    told = set(_code(_section("brands.md", "Where a brand is found")))
    assert {path.parent.name for path in STUDIES.glob("brands/*/_brand.yml")} <= told


# --- The picture ----------------------------------------------------------------------------


def _pictures(monkeypatch: pytest.MonkeyPatch) -> Any:
    path = CHECKOUT / "scripts" / "pictures.py"
    spec = importlib.util.spec_from_file_location("pictures", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def test_the_picture_is_small_enough_for_a_readme():
    (target,) = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", DOCS["README.md"])
    path = CHECKOUT / target
    assert path.stat().st_size <= 500_000
    with Image.open(path) as picture:
        assert (picture.format, picture.width) == ("PNG", 1600)


def test_the_picture_is_made_from_the_five_briefs(tmp_path, five: Five, monkeypatch, capsys):
    pictures = _pictures(monkeypatch)
    assert tuple(study for study, _ in pictures.PAGES) == IDS
    assert pictures.main([str(tmp_path)]) == 2
    assert capsys.readouterr().err.endswith("run `make briefs`\n")
    folder = {five[study].pdf_path.parents[1] for study in IDS}.pop()
    made = tmp_path / "made" / "briefs.png"
    assert pictures.main([str(folder), str(made)]) == 0
    with Image.open(made) as picture:
        assert picture.width == 1600
        colours = picture.convert("RGB").getcolors(1 << 20)
    assert len(colours) > 100


def test_every_limit_is_listed():
    """With its number, its error and how far a project may raise it."""
    listed = [
        (key, most, of, error.partition(" ")[0], raised[0] if raised else "no")
        for table in _tables((CHECKOUT / "docs" / "limits.md").read_text("utf-8"))
        for key, most, of, error, *raised in table[1:]
    ]
    numbers = [
        (
            f"`{limit.key}`",
            f"{limit.most:,}",
            limit.of,
            f"`{limit.code}`",
            f"up to {limit.highest:,}" if limit.highest else "no",
        )
        for limit in LIMITS
    ]
    assert listed == numbers
