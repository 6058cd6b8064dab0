"""A brief carries its data, and gives it back: the study, the brand, the results."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from hardening import readings
from hardening.attacks import COMMANDS
from reportgen.compute.findings import compute
from reportgen.language.language import load_language
from reportgen.outputs.data import COLUMNS, csv_of, is_csv_of_ours, json_of
from reportgen.outputs.pdf_carried import files_carried
from reportgen.pipeline import Order, render
from reportgen.problems import Problems
from reportgen.study.reader import read_study

CHECKOUT = Path(__file__).resolve().parents[2]
SMALL = CHECKOUT / "tests" / "study" / "liten-studie.yml"


def _findings(path: Path = SMALL):
    return compute(read_study(path).study)


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


# --- What the files say ---


def test_every_result_is_a_row_with_its_base_precision_and_source(made):
    findings = compute(made.study)
    rows = _rows(csv_of(findings, load_language(made.study.language)))
    assert [row["id"] for row in rows] == [result.id for result in made.study.results]
    for row, result in zip(rows, made.study.results, strict=True):
        assert tuple(row) == COLUMNS
        assert row["says"] == result.says
        assert row["precision"] == result.value.precision.value
        assert row["told"] or findings[result.id].suppressed
        if result.base is not None:
            group = made.study.groups[result.base]
            assert row["base"] == group.label
            assert row["n"] == ("not disclosed" if group.n is None else str(group.n))
        if result.source is not None:
            assert (row["source"], row["place"]) == (result.source.text, result.source.place)
        assert row["note"] == (result.note or "")


def test_a_percent_is_a_number_only_where_it_is_known(made):
    findings = compute(made.study)
    for row in _rows(csv_of(findings, load_language(made.study.language))):
        point = findings[row["id"]].point
        assert row["percent"] == ("" if point is None else f"{round(point, 2):g}")


def test_the_json_says_the_same_as_the_csv(made):
    findings, language = compute(made.study), load_language(made.study.language)
    told = json.loads(json_of(findings, language))
    assert (told["study"], told["published"]) == (made.study.id, made.study.published.isoformat())
    assert set(told["sources"]) == set(made.study.sources)
    rows = _rows(csv_of(findings, language))
    for row, record in zip(rows, told["results"], strict=True):
        assert {key: "" if record[key] is None else str(record[key]) for key in COLUMNS} == row


def test_the_json_holds_the_value_as_the_study_gives_it():
    told = json.loads(json_of(_findings(), load_language("sv")))
    study = read_study(SMALL).study
    for record, result in zip(told["results"], study.results, strict=True):
        given = result.value.model_dump(mode="json", exclude_defaults=True)
        assert record["value"] == given


def test_a_number_is_not_rounded_to_none_or_all():
    text = SMALL.read_text(encoding="utf-8").replace("{percent: 41}", "{percent: 0.004}", 1)
    text = text.replace("over: 50", "over: 99.9961").replace("[R1]", "[R2]", 1)
    findings = compute(read_study(SMALL, text=text).study)
    first = _rows(csv_of(findings, load_language("sv")))[0]
    assert (first["percent"], first["told"]) == ("0.004", "0,004 %")
    told = json.loads(json_of(findings, load_language("sv")))["results"]
    assert (told[0]["percent"], told[0]["value"]) == (0.004, {"percent": 0.004})
    assert told[3]["value"] == {"over": 99.9961}


def test_the_json_has_sorted_keys():
    content = json_of(_findings(), load_language("sv"))
    told = json.loads(content)
    assert content.decode() == json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@pytest.mark.parametrize(
    "start",
    [
        "=1+1",
        "+46",
        "-3",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "＝1＋1",
        "＠x",
        "'=1+1",
        "'x",
        " =1",
        '"=1',
    ],
)
def test_no_text_becomes_a_formula_in_a_spreadsheet(start):
    findings = _findings()
    first, *_ = findings.by_id.values()
    changed = replace(first, result=first.result.model_copy(update={"note": start}))
    row, *_ = _rows(csv_of(replace(findings, by_id={first.id: changed}), load_language("sv")))
    assert row["note"] == f"'{start}"


@pytest.mark.parametrize(
    ("note", "cell"),
    [
        ("harmless;=HYPERLINK(1)", "harmless;'=HYPERLINK(1)"),
        ("x\t=1+1", "x\t'=1+1"),
        ("x | -1", "x | '-1"),
        ('x;"+1', "x;\"'+1"),
        ("x;'=1", "x;''=1"),
        ("a\n- b\n@c", "a\n'- b\n'@c"),
        ("\t=1", "'\t'=1"),
        ("a-b; c = d", "a-b; c = d"),
    ],
)
def test_nor_where_a_spreadsheet_parts_cells_otherwise(note, cell):
    """Excel parts them at semicolons in much of Europe, and LibreOffice at tabs as well."""
    content = _with_note(note)
    row, *_ = _rows(content)
    assert row["note"] == cell
    assert readings.computed_cells(content) == []
    assert note in [text for _, text in readings.of_csv(content)]
    assert is_csv_of_ours(content)


def _with_note(note: str) -> bytes:
    findings = _findings()
    first, *_ = findings.by_id.values()
    changed = replace(first, result=first.result.model_copy(update={"note": note}))
    return csv_of(replace(findings, by_id={first.id: changed}), load_language("sv"))


def test_a_table_that_somebody_else_wrote_is_none_of_ours(made):
    content = csv_of(compute(made.study), load_language(made.study.language))
    assert is_csv_of_ours(content)
    _, _, rest = content.partition(b"\r\n")
    strange = [b"", b"1,=cmd|x", rest, content + b"=1\r\n", content.replace(b"\r\n", b"\n")]
    strange += [content + b"x;=1" + b"," * (len(COLUMNS) - 1) + b"\r\n", b"\xff" + content]
    assert [is_csv_of_ours(one) for one in strange] == [False] * len(strange)


# --- What the PDF carries ---


def test_the_pdf_carries_study_brand_and_results(made):
    with pikepdf.open(BytesIO(made.pdf_path.read_bytes())) as pdf:
        carried = {
            str(one.UF): (str(one.AFRelationship), str(one.EF.F.Subtype), str(one.Desc))
            for one in pdf.Root.AF
        }
    results = load_language(made.study.language).label("section.results")
    assert carried == {
        f"{made.study.id}.yml": ("/Source", "/application/yaml", f"reportgen: {made.study.id}"),
        "_brand.yml": ("/Source", "/application/yaml", f"reportgen: {made.study.brand}"),
        "results.csv": ("/Data", "/text/csv", results),
        "results.json": ("/Data", "/application/json", results),
    }


def test_what_comes_back_is_what_went_in(made):
    carried = files_carried(made.pdf_path.read_bytes(), "brief.pdf")
    files = {file.place: file.content for file in carried.files}
    studies = CHECKOUT / "studies"
    assert carried.study == f"{made.study.id}.yml"
    assert files[carried.study] == (studies / carried.study).read_bytes()
    brand = f"brands/{made.study.brand}/_brand.yml"
    assert files[brand] == (studies / brand).read_bytes()
    assert sorted(files) == sorted([brand, carried.study, "results.csv", "results.json"])


@pytest.mark.parametrize(
    ("brand", "place", "brand_place"),
    [
        ("./_brand.yml", "s/liten-studie.yml", "s/_brand.yml"),
        ("house", "s/liten-studie.yml", "s/brands/house/_brand.yml"),
        ("looks/ours", "s/liten-studie.yml", "s/looks/ours/_brand.yml"),
        ("../looks/our-brand.yml", "s/study/liten-studie.yml", "s/looks/our-brand.yml"),
        ("auto", "s/liten-studie.yml", "s/_brand.yml"),
    ],
)
def test_building_what_came_back_gives_the_same_bytes(tmp_path, brand, place, brand_place):
    """Wherever the study's brand lies, it lies there again."""
    at_home = tmp_path / "deep" / "down"
    path = at_home / "liten-studie.yml"
    text = SMALL.read_text(encoding="utf-8").replace("brand: neutral", f"brand: {brand}", 1)
    home = at_home / brand_place.removeprefix("s/")
    if brand.startswith(".."):
        home = at_home.parent / brand_place.removeprefix("s/")
    at_home.mkdir(parents=True)
    home.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    home.write_text("meta: {name: Ours}\ncolor: {primary: '#7a1f3d'}\n", encoding="utf-8")
    first = _pdf(path)
    carried = files_carried(first, "brief.pdf")
    assert {f"s/{file.place}" for file in carried.files} >= {place, brand_place}
    for file in carried.files:
        target = tmp_path / "s" / file.place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    assert _pdf(tmp_path / "s" / carried.study) == first


LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><title>Made by hand</title>
<path d="M0 0H40V10H0Z" fill="#7a1f3d"/></svg>"""


def test_a_logo_comes_back_where_the_brand_looks_for_it(tmp_path):
    """As it was made anew: nothing of the file but what is seen."""
    home = tmp_path / "first" / "brands" / "house"
    (home / "marks").mkdir(parents=True)
    (home / "marks" / "wide.svg").write_text(LOGO, encoding="utf-8")
    brand = "meta: {name: House}\ncolor: {primary: '#7a1f3d'}\nlogo: {medium: ./marks/wide.svg}\n"
    (home / "_brand.yml").write_text(brand, encoding="utf-8")
    text = SMALL.read_text(encoding="utf-8").replace("brand: neutral", "brand: house", 1)
    path = tmp_path / "first" / SMALL.name
    path.write_text(text, encoding="utf-8")
    first = _pdf(path)
    assert b"by hand" not in first
    carried = files_carried(first, "brief.pdf")
    assert "brands/house/marks/wide.svg" in {file.place for file in carried.files}
    for file in carried.files:
        target = tmp_path / "second" / file.place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    assert _pdf(tmp_path / "second" / carried.study) == first


def _pdf(path: Path) -> bytes:
    (made,) = render(Order(path, path.name, formats=("pdf",))).artifacts
    return made.content


# --- What is refused ---


def _refused(content: bytes) -> str:
    with pytest.raises(Problems) as failed:
        files_carried(content, "brief.pdf")
    (problem,) = failed.value.found
    return problem.full()


@pytest.mark.parametrize(
    "content",
    [b"", b"Hello", b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF"],
)
def test_what_is_no_pdf_is_said_to_be_none(content):
    assert _refused(content) == (
        "brief.pdf: FILE108 this is not a PDF, or a broken one\n"
        "    name a brief as reportgen made it"
    )


def _with_files(**files: bytes) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for name, content in files.items():
            pdf.attachments[name] = content
        written = BytesIO()
        pdf.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"results.csv": b"x"},
        {"../../evil.yml": b"id: evil"},
        {"a.yml": b"", "b.yml": b""},
        {"a.yml": b"id: b"},
        {"a.yml": b"\xff"},
        {"azure-pipelines.yml": b"steps: []"},
        {"azure-pipelines.yml": b"id: azure-pipelines\nsteps: []"},
    ],
)
def test_a_pdf_that_carries_no_study_is_refused(files):
    assert _refused(_with_files(**files)) == (
        "brief.pdf: FILE109 the PDF carries no study\n"
        "    name a brief that reportgen made: every one carries its data"
    )


@pytest.mark.parametrize(
    "brand", ["/etc/brand.yml", "..", ".", "a\\\\b", "../../../x.yml", "[1, 2]"]
)
def test_no_file_goes_outside_the_folder(brand):
    carried = files_carried(
        _with_files(**{"a.yml": f"id: a\nbrand: {brand}\n".encode(), "_brand.yml": b"{}"}),
        "brief.pdf",
    )
    for file in carried.files:
        assert not file.place.startswith("/")
        assert ".." not in file.place.split("/")


@pytest.mark.parametrize(
    "brand",
    [
        ".github/workflows/build.yml",
        ".git",
        "a/.hidden/_brand.yml",
        "./docker-compose.yml",
        "x/action.yaml",
    ],
)
def test_no_file_goes_where_a_program_would_run_it(brand):
    """A PDF may come from anybody, and `extract` writes into the current folder."""
    content = _with_files(
        **{
            "a.yml": f"id: a\nbrand: {brand}\n".encode(),
            "_brand.yml": b"logo: hooks\n",
            "hooks": b"#!/bin/sh\n",
            "conftest.py": b"x",
            ".bashrc": b"x",
            "Makefile": b"x",
            "logo.png": b"#!/bin/sh\n",
            "A.YML": b"x",
        }
    )
    places = [file.place for file in files_carried(content, "brief.pdf").files]
    assert places == ["_brand.yml", "a.yml"]


_LONG = "a" * 300


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"results.csv": b"1,=cmd|x"}, "“results.csv” in the PDF is not as reportgen writes it"),
        ({"results.json": b"[]"}, "“results.json” in the PDF is not as reportgen writes it"),
        ({"results.json": b"[" * 9999}, "“results.json” in the PDF is not as reportgen writes it"),
        (
            {f"{_LONG}.png": b"\x89PNG\r\n\x1a\n"},
            f"a file in the PDF has too long a name: {'a' * 40}…",
        ),
        (
            {"a.yml": f"id: a\nbrand: {_LONG}\n".encode(), "_brand.yml": b"{}"},
            f"a file in the PDF has too long a name: brands/{'a' * 33}…",
        ),
        (
            {
                "a.yml": b"id: a\nbrand: ./results.json/_brand.yml\n",
                "_brand.yml": b"{}",
                "results.json": b'{"study": "a"}',
            },
            "two files in the PDF have the same name",
        ),
    ],
)
def test_what_no_brief_carries_is_refused_before_anything_is_written(files, said):
    assert _refused(_with_files(**{"a.yml": b"id: a\n", **files})) == (
        f"brief.pdf: FILE109 {said}\n"
        "    name a brief that reportgen made: every one carries its data"
    )


BOMBS = {one.name: one for one in COMMANDS if one.name.startswith("extract-bomb")}


@pytest.mark.parametrize("name", BOMBS)
def test_nothing_is_unpacked_without_end(name):
    """Forty names for one file, each of which was unpacked once."""
    tracemalloc.start()
    try:
        assert BOMBS[name].says in _refused(BOMBS[name].files["brief.pdf"])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 60_000_000


# --- The command ---


def test_a_refused_pdf_leaves_no_folder(tmp_path):
    content = _with_files(**{"a.yml": f"id: a\nbrand: {_LONG}\n".encode(), "_brand.yml": b"{}"})
    (tmp_path / "a.pdf").write_bytes(content)
    done = _extract(tmp_path, "a.pdf", "--output-dir", "new")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "a.pdf: FILE109 a file in the PDF has too long a name: brands/aaa"
    )
    assert not (tmp_path / "new").exists()


def _extract(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
    return subprocess.run(
        [sys.executable, "-m", "reportgen", "extract", *arguments],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_extract_writes_the_files_and_never_over_others(tmp_path, five):
    brief = five["se-kunden"].pdf_path
    first = _extract(tmp_path, str(brief), "--output-dir", "back")
    assert first.returncode == 0, first.stderr
    places = [
        "back/brands/tele2-foretag/_brand.yml",
        "back/results.csv",
        "back/results.json",
        "back/se-kunden.yml",
    ]
    assert sorted(first.stdout.splitlines()) == places
    assert first.stderr == "Build it again: reportgen build back/se-kunden.yml\n"
    (tmp_path / places[1]).write_text("mine", encoding="utf-8")
    for place in (places[0], places[2], places[3]):
        (tmp_path / place).unlink()
    second = _extract(tmp_path, str(brief), "--output-dir", "back")
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr == (
        "reportgen: results.csv is already there in back, and nothing was changed; choose another"
        " folder with --output-dir, or write over them with --force\n"
    )
    assert not (tmp_path / places[3]).exists()
    third = _extract(tmp_path, str(brief), "--output-dir", "back", "--force")
    assert third.returncode == 0, third.stderr
    assert (tmp_path / places[1]).read_text(encoding="utf-8") != "mine"


def test_extract_says_in_a_sentence_what_it_cannot_read(tmp_path):
    (tmp_path / "a.pdf").write_text("Hello", encoding="utf-8")
    missing, broken = _extract(tmp_path, "b.pdf"), _extract(tmp_path, "a.pdf")
    assert (missing.returncode, broken.returncode) == (2, 2)
    assert missing.stderr == "b.pdf: FILE101 there is no such file\n"
    assert broken.stderr == (
        "a.pdf: FILE108 this is not a PDF, or a broken one\n    name a brief as reportgen made it\n"
    )
    assert list(tmp_path.iterdir()) == [tmp_path / "a.pdf"]
