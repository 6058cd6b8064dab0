"""Writes docs/accessibility.md: what each checker finds in the five briefs.

    python scripts/accessibility_table.py          writes the page anew
    python scripts/accessibility_table.py --check  says whether it is as it stands

The five briefs are built, every checker of `CHECKS` looks at all of them, and
the count of what it finds goes into the table, nought or not.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

import checkers
import html_checkers

from reportgen.pipeline import Order, render

CHECKOUT = Path(__file__).resolve().parents[1]
PAGE = CHECKOUT / "docs" / "accessibility.md"
WIDTHS = (320, 768, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Briefs:
    """The five briefs on disk."""

    pages: tuple[Path, ...]
    pdfs: tuple[Path, ...]


@dataclass(frozen=True)
class Check:
    """One checker: what it is called, what it judges, and how many faults it finds."""

    name: str
    version: Callable[[], str]
    judges: str
    looks: str
    faults: Callable[[Briefs], int]


def _axe(briefs: Briefs) -> int:
    from playwright.sync_api import sync_playwright

    found = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_program(*BROWSERS), env=html_checkers.surroundings()
        )
        for path in briefs.pages:
            for scheme in SCHEMES:
                context = browser.new_context(bypass_csp=True, color_scheme=scheme)
                page = context.new_page()
                page.goto(path.as_uri())
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    found += len(html_checkers.violations(page))
                context.close()
        browser.close()
    return found


def _nu(briefs: Briefs) -> int:
    return _many(html_checkers.nu_messages(briefs.pages))


def _verapdf(flavour: str) -> Callable[[Briefs], int]:
    return lambda briefs: _many(checkers.failures_by_file(flavour, briefs.pdfs))


def _pdfua(briefs: Briefs) -> int:
    command = [_program("pdfua"), "check", "--format", "json"]
    said = [_run([*command, str(path)]).stdout for path in briefs.pdfs]
    return sum(_length(json.loads(each), "findings") for each in said)


def _outloud(briefs: Briefs) -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        _run([_program("outloud"), "--quiet", "--json", str(report), *map(str, briefs.pdfs)])
        return _length(json.loads(report.read_text(encoding="utf-8")), "findings")


def _qpdf(briefs: Briefs) -> int:
    done = [_run([_program("qpdf"), "--check", str(path)]) for path in briefs.pdfs]
    return sum(each.returncode != 0 or "WARNING" in each.stderr for each in done)


def _qpdf_version() -> str:
    return _run([_program("qpdf"), "--version"]).stdout.split()[2]


EVERY_LOOK = "five pages, light and dark, at 320, 768 and 1280 px"
CHECKS: tuple[Check, ...] = (
    Check("axe-core", lambda: html_checkers.AXE.version, "WCAG 2.2 A and AA, good practice",
          EVERY_LOOK, _axe),
    Check("Nu HTML checker", lambda: html_checkers.NU.version, "HTML and CSS", "five pages", _nu),
    Check("veraPDF", lambda: checkers.VERAPDF.version, "PDF/UA-1", "five PDFs", _verapdf("ua1")),
    Check("veraPDF", lambda: checkers.VERAPDF.version, "PDF/A-3a", "five PDFs", _verapdf("3a")),
    Check("pdfua", lambda: metadata.version("pdfua"), "PDF/UA-1", "five PDFs", _pdfua),
    Check("outloud", lambda: metadata.version("outloud"), "reading aloud", "five PDFs", _outloud),
    Check("qpdf", _qpdf_version, "a sound file", "five PDFs", _qpdf),
)  # fmt: skip

HEAD = """# Accessibility

Every brief is made to be read by everyone: the page to WCAG 2.2 AA, the PDF to PDF/UA-1 and
PDF/A-3a. These checkers look at the five briefs that come with reportgen, in `make test` and here.
`make accessibility` writes this page.

| checker | version | judges | looks at | finds |
| --- | --- | --- | --- | --- |
"""
TAIL = """
What no checker sees is tried out in the tests, in a browser: every table behind a chart opens and
scrolls by keyboard alone, and focus shows; at 400 % and with wider spacing nothing is lost and
nothing scrolls sideways; forced colours leave charts their ground and boxes their edge; what moves
stands still for those who ask for it; it prints as the PDF is, with what was folded unfolded. None
of it needs a script. What people with screen readers meet, only they can tell.
"""


def table(briefs: Briefs, checks: Sequence[Check] = CHECKS) -> str:
    """The page as Markdown. Raises Missing where a checker cannot be had."""
    rows = [
        f"| {each.name} | {each.version()} | {each.judges} | {each.looks} | {each.faults(briefs)} |"
        for each in checks
    ]
    return HEAD + "\n".join(rows) + "\n" + TAIL


def built(folder: Path) -> Briefs:
    """The five briefs, built into a folder."""
    pages: list[Path] = []
    pdfs: list[Path] = []
    for study in sorted((CHECKOUT / "studies").glob("*.yml")):
        for artifact in render(Order(study, study.name)).artifacts:
            path = folder / Path(artifact.place).name
            path.write_bytes(artifact.content)
            (pages if path.suffix == ".html" else pdfs).append(path)
    return Briefs(tuple(pages), tuple(pdfs))


def _many(found: Mapping[str, Iterable[str]]) -> int:
    return sum(len(list(each)) for each in found.values())


def _length(report: object, key: str) -> int:
    """How many items all lists under a key hold, however deep they stand."""
    if isinstance(report, dict):
        own = len(report[key]) if isinstance(report.get(key), list) else 0
        return own + sum(_length(value, key) for value in report.values())
    if isinstance(report, list):
        return sum(_length(value, key) for value in report)
    return 0


def _program(*names: str) -> str:
    beside = str(Path(sys.executable).parent)
    for name in names:
        found = shutil.which(name) or shutil.which(name, path=beside)
        if found:
            return found
    raise checkers.Missing(f"there is no {names[0]} on this machine")


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def main(arguments: Sequence[str]) -> int:
    """Runs the script; the exit code."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            made = table(built(Path(folder)))
    except checkers.Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    if "--check" in arguments:
        return 0 if PAGE.read_text(encoding="utf-8") == made else 1
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
