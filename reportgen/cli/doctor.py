"""`reportgen doctor`: whether this machine has all that a brief needs, and what to do if not."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import typer

from reportgen.cli.console import Paint, Voice, safe
from reportgen.cli.exits import FINDINGS

_LIBRARIES = (
    "babel",
    "fonttools",
    "jinja2",
    "markdown-it-py",
    "matplotlib",
    "pydantic",
    "pyyaml",
    "rich",
    "typer",
    "weasyprint",
)
_INSTALL_AGAIN = "install reportgen again with all its dependencies: pip install reportgen"
_INSTALL_PANGO = (
    "install Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 on"
    " Debian and Ubuntu, brew install pango on macOS"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what it is, how it stands, and the remedy if it is wrong."""

    good: bool
    subject: str
    state: str
    remedy: str = ""


def doctor(context: typer.Context) -> int:
    """Look whether this machine has all that a brief needs."""
    voice: Voice = context.obj
    paint = voice.paint(sys.stdout)
    bad = 0
    for look in (_python, _reportgen, _libraries, _native, _fonts, _templates, _studies, _cache):
        for finding in look():
            bad += not finding.good
            voice.out(_shown(finding, paint))
    if bad:
        voice.complain(f"{bad} thing{'s'[: bad != 1]} to put right")
        return FINDINGS
    voice.say("All is well.")
    return 0


def _shown(finding: Finding, paint: Paint) -> str:
    mark = paint("good", "✓") if finding.good else paint("error", "✗")
    line = f"{mark} {safe(finding.subject)}: {safe(finding.state)}"
    return line if finding.good else f"{line}\n  {paint('accent', safe(finding.remedy))}"


# --- What is looked at -----------------------------------------------------------------


def _python() -> Iterator[Finding]:
    shown = ".".join(map(str, sys.version_info[:3]))
    yield Finding(
        sys.version_info >= (3, 11), "Python", shown, "install Python 3.11 or newer, and reportgen"
    )


def _reportgen() -> Iterator[Finding]:
    import reportgen

    yield Finding(True, "reportgen", reportgen.__version__)


def _libraries() -> Iterator[Finding]:
    from importlib import metadata

    for name in _LIBRARIES:
        try:
            yield Finding(True, name, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(False, name, "not installed", _INSTALL_AGAIN)


def _native() -> Iterator[Finding]:
    """WeasyPrint loads Pango, HarfBuzz and Fontconfig when it is imported."""
    try:
        from weasyprint.text.ffi import pango
    except OSError as error:
        yield Finding(False, "Pango", str(error).split("\n")[0], _INSTALL_PANGO)
    except ImportError as error:
        yield Finding(False, "WeasyPrint", str(error), _INSTALL_AGAIN)
    else:
        number = int(pango.pango_version())
        version = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
        good = number >= 14400
        yield Finding(good, "Pango", version, f"WeasyPrint needs 1.44 or newer; {_INSTALL_PANGO}")
        yield Finding(True, "HarfBuzz", "loaded")


def _fonts() -> Iterator[Finding]:
    from reportgen.brand.fonts import CATALOGUE, INCLUDED, families, typeface

    wanted = {family.name for family in INCLUDED}
    for name in sorted(wanted | set(families())):
        family = CATALOGUE[name]
        try:
            cuts = typeface(name, [cut.weight for cut in family.cuts]).faces
        except LookupError:
            yield Finding(False, f"Font {name}", "not installed", _INSTALL_AGAIN)
        except FileNotFoundError as error:
            yield Finding(False, f"Font {name}", f"the file {error} is missing", _INSTALL_AGAIN)
        else:
            yield Finding(True, f"Font {name}", f"{len(cuts)} files, {family.licence_name}")


def _templates() -> Iterator[Finding]:
    from reportgen import shipped

    folder = shipped.templates_folder()
    page = folder / "brief" / "brief.html.j2"
    state = str(folder) if page.is_file() else f"{page} is missing"
    yield Finding(page.is_file(), "Templates", state, _INSTALL_AGAIN)


def _studies() -> Iterator[Finding]:
    from reportgen import shipped

    folder = shipped.studies_folder()
    number = len(list(folder.glob("*.yml")))
    yield Finding(number > 0, "Example studies", f"{number} in {folder}", _INSTALL_AGAIN)


def cache_folder(environ: Mapping[str, str], platform: str, home: Callable[[], Path]) -> Path:
    """Where files belong that may be lost: REPORTGEN_CACHE_DIR, or the platform's place."""
    if own := environ.get("REPORTGEN_CACHE_DIR"):
        return Path(own)
    if platform == "darwin":
        return home() / "Library" / "Caches" / "reportgen"
    base = environ.get("XDG_CACHE_HOME", "")
    # By the XDG rule a relative path there is as good as none.
    return (Path(base) if base.startswith("/") else home() / ".cache") / "reportgen"


def _cache() -> Iterator[Finding]:
    remedy = "give yourself the right to write there, or set REPORTGEN_CACHE_DIR"
    try:
        folder = cache_folder(os.environ, sys.platform, Path.home)
    except RuntimeError:
        yield Finding(False, "Cache", "there is no home folder", "set REPORTGEN_CACHE_DIR")
        return
    # The folder itself is made when it is first needed: it could be, is what counts here.
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    good = place.is_dir() and os.access(place, os.W_OK | os.X_OK)
    state = f"{folder}, writable" if good else f"{folder} cannot be written"
    yield Finding(good, "Cache", state, remedy)
