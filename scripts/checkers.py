"""The checkers that pip cannot bring: fetched once, by version and checksum.

    python scripts/checkers.py    fetches what is missing, and says where it lies

veraPDF is the reference for PDF/UA and PDF/A. It comes from wherever Maven is
set up to look, and lies in the virtual environment that runs this (or in
`.checkers/` of the checkout). Where Java or Maven are missing, one sentence
says so: the tests that need a checker are then skipped by name, or fail where
CI=true.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


class Missing(Exception):  # noqa: N818 - a state of the machine
    """A checker is not there and cannot be had; the text says why."""


@dataclass(frozen=True)
class Jar:
    """One file of Maven's, with nothing it depends on."""

    group: str
    name: str
    version: str
    sha256: str
    main: str  # the class to run

    @property
    def file_name(self) -> str:
        return f"{self.name}-{self.version}.jar"


VERAPDF = Jar(
    group="org.verapdf.apps",
    name="greenfield-apps",
    version="1.28.2",
    sha256="687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6",
    main="org.verapdf.apps.GreenfieldCliWrapper",
)

# By version too: Maven would take another one with every version of its own. What plugins bring
# along, Maven checks against the sums beside them; the jar is checked against ours.
MAVEN_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"


def folder() -> Path:
    """Where checkers lie: in the virtual environment, or in the checkout where there is none."""
    if sys.prefix != sys.base_prefix:
        return Path(sys.prefix) / "checkers"
    return CHECKOUT / ".checkers"


def fetched(jar: Jar, into: Path) -> Path:
    """The jar's path, fetched where it is not there yet. Raises Missing."""
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            raise Missing(f"{jar.name} needs {program}, which is not installed")
    into.mkdir(parents=True, exist_ok=True)
    path = into / jar.file_name
    with (into / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _copy(jar, into)
        if hashlib.sha256(path.read_bytes()).hexdigest() != jar.sha256:
            path.unlink()
            raise Missing(f"{jar.file_name} is not the file that it should be; it was deleted")
    return path


def _copy(jar: Jar, into: Path) -> None:
    artifact = f"-Dartifact={jar.group}:{jar.name}:{jar.version}"
    quiet = ["mvn", "-q", "-B", "--strict-checksums"]
    command = [*quiet, MAVEN_COPY, artifact, f"-DoutputDirectory={into}"]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode or not (into / jar.file_name).exists():
        said = (done.stdout + done.stderr).strip().splitlines() or ["nothing"]
        raise Missing(f"Maven could not bring {jar.file_name}; it said: {said[0]}")


def failures_by_file(flavour: str, files: Iterable[Path]) -> Mapping[str, list[str]]:
    """What veraPDF finds in each file: `flavour` is `ua1`, `3a` or another of its names.

    One Java process for all the files. Raises Missing.
    """
    jar = fetched(VERAPDF, folder())
    named = [str(path) for path in files]
    command = ["java", "-cp", str(jar), VERAPDF.main, "-f", flavour, "--format", "mrr", *named]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if not done.stdout.lstrip().startswith("<?xml"):
        raise Missing(f"veraPDF said nothing that can be read: {done.stderr[:300]}")
    report = ElementTree.fromstring(done.stdout)  # our own process wrote it
    return {
        Path(job.findtext("item/name", "")).name: list(_failures(job)) for job in report.iter("job")
    }


def _failures(job: ElementTree.Element) -> Iterable[str]:
    verdict = job.find("validationReport")
    if verdict is None:
        yield job.findtext("taskException/exceptionMessage", "it could not be read")
        return
    if verdict.get("isCompliant") != "true":
        yield verdict.get("statement", "not compliant")
    for rule in job.iter("rule"):
        if rule.get("status") == "failed":
            clause = f"{rule.get('clause')}-{rule.get('testNumber')}"
            said = rule.findtext("check/errorMessage") or rule.findtext("description") or ""
            where = rule.findtext("check/context") or ""
            yield f"{clause} ({rule.get('failedChecks')}): {said} at {where}"


def main() -> int:
    """Runs the script; the exit code."""
    try:
        path = fetched(VERAPDF, folder())
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
