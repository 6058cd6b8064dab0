"""What is written into the document, and what is left as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from benchmarks import bench as bench_module
from benchmarks import table
from benchmarks.bench import DOCUMENT, main
from benchmarks.machine import machine, versions
from benchmarks.measure import Cost, RunFailed, Spread
from benchmarks.rows.growth import Samples, files_in
from benchmarks.rows.registry import ROWS
from benchmarks.rows.row import Bench, Grown, Line, Row, Target

LINES = (
    Line(
        "one brief, cold", "CPU", Spread((0.36, 0.31, 0.33)), Target(0.35), "1.30 s against 3.90 s"
    ),
    Line("nothing changed", "CPU", Spread((0.0312, 0.0345)), Target(0.03), "65 ms against 2.00 s"),
    Line("two workers", "briefs", Spread((0.91,)), Target(0.9, at_least=True)),
    Line("for information", "wall", Spread((1.0,))),
)

RESULTS = """\
| work | counted | target | median | least–most | met | in absolute terms |
| --- | --- | --- | --- | --- | --- | --- |
| one brief, cold | CPU | ≤ 0.35 | 0.33 | 0.31–0.36 | yes | 1.30 s against 3.90 s |
| nothing changed | CPU | ≤ 0.03 | 0.033 | 0.031–0.035 | **no** | 65 ms against 2.00 s |
| two workers | briefs | ≥ 0.9 | 0.91 | 0.91–0.91 | yes | – |
| for information | wall | – | 1.00 | 1.00–1.00 | – | – |
| watching | – | – | – | – | no | not measured: no such option: / watch |"""

GROWTH = """\
| studies | took | briefs a second | CPU a brief | largest process | a worker’s growth | files | written | cache | run |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 10 | 5 s | 2.00 | 400 ms | 150 MB | – | 21 | 3 MB | 4 MB | today |
| 10,000 | 83 min | 2.00 | 450 ms | 190 MB | 1.02 | 20,001 | 3.10 GB | 0 MB | in spring |"""  # noqa: E501

SMALL = Grown(10, 5.0, 4.0, 150_000_000, 21, 3_000_000, 4_000_000)
LARGE = Grown(10_000, 5000.0, 4500.0, 190_000_000, 20_001, 3_100_000_000, 0, 1.02)


def test_results_are_a_table():
    missing = [("watching", "not measured: no such option: |\n watch")]
    assert table.results(LINES, missing) == RESULTS


def test_a_size_that_was_not_built_keeps_its_row():
    before = table.growth([Grown(10, 9.0, 9.0, 1, 1, 1, 1), LARGE], "in spring")
    assert table.growth([SMALL], "today", before) == GROWTH


def test_growth_begins_with_nothing():
    assert table.growth([SMALL], "today", "") == "\n".join(GROWTH.splitlines()[:3])


def test_a_result_is_said_as_soon_as_it_is_there():
    assert table.said(LINES[0]) == "  one brief, cold, CPU: 0.33 (0.31–0.36)"
    assert table.said(LARGE) == "  10,000 studies: 83 min, 2.00 a second"


def test_two_costs_are_told_by_their_medians():
    ours = [Cost(0.5, 3.0), Cost(0.0421, 1.0), Cost(0.01, 2.0)]
    plain = [Cost(4.0, 4.0)] * 3
    assert table.against(ours, plain) == "42 ms against 4.00 s"
    assert table.against(ours, plain, "wall") == "2.00 s against 4.00 s"


DOCUMENT_TEXT = """\
# Costs

<!-- table: begins -->

old

<!-- table: ends -->

Prose that stays.

