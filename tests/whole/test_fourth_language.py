"""A fourth language is one data file: added to a copy of the program, it is simply there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
STUDY = CHECKOUT / "tests" / "study" / "liten-studie.yml"

# Danish is near enough to Norwegian that a few words show what is read from the file.
DANISH = (
    ("code: nb", "code: da"), ("locale: nb_NO", "locale: da_DK"), ("html: nb", "html: da"),
    ('open: "«"', 'open: "»"'), ('close: "»"', 'close: "«"'), ("prosent", "procent"),
    ("Alle resultater i én tabell", "Alle resultater i én tabel"), ("Slik ble", "Sådan blev"),
    ("oppgitt", "oplyst"), ("Kilder", "Kilder på dansk"), ("Slik viser du hit", "Sådan citerer du"),
)  # fmt: skip

RENDER = """
import sys
from pathlib import Path
from reportgen.pipeline import Order, render
made = render(Order(Path(sys.argv[1]), "liten-studie.yml", formats=("html", "pdf")))
for artifact in made.artifacts:
    (Path(sys.argv[2]) / Path(artifact.place).name).write_bytes(artifact.content)
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    """A copy of the program with one file more."""
    folder = tmp_path_factory.mktemp("program")
    shutil.copytree(
        CHECKOUT / "reportgen", folder / "reportgen", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("templates", "studies"):
        (folder / name).symlink_to(CHECKOUT / name)
    data = folder / "reportgen" / "language" / "data"
    text = (data / "nb.yml").read_text(encoding="utf-8")
    for norwegian, danish in DANISH:
        assert norwegian in text, norwegian
        text = text.replace(norwegian, danish)
    (data / "da.yml").write_text(text, encoding="utf-8")
    return folder


def run(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=program, capture_output=True, text=True, check=False
    )


def test_it_is_rendered(program):
    study = program / "liten-studie.yml"
    text = STUDY.read_text(encoding="utf-8").replace("language: sv", "language: da")
    text = text.replace("egen beräkning", "egen beregning")
    study.write_text(
        text.replace("title: ", 'title: "Ledere siger \\"ja\\"" #', 1), encoding="utf-8"
    )
    ended = run(program, "-c", RENDER, str(study), str(program))
    assert ended.returncode == 0, ended.stderr
    page = (program / "liten-studie.html").read_text(encoding="utf-8")
    assert '<html lang="da">' in page
    assert "Ledere siger »ja«" in page
    assert "Alle resultater i én tabel<" in page
    assert "Sådan citerer du" in page
    assert "Kilder på dansk" in page
    assert re.search(r"\d\u00a0procent|ikke oplyst", page)
    with pikepdf.open(program / "liten-studie.pdf") as pdf:
        assert str(pdf.Root.Lang) == "da"


def test_the_studies_schema_names_it(program):
    ended = run(program, "-m", "reportgen", "schema")
    assert re.search(r'"enum": \[\s*"da",\s*"en",\s*"nb",\s*"sv"\s*\]', ended.stdout)


def test_elsewhere_it_is_unknown_and_the_nearest_is_named(tmp_path):
    study = tmp_path / "liten-studie.yml"
    text = STUDY.read_text(encoding="utf-8").replace("language: sv", "language: da")
    study.write_text(text, encoding="utf-8")
    ended = run(CHECKOUT, "-m", "reportgen", "check", str(study), "--output-format", "concise")
    assert ended.returncode == 1
    assert ":3:11: STUDY103 “language” cannot be “da”" in ended.stdout + ended.stderr
