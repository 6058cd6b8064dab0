"""`check`: findings on stdout in each format, the summary on stderr, truthful exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from conftest import Run, clean_environment, starter

CONCISE = (
    "studies/fel.yml:20:7: STUDY103 “kind” cannot be “survay”\n"
    "studies/fel.yml:133:22: STUDY103 “percent” must be at most 100\n"
)
# An unused result is a warning.
UNUSED = (
    "        - viewpoint: u1\n",
    "",
)
WARNING = (
    "studies/varnad.yml:170:9: TEXT202 the brief never uses the viewpoint “u1”\n"
    "      - id: u1\n"
    "            ^^\n"
    "    give it a block: viewpoint: u1\n"
)


def test_all_studies(call: Run, studies: Path) -> None:
    done = call("check", "--output-format", "concise")
    assert (done.returncode, done.stdout) == (1, CONCISE)
    assert done.stderr == "3 studies, 2 errors\n"


def test_sound_studies(call: Run, sound: Path) -> None:
    done = call("check", "-v")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        "Study: studies/andra.yml\nStudy: studies/forsta.yml\n2 studies, no findings\n"
    )
    # The same study by its id and by its path is one study.
    done = call("check", "-q", "forsta", "studies/forsta.yml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_exit_zero_is_for_findings_only(call: Run, studies: Path) -> None:
    assert call("check", "--exit-zero", "-q").returncode == 0
    assert call("check", "--exit-zero", "borta.yml").returncode == 2


def test_warnings_fail_where_that_is_asked_for(call: Run, sound: Path) -> None:
    (sound / "varnad.yml").write_text(starter("varnad", UNUSED), encoding="utf-8")
    done = call("check", "varnad")
    assert (done.returncode, done.stdout, done.stderr) == (0, WARNING, "1 study, 1 warning\n")
    assert call("check", "varnad", "--strict").returncode == 1
    assert call("check", "varnad", env={"REPORTGEN_STRICT": "1"}).returncode == 1
    done = call("check", "varnad", "--no-strict", env={"REPORTGEN_STRICT": "1"})
    assert done.returncode == 0


def test_json_in_a_file(call: Run, studies: Path) -> None:
    done = call("check", "fel", "--output-format", "json", "--output-file", "fynd.json")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "1 study, 2 errors\n")
    found = json.loads((studies.parent / "fynd.json").read_text(encoding="utf-8"))
    assert found["studies"] == ["studies/fel.yml"]
    assert (found["errors"], found["warnings"]) == (2, 0)
    assert found["findings"][0] == {
        "code": "STUDY103",
        "column": 7,
        "line": 20,
        "message": "“kind” cannot be “survay”",
        "path": "studies/fel.yml",
        "remedy": "did you mean “survey”?",
        "severity": "error",
        "source": "kind: survay",
        "width": 6,
    }


def test_annotations_and_step_summary(call: Run, studies: Path) -> None:
    summary = studies.parent / "summary.md"
    env = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    done = call("check", "fel", "--output-format", "github", env=env)
    assert (done.returncode, done.stdout) == (
        1,
        "::error file=studies/fel.yml,title=STUDY103,line=20,col=7,endColumn=13"
        "::“kind” cannot be “survay”%0Adid you mean “survey”?\n"
        "::error file=studies/fel.yml,title=STUDY103,line=133,col=22,endColumn=25"
        "::“percent” must be at most 100\n",
    )
    assert summary.read_text(encoding="utf-8") == (
        "### reportgen check: 1 study, 2 errors\n\n"
        "| Place | Code | What | Remedy |\n"
        "| --- | --- | --- | --- |\n"
        "| studies/fel.yml:20:7 | STUDY103 | “kind” cannot be “survay” |"
        " did you mean “survey”? |\n"
        "| studies/fel.yml:133:22 | STUDY103 | “percent” must be at most 100 |  |\n\n"
    )


def test_a_study_cannot_give_commands_to_github(call: Run, tmp_path: Path) -> None:
    evil = "::error::gotcha: ##[add-mask]x\n::set-output name=a::b\n"
    (tmp_path / "evil.yml").write_text(evil, encoding="utf-8")
    for arguments in (("check",), ("check", "--output-format", "github"), ("show",)):
        done = call(*arguments, "evil.yml", env={"GITHUB_ACTIONS": "true"})
        assert done.returncode == 1
        lines = (done.stdout + done.stderr).splitlines()
        commands = [line for line in lines if line.lstrip().startswith("::")]
        ours = [line for line in commands if line.startswith("::error file=evil.yml,title=")]
        assert commands == ours
        assert not any("##[" in line for line in lines)


def test_text_in_colour_only_where_wanted(call: Run, studies: Path) -> None:
    done = call("check", "fel", "--color", "always")
    assert "\x1b[1;31mSTUDY103\x1b[0m" in done.stdout
    assert "\x1b" not in call("check", "fel").stdout
    assert "\x1b" not in call("check", "fel", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout


# --- The brand ---------------------------------------------------------------------------


BRAND = """\
meta: {name: Vår}
color:
  foreground: "#777777"
  background: "#ffffff"
  primry: "#123456"
