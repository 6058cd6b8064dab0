"""How WeasyPrint comes in: without a process, without what it never uses, and with its errors."""

from __future__ import annotations

import ctypes.util
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reportgen.outputs.pdf_engine import _by_full_name

SMALL = Path(__file__).parents[1] / "study" / "liten-studie.yml"

# A process of its own, which hears of every other that is started.
LISTENING = """
import ctypes.util, json, sys
started = []
STARTS = {"subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty",
          "os.system"}
def ear(event, given):
    if event in STARTS:
        started.append([event, str(given[0]) if given else ""])
sys.addaudithook(ear)
usual = ctypes.util.find_library
"""
ONE_BRIEF = """
from pathlib import Path
from reportgen.pipeline import Order, render
path = Path(sys.argv[1])
(pdf,) = render(Order(path, path.name, formats=("pdf",))).artifacts
assert pdf.content.startswith(b"%PDF-")
print(json.dumps({
    "started": started,
    "loaded": sorted(sys.modules),
    "find_library is the usual": ctypes.util.find_library is usual,
}))
"""
STAND_INS = """
from reportgen.outputs.pdf_engine import the_weasyprint
the_weasyprint()
from weasyprint.pdf import fonts
before = "fontTools.subset" in sys.modules or "fontTools.varLib.instancer" in sys.modules
options = fonts.subset.Options(retain_gids=True)
import fontTools.subset
try:
    fonts.instantiateVariableFont({}, {})
except Exception as error:
    told = f"{type(error).__name__}: {error}"
import fontTools.varLib.instancer
print(json.dumps({
    "before": before,
    "real options": type(options) is fontTools.subset.Options and options.retain_gids,
    "told": told,
}))
"""
WITHOUT_HARFBUZZ = """
import logging
from reportgen.outputs.pdf_engine import the_weasyprint
from reportgen.outputs.pdf_fonts import font_configuration
from reportgen.brand.fonts import typeface
logging.disable()
weasyprint = the_weasyprint()
from weasyprint.pdf import fonts
fonts.harfbuzz_subset = None
html = weasyprint.HTML(string="<p style='font-family:Lato'>En kort rad</p>")
pdf = html.write_pdf(font_config=font_configuration(typeface("Lato").faces))
print(json.dumps({"loaded": "fontTools.subset" in sys.modules, "bytes": len(pdf)}))
"""
MISSING = """
import cffi
load = cffi.FFI.dlopen
def elsewhere(self, name, *flags):
    return load(self, name.replace("pango", "no-pango"), *flags)
cffi.FFI.dlopen = elsewhere
from reportgen.outputs.pdf_engine import the_weasyprint
told = []
for _ in range(2):
    try:
        the_weasyprint()
    except OSError as error:
        told.append(str(error))
print()
print(json.dumps({
    "told": told,
    "find_library is the usual": ctypes.util.find_library is usual,
    "stand-ins": [name for name in ("fontTools.subset", "fontTools.varLib.instancer")
                  if name in sys.modules],
}))
"""


@cache
def _in_a_process(script: str, *arguments: str) -> dict[str, Any]:
    ended = subprocess.run(
        [sys.executable, "-c", LISTENING + script, *arguments],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told


def test_a_brief_starts_no_process() -> None:
    """Left to itself, importing WeasyPrint alone starts fifty: a gain of 0.2 CPU seconds."""
    assert _in_a_process(ONE_BRIEF, str(SMALL))["started"] == []


def test_left_to_itself_weasyprint_would_start_some() -> None:
    """Where this fails, upstream looks for its libraries as we do: pdf_engine.py need not."""
    script = (
        'import os\nos.environ["PATH"] = ""\nimport weasyprint\nprint(json.dumps({"n": started}))'
    )
    assert _in_a_process(script)["n"] != []


@pytest.mark.parametrize("name", ["fontTools.subset", "fontTools.varLib.instancer"])
def test_what_a_pdf_does_not_use_is_not_loaded(name: str) -> None:
    assert name not in _in_a_process(ONE_BRIEF, str(SMALL))["loaded"]


def test_the_stand_ins_load_what_they_stand_for() -> None:
    assert _in_a_process(STAND_INS) == {
        "before": False,
        "real options": True,
        "told": "ValueError: Missing required table fvar",
    }


def test_fonts_are_cut_where_harfbuzz_cannot() -> None:
    told = _in_a_process(WITHOUT_HARFBUZZ)
    assert told["loaded"]
    assert 1_000 < told["bytes"] < 30_000  # the whole of Lato would be 300 kB


def test_libraries_are_found_as_before_once_it_is_loaded() -> None:
    assert _in_a_process(ONE_BRIEF, str(SMALL))["find_library is the usual"]


def test_a_missing_library_is_told_as_the_loader_tells_it() -> None:
    """build/attempt.py and cli/console.py know it by these words, and say what to install."""
    told = _in_a_process(MISSING)
    assert len(told["told"]) == 2
    for text in told["told"]:
        assert text.startswith("cannot load library 'libno-pango-1.0-0': ")
    assert told["find_library is the usual"]
    assert told["stand-ins"] == []


@pytest.mark.parametrize(("system", "changed"), [("linux", True), ("darwin", False)])
def test_elsewhere_than_on_linux_libraries_are_looked_for_in_folders(
    monkeypatch: pytest.MonkeyPatch, system: str, changed: bool
) -> None:
    usual = ctypes.util.find_library
    monkeypatch.setattr(sys, "platform", system)
    with _by_full_name():
        assert (ctypes.util.find_library is not usual) is changed
    assert ctypes.util.find_library is usual
