"""Findings for services: each format has the shape that is published, and text stays text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from conftest import Run, starter

from reportgen.cli.console import unpainted
from reportgen.cli.formats import WRITERS
from reportgen.cli.formats.github import summary
from reportgen.cli.formats.places import fingerprints, repository_path
from reportgen.cli.formats.report import Format, Report
from reportgen.problems import Problem, Severity, Span

HOSTILE = (
    "::error::x ]]> <b a='\"'> & {0} {12} [words](http://example.org) ##[add-mask]y\n::warning::"
)
CONTROLS = "\x00\x07\x1b[31m\u202e\ud800\ufffe\uffff\u2028"
PLAIN = Problem(
    code="STUDY103",
    message="“kind” cannot be “survay”",
    span=Span("studies/fel.yml", 20, 7, 6, "kind: survay"),
    remedy="did you mean “survey”?",
)
WHOLE = Problem(code="FILE101", message="there is no such file", span=Span("studies/borta.yml"))
WARNING = Problem(
    code="TEXT202",
    message="the brief never uses the result “R1”",
    span=Span("studies/fel.yml", 30, 9, 2, "  - id: R1"),
    severity=Severity.WARNING,
)
EVIL = Problem(
    code="STUDY101",
    message=HOSTILE + CONTROLS,
    span=Span(f"studies/::error::\n{CONTROLS} å.yml", 1, 3, 99, f"x: {HOSTILE}{CONTROLS}"),
    remedy=HOSTILE,
)
STUDIES = ("studies/fel.yml", "studies/sund.yml", "studies/borta.yml")
REPORT = Report(STUDIES, (WHOLE, PLAIN, WARNING, EVIL))


def written(form: Format, report: Report = REPORT) -> str:
    return WRITERS[form](report, unpainted)


@pytest.mark.parametrize("form", Format)
def test_no_format_lets_a_control_character_through(form: Format) -> None:
    text = written(form)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e\ud800-\udfff]", text)
    text.encode("utf-8")


@pytest.mark.parametrize("form", Format)
def test_every_format_can_say_nothing(form: Format) -> None:
    text = written(form, Report(("studies/sund.yml",), ()))
    if form in (Format.GITLAB, Format.SARIF, Format.JSON):
        json.loads(text)
    elif form is Format.JUNIT:
        assert ElementTree.fromstring(text).get("tests") == "1"
    else:
        assert text == ""


# --- GitLab -----------------------------------------------------------------------------


def test_gitlab_has_what_a_code_quality_report_needs() -> None:
    entries = json.loads(written(Format.GITLAB))
    assert len(entries) == len(REPORT.found)
    for entry in entries:
        assert entry.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert re.fullmatch("[0-9a-f]{32}", entry["fingerprint"])
        assert entry["location"].keys() == {"path", "lines"}
        assert entry["location"]["lines"]["begin"] >= 1
        assert not entry["location"]["path"].startswith(("/", "./"))
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    assert entries[1] == {
        "description": "STUDY103 “kind” cannot be “survay”: did you mean “survey”?",
        "check_name": "STUDY103",
        "fingerprint": entries[1]["fingerprint"],
        "severity": "major",
        "location": {"path": "studies/fel.yml", "lines": {"begin": 20}},
    }
    assert [entry["severity"] for entry in entries] == ["major", "major", "minor", "major"]
    assert entries[0]["location"]["lines"] == {"begin": 1}


def test_a_fingerprint_outlives_lines_that_are_added_above() -> None:
    moved = replace(PLAIN, span=replace(PLAIN.span, line=25))
    assert fingerprints([PLAIN]) == fingerprints([moved])
    other = replace(PLAIN, span=replace(PLAIN.span, text="kind: survy"))
    assert fingerprints([PLAIN]) != fingerprints([other])
    assert fingerprints([PLAIN]) == ("1e3cfb601cd7eff610a05a48d7157487",)


def test_two_findings_that_are_alike_are_told_apart() -> None:
    first, second, third = fingerprints([PLAIN, PLAIN, WARNING])
    assert len({first, second, third}) == 3
    assert fingerprints([WARNING, PLAIN, PLAIN]) == (third, first, second)


def test_paths_as_a_repository_knows_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert repository_path(str(tmp_path / "studies" / "a.yml")) == "studies/a.yml"
    assert repository_path("./studies//a.yml") == "studies/a.yml"
    assert repository_path("/elsewhere/a.yml") == "/elsewhere/a.yml"


# --- JUnit ------------------------------------------------------------------------------


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_finding() -> None:
    root = ElementTree.fromstring(written(Format.JUNIT))
    assert root.tag == "testsuites"
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("5", "3", "0")
    suites = root.findall("testsuite")
    assert [suite.get("name") for suite in suites][:3] == list(STUDIES)
    assert [(suite.get("tests"), suite.get("failures")) for suite in suites] == [
        ("2", "1"),
        ("1", "0"),
        ("1", "1"),
        ("1", "1"),
    ]
    failed, warned = suites[0].findall("testcase")
    assert failed.attrib == {
        "classname": "studies/fel.yml",
        "name": "STUDY103 “kind” cannot be “survay”",
        "file": "studies/fel.yml",
        "line": "20",
    }
    failure = failed.find("failure")
    assert failure is not None
    assert failure.attrib == {"type": "STUDY103", "message": "“kind” cannot be “survay”"}
    assert failure.text == PLAIN.full()
    assert warned.find("failure") is None and warned.findtext("system-out") == WARNING.full()
    (passed,) = suites[1]
    assert (passed.get("name"), len(passed)) == ("no findings", 0)


def test_in_junit_a_warning_fails_where_warnings_do() -> None:
    root = ElementTree.fromstring(written(Format.JUNIT, replace(REPORT, strict=True)))
    assert root.get("failures") == "4"


def test_hostile_text_is_text_in_xml() -> None:
    (failure,) = ElementTree.fromstring(written(Format.JUNIT, Report((), (EVIL,)))).iter("failure")
    assert failure.get("message", "").startswith("::error::x ]]> <b a='\"'> & {0} {12} [words]")
    assert len(list(failure)) == 0 and "<b a='\"'>" in (failure.text or "")


# --- SARIF ------------------------------------------------------------------------------


def _sarif(report: Report = REPORT) -> Any:
    return json.loads(written(Format.SARIF, report))


def test_sarif_has_what_the_standard_requires() -> None:
    log = _sarif()
    assert log.keys() == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "reportgen"
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", driver["semanticVersion"])
    assert run["columnKind"] == "unicodeCodePoints"
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted({problem.code for problem in REPORT.found})
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"] and rule["help"]["text"].startswith(rule["id"])
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note", "none"}
        for text in rule["help"].values():
            assert not re.search(r"\{\d+\}", text)
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note", "none"}
        assert result["message"]["text"]
        assert re.fullmatch("[0-9a-f]{32}", result["partialFingerprints"]["reportgen/v1"])
        (location,) = result["locations"]
        _is_a_place(location["physicalLocation"])


def _is_a_place(place: dict[str, Any]) -> None:
    artifact = place["artifactLocation"]
    assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", artifact["uri"])
    assert artifact["uriBaseId"] == "%SRCROOT%"
    if "region" in place:
        region = place["region"]
        assert region["startLine"] >= 1 and 1 <= region["startColumn"] < region["endColumn"]
        line = place["contextRegion"]["snippet"]["text"]
        assert (
            region["snippet"]["text"] == line[region["startColumn"] - 1 : region["endColumn"] - 1]
        )


def test_sarif_shows_the_place_and_the_rule() -> None:
    (run,) = _sarif(Report(STUDIES, (PLAIN, WARNING, WHOLE)))["runs"]
    first, second, third = run["results"]
    assert first["message"]["text"] == "“kind” cannot be “survay”\ndid you mean “survey”?"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "studies/fel.yml"
    assert place["region"] == {
        "startLine": 20,
        "startColumn": 7,
        "endColumn": 13,
        "snippet": {"text": "survay"},
    }
    assert second["level"] == "warning"
    assert third["locations"][0]["physicalLocation"].keys() == {"artifactLocation"}
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["TEXT202"]["defaultConfiguration"] == {"level": "warning"}
    assert "```yaml\nresults:\n" in rules["TEXT202"]["help"]["markdown"]
    assert "fullDescription" in rules["TEXT202"]


def test_hostile_text_is_text_in_sarif() -> None:
    (run,) = _sarif(Report((), (EVIL,)))["runs"]
    (result,) = run["results"]
    text = result["message"]["text"]
    # Neither a placeholder nor a link, and nothing else was changed.
    assert "{{0}} {{12}} \\[words](http://example.org)" in text
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri).startswith("studies/::error:: ")


# --- GitHub -----------------------------------------------------------------------------


def _many(number: int, problem: Problem) -> tuple[Problem, ...]:
    return tuple(
        replace(problem, span=replace(problem.span, line=line)) for line in range(1, number + 1)
    )


def test_github_annotates_ten_of_a_kind_and_lists_the_rest() -> None:
    found = (*_many(12, PLAIN), *_many(11, WARNING))
    lines = written(Format.GITHUB, Report(STUDIES, found)).splitlines()
    assert sum(line.startswith("::error file=studies/fel.yml,") for line in lines) == 10
    assert sum(line.startswith("::warning file=studies/fel.yml,") for line in lines) == 10
    assert lines[20:] == [
        "studies/fel.yml:11:7: STUDY103 “kind” cannot be “survay”",
        "studies/fel.yml:12:7: STUDY103 “kind” cannot be “survay”",
        "studies/fel.yml:11:9: TEXT202 the brief never uses the result “R1”",
        "::notice title=reportgen check::3 more findings than GitHub annotates: see the log and"
        " the summary of this step",
    ]
    ten = written(Format.GITHUB, Report(STUDIES, _many(10, PLAIN)))
    assert ten.count("\n") == 9 and "::notice" not in ten


def test_hostile_text_is_text_for_github() -> None:
    found = _many(11, EVIL)
    lines = written(Format.GITHUB, Report((), found)).splitlines()
    assert len(lines) == 12
    assert all(line.startswith("::error file=studies/%3A%3Aerror%3A%3A ") for line in lines[:10])
    assert lines[10].startswith("studies/::error:: ") and "##[" not in lines[10]
    assert lines[11].startswith("::notice title=reportgen check::1 more finding than")


def test_github_makes_no_link_of_a_word_in_the_summary() -> None:
    """GitHub looks for addresses, numbers of issues and people in text that is no link."""
    text = "www.evil.example WWW.evil.example #12 o/r#12 GH-12 a@evil.example https://evil.example"
    found = (replace(PLAIN, message=text, remedy=""),)
    row = summary(Report((), found)).splitlines()[-1]
    assert row.split(" | ")[2] == (
        "www&#8203;.evil.example WWW&#8203;.evil.example \\#&#8203;12 o/r\\#&#8203;12 GH-&#8203;12"
        " a&#64;&#8203;evil.example https&#58;&#8203;//evil.example"
    )


# --- The command ------------------------------------------------------------------------


def test_in_files_and_on_stdout(call: Run, studies: Path) -> None:
    for form, ending in (("gitlab", "json"), ("junit", "xml"), ("sarif", "sarif")):
        name = f"fynd.{ending}"
        done = call("check", "fel", "--output-format", form, "--output-file", name)
        assert (done.returncode, done.stdout) == (1, "")
        kept = (studies.parent / name).read_text(encoding="utf-8")
        assert call("check", "fel", "--output-format", form, "-q").stdout == kept
        assert "STUDY103" in kept and "studies/fel.yml" in kept


def test_weights_show_in_every_format(call: Run, sound: Path) -> None:
    wrong = starter("varnad", ("        - viewpoint: u1\n", ""))
    (sound / "varnad.yml").write_text(wrong, encoding="utf-8")
    settings = sound.parent / "reportgen.toml"
    settings.write_text('[rules]\nTEXT202 = "error"\n', encoding="utf-8")
    done = call("check", "varnad", "--output-format", "json")
    assert (done.returncode, done.stderr) == (1, "1 study, 1 error\n")
    assert json.loads(done.stdout)["findings"][0]["severity"] == "error"
    done = call("check", "varnad", "--output-format", "sarif", "-q")
    assert json.loads(done.stdout)["runs"][0]["results"][0]["level"] == "error"
    settings.write_text('[rules]\nTEXT202 = "off"\n', encoding="utf-8")
    done = call("check", "varnad")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "1 study, no findings\n")
