"""`build --watch`: real files, a real process, and what it says of each saving."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import Run, starter
from running import Running

from reportgen import shipped
from reportgen.brand.fonts import typeface

TITLE = "62 procent fick hjälp vid första kontakten"
ERROR = (
    "studies/forsta.yml:20:7: STUDY103 “kind” cannot be “survay”",
    "    kind: survay",
    "          ^^^^^^",
    "    did you mean “survey”?",
    "failed: studies/forsta.yml; the brief that was there is unchanged",
)


@pytest.fixture
def one(sound: Path) -> Path:
    """The folder `studies/` with one study, and its own brand."""
    (sound / "andra.yml").unlink()
    brand = sound / "brands" / "huset"
    shutil.copytree(shipped.studies_folder() / "brands" / "telia", brand)
    save(sound, "forsta", ("brand: ", "brand: huset #"))
    return sound


def save(studies: Path, name: str, *changes: tuple[str, str]) -> None:
    """As an editor does: beside it first, then in its place."""
    beside = studies / f".{name}.yml.new"
    beside.write_text(starter(name, *changes), encoding="utf-8")
    beside.replace(studies / f"{name}.yml")


def watched(studies: Path, *arguments: str) -> Running:
    return Running(studies.parent, "build", "--watch", "--to", "html", *arguments)


def begin(running: Running) -> list[str]:
    """What it says until everything is built once."""
    return plain(running.until("Watching"))


def plain(said: list[str]) -> list[str]:
    return [re.sub(r"\(\d+\.\d\d s\)", "(… s)", line) for line in said]


def brief(studies: Path, name: str = "forsta") -> str:
    return (studies.parent / "out" / name / f"{name}.html").read_text("utf-8")


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def built_alone(run: Run, studies: Path, name: str = "forsta") -> str:
    """The page as a build of its own makes it, elsewhere."""
    done = run("build", name, "--to", "html", "--output-dir", "alone", "--no-cache")
    assert done.returncode == 0, done.stderr
    return (studies.parent / "alone" / name / f"{name}.html").read_text(encoding="utf-8")


def test_saving_builds_anew_and_an_error_leaves_the_last_good(one: Path, run: Run) -> None:
    with watched(one) as running:
        assert begin(running) == [
            "built: studies/forsta.yml (… s)",
            "Watching for changes; Ctrl-C ends it.",
        ]
        line = running.out()
        assert re.fullmatch(rf"{TITLE}: out/forsta/forsta\.html \(\d+ kB\)", line)
        good = brief(one)
        save(one, "forsta", ("brand: ", "brand: huset #"), ("kind: survey", "kind: survay"))
        assert tuple(running.said() for _ in ERROR) == ERROR
        assert brief(one) == good
        save(
            one,
            "forsta",
            ("brand: ", "brand: huset #"),
            ("value: {percent: 62}", "value: {percent: 63}"),
        )
        assert plain(running.until("built")) == ["built: studies/forsta.yml (… s)"]
        assert brief(one) != good
        assert brief(one) == built_alone(run, one)
        code, seconds, rest = running.interrupted()
        assert (code, rest) == (0, ["Stopped watching."])
        assert seconds < 30  # two, on a machine that has time


def test_only_what_changed_is_built(sound: Path) -> None:
    with watched(sound) as running:
        begin(running)
        pages = [sound.parent / "out" / name / f"{name}.html" for name in ("andra", "forsta")]
        before = [page.stat().st_mtime_ns for page in pages]
        save(sound, "forsta", ("value: {percent: 62}", "value: {percent: 63}"))
        assert plain(running.until("built")) == ["built: studies/forsta.yml (… s)"]
        after = [page.stat().st_mtime_ns for page in pages]
        assert after[0] == before[0]
        assert after[1] > before[1]


def test_studies_that_come_and_go(one: Path) -> None:
    with watched(one) as running:
        begin(running)
        save(one, "tredje")
        assert plain(running.until("built")) == ["built: studies/tredje.yml (… s)"]
        assert TITLE in spaced(brief(one, "tredje"))
        (one / "tredje.yml").unlink()
        assert running.said() == "gone: studies/tredje.yml; its brief stays where it is"
        assert TITLE in spaced(brief(one, "tredje"))
        (one / "forsta.yml").unlink()
        assert running.said() == (
            "reportgen: there is no study in studies; `reportgen new ID` writes one"
        )
        save(one, "tredje", ("value: {percent: 62}", "value: {percent: 63}"))
        assert running.said() == "gone: studies/forsta.yml; its brief stays where it is"
        assert plain(running.until("built")) == ["built: studies/tredje.yml (… s)"]


def test_a_named_study_that_is_gone_for_a_while(one: Path) -> None:
    with watched(one, "studies/forsta.yml") as running:
        begin(running)
        save(one, "annan")  # nobody asked for it
        (one / "forsta.yml").unlink()
        assert running.until("    known") == [
            "studies/forsta.yml: FILE101 there is no such file",
            "    known here: annan.yml",
        ]
        save(one, "forsta")
        assert plain(running.until("built")) == ["built: studies/forsta.yml (… s)"]
        assert not (one.parent / "out" / "annan").exists()


FONT_FAMILY = """
typography:
  fonts:
    - family: Husets
      source: file
      files: [{path: husets.ttf, weight: 400}, {path: fet.ttf, weight: 700}]
  base: {family: Husets}
  headings: {family: Husets, weight: 700}
