"""The Makefile and CI: what a stranger's machine is told, and that nothing is pinned loosely."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

CHECKOUT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
PIN = re.compile(
    r"^(?P<requirement>\S+==\S+(?: ; [^\\]+)?) \\\n(?P<hashes>(?:    --hash=.*\n)+)    # via .*\n",
    re.MULTILINE,
)


def _make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    make = shutil.which("make")
    assert make is not None
    return subprocess.run(
        [make, "--no-print-directory", *arguments],
        cwd=folder,
        env={"PATH": f"{Path(make).parent}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def bare_checkout(tmp_path: Path) -> Path:
    """What make needs of a checkout before anything is installed."""
    shutil.copy(CHECKOUT / "Makefile", tmp_path)
    (tmp_path / "scripts").mkdir()
    shutil.copy(CHECKOUT / "scripts" / "native_parts.py", tmp_path / "scripts")
    return tmp_path


def test_make_alone_lists_what_can_be_made(bare_checkout):
    ended = _make(bare_checkout)
    assert ended.returncode == 0
    listed = re.findall(r"^  make (\w+) ", ended.stdout, re.M)
    expected = (
        "help briefs test accessibility bench harden fuzz corpus lint format schema wheel sbom "
        "release constraints audit clean"
    )
    assert " ".join(listed) == expected
    assert not (bare_checkout / ".venv").exists()


@pytest.mark.parametrize("script", [None, "#!/bin/sh\nexit 1\n"], ids=["no Python", "an old one"])
def test_a_python_that_will_not_do_is_answered_in_one_sentence(bare_checkout, script):
    python = bare_checkout / "python-of-old"
    if script:
        python.write_text(script)
        python.chmod(0o755)
    ended = _make(bare_checkout, "briefs", f"PYTHON={python}")
    assert ended.returncode == 2
    said = ended.stderr.splitlines()
    assert said[0] == (
        f"reportgen needs Python 3.11 or newer as `{python}`: install it, or name another one, "
        "as in `make briefs PYTHON=python3.12`."
    )
    assert len(said) == 2
    assert said[1].startswith("make: ***")
    assert not (bare_checkout / ".venv").exists()


def test_whatever_pip_installs_is_held_by_hashes_or_comes_from_the_checkout():
    makefile = (CHECKOUT / "Makefile").read_text()
    (pinned,) = re.findall(r"^PINNED := (.*)$", makefile, re.M)
    assert "--require-hashes --only-binary :all:" in pinned
    installing = re.findall(r"^\t.*\$\((?:PIP|PINNED)\).*$", makefile, re.M)
    assert len(installing) == 3
    for line in installing:
        assert re.search(r"\$\(PINNED\) --requirement|install .*--no-index.* --editable \.", line)


def test_pinning_anew_needs_uv_and_says_so(bare_checkout):
    ended = _make(bare_checkout, "constraints", "UV=no-such-uv")
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[0] == (
        "make constraints needs uv: install it, or say where it is with UV=…"
    )


def _pins(name: str) -> dict[str, list[Requirement]]:
    """The file's pinned requirements by package; one package may have a pin per Python."""
    text = (CHECKOUT / name).read_text()
    assert PIN.sub("", text) == "", f"{name} holds lines that pin nothing"
    pins: dict[str, list[Requirement]] = {}
    for found in PIN.finditer(text):
        hashes = [line.strip(" \\") for line in found["hashes"].splitlines()]
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes)
        requirement = Requirement(found["requirement"])
        pins.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return pins


def _asked(*groups: str) -> list[Requirement]:
    lists = [PROJECT["project"]["dependencies"], PROJECT["build-system"]["requires"]]
    lists += [PROJECT["dependency-groups"][group] for group in groups]
    return [Requirement(text) for texts in lists for text in texts]


@pytest.mark.parametrize(
    ("name", "groups"),
    [("constraints.txt", ["build"]), ("constraints-test.txt", ["build", "test"])],
)
def test_every_dependency_is_pinned_within_its_bounds(name, groups):
    pins = _pins(name)
    for asked in _asked(*groups):
        pinned = pins[canonicalize_name(asked.name)]
        for pin in pinned:
            (version,) = [only.version for only in pin.specifier]
            assert asked.specifier.contains(version), f"{name}: {pin} against {asked}"


# Below these stand published vulnerabilities; of WeasyPrint CVE-2024-28184, CVE-2025-68616,
# CVE-2026-49452 and CVE-2026-55073.
MENDED_IN = {"weasyprint": "70.0", "jinja2": "3.1.6", "pillow": "12.3", "fonttools": "4.60.2"}


@pytest.mark.parametrize("name", MENDED_IN)
def test_no_version_with_a_known_vulnerability_can_be_installed(name):
    (asked,) = [one for one in _asked() if one.name == name]
    (floor,) = [one.version for one in asked.specifier if one.operator == ">="]
    assert Version(floor) >= Version(MENDED_IN[name])


def test_the_tests_run_on_what_the_briefs_are_built_with():
    everything = _pins("constraints-test.txt")
    for name, pins in _pins("constraints.txt").items():
        assert [str(pin) for pin in everything[name]] == [str(pin) for pin in pins]


def test_what_is_installed_here_is_what_is_pinned():
    for name, pins in _pins("constraints-test.txt").items():
        for pin in pins:
            if pin.marker is None or pin.marker.evaluate():
                assert pin.specifier.contains(metadata.version(name)), name


@pytest.mark.parametrize(
    "name",
    ["constraints.txt", "constraints-test.txt", "Makefile", "scripts/native_parts.py", ".ci/run"],
)
def test_no_file_of_the_set_up_names_a_host(name):
    text = (CHECKOUT / name).read_text()
    assert "://" not in text
    assert not re.search(r"--(extra-)?index-url|--find-links|--trusted-host|--proxy", text)


def test_ci_runs_make_test_and_needs_nobody_at_the_keyboard(tmp_path):
    (tmp_path / ".ci").mkdir()
    shutil.copy(CHECKOUT / ".ci" / "run", tmp_path / ".ci")
    (tmp_path / "Makefile").write_text("test:\n\t@read -r answer || echo nobody answers; exit 3\n")
    ended = subprocess.run(
        ["bash", ".ci/run"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "nobody answers" in ended.stdout
    assert ended.returncode == 2  # make's own code for a recipe that failed
