"""The house keeps its own rules: layers, style, types, words, and tests that mirror the rooms."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import reportgen

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGE = CHECKOUT / "reportgen"
TESTS = CHECKOUT / "tests"
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))

# What belongs to the project; everything else in the folder was made by a tool.
FOLDERS = (
    "reportgen", "templates", "studies", "tests", "scripts", "benchmarks", "hardening", "docs",
    ".ci", ".github",
)  # fmt: skip
BINARY = {".ttf", ".otf", ".woff", ".woff2", ".png", ".jpg", ".pdf", ".pyc", ".zst", ".gz"}

# Written so that none of them is found in this file.
NOT_OURS = {
    "a path of one machine": re.compile(r"(?<![\w.~*}/-])/(?:work|tmp|root)/"),
    "a folder beside the checkout": re.compile(r"[.][.]/shared\b"),
    "unfinished work": re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b"),
    "a passed-over test": re.compile(r"mark[.](?:skip|xfail)|pytest[.](?:skip|xfail)[(]"),
    "a package index": re.compile(r"\b(?:py[p]i|python[h]osted|npm[j]s|crates)[.](?:org|io|com)\b"),
}
# The one place that may pass a test over: for a checker that the machine lacks, never in CI.
MAY_PASS_OVER = TESTS / "checked.py"
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "handler", "process", "ctx"}
# Folders of tests that mirror no room.
TESTS_OF_THE_WHOLE = {"acceptance", "benchmarks", "fuzz", "hardening", "packaging", "whole"}


def _run(*command: str) -> None:
    ended = subprocess.run(
        command, cwd=CHECKOUT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert ended.returncode == 0, f"{' '.join(command)}\n{ended.stdout}{ended.stderr}"


def _our_files() -> Iterator[Path]:
    yield from (path for path in sorted(CHECKOUT.glob("*")) if path.suffix in {".md", ".toml"})
    yield from (CHECKOUT / name for name in ("Makefile", "constraints.txt", "constraints-test.txt"))
    for folder in FOLDERS:
        for path in sorted((CHECKOUT / folder).rglob("*")):
            made_by_a_tool = "__pycache__" in path.parts or path.suffix in BINARY
            if path.is_file() and not made_by_a_tool:
                yield path


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def test_imports_point_downward():
    _run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo")


def test_every_room_stands_in_the_contract():
    (contract,) = PROJECT["tool"]["importlinter"]["contracts"]
    named = {room for layer in contract["layers"] for room in layer.split(" | ")}
    standing = {path.stem for path in PACKAGE.glob("*.py")}
    standing |= {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert standing - {"__init__", "__main__"} == named


def test_the_style_is_one():
    _run(sys.executable, "-m", "ruff", "check", "--no-cache")


def test_the_format_is_one():
    _run(sys.executable, "-m", "ruff", "format", "--check", "--no-cache")


def test_the_types_hold():
    _run(sys.executable, "-m", "mypy")


@pytest.mark.parametrize("what", NOT_OURS)
def test_the_project_speaks_of_itself_alone(what):
    found = [
        f"{path.relative_to(CHECKOUT)}:{number}: {line.strip()}"
        for path in _our_files()
        if not (what == "a passed-over test" and path == MAY_PASS_OVER)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if NOT_OURS[what].search(line)
    ]
    assert found == []


def test_only_the_command_line_speaks_or_exits():
    found = []
    for path in _modules():
        if PACKAGE / "cli" in path.parents or path.name == "__main__.py":
            continue
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "print",
                "exit",
                "sys.exit",
                "os._exit",
                "input",
                "sys.stdout.write",
                "sys.stderr.write",
            }:
                found.append(f"{path.relative_to(CHECKOUT)}:{node.lineno}: {ast.unparse(node)}")
    assert found == []


def test_no_chart_goes_through_pyplot():
    found = [path for path in _modules() if "pyplot" in _imported_names(path)]
    assert found == []


def _imported_names(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {part for alias in node.names for part in alias.name.split(".")}
            names |= set((getattr(node, "module", None) or "").split("."))
    return names


def test_names_explain_themselves():
    found = []
    for path in _modules():
        named = [path.stem]
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                named.append(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name))
            elif isinstance(node, ast.arg):
                named.append(node.arg)
        for name in named:
            if EMPTY_WORDS & set(name.lower().split("_")):
                found.append(f"{path.relative_to(CHECKOUT)}: {name}")
    assert found == []


def test_functions_fit_a_screen():
    found = [
        f"{path.relative_to(CHECKOUT)}:{node.lineno}: {node.name} has {length} lines"
        for path in _modules()
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef) and (length := node.end_lineno - node.lineno + 1) > 60
    ]
    assert found == []


def test_tests_mirror_the_rooms():
    """tests/<room>/test_<module>….py is about reportgen/<room>/…/<module>.py."""
    strangers = []
    for path in sorted(TESTS.rglob("test_*.py")):
        folder = path.relative_to(TESTS).parts[0]
        room = PACKAGE / folder
        is_one_module = room.with_suffix(".py").is_file()
        if path.parent == TESTS or folder in TESTS_OF_THE_WHOLE or is_one_module:
            continue
        subjects = {folder, *(module.stem for module in room.rglob("*.py"))} - {"__init__"}
        subject = path.stem.removeprefix("test_")
        about = {subject, subject.removeprefix(f"{folder}_")}
        if not any(name.startswith(one) for name in about for one in subjects):
            strangers.append(str(path.relative_to(CHECKOUT)))
    assert strangers == []


def test_names_of_test_files_are_told_apart():
    counted = Counter(path.name for path in TESTS.rglob("test_*.py"))
    assert [name for name, times in counted.items() if times > 1] == []


def test_the_changelog_opens_with_this_version():
    text = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(.+?)\]", text, re.MULTILINE)
    assert versions[0] == reportgen.__version__
