"""scripts/checkers.py and scripts/html_checkers.py: another file than the pinned one is refused."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import tarfile
from dataclasses import replace
from pathlib import Path

import checkers
import html_checkers
import pytest

# A Maven and an npm that bring whatever file lies ready, and write down how they were called.
MAVEN = """#!/bin/sh
echo "$@" > "$0.called"
for last; do :; done
/bin/cp "$0.brings" "${last#-DoutputDirectory=}/greenfield-apps-1.28.2.jar"
"""
NPM = """#!/bin/sh
echo "$@" > "$0.called"
for last; do :; done
/bin/cp "$0.brings" "$last/axe-core.tgz"
"""


def _packed(content: bytes) -> bytes:
    """An npm package with one file in it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo(html_checkers.AXE.member)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs, the only one on the PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name, script in {"mvn": MAVEN, "npm": NPM, "java": "#!/bin/sh\n"}.items():
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_another_jar_than_the_pinned_one_is_deleted_and_refused(programs, tmp_path):
    (programs / "mvn.brings").write_bytes(b"another jar")
    with pytest.raises(
        checkers.Missing,
        match=r"^greenfield-apps-1\.28\.2\.jar is not the file that it should be; it was deleted$",
    ):
        checkers.fetched(checkers.VERAPDF, tmp_path / "here")
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["lock"]


def test_the_pinned_jar_is_fetched_by_a_plugin_of_a_pinned_version(programs, tmp_path):
    (programs / "mvn.brings").write_bytes(b"the jar")
    pinned = replace(checkers.VERAPDF, sha256=hashlib.sha256(b"the jar").hexdigest())
    assert checkers.fetched(pinned, tmp_path / "here").read_bytes() == b"the jar"
    called = (programs / "mvn.called").read_text().split()
    assert called[:5] == [
        "-q",
        "-B",
        "--strict-checksums",
        "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
        "-Dartifact=org.verapdf.apps:greenfield-apps:1.28.2",
    ]


def test_another_npm_package_than_the_pinned_one_is_refused(programs, tmp_path):
    (programs / "npm.brings").write_bytes(_packed(b"another script"))
    with pytest.raises(
        checkers.Missing, match=r"^axe-core@[\d.]+ is not the package that it should be$"
    ):
        html_checkers.fetched(html_checkers.AXE, tmp_path / "here")
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["lock"]


def test_the_pinned_npm_package_is_fetched_without_running_its_scripts(programs, tmp_path):
    packed = _packed(b"the script")
    (programs / "npm.brings").write_bytes(packed)
    digest = base64.b64encode(hashlib.sha512(packed).digest()).decode()
    pinned = replace(html_checkers.AXE, sha512=digest)
    assert html_checkers.fetched(pinned, tmp_path / "here").read_bytes() == b"the script"
    called = (programs / "npm.called").read_text()
    assert called.startswith("pack --silent --ignore-scripts axe-core@")


def test_every_checker_is_pinned_by_version_and_sum():
    assert re.fullmatch(r"[0-9a-f]{64}", checkers.VERAPDF.sha256)
    for package in (html_checkers.AXE, html_checkers.NU):
        assert re.fullmatch(r"\d+\.\d+\.\d+", package.version)
        assert len(base64.b64decode(package.sha512, validate=True)) == 64
