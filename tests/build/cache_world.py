"""A whole world of its own: a copy of the program, a project, and builds in fresh processes.

Everything that a brief is made of can be changed in it. The libraries are
loaded once, and each build runs in a process that forks off from there, so
that nothing of an earlier build is remembered but what its cache holds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

from reportgen.brand.fonts import CATALOGUE

CHECKOUT = Path(__file__).resolve().parents[2]
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 4"><rect width="{}" height="4"/></svg>'
)
HOUSE = """\
meta: {name: Huset}
logo: logo.svg
color: {primary: "#1a5276"}
typography:
  fonts:
    - {family: Eget, source: file, files: [eget.ttf]}
  base: Eget
  headings: Lato
defaults: {reportgen: {chart-font: Eget, cover: bars}}
"""
PLAIN = """\
meta: {{name: {}}}
color: {{primary: "#7b241c"}}
typography: {{base: Lato, headings: Lato}}
"""

SERVER = """
import json, os, sys
import babel.dates, babel.numbers, fontTools.ttLib, jinja2, markdown_it, matplotlib.figure
import matplotlib.font_manager, matplotlib.ft2font, matplotlib.lines, matplotlib.patches
import matplotlib.text, numpy, pydantic, tinycss2, yaml

def build(said):
    sys.path.insert(0, said["site"])
    os.chdir(said["project"])
    os.environ.update(said["environ"])
    from pathlib import Path
    from reportgen import kept
    from reportgen.build.briefs import build_briefs
    from reportgen.build.serial import SerialExecutor
    from reportgen.pipeline import Order
    drawn, put = [], kept.Kept.put
    def counted(self, kind, key, content):
        drawn.extend([key] if kind == "chart" and content != b"null" else [])
        put(self, kind, key, content)
    kept.Kept.put = counted
    given = {**said["options"], "cache": said["cache"] and Path(said["cache"])}
    given = {key: tuple(each) if isinstance(each, list) else each for key, each in given.items()}
    orders = [
        Order(path, str(path), templates=Path("own"), **given)
        for path in sorted(Path("studies").glob("[a-z]*.yml"))
    ]
    came = {}
    for result in build_briefs(orders, Path(said["out"]), SerialExecutor()):
        outcome = getattr(result, "outcome", None)
        came[result.order.path.stem] = getattr(outcome, "came", repr(result))
    return {"came": came, "drawn": len(drawn)}

for line in sys.stdin:
    reader, writer = os.pipe()
    if not os.fork():
        os.close(reader)
        with os.fdopen(writer, "w") as answer:
            try:
                json.dump(build(json.loads(line)), answer)
            except BaseException as error:
                json.dump({"error": repr(error)}, answer)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        print(answer.read(), flush=True)
    os.wait()
"""


@dataclass(frozen=True)
class Built:
    """What a build did: how each brief came about, and how many charts were drawn."""

    came: dict[str, str]
    drawn: int

    @property
    def anew(self) -> set[str]:
        """The briefs that were rendered."""
        return {name for name, how in self.came.items() if how == "built"}


class World:
    """The world in a folder; lives in a `with` statement."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        self.project = folder / "project"
        self.studies = self.project / "studies"
        self.house = self.studies / "brands" / "hus"
        self.environ: dict[str, str] = {}
        self.options: dict[str, Any] = {"formats": ["html"]}
        leave_out = shutil.ignore_patterns("__pycache__")
        for name in ("reportgen", "templates"):
            shutil.copytree(CHECKOUT / name, self.site / name, ignore=leave_out)
        neutral = self.site / "studies" / "brands" / "neutral"
        neutral.mkdir(parents=True)
        (neutral / "_brand.yml").write_text(PLAIN.format("Neutral"), encoding="utf-8")
        self.lato = self.site / "font_lato"
        (self.lato / "files").mkdir(parents=True)
        (self.lato / "__init__.py").touch()
        for cut in CATALOGUE["Lato"].cuts:
            (self.lato / "files" / cut.file).write_bytes(small_font())
        self._project()

    def _project(self) -> None:
        self.house.mkdir(parents=True)
        (self.project / "own" / "brief").mkdir(parents=True)
        (self.house / "_brand.yml").write_text(HOUSE, encoding="utf-8")
        (self.house / "logo.svg").write_text(LOGO.format(9))
        (self.house / "eget.ttf").write_bytes(small_font())
        (self.project / "_brand.yml").write_text(PLAIN.format("Nära"), encoding="utf-8")
        for name, language, brand in (
            ("ett", "sv", "hus"),
            ("to", "nb", "auto"),
            ("tre", "sv", "neutral"),
        ):
            starter = CHECKOUT / "reportgen" / "cli" / "starter" / f"{language}.yml"
            lines = starter.read_text(encoding="utf-8").splitlines()
            fixed = [
                f"id: {name}"
                if line.startswith("id: ")
                else f"brand: {brand}"
                if line.startswith("brand: ")
                else line
                for line in lines
            ]
            self.study(name).write_text("\n".join(fixed) + "\n", encoding="utf-8")

    def study(self, name: str) -> Path:
        return self.studies / f"{name}.yml"

    def __enter__(self) -> World:
        environ = {k: v for k, v in os.environ.items() if k not in ("BRAND_YML_PATH", "PYTHONPATH")}
        self._server = subprocess.Popen(
            [sys.executable, "-c", SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environ,
            cwd=self.folder,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.stdout.close()
        self._server.wait()

    def build(self, out: str = "out", cache: str | None = "../cache") -> Built:
        """Build the three briefs in a process of their own."""
        said = {
            "site": str(self.site),
            "project": str(self.project),
            "environ": self.environ,
            "options": self.options,
            "out": out,
            "cache": cache and os.path.normpath(self.project / cache),
        }
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        print(json.dumps(said), file=self._server.stdin, flush=True)
        told = json.loads(self._server.stdout.readline())
        assert "error" not in told, told["error"]
        return Built(told["came"], told["drawn"])

    def built_like_new(self) -> Built:
        """Build incrementally, and hold every file to a build that knows of no earlier one."""
        built = self.build()
        shutil.rmtree(self.project / "full", ignore_errors=True)
        self.build("full", None)
        made, full = files(self.project / "out"), files(self.project / "full")
        assert made.keys() == full.keys()
        assert [name for name in made if made[name] != full[name]] == []
        return built


@cache
def small_font(cut: str = "Regular") -> bytes:
    """A font of so few letters that a page takes it in at once."""
    folder = CATALOGUE["Source Sans Pro"].location
    assert folder is not None
    made = BytesIO()
    with TTFont(folder / f"SourceSansPro-{cut}.ttf", recalcTimestamp=False) as font:
        cutter = subset.Subsetter(subset.Options(layout_features=[], hinting=False))
        cutter.populate(unicodes=[*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "–—−“”‘’…·")])
        cutter.subset(font)
        font.save(made)
    return made.getvalue()


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