<!-- growth: begins -->
<!-- growth: ends -->
"""


def test_only_what_stands_between_the_marks_is_written():
    assert table.kept(DOCUMENT_TEXT, "table") == "old"
    assert table.kept(DOCUMENT_TEXT, "growth") == ""
    new = table.written(DOCUMENT_TEXT, "growth", "grown")
    begins = "<!-- growth: begins -->\n"
    assert new == DOCUMENT_TEXT.replace(begins, f"{begins}\ngrown\n\n")
    again = table.written(new, "table", "new")
    assert again == new.replace("old", "new")
    assert table.written(again, "table", "new") == again


def test_a_document_without_the_place_is_refused():
    with pytest.raises(ValueError, match="the document has no place for the growth"):
        table.written("# Costs\n", "growth", "x")


@pytest.mark.parametrize(
    ("target", "median", "met", "shown"),
    [
        (Target(0.35), 0.35, True, "≤ 0.35"),
        (Target(0.35), 0.351, False, "≤ 0.35"),
        (Target(0.9, at_least=True), 0.9, True, "≥ 0.9"),
        (Target(1.5), 1.6, False, "≤ 1.5"),
    ],
)
def test_targets(target, median, met, shown):
    assert (target.met(median), str(target)) == (met, shown)


# --- The whole run ------------------------------------------------------------------------


def _fine(bench: Bench) -> Iterator[Line | Grown]:
    assert list(bench.scratch.iterdir()) == []
    yield LINES[0]
    yield SMALL


def _broken(_: Bench) -> Iterator[Line | Grown]:
    yield LINES[2]
    raise RunFailed("reportgen build ended with 2: no such option")


@pytest.fixture
def document(tmp_path, monkeypatch):
    path = tmp_path / "performance.md"
    path.write_text(DOCUMENT_TEXT, encoding="utf-8")
    monkeypatch.setattr(bench_module, "DOCUMENT", path)
    rows = (Row("fine", "a fine row", _fine), Row("broken", "a broken row", _broken))
    monkeypatch.setattr(bench_module, "ROWS", rows)
    return path


def test_everything_is_printed_and_written(document, capsys):
    assert main(["--pairs", "7"]) == 1
    printed, said = capsys.readouterr()
    written = document.read_text(encoding="utf-8")
    circumstances, results = table.kept(written, "table").split("\n\n")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d, Python .+; pairs: 7\.", circumstances)
    assert results.splitlines()[2:] == [
        RESULTS.splitlines()[2],
        RESULTS.splitlines()[4],
        "| a broken row | – | – | – | – | no |"
        " not measured: reportgen build ended with 2: no such option |",
    ]
    grown = table.kept(written, "growth").splitlines()[2]
    assert grown.startswith(GROWTH.splitlines()[2].removesuffix("today |"))
    assert results in printed
    assert "Prose that stays." in written
    assert said.splitlines() == [
        "fine: a fine row",
        "  one brief, cold, CPU: 0.33 (0.31–0.36)",
        "  10 studies: 5 s, 2.00 a second",
        "broken: a broken row",
        "  two workers, briefs: 0.91 (0.91–0.91)",
        "not measured: reportgen build ended with 2: no such option",
        "Written to docs/performance.md.",
    ]


def test_more_pairs_than_there_are_values_are_refused(capsys):
    with pytest.raises(SystemExit):
        main(["--pairs", "16"])
    assert "argument --pairs: invalid choice: 16" in capsys.readouterr().err


def test_some_rows_alone_leave_the_table_as_it_is(document, capsys):
    assert main(["fine"]) == 0
    printed, said = capsys.readouterr()
    assert RESULTS.splitlines()[2] in printed
    assert said.splitlines()[-1] == "Written to docs/performance.md."
    written = document.read_text(encoding="utf-8")
    assert table.kept(written, "table") == table.kept(DOCUMENT_TEXT, "table")
    # A row of growth says when it was made, so that it may stand beside older ones.
    assert table.kept(written, "growth").splitlines()[2].startswith("| 10 |")


def test_some_rows_without_growth_are_printed_only(document, capsys):
    assert main(["broken"]) == 1
    assert "docs/performance.md stays as it is" in capsys.readouterr().err
    assert document.read_text(encoding="utf-8") == DOCUMENT_TEXT


def test_the_circumstances_name_versions_and_no_place():
    names = ("Python", "reportgen", "WeasyPrint", "matplotlib", "Pango")
    assert all(re.search(rf"\b{name} \d+\.\d+", versions()) for name in names)
    assert re.search(r"\d+ cores$", machine())
    assert "/" not in machine().replace("w/", "")


def test_rows_are_told_apart_and_the_document_has_their_places():
    assert len({row.name for row in ROWS}) == len(ROWS)
    text = DOCUMENT.read_text(encoding="utf-8")
    for place in (table.TABLE, table.GROWTH):
        table.kept(text, place)


# --- Growth -------------------------------------------------------------------------------


def test_what_workers_held_is_averaged_over_briefs(tmp_path):
    samples = Samples(tmp_path, [(0, 1.0), (100, 10.0), (199, 20.0), (200, 99.0)])
    assert samples.mean(100, 200) == 15.0
    assert samples.mean(300, 400) == 0.0


def test_files_are_counted_with_their_bytes(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.pdf").write_bytes(b"12345")
    (tmp_path / "manifest.json").write_bytes(b"{}")
    assert sorted(files_in(tmp_path)) == [2, 5]
    assert files_in(tmp_path / "nowhere") == []
