"""Broken and hostile bytes end in a result or in located problems, whoever reads them."""

from __future__ import annotations

import gzip
import importlib.util
import os
import random
import re
from pathlib import Path

import fuzz_reader
import pytest
from checked import not_there
from fuzz_reader import READERS, Find, mutate, seeds, told, try_input
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reportgen.outputs import pdf_carried
from reportgen.outputs.artifact import Artifact
from reportgen.outputs.pdf_carried import Carried
from reportgen.problems import Problem, Problems, Span

HERE = Path(__file__).parent
FOUND = sorted(path for path in (HERE / "found").iterdir() if path.suffix in {".gz", ".txt"})
INPUTS = 20_000 if os.environ.get("CI") == "true" else 2_000
"""What one run of the suite tries with an eye on the code that is reached."""

PATIENCE = 20
"""Seconds: a hang is found, and a slow machine is none."""

usual = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """What is loaded takes no input's time."""
    fuzz_reader._load()
    for seed in seeds():
        try_input(seed, seconds=60)


@pytest.fixture(scope="module")
def sound() -> tuple[bytes, ...]:
    return tuple(seeds())


def _content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


@pytest.mark.parametrize("path", FOUND, ids=[path.stem for path in FOUND])
def test_what_was_found_once_is_found_no_more(path: Path) -> None:
    try_input(_content(path), PATIENCE)


@pytest.mark.parametrize("kind", READERS)
@given(content=st.binary(max_size=2000))
@example(content=b"")
@settings(usual, max_examples=60)
def test_any_bytes(kind: bytes, content: bytes) -> None:
    try_input(kind + b"\n" + content, PATIENCE)


@given(content=st.text(st.characters(codec="utf-8"), max_size=500))
@settings(usual, max_examples=150)
def test_any_text_as_prose(content: str) -> None:
    try_input(b"prose\n" + content.encode(), PATIENCE)


_MARKS = [
    "{a}",
    "{a|",
    "}",
    "[",
    "](#a)",
    "*",
    "_",
    "`",
    "|",
    "\n",
    "\n\n",
    "- ",
    "> ",
    "1. ",
    "# ",
]
_WORDS = ["åtta av tio", "50 procent", "mer än", "fler än", "hälften", "inte", "chefer", "1,5", "."]


@given(content=st.lists(st.sampled_from([*_MARKS, *_WORDS, " ", "\\", "<b>"]), max_size=60))
@settings(usual, max_examples=250)
def test_any_markdown_of_claims(content: list[str]) -> None:
    try_input(b"prose\n" + "".join(content).encode(), PATIENCE)


@given(which=st.integers(0, 10_000), chance=st.integers(0, 2**32))
@settings(usual, max_examples=400)
def test_what_a_mutation_makes(sound: tuple[bytes, ...], which: int, chance: int) -> None:
    by = random.Random(chance)
    made = mutate(sound[which % len(sound)], by, sound)
    try_input(mutate(made, by, sound), PATIENCE)


def test_a_mutation_depends_on_its_seed_alone(sound: tuple[bytes, ...]) -> None:
    first, second = (
        [mutate(each, random.Random(number), sound) for number, each in enumerate(sound)]
        for _ in range(2)
    )
    assert first == second
    assert sum(made != each for made, each in zip(first, sound, strict=True)) > len(sound) // 2


def test_seeds_are_of_every_kind_and_sound(sound: tuple[bytes, ...]) -> None:
    assert {seed.partition(b"\n")[0] for seed in sound} == READERS.keys()
    wrong = []
    for seed in sound:
        kind, _, content = seed.partition(b"\n")
        try:
            READERS[kind](content)
        except Problems as problems:
            wrong += problems.found
    # Prose with forms that only other results have; of the studies none is cut short.
    assert {problem.code for problem in wrong} <= {"TEXT101", "STUDY106"}


def test_a_reader_that_fails_is_a_find(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: bytes) -> None:
        raise KeyError("a")

    def slow(_: bytes) -> None:
        sum(range(3_000_000))

    def lost(_: bytes) -> None:
        raise Problems([Problem(code="A101", message="is wrong", span=Span("f", 9, 1))])

    readers = {b"broken": broken, b"slow": slow, b"lost": lost}
    monkeypatch.setattr(fuzz_reader, "READERS", readers)
    with pytest.raises(KeyError):
        try_input(b"broken\n", PATIENCE)
    with pytest.raises(Find, match=r"it takes \d\.\d s"):
        try_input(b"slow\n", seconds=0.001)
    with pytest.raises(Find, match="a problem says nothing"):
        try_input(b"lost\n", PATIENCE)


_PAGES = (
    ("<p>javascript:1 onclick=x</p>", False),
    ('<p title="a onclick=b">x</p>', False),
    ('<script type="application/ld+json">{}</script>', False),
    ("<script>x</script>", True),
    ('<p class="a" onclick="x">', True),
    ('<a href="javascript:x">', True),
)


@pytest.mark.parametrize(("page", "acts"), _PAGES)
def test_a_page_that_acts_is_known(page: str, acts: bool) -> None:
    assert bool(fuzz_reader._ACTING.search(page)) is acts


def test_a_sound_study_comes_to_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else what lies behind the rules would never be tried."""
    monkeypatch.setattr(fuzz_reader, "_ACTING", re.compile("Fyra av tio vill"))
    monkeypatch.setattr(fuzz_reader, "_EVERY", 1)
    for kind, content in ((b"study", fuzz_reader._SMALL), (b"prose", b"{a} av {g}.")):
        with pytest.raises(Find, match="the page would act"):
            try_input(kind + b"\n" + content, PATIENCE)


def test_a_file_that_would_be_written_elsewhere_is_a_find(
    monkeypatch: pytest.MonkeyPatch, sound: tuple[bytes, ...]
) -> None:
    (pdf, _) = (each for each in sound if each.startswith(b"pdf\n"))
    try_input(pdf, PATIENCE)
    carried = Carried("../a.yml", (Artifact("../a.yml", b""),))
    monkeypatch.setattr(pdf_carried, "files_carried", lambda *_: carried)
    with pytest.raises(Find, match=r"a file would be written to '\.\./a\.yml'"):
        try_input(pdf, PATIENCE)


def test_a_run_is_told_in_one_line() -> None:
    heard = "#12 INITED cov: 5 ft: 6 corp: 7/1b\n#2000\tDONE   cov: 2883 ft: 6509 corp: 204/78Kb"
    line = told(heard, 15.6)
    assert line == "2000 inputs in 16 s: 2883 edges, 6509 features, 204 kept"
    assert told("Killed", 1) == "the run did not begin"


def test_inputs_chosen_by_the_code_that_they_reach(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if importlib.util.find_spec("atheris") is None:
        assert fuzz_reader.main(["--runs", "1"]) == 2
        not_there(capsys.readouterr().out.strip())
    code = fuzz_reader.main(["--runs", str(INPUTS), "--keep", str(tmp_path / "found")])
    heard = capsys.readouterr().out
    assert code == 0, heard
    assert [*(tmp_path / "found").iterdir()] == []
    reached = re.match(rf"{INPUTS} inputs in \d+ s: (\d+) edges", heard)
    assert reached, heard
    assert int(reached[1]) > 2000, heard
