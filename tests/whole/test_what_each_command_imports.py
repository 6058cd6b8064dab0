"""Why a command is quick: what it loads, what it starts, and what it does once.

Nothing here is timed. Each command runs in a process of its own, which tells at its
end what has come together in it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = """
import gc, json, sys
import yaml  # only counted below; the packages that a command must not load are others

started, opened, parsed, looked = [], [], [], [0, 0, 0]
PROCESSES = {"subprocess.Popen", "os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.system"}

def heard(event, arguments):
    if event in PROCESSES:
        started.append(event)
    elif event == "open" and str(arguments[0]).endswith((".ttf", ".otf")):
        opened.append(str(arguments[0]))

def collected(phase, told):
    looked[told["generation"]] += phase == "start"

def composed(stream, *rest, compose=yaml.compose):
    parsed.append(stream.partition("\\n")[0] if isinstance(stream, str) else "?")
    return compose(stream, *rest)

yaml.compose = composed
sys.addaudithook(heard)
gc.callbacks.append(collected)
from reportgen.cli.main import main

code = main(sys.argv[2:])
told = [code, sorted(sys.modules), started, opened, parsed, looked]
with open(sys.argv[1], "w", encoding="utf-8") as stream:
    json.dump(told, stream)
"""
DRAWING = {
    "weasyprint", "matplotlib", "numpy", "fontTools", "uharfbuzz", "PIL", "pypdf", "pypdfium2",
    "jinja2", "babel", "brotli", "lxml", "dask", "distributed",
}  # fmt: skip
"""What drawing, laying out and writing a brief take."""
SELDOM = {"rich", "logging", "multiprocessing", "asyncio", "http", "xml", "ssl", "tomllib"}
"""What only some runs of a command take: a terminal's progress, a settings file, workers."""
PROSE, STUDY = {"markdown_it"}, {"pydantic", "reportgen.study.model"}


@dataclass(frozen=True)
class Run:
    """What was told at the end of a command."""

    code: int
    modules: frozenset[str]
    started: tuple[str, ...]  # events of processes that were started
    fonts: tuple[str, ...]  # font files that were opened, each as often as it was
    parsed: tuple[str, ...]  # language files that were parsed, by their first line
    looked: tuple[int, int, int]  # how often the collector looked through each generation


def run(folder: Path, *arguments: str, where: Path = CHECKOUT) -> Run:
    told = folder / "told.json"
    subprocess.run(
        [sys.executable, "-c", PROGRAM, str(told), *arguments],
        cwd=where,
        env={"PYTHONPATH": str(CHECKOUT), "PATH": ""},
        capture_output=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    code, modules, *rest = json.loads(told.read_text(encoding="utf-8"))
    return Run(code, frozenset(modules), *map(tuple, rest))


@pytest.fixture(scope="module")
def five_checked(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`check` over the studies that come along."""
    found = run(tmp_path_factory.mktemp("five"), "check")
    assert found.code == 0
    return found


# --- What is loaded -----------------------------------------------------------------------

QUICK = {
    "--help": DRAWING | SELDOM | PROSE | {"tinycss2", "pydantic.main"},
    "--version": DRAWING | SELDOM | PROSE | STUDY,
    "check --help": DRAWING | SELDOM | PROSE | {"reportgen.study.model"},
    "rule": DRAWING | SELDOM | PROSE,
    "rule TEXT202": DRAWING | SELDOM | PROSE,
    "schema": DRAWING | SELDOM | PROSE,
    "list": DRAWING | (SELDOM - {"logging"}),
    "show se-kunden": DRAWING - {"babel"},
    "check --explain": DRAWING | PROSE,
}


@pytest.mark.parametrize("arguments", QUICK)
def test_a_command_loads_nothing_that_it_does_not_use(arguments: str, tmp_path: Path) -> None:
    found = run(tmp_path, *arguments.split())
    assert found.code == 0
    assert found.modules & QUICK[arguments] == set()
    assert found.started == ()


def test_check_loads_only_what_reads_and_judges(five_checked: Run) -> None:
    assert five_checked.modules & (DRAWING | SELDOM | PROSE) == set()
    rooms = {name.split(".")[1] for name in five_checked.modules if name.startswith("reportgen.")}
    assert rooms & {"charts", "pages"} == set()


def test_only_the_named_command_is_loaded(tmp_path: Path) -> None:
    from reportgen.cli.app import COMMANDS

    files = {f"reportgen.cli.{place.partition(':')[0]}" for place in COMMANDS.values()}
    assert run(tmp_path, "rule", "TEXT202").modules & files == {"reportgen.cli.rule"}
    assert files <= run(tmp_path, "--help").modules, "the help tells of each command"


# --- What is done once --------------------------------------------------------------------


def test_check_starts_no_process_and_opens_no_font(five_checked: Run) -> None:
    assert five_checked.started == ()
    assert five_checked.fonts == ()


def test_each_language_is_parsed_once(five_checked: Run) -> None:
    """Swedish is a study's language and the model of all languages; Norwegian is another's."""
    assert len(five_checked.parsed) == len(set(five_checked.parsed)) == 2


def test_the_collector_does_not_look_through_what_stays(five_checked: Run) -> None:
    """Left to itself Python looks some two hundred times, and finds nothing."""
    few = 20
    assert sum(five_checked.looked) < few
    assert five_checked.looked[2] == 0
