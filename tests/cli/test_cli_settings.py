"""Settings: where they come from, what comes first, and what is wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.checks.policy import USUAL, Policy
from reportgen.cli.console import CannotRun
from reportgen.cli.settings import Settings, read_settings
from reportgen.problems import Problems


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _full(folder: Path) -> str:
    with pytest.raises(Problems) as raised:
        read_settings(folder, {})
    return "\n".join(problem.full() for problem in raised.value.found)


def test_nothing_set(project: Path) -> None:
    assert read_settings(project, {}) == Settings()


def test_the_nearest_file_counts_and_its_paths_start_there(project: Path) -> None:
    (project / "reportgen.toml").write_text(
        'output-dir = "ut"\nto = ["html", "pdf"]\nstrict = true\n'
    )
    inner = project / "a" / "b"
    inner.mkdir(parents=True)
    assert read_settings(inner, {}) == Settings(
        output_dir=project / "ut",
        to=("pdf", "html"),
        strict=True,
        file=project / "reportgen.toml",
    )
    (project / "a" / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    assert read_settings(inner, {}).file == project / "reportgen.toml"
    (project / "a" / "pyproject.toml").write_text('[tool.reportgen]\ntemplates = "t"\n')
    assert read_settings(inner, {}) == Settings(
        templates=project / "a" / "t", file=project / "a" / "pyproject.toml"
    )


def test_flag_over_environment_over_file(project: Path) -> None:
    (project / "reportgen.toml").write_text('output-dir = "ut"\nstrict = true\nto = "pdf"\n')
    environ = {"REPORTGEN_OUTPUT_DIR": "miljo", "REPORTGEN_TO": "html,pdf", "REPORTGEN_STRICT": "0"}
    settings = read_settings(project, environ)
    assert (settings.output_dir, settings.to, settings.strict) == (
        Path("miljo"),
        ("pdf", "html"),
        False,
    )
    over = settings.over(output_dir=Path("flagga"), to=(), strict=None)
    assert (over.output_dir, over.to, over.strict) == (Path("flagga"), ("pdf", "html"), False)


def test_faults_are_located(project: Path) -> None:
    (project / "reportgen.toml").write_text('# ours\noutputdir = "x"\nto = "docx"\nstrict = 1\n')
    assert _full(project) == (
        "reportgen.toml:2:1: SET101 there is no setting “outputdir”\n"
        '    outputdir = "x"\n'
        "    ^^^^^^^^^\n"
        "    did you mean “output-dir”?\n"
        "reportgen.toml:3:1: SET102 “to” cannot be this\n"
        '    to = "docx"\n'
        "    ^^\n"
        '    write "pdf", "html", "social" or ["pdf", "html"]\n'
        "reportgen.toml:4:1: SET102 “strict” cannot be this\n"
        "    strict = 1\n"
        "    ^^^^^^\n"
        "    write true or false"
    )


def test_a_fault_in_somebody_elses_table_is_not_ours(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        "[tool.other]\nstrct = 1\n\n[tool.reportgen]\nstrct = true\n"
    )
    assert _full(project) == (
        "pyproject.toml:5:1: SET101 there is no setting “strct”\n"
        "    strct = true\n"
        "    ^^^^^\n"
        "    did you mean “strict”?"
    )


def test_not_toml(project: Path) -> None:
    (project / "reportgen.toml").write_text("strict = \n")
    assert _full(project) == (
        "reportgen.toml:1:10: SET103 this is not valid TOML: invalid value\n"
        "    strict = \n"
        "             ^\n"
        '    write a line such as output-dir = "out"'
    )


def test_environment_faults(project: Path) -> None:
    with pytest.raises(CannotRun, match="REPORTGEN_TO names the format “docx”; there are pdf"):
        read_settings(project, {"REPORTGEN_TO": "docx"})
    with pytest.raises(CannotRun, match="REPORTGEN_STRICT is “ja”; it can be 1 or 0"):
        read_settings(project, {"REPORTGEN_STRICT": "ja"})


def test_rules_and_their_weights(project: Path) -> None:
    (project / "reportgen.toml").write_text(
        'disclosure = "bpc"\n\n[rules]\nTEXT202 = "error"\nSTAT105 = "off"\nALLOW101 = "off"\n'
    )
    policy = read_settings(project, {}).policy
    assert policy == Policy(
        weights=(("ALLOW101", "off"), ("STAT105", "off"), ("TEXT202", "error")), disclosure="bpc"
    )
    over = read_settings(project, {"REPORTGEN_DISCLOSURE": "aapor"}).policy
    assert (over.weights, over.disclosure) == (policy.weights, "aapor")
    assert Settings().policy == USUAL


def test_rules_in_somebody_elses_file(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        '[tool.other.rules]\nTEXT202 = "x"\n\n[tool.reportgen.rules]\nTEXT202 = "warning"\n'
    )
    assert read_settings(project, {}).policy == Policy(weights=(("TEXT202", "warning"),))


def test_faults_of_rules_are_located(project: Path) -> None:
    (project / "reportgen.toml").write_text(
        'disclosure = "bbc"\n[rules]\nTEXT2O2 = "off"\nSTUDY103 = "off"\nSTAT103 = "off"\n'
        'TEXT202 = "info"\nSTAT105 = false\n'
    )
    assert _full(project) == (
        "reportgen.toml:1:1: SET102 “disclosure” cannot be this\n"
        '    disclosure = "bbc"\n'
        "    ^^^^^^^^^^\n"
        '    write "house", "bpc", "esomar" or "aapor"\n'
        "reportgen.toml:3:1: SET104 there is no rule “TEXT2O2”\n"
        '    TEXT2O2 = "off"\n'
        "    ^^^^^^^\n"
        "    did you mean “TEXT202”?\n"
        "reportgen.toml:4:1: SET104 “STUDY103” is no rule: what it finds stops a brief in any"
        " case\n"
        '    STUDY103 = "off"\n'
        "    ^^^^^^^^\n"
        "    take it out; `reportgen rule STUDY103` says what it means\n"
        "reportgen.toml:5:1: SET104 “STAT103” holds in any case: what breaks it cannot be drawn or"
        " said\n"
        '    STAT103 = "off"\n'
        "    ^^^^^^^\n"
        "    take it out; `reportgen rule STAT103` says what it means\n"
        "reportgen.toml:6:1: SET102 the weight of “TEXT202” cannot be this\n"
        '    TEXT202 = "info"\n'
        "    ^^^^^^^\n"
        '    write "error", "warning" or "off"\n'
        "reportgen.toml:7:1: SET102 the weight of “STAT105” cannot be this\n"
        "    STAT105 = false\n"
        "    ^^^^^^^\n"
        '    write "error", "warning" or "off"'
    )


def test_faults_of_rules_in_one_line(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        '[tool.reportgen]\nstrict = true\nrules = {TEXT202 = "off", TEXT2O2 = "off"}\n'
    )
    assert _full(project) == (
        "pyproject.toml:3:27: SET104 there is no rule “TEXT2O2”\n"
        '    rules = {TEXT202 = "off", TEXT2O2 = "off"}\n'
        "                              ^^^^^^^\n"
        "    did you mean “TEXT202”?"
    )
    (project / "pyproject.toml").write_text('[tool.reportgen]\nrules = "TEXT202"\n')
    assert _full(project) == (
        "pyproject.toml:2:1: SET102 “rules” cannot be this\n"
        '    rules = "TEXT202"\n'
        "    ^^^^^\n"
        '    write a table: [rules], and below it TEXT202 = "off"'
    )


def test_a_standard_in_the_environment(project: Path) -> None:
    with pytest.raises(
        CannotRun, match="REPORTGEN_DISCLOSURE is “bbc”; it can be house, bpc, esomar or aapor"
    ):
        read_settings(project, {"REPORTGEN_DISCLOSURE": "bbc"})


def test_where_the_briefs_will_lie(tmp_path):
    (tmp_path / "reportgen.toml").write_text('base-url = "https://example.org/b/"\n')
    assert read_settings(tmp_path, {}).base_url == "https://example.org/b/"
    other = {"REPORTGEN_BASE_URL": "http://example.org/"}
    assert read_settings(tmp_path, other).base_url == "http://example.org/"


@pytest.mark.parametrize("address", ["example.org/", "https://example.org", "https://a b/", "x"])
def test_an_address_that_others_cannot_start_with(tmp_path, address):
    with pytest.raises(CannotRun, match="REPORTGEN_BASE_URL is"):
        read_settings(tmp_path, {"REPORTGEN_BASE_URL": address})
    (tmp_path / "reportgen.toml").write_text(f'base-url = "{address}"\n')
    with pytest.raises(Problems, match="“base-url” cannot be this"):
        read_settings(tmp_path, {})


def test_amounts_from_flag_environment_and_file(project: Path) -> None:
    (project / "reportgen.toml").write_text("jobs = 2\ntime-limit = 1.5\nmemory-limit = 500\n")
    environ = {"REPORTGEN_JOBS": "3", "REPORTGEN_TIME_LIMIT": "60"}
    settings = read_settings(project, environ).over(jobs=4, time_limit=None)
    assert (settings.jobs, settings.time_limit, settings.memory_limit) == (4, 60.0, 500)
    alone = read_settings(project, environ, files=False)
    assert (alone.jobs, alone.memory_limit, alone.file) == (3, None, None)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("jobs = 0", "a whole number from 1 on, such as 4"),
        ("jobs = 2.5", "a whole number from 1 on, such as 4"),
        ("jobs = true", "a whole number from 1 on, such as 4"),
        ('time-limit = "2 min"', "seconds, such as 120"),
        ("time-limit = nan", "seconds, such as 120"),
        ("memory-limit = 20", "whole megabytes from 100 on, such as 2000"),
    ],
)
def test_amounts_that_are_none(project: Path, line: str, wanted: str) -> None:
    (project / "reportgen.toml").write_text(f"{line}\n")
    key = line.split()[0]
    assert _full(project) == (
        f"reportgen.toml:1:1: SET102 “{key}” cannot be this\n"
        f"    {line}\n    {'^' * len(key)}\n    write {wanted}"
    )


def test_amounts_in_the_environment_that_are_none(project: Path) -> None:
    for text in ("many", "0", "1e3", "-1"):
        with pytest.raises(CannotRun) as raised:
            read_settings(project, {"REPORTGEN_JOBS": text})
        assert str(raised.value) == (
            f"REPORTGEN_JOBS is “{text}”; write a whole number from 1 on, such as 4"
        )


# --- However somebody writes the table in pyproject.toml ---------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("[tool]\nreportgen.stirct = true\n", 2, 11),
        ("tool.reportgen.stirct = true\n", 1, 16),
        ("[tool . reportgen]\nstirct = true\n", 2, 1),
        ('[ "tool".\'reportgen\' ]\n"stirct" = true\n', 2, 2),
        ("[tool.other]\nstirct = 1\n[tool]\nreportgen . stirct = true\n", 4, 13),
        ("[tool.reportgen.stirct]\na = 1\n", 1, 17),
    ],
)
def test_a_table_is_seen_however_it_is_written(
    project: Path, text: str, line: int, column: int
) -> None:
    (project / "pyproject.toml").write_text(text)
    assert _full(project).splitlines()[0] == (
        f"pyproject.toml:{line}:{column}: SET101 there is no setting “stirct”"
    )
    assert _full(project).endswith("did you mean “strict”?")
    right = text.replace("stirct]\na = 1", "rules]").replace("stirct", "strict")
    (project / "pyproject.toml").write_text(right)
    assert read_settings(project, {}).file == project / "pyproject.toml"


def test_a_table_in_braces_is_seen(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool]\nreportgen = {stirct = true}\n")
    assert _full(project) == (
        "pyproject.toml: SET101 there is no setting “stirct”\n    did you mean “strict”?"
    )


def test_a_table_below_a_long_comment_is_not_passed_over(project: Path) -> None:
    comment = "# long\n" * 20_000
    (project / "pyproject.toml").write_text(f"{comment}[tool.reportgen]\nstrict = true\n")
    assert _full(project) == (
        "pyproject.toml: FILE103 the file is larger than 0.1 MB\n"
        "    is this the right file? a study has some 50 kB, a brand or settings some 5"
    )
    (project / "pyproject.toml").write_text("#" * 999_996 + "\n[tool]\nreportgen.jobs = 3\n")
    assert "FILE103" in _full(project)


def test_files_that_set_nothing_of_ours_are_passed_over(project: Path) -> None:
    (project / "reportgen.toml").write_text("jobs = 3\n")
    inner = project / "inner"
    inner.mkdir()
    for text in (
        '[project]\ndependencies = ["reportgen"]\n',
        '# [tool.reportgen]\n[tool.other]\nx = "[tool.reportgen]"\n',
        'tool = "reportgen"\n',
        "this is = no TOML",
        '[project]\nname = "reportgen"\nbroken = \n',
        "# long\n" * 40_000,
    ):
        (inner / "pyproject.toml").write_text(text)
        assert read_settings(inner, {}).jobs == 3, text[:40]
    (inner / "pyproject.toml").write_bytes(b"\xef\xbb\xbf[tool.reportgen]\njobs = 4\n")
    assert read_settings(inner, {}).jobs == 4


def test_where_it_cannot_be_told_the_fault_is_said(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.reportgen]\nstrict = true\nbroken = \n")
    assert _full(project).startswith(
        "pyproject.toml:3:10: SET103 this is not valid TOML: invalid value\n"
    )
