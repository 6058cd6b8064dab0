"""The answer where nothing has changed: at once, the same, and never where something has."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import clean_environment, starter

from reportgen.outputs import UNFINISHED

HEAVY = ("typer", "pydantic", "yaml", "jinja2", "matplotlib", "weasyprint", "babel", "pathlib")
LISTING = """
import json, runpy, sys
sys.argv = ["reportgen", *sys.argv[1:]]
try:
    runpy.run_module("reportgen", run_name="__main__")
except SystemExit as end:
    code = end.code
print(json.dumps([code, sorted(sys.modules)]), file=open("modules.json", "w"))
sys.exit(code)
"""


class Project:
    """A folder with two studies, and builds in it as processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.studies = folder / "studies"
        self.studies.mkdir()
        for name in ("andra", "forsta"):
            (self.studies / f"{name}.yml").write_text(starter(name), encoding="utf-8")
        self.environ = clean_environment(HOME=str(folder / "home"))
        self.environ.pop("XDG_CACHE_HOME", None)

    def build(self, *more: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", LISTING, "build", "--to", "html", *more],
            cwd=self.folder,
            env={**self.environ, **environ},
            capture_output=True,
            text=True,
            check=False,
        )

    def loaded(self) -> set[str]:
        """The libraries that the last build had loaded at its end."""
        _, modules = json.loads((self.folder / "modules.json").read_text())
        return set(HEAVY) & {name.partition(".")[0] for name in modules}

    def at_once(self, *more: str, **environ: str) -> bool:
        """Whether a build answers before anything is loaded."""
        ended = self.build(*more, **environ)
        assert json.loads((self.folder / "modules.json").read_text())[0] == 0, ended.stderr
        return not self.loaded() - {"pathlib"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    project = Project(folder)
    ended = project.build()
    assert ended.stderr.splitlines()[-1] == "[2/2] built: studies/forsta.yml"
    return folder


@pytest.fixture
def project(template: Path) -> Iterator[Project]:
    """The project, built; what a test changes in it is put back afterwards."""
    kept = template.with_name("kept")
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(template, kept, copy_function=shutil.copy2)
    made = Project.__new__(Project)
    made.folder, made.studies = template, template / "studies"
    made.environ = clean_environment(HOME=str(template / "home"))
    made.environ.pop("XDG_CACHE_HOME", None)
    yield made
    shutil.rmtree(template)
    shutil.copytree(kept, template, copy_function=shutil.copy2)


def test_it_says_what_the_build_would_say(project: Project) -> None:
    written = (project.folder / "out" / "andra" / "andra.html").stat()
    answer = project.build()
    assert project.loaded() == set()
    usual = project.build("-v")  # takes the usual way
    assert project.loaded() >= {"typer"}
    assert answer.stdout == usual.stdout
    assert answer.stderr.splitlines() == [
        "[1/2] unchanged: studies/andra.yml",
        "[2/2] unchanged: studies/forsta.yml",
    ]
    assert set(answer.stderr.splitlines()) <= set(usual.stderr.splitlines())
    assert project.build("--color", "never").returncode == 0
    assert written == (project.folder / "out" / "andra" / "andra.html").stat()


def test_the_usual_way_loads_nothing_either_that_builds(project: Project) -> None:
    project.build("-v")
    builders = {"jinja2", "matplotlib", "weasyprint", "babel"}
    assert project.loaded() & builders == set()


def test_quiet_is_quiet(project: Project) -> None:
    for _ in range(2):
        ended = project.build("-q")
        assert ended.stderr == ""
        assert ended.stdout.count("\n") == 2
    assert project.loaded() == set()


def change_output(folder: Path) -> None:
    with (folder / "out" / "andra" / "andra.html").open("a") as page:
        page.write(" ")


def link_output(folder: Path) -> None:
    (folder / "out" / "andra").rename(folder / "elsewhere")
    (folder / "out" / "andra").symlink_to(folder / "elsewhere")


CHANGES = {
    "a study": lambda folder: (folder / "studies" / "andra.yml").write_text(
        "# another\n" + starter("andra"), encoding="utf-8"
    ),
    "another study": lambda folder: (folder / "studies" / "tredje.yml").write_text(
        starter("tredje"), encoding="utf-8"
    ),
    "a study gone": lambda folder: (folder / "studies" / "andra.yml").unlink(),
    "settings": lambda folder: (folder / "reportgen.toml").write_text("strict = true\n"),
    "settings of a project": lambda folder: (folder / "pyproject.toml").write_text(""),
    "a file written": change_output,
    "a file gone": lambda folder: (folder / "out" / "andra" / "andra.html").unlink(),
    "the manifest": lambda folder: (folder / "out" / "manifest.json").unlink(),
    "a brand that comes first": lambda folder: (folder / "studies" / "brands" / "neutral").mkdir(
        parents=True
    ),
    "the cache": lambda folder: shutil.rmtree(folder / "home"),
    "a damaged cache": lambda folder: [
        path.write_bytes(b"{}") for path in (folder / "home").rglob("run/*/*")
    ],
}


@pytest.mark.parametrize("what", CHANGES)
def test_where_something_has_changed_it_is_built(project: Project, what: str) -> None:
    assert project.at_once()
    CHANGES[what](project.folder)
    assert not project.at_once()
    assert project.at_once()


def test_a_link_in_the_output_folder_is_not_overlooked(project: Project) -> None:
    link_output(project.folder)
    ended = project.build()
    assert "FILE203" in ended.stderr
    assert json.loads((project.folder / "modules.json").read_text())[0] != 0


@pytest.mark.parametrize(
    ("more", "environ"),
    [
        (("--no-cache",), {}),
        (("--verbose",), {}),
        (("--debug",), {}),
        (("andra",), {}),
        (("--base-url", "https://example.org/"), {}),
        (("--output-dir", "other"), {}),
        ((), {"REPORTGEN_BASE_URL": "https://example.org/"}),
        ((), {"SOURCE_DATE_EPOCH": "1"}),
        ((), {"NO_COLOR": "1"}),
        ((), {"GITHUB_ACTIONS": "true"}),
        ((), {"LC_ALL": "C"}),
    ],
)
def test_another_run_takes_its_own_way(
    project: Project, more: tuple[str, ...], environ: dict[str, str]
) -> None:
    assert not project.at_once(*more, **environ)
    project.build()
    assert project.at_once()


NEEDLESS = """
allow:
  - {code: CLAIM101, words: Exempelbolaget, reason: nothing is wrong here at all}
"""


@pytest.mark.parametrize("strict", [(), ("--strict",)])
def test_warnings_are_said_each_time(project: Project, strict: tuple[str, ...]) -> None:
    with (project.studies / "andra.yml").open("a", encoding="utf-8") as study:
        study.write(NEEDLESS)
    first, again = project.build(*strict), project.build(*strict)
    assert "studies/andra.yml:272:5: ALLOW101" in first.stderr
    assert again.stderr == first.stderr.replace("built: ", "unchanged: ")
    assert (first.returncode, again.returncode) == (bool(strict), bool(strict))


def test_a_study_with_errors_is_told_each_time(project: Project) -> None:
    wrong = starter("andra", ("kind: survey", "kind: survay"))
    (project.studies / "andra.yml").write_text(wrong, encoding="utf-8")
    first, again = project.build(), project.build()
    assert "[1/2] failed: studies/andra.yml" in first.stderr
    assert again.stderr == first.stderr
    assert first.returncode == again.returncode == 1


def test_what_a_killed_build_left_is_cleared_away(project: Project) -> None:
    hidden = project.folder / "out" / UNFINISHED
    hidden.mkdir()
    (hidden / "12ab").write_bytes(b"half")
    assert project.build().returncode == 0
    assert not hidden.exists()


def test_a_build_at_work_in_the_folder_is_not_overlooked(project: Project) -> None:
    folder = os.open(project.folder / "out", os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        assert "FILE205" in project.build().stderr
    finally:
        os.close(folder)
    assert project.at_once()


def test_on_a_terminal_no_line_is_left(project: Project) -> None:
    def shown() -> str:
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "reportgen", "build", "--to", "html"],
            cwd=project.folder,
            env={**project.environ, "TERM": "xterm-256color"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=slave,
            text=True,
        )
        os.close(slave)
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        said = b""
        try:
            while chunk := os.read(master, 4096):
                said += chunk
        except OSError:
            pass
        os.close(master)
        return out if not said else f"{out}…{said.decode()}"

    moving, still = shown(), shown()
    assert "…" in moving
    assert "…" not in still
    assert moving.startswith(still)