"""


@pytest.fixture
def with_own_font(one: Path) -> Path:
    """The study's brand sets everything in a font file of its own."""
    folder = one / "brands" / "huset"
    text = (folder / "_brand.yml").read_text(encoding="utf-8")
    colours = text[text.index("color:") : text.index("typography:")]
    own = text[text.index("defaults:") :]
    (folder / "_brand.yml").write_text(colours + FONT_FAMILY + own, encoding="utf-8")
    use_font(folder, "Lato")
    return one


def use_font(folder: Path, family: str) -> None:
    """Put another font where the brand's is, under the same name."""
    regular, bold = (typeface(family).face(weight).path for weight in (400, 700))
    for source, name in ((bold, "fet.ttf"), (regular, "husets.ttf")):
        shutil.copyfile(source, folder / f".{name}")
        (folder / f".{name}").replace(folder / name)


def test_a_brand_a_template_and_the_settings(one: Path, run: Run) -> None:
    own = one.parent / "mine" / "brief"
    own.mkdir(parents=True)
    (one.parent / "reportgen.toml").write_text('templates = "mine"\n')
    with watched(one) as running:
        begin(running)
        seen = {brief(one)}
        brand = one / "brands" / "huset" / "_brand.yml"
        cover = shipped.templates_folder() / "brief" / "cover.html.j2"
        changes = (
            (brand, brand.read_text(encoding="utf-8").replace("wordmark: telia", "wordmark: a1")),
            (own / "cover.html.j2", cover.read_text(encoding="utf-8") + "<p>first</p>"),
            (own / "cover.html.j2", cover.read_text(encoding="utf-8") + "<p>second</p>"),
            (one.parent / "reportgen.toml", 'base-url = "https://example.org/"\n'),
        )
        for path, text in changes:
            path.write_text(text, encoding="utf-8")
            assert plain(running.until("built"))[-1] == "built: studies/forsta.yml (… s)"
            page = brief(one)
            assert page not in seen
            assert page == built_alone(run, one)
            seen.add(page)


def test_settings_that_are_wrong_are_said_and_waited_out(one: Path) -> None:
    with watched(one) as running:
        begin(running)
        (one.parent / "reportgen.toml").write_text("stric = true\n")
        assert running.until("    did you mean") == [
            "reportgen.toml:1:1: SET101 there is no setting “stric”",
            "    stric = true",
            "    ^^^^^",
            "    did you mean “strict”?",
        ]
        save(one, "forsta", ("value: {percent: 62}", "value: {percent: 63}"))
        assert running.said() == "reportgen.toml:1:1: SET101 there is no setting “stric”"
        (one.parent / "reportgen.toml").write_text("strict = true\n")
        assert plain(running.until("built"))[-1] == "built: studies/forsta.yml (… s)"
        assert "63 procent" in spaced(brief(one))


def test_another_font_under_the_same_name(with_own_font: Path, run: Run) -> None:
    folder = with_own_font / "brands" / "huset"
    with watched(with_own_font) as running:
        begin(running)
        before = brief(with_own_font)
        use_font(folder, "Hanken Grotesk")
        assert running.said() == "A font has changed: starting anew."
        begin(running)
        after = brief(with_own_font)
        assert after != before
        assert after == built_alone(run, with_own_font)
        assert running.interrupted()[::2] == (0, ["Stopped watching."])


def test_the_output_folder_may_be_taken_for_a_while(one: Path) -> None:
    import fcntl
    import os

    with watched(one) as running:
        begin(running)
        taken = os.open(one.parent / "out", os.O_RDONLY)
        try:
            fcntl.flock(taken, fcntl.LOCK_EX)
            save(one, "forsta", ("value: {percent: 62}", "value: {percent: 63}"))
            assert running.said() == "out: FILE205 another build is writing in this folder"
            assert running.said().startswith("    wait until it has ended")
        finally:
            os.close(taken)
        # Nobody has to save again; what came meanwhile is not said a second time.
        assert plain([running.said()]) == ["built: studies/forsta.yml (… s)"]
        assert "63 procent" in spaced(brief(one))


def test_ctrl_c_while_a_brief_is_being_built(one: Path) -> None:
    with Running(one.parent, "build", "--watch") as running:
        running.until("Watching")
        save(one, "forsta", ("value: {percent: 62}", "value: {percent: 63}"))
        code, _, rest = running.interrupted()
        assert code == 0
        assert rest[-1] == "Stopped watching."
        assert not [line for line in rest if "Traceback" in line]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-",), "--watch follows files, and stdin is none; name a study's file"),
        (
            ("forsta", "--to", "html", "-o", "-"),
            "--watch writes files, and -o - writes none; leave one of them out",
        ),
        (
            ("--verify",),
            "--verify is for builds that end; leave --watch out, or run it afterwards",
        ),
        (("frosta",), "there is no study “frosta” in studies; did you mean “forsta”?"),
    ],
)
def test_what_cannot_be_watched(
    call: Run, sound: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = call("build", "--watch", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"reportgen: {said}\n")
