"""`build`: what is built, what is said about it, and how it ends."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from conftest import Run, command, on_terminal, starter

FINDINGS = (
    "studies/fel.yml:20:7: STUDY103 “kind” cannot be “survay”\n"
    "    kind: survay\n"
    "          ^^^^^^\n"
    "    did you mean “survey”?\n"
    "studies/fel.yml:133:22: STUDY103 “percent” must be at most 100\n"
    "        value: {percent: 620}\n"
    "                         ^^^\n"
)


def _without_sizes(text: str) -> str:
    return re.sub(r"\d+ kB", "… kB", text)


def test_one_bad_study_among_good_ones(run: Run, studies: Path) -> None:
    done = run("build", "--to", "html")
    assert done.returncode == 1
    assert done.stderr == (
        "[1/3] built: studies/andra.yml\n"
        f"{FINDINGS}"
        "[2/3] failed: studies/fel.yml\n"
        "[3/3] built: studies/forsta.yml\n"
        "2 of 3 built; these failed: studies/fel.yml\n"
    )
    title = "62 procent fick hjälp vid första kontakten"
    assert _without_sizes(done.stdout) == (
        f"{title}: out/andra/andra.html (… kB)\n{title}: out/forsta/forsta.html (… kB)\n"
    )
    out = studies.parent / "out"
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*")) == [
        "andra/andra.html",
        "forsta/forsta.html",
        "manifest.json",
    ]
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(manifest["briefs"]) == ["andra", "forsta"]
    assert str(studies.parent) not in json.dumps(manifest)
    forsta = manifest["briefs"]["forsta"]
    text = (studies / "forsta.yml").read_bytes()
    assert forsta["inputs"]["studies/forsta.yml"] == hashlib.sha256(text).hexdigest()
    page = (out / "forsta" / "forsta.html").read_bytes()
    assert forsta["outputs"] == {
        "forsta/forsta.html": {"bytes": len(page), "sha256": hashlib.sha256(page).hexdigest()}
    }


def test_nothing_is_built_of_nothing_readable(call: Run, tmp_path: Path) -> None:
    (tmp_path / "tom.yml").write_bytes(b"")
    done = call("build", "tom.yml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "tom.yml: FILE106 the file is empty\n"
        "    for a study to start from: `reportgen new ID`\n"
        "[1/1] failed: tom.yml\n"
        "0 of 1 built; these failed: tom.yml\n"
    )


def test_to_stdout(call: Run, sound: Path) -> None:
    done = call("build", "forsta", "--to", "html", "-o", "-")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("<!DOCTYPE html>\n")
    assert done.stdout.rstrip().endswith("</html>")
    assert not (sound.parent / "out").exists()


def test_to_stdout_keeps_the_caches_limit(call: Run, sound: Path) -> None:
    kept = sound.parent / "kept"
    for limit, rest in ((None, True), ("0", False)):
        env = {"REPORTGEN_CACHE_DIR": "kept"}
        if limit is not None:
            env["REPORTGEN_CACHE_LIMIT"] = limit
        assert call("build", "forsta", "--to", "html", "-o", "-", env=env).returncode == 0
        assert bool([*kept.glob("chart/*/*")]) is rest


def test_last_weeks_page_beside_todays_pdf_is_told(call: Run, sound: Path) -> None:
    (sound / "andra.yml").unlink()
    assert call("build", "--to", "html", "--to", "social").returncode == 0
    study = sound / "forsta.yml"
    text = study.read_text(encoding="utf-8")
    study.write_text(text.replace("percent: 62", "percent: 63"), encoding="utf-8")
    for strict, code in (((), 0), (("--strict",), 1)):
        done = call("build", "--to", "social", *strict)
        assert done.returncode == code
        assert (
            "studies/forsta.yml: BUILD108 forsta.html beside the new files is of an earlier text\n"
            "    build it too, with --to html, or remove it\n" in done.stderr
        )
    assert call("build", "--to", "html", "--to", "social", "--strict").returncode == 0


def test_to_stdout_what_does_not_fit_there(call: Run, sound: Path) -> None:
    for arguments, said in (
        (("forsta",), "-o - writes one format; add --to pdf or --to html"),
        (("--to", "pdf"), "-o - writes one study, and these are 2; name one of them"),
    ):
        done = call("build", *arguments, "-o", "-")
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"reportgen: {said}\n")
    done = call("build", "forsta", "-o", "brief.pdf")
    assert (done.returncode, done.stderr) == (
        2,
        "reportgen: -o takes only - (stdout), not “brief.pdf”; --output-dir names the folder"
        " for files\n",
    )


def test_two_studies_with_one_name(call: Run, sound: Path) -> None:
    other = sound.parent / "andra-mapp"
    other.mkdir()
    (other / "forsta.yml").write_text(starter("forsta"), encoding="utf-8")
    done = call("build", "forsta", "andra-mapp/forsta.yml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "andra-mapp/forsta.yml: FILE206 “forsta” is the same id as in studies/forsta.yml: one"
        " brief would overwrite the other\n"
        "    give one of the two studies another id\n"
    )
    assert not (sound.parent / "out").exists()


def test_output_folder_that_is_a_file(call: Run, sound: Path) -> None:
    (sound.parent / "out").write_text("mine")
    done = call("build", "forsta")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "out: FILE207 cannot serve as output folder: file exists\n"
        "    choose another one with --output-dir\n"
    )
    assert (sound.parent / "out").read_text() == "mine"


def test_flag_before_environment_before_file(call: Run, sound: Path) -> None:
    (sound.parent / "reportgen.toml").write_text('output-dir = "ur-fil"\nto = "html"\n')
    done = call("build", "forsta", env={"REPORTGEN_OUTPUT_DIR": "ur-miljo"})
    assert done.returncode == 0
    assert _without_sizes(done.stdout).endswith(": ur-miljo/forsta/forsta.html (… kB)\n")
    assert not (sound.parent / "ur-fil").exists()


def test_the_examples_where_there_are_no_studies(call: Run, tmp_path: Path) -> None:
    done = call("list")
    assert done.returncode == 0
    assert done.stderr == (
        "There is no folder studies/ here: these are the examples that come with reportgen.\n"
    )
    ids = [line.split("\t")[0] for line in done.stdout.splitlines()]
    assert ids == [
        "darligere-kundeservice",
        "e-handel-och-kundtjanst",
        "it-chefer-om-kundservice",
        "kundtjanster-behover-forbattras",
        "se-kunden",
    ]


def test_a_bar_on_a_terminal(sound: Path) -> None:
    shown = on_terminal(command("build", "forsta", "--to", "html"), sound.parent)
    assert "Building" in shown and "0/1" in shown and "━" in shown
    assert "[1/1]" not in shown
    assert "out/forsta/forsta.html" in shown.splitlines()[-1]
