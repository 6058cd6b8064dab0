"""The bill of materials: every package, typeface and native library that reportgen rests on.

    python scripts/sbom.py FOLDER    writes FOLDER/reportgen-VERSION.cdx.json, and says so

CycloneDX 1.7 as JSON, drawn from constraints.txt alone: the same pins give the same bytes, on any
machine and at any time. Needs nothing but Python's own library, for it also runs while a wheel is
built (scripts/wheel_sbom.py).
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]

Json = dict[str, Any]

# What the packages say of themselves, in SPDX's words. A package that is new in constraints.txt
# has no place here yet: building stops until somebody has looked at its licence.
LICENCES: Mapping[str, str] = {
    "Apache-2.0": "font-caladea trove-classifiers tzdata uharfbuzz zopfli",
    "Apache-2.0 OR BSD-2-Clause": "packaging",
    "BSD-2-Clause": "pygments",
    "BSD-3-Clause": (
        "babel colorama contourpy cssselect2 cycler idna jinja2 kiwisolver markupsafe pycparser "
        "pydyf pypdf python-dateutil tinycss2 weasyprint webencodings"
    ),
    "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0": "numpy",
    "BSD-3-Clause AND Apache-2.0": "pypdfium2",
    "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1": "pyphen",
    "ISC": "shellingham",
    "MIT": (
        "annotated-doc annotated-types anyio brotli brotlicffi fonttools hatchling markdown-it-py "
        "mdurl pluggy pydantic pydantic-core pyparsing pyyaml rich tinyhtml5 tomlkit typer "
        "typing-inspection watchfiles"
    ),
    "MIT AND OFL-1.1": "font-rhd",
    "MIT-0": "cffi",
    "MIT-CMU": "pillow",
    "MPL-2.0": "pathspec",
    "OFL-1.1": (
        "font-hanken-grotesk font-lato font-manrope font-source-sans-pro font-source-serif-pro"
    ),
    "PSF-2.0": "matplotlib typing-extensions",
}
_LICENCE_OF = {name: licence for licence, names in LICENCES.items() for name in names.split()}


@dataclass(frozen=True)
class NativeLibrary:
    """What pip cannot bring, and the machine must have (scripts/native_parts.py)."""

    name: str
    licence: str
    loaded: str  # the libraries of it that are loaded


NATIVE = (
    NativeLibrary("Fontconfig", "HPND-sell-variant", "fontconfig"),
    NativeLibrary("GLib", "LGPL-2.1-or-later", "gobject-2.0"),
    NativeLibrary("HarfBuzz", "MIT-Modern-Variant", "harfbuzz, harfbuzz-subset"),
    NativeLibrary("Pango", "LGPL-2.0-or-later", "pango-1.0, pangoft2-1.0"),
)
LOADS_NATIVE = "weasyprint"

ROOT = "reportgen (pyproject.toml)"
"""Who asks for what a user needs; what only building needs is asked for by another name."""


@dataclass(frozen=True)
class Pin:
    """One package as constraints.txt pins it; a package may have one pin per Python."""

    name: str
    version: str
    marker: str  # where it is installed; empty: everywhere
    hashes: tuple[str, ...]  # SHA-256 of each of its files, in hexadecimal
    asked_by: tuple[str, ...]  # names of packages, ROOT, or a group of pyproject.toml

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


_PIN = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\\n]+?))? \\\n"
    r"(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)"
    r"    # via (?P<asked_by>.+)\n"
)


def pins(text: str) -> tuple[Pin, ...]:
    """The pins of a constraints file. Raises ValueError for a line that is no part of one."""
    found = []
    end = 0
    while end < len(text):
        match = _PIN.match(text, end)
        if match is None:
            line = text.count("\n", 0, end) + 1
            raise ValueError(f"line {line} pins nothing: {text[end:].splitlines()[0]!r}")
        found.append(
            Pin(
                name=match["name"],
                version=match["version"],
                marker=(match["marker"] or "").strip(),
                hashes=tuple(re.findall(r"[0-9a-f]{64}", match["hashes"])),
                asked_by=tuple(match["asked_by"].split(", ")),
            )
        )
        end = match.end()
    return tuple(found)


def needed_to_run(all_pins: Iterable[Pin]) -> frozenset[str]:
    """The names of those packages that a user needs; the others are needed to build."""
    asked = {pin.name: pin.asked_by for pin in all_pins}
    needed: set[str] = set()
    reached = {ROOT}
    while reached:
        reached = {name for name, by in asked.items() if reached & set(by)} - needed
        needed |= reached
    return frozenset(needed)


def bill(all_pins: Sequence[Pin], version: str, python: str) -> Json:
    """The bill of materials of one version of reportgen, for a Python within `python`.

    Raises ValueError for a package without a known licence.
    """
    unknown = sorted({pin.name for pin in all_pins} - _LICENCE_OF.keys())
    if unknown:
        raise ValueError(f"no licence in scripts/sbom.py for {', '.join(unknown)}")
    root = f"pkg:pypi/reportgen@{version}"
    drawn: Json = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "version": 1,
        "metadata": _metadata(root, version),
        "components": [*_packages(all_pins), _python(python), *map(_native, NATIVE)],
        "dependencies": list(_dependencies(all_pins, root)),
        # Every package's own needs are here; what was compiled into a package is not.
        "compositions": [
            {"aggregate": "complete", "dependencies": [root, *(pin.purl for pin in all_pins)]},
            {"aggregate": "incomplete", "assemblies": [pin.purl for pin in all_pins]},
        ],
    }
    # Derived from the content, so that another bill has another number and the same one the same.
    number = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(drawn, sort_keys=True))
    return {**drawn, "serialNumber": f"urn:uuid:{number}"}


def _metadata(root: str, version: str) -> Json:
    return {
        "component": {
            "type": "application",
            "bom-ref": root,
            "name": "reportgen",
            "version": version,
            "purl": root,
            "licenses": _licences("MIT"),
        },
        "lifecycles": [
            {
                "name": "pinned",
                "description": "The versions that this one was built and tested with "
                "(constraints.txt). An installation may choose others within the bounds that "
                "the package states.",
            }
        ],
        "properties": [{"name": "cdx:reproducible", "value": "true"}],
    }


def _packages(all_pins: Iterable[Pin]) -> Iterator[Json]:
    needed = needed_to_run(all_pins)
    for pin in all_pins:
        hashes = [{"alg": "SHA-256", "content": digest} for digest in pin.hashes]
        component: Json = {
            "type": "library",
            "bom-ref": pin.purl,
            "name": pin.name,
            "version": pin.version,
            "scope": "required" if pin.name in needed else "excluded",
            "purl": pin.purl,
            "licenses": _licences(_LICENCE_OF[pin.name]),
            "externalReferences": [{"type": "distribution", "url": pin.purl, "hashes": hashes}],
        }
        if pin.name.startswith("font-"):
            component["description"] = "A typeface: briefs carry those of its letters they use."
        if pin.marker:
            component["properties"] = [{"name": "reportgen:marker", "value": pin.marker}]
        yield component


def _python(bounds: str) -> Json:
    return {
        "type": "platform",
        "bom-ref": "python",
        "name": "Python",
        "versionRange": f"vers:pypi/{bounds}",
        "isExternal": True,
        "licenses": _licences("PSF-2.0"),
    }


def _native(library: NativeLibrary) -> Json:
    return {
        "type": "library",
        "bom-ref": f"native:{library.name}",
        "name": library.name,
        "isExternal": True,
        "description": f"Loaded from the machine: {library.loaded}.",
        "licenses": _licences(library.licence),
    }


def _licences(expression: str) -> list[Json]:
    if " " in expression:
        return [{"expression": expression, "acknowledgement": "declared"}]
    return [{"license": {"id": expression, "acknowledgement": "declared"}}]


def _dependencies(all_pins: Sequence[Pin], root: str) -> Iterator[Json]:
    def asked_for(by: str) -> list[str]:
        return [pin.purl for pin in all_pins if by in pin.asked_by]

    yield {"ref": root, "dependsOn": ["python", *asked_for(ROOT)]}
    native = [f"native:{library.name}" for library in NATIVE]
    for pin in all_pins:
        others = native if pin.name == LOADS_NATIVE else []
        yield {"ref": pin.purl, "dependsOn": [*asked_for(pin.name), *others]}
    for ref in ("python", *native):
        yield {"ref": ref}


def write(into: Path, checkout: Path = CHECKOUT) -> Path:
    """Writes the checkout's bill of materials into a folder; its path. Raises ValueError."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = (checkout / "reportgen" / "__init__.py").read_text(encoding="utf-8")
    (version,) = re.findall(r'^__version__ = "(.+)"$', package, re.MULTILINE)
    all_pins = pins((checkout / "constraints.txt").read_text(encoding="utf-8"))
    drawn = bill(all_pins, version, project["requires-python"])
    into.mkdir(parents=True, exist_ok=True)
    path = into / f"reportgen-{version}.cdx.json"
    path.write_text(json.dumps(drawn, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path


def main(arguments: Sequence[str]) -> int:
    """Runs the script; the exit code."""
    if len(arguments) != 1:
        print("usage: sbom.py FOLDER", file=sys.stderr)
        return 2
    try:
        print(write(Path(arguments[0])))
    except ValueError as error:
        print(f"constraints.txt: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