typography:
  base: {family: Comic Sans}
defaults:
  reportgen:
    motif: none
"""
BRAND_FAULTS = (
    "studies/brands/var/_brand.yml:5:3: BRAND101 “color” has no key “primry”\n"
    "studies/brands/var/_brand.yml:7:18: BRAND104 the font Comic Sans is not available\n"
    "studies/brands/var/_brand.yml:10:12: BRAND108 there is no motif called “none”\n"
)


def _with_brand(folder: Path, brand: str) -> None:
    place = folder / "brands" / "var"
    place.mkdir(parents=True)
    (place / "_brand.yml").write_text(brand, encoding="utf-8")
    for name in ("andra", "forsta"):
        text = starter(name, ("brand: neutral", "brand: var"))
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")


def test_faults_of_a_brand_are_found_and_said_once(call: Run, sound: Path) -> None:
    _with_brand(sound, BRAND)
    done = call("check", "--output-format", "concise")
    assert (done.returncode, done.stdout) == (1, BRAND_FAULTS)
    assert done.stderr == "2 studies, 3 errors\n"


def test_build_says_the_same_of_a_brand(call: Run, sound: Path) -> None:
    _with_brand(sound, BRAND)
    done = call("build", "andra", "--to", "html")
    assert done.returncode == 1
    said = [line for line in done.stderr.splitlines() if ": BRAND" in line]
    assert said == BRAND_FAULTS.splitlines()


def test_contrast_is_looked_at_before_anything_is_drawn(call: Run, sound: Path) -> None:
    grey = """\
defaults:
  reportgen:
    roles: {ink: "#bbbbbb"}
"""
    _with_brand(sound, grey)
    done = call("check", "andra", "--output-format", "concise")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        1,
        "studies/brands/var/_brand.yml:3:18: BRAND105 the contrast of “ink” on “paper” is 1.91:1;"
        " text needs 4.5:1 (on a light page)",
    )


def test_a_brand_that_is_missing(call: Run, sound: Path) -> None:
    (sound / "andra.yml").write_text(
        starter("andra", ("brand: neutral", "brand: neutrl")), encoding="utf-8"
    )
    done = call("check", "andra")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        1,
        "studies/andra.yml:24:8: BRAND100 there is no brand called “neutrl”",
    )


def test_build_weighs_rules_as_check_does(call: Run, sound: Path) -> None:
    (sound / "varnad.yml").write_text(starter("varnad", UNUSED), encoding="utf-8")
    (sound.parent / "reportgen.toml").write_text('[rules]\nTEXT202 = "error"\n', encoding="utf-8")
    for arguments in (("build", "varnad", "--to", "html"), ("show", "varnad")):
        done = call(*arguments)
        assert done.returncode == 1
        assert WARNING.splitlines()[0] in done.stderr.splitlines()
    assert not (sound.parent / "out" / "varnad").exists()


def test_a_standard_of_disclosure_is_chosen(call: Run, sound: Path) -> None:
    """The study that `new` writes fulfils two standards, and says what it lacks for the third."""
    for standard in ("bpc", "esomar"):
        assert call("check", "andra", env={"REPORTGEN_DISCLOSURE": standard}).returncode == 0
    aapor = {"REPORTGEN_DISCLOSURE": "aapor"}
    found = call("check", "andra", "--output-format", "concise", env=aapor)
    assert (found.returncode, found.stdout) == (
        1,
        "studies/andra.yml:78:3: DISC104 AAPOR item 3 wants the order of the questions, and their"
        " filters: not disclosed\n"
        "studies/andra.yml:82:3: DISC104 AAPOR item 10 wants how the data were processed and"
        " checked: not disclosed\n",
    )


# --- What it costs ------------------------------------------------------------------------

HEAVY = ("weasyprint", "matplotlib", "fontTools", "numpy", "PIL", "pydyf", "rich", "jinja2")
"""What laying out and drawing need: a check that imports one of them is no longer quick."""


def test_checking_the_five_imports_nothing_that_draws(tmp_path: Path) -> None:
    program = (
        "import sys; from reportgen.cli.main import main; code = main(['check']);"
        " print(code, *sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    code, *modules = done.stdout.split()
    assert code == "0" and done.stderr.endswith("5 studies, no findings\n")
    assert set(modules) & set(HEAVY) == set()
