"""`check --explain`: a study's ledger, for reading and for programs."""

from __future__ import annotations

import json

from conftest import ROOT

STUDY = str(ROOT / "studies" / "darligere-kundeservice.yml")


def test_every_claim_with_what_it_rests_on_and_its_verdict(run):
    done = run("check", "--explain", STUDY)
    assert done.returncode == 0
    first, *lines = done.stdout.splitlines()
    assert first == STUDY
    told = [" ".join(line.split()[1:]) for line in lines]
    assert (
        "pass “30 prosent”; rests on 002-12; the source says 30 prosent; the words hold for"
        " 29.5–30.5 %"
    ) in told
    assert all(line.startswith("pass ") for line in told)


def test_for_programs(run):
    done = run("check", "--explain", "--output-format", "json", STUDY)
    entries = json.loads(done.stdout)[STUDY]
    (entry,) = [each for each in entries if each["claim"] == "9\u00a0prosentpoeng"]
    assert entry["results"] == ["002-12", "002-13"]
    assert (entry["verdict"], entry["code"], entry["kind"]) == ("pass", None, "points")
    assert entry["line"] > 200


def test_a_claim_that_does_not_hold_is_told_with_its_rule(run, tmp_path):
    text = (ROOT / "studies" / "darligere-kundeservice.yml").read_text(encoding="utf-8")
    (tmp_path / "darligere-kundeservice.yml").write_text(
        text.replace("Blant mennene mener {002-12}", "Blant mennene mener 60 prosent"),
        encoding="utf-8",
    )
    done = run("check", "--explain", "darligere-kundeservice.yml")
    assert done.returncode == 0
    failing = [line for line in done.stdout.splitlines() if " fail " in line]
    assert len(failing) == 1
    assert "“60 prosent”" in failing[0]
    assert "CLAIM10" in failing[0]


def test_a_study_that_cannot_be_read_has_no_ledger(run):
    done = run("check", "--explain", "none.yml")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "none.yml" in done.stderr
