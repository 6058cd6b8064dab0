"""Builds what a release consists of, and proves that anybody builds the same bytes.

    python scripts/release.py FOLDER

Wheel and source archive are built from the checkout, then a second time from the unpacked source
archive: in another folder, under another time zone, hash seed and mask for new files. Where the
two differ, the file is named and nothing is left in FOLDER. The bill of materials that the wheel
carries is laid beside it. Prints the SHA-256 of each file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sbom import CHECKOUT, write


class Different(Exception):  # noqa: N818 - a finding
    """Two builds are not the same bytes; the text names the files."""


def built(source: Path, into: Path, *, umask: int = -1, **environment: str) -> list[Path]:
    """Wheel and source archive of a checkout, built into an empty folder, by name."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(into)]
    ended = subprocess.run(
        command,
        cwd=source,
        env={**os.environ, **environment},
        umask=umask,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(f"{source} could not be built:\n{ended.stdout}{ended.stderr}")
    return sorted(into.iterdir())


def unpacked(archive: Path, into: Path) -> Path:
    """The folder that a source archive holds, unpacked."""
    with tarfile.open(archive) as packed:
        if hasattr(tarfile, "data_filter"):  # 3.11.4 and later
            packed.extraction_filter = tarfile.data_filter
        packed.extractall(into)
    (folder,) = into.iterdir()
    return folder


def compared(ones: Sequence[Path], others: Sequence[Path]) -> None:
    """Raises Different where the files are not the same, by name and by bytes."""
    contents = [{path.name: path.read_bytes() for path in paths} for paths in (ones, others)]
    names = sorted(contents[0].keys() | contents[1].keys())
    differing = [name for name in names if contents[0].get(name) != contents[1].get(name)]
    if differing:
        raise Different(f"built twice, and not the same: {', '.join(differing)}")


def release(checkout: Path, into: Path) -> list[Path]:
    """The release's files, by name. Raises Different, and RuntimeError where nothing is built."""
    with tempfile.TemporaryDirectory() as folder:
        first = built(checkout, Path(folder) / "first")
        archive = next(path for path in first if path.name.endswith(".tar.gz"))
        source = unpacked(archive, Path(folder) / "source")
        again = built(
            source, Path(folder) / "again", umask=0o077, TZ="Asia/Tokyo", PYTHONHASHSEED="7"
        )
        compared(first, again)
        first.append(write(Path(folder) / "bill", checkout))
        into.mkdir(parents=True, exist_ok=True)
        return sorted(Path(shutil.copyfile(path, into / path.name)) for path in first)


def main(arguments: Sequence[str]) -> int:
    """Runs the script; the exit code."""
    if len(arguments) != 1:
        print("usage: release.py FOLDER", file=sys.stderr)
        return 2
    try:
        files = release(CHECKOUT, Path(arguments[0]))
    except (Different, RuntimeError) as reason:
        print(reason, file=sys.stderr)
        return 1
    for path in files:
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
