"""scripts/audit.py: every pin is asked about, and what could not be asked is not called clean."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import audit
import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SCRIPT = CHECKOUT / "scripts" / "audit.py"
HASH = "    --hash=sha256:" + "0" * 64

PINS = f"""\
jinja2==3.1.5 \\
{HASH}
    # via reportgen (pyproject.toml)
numpy==2.4.6 ; python_full_version < '3.12' \\
{HASH}
    # via matplotlib
numpy==2.5.5 ; python_full_version >= '3.12' \\
{HASH}
    # via matplotlib
"""
ADVISORY = {
    "id": "GHSA-cpwx-vrp4-4pq7",
    "aliases": ["CVE-2025-27516"],
    "summary": "Out of the sandbox",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.1.6"}]}],
        }
    ],
}


class _Database(BaseHTTPRequestHandler):
    """Answers as OSV does, on loopback, with one advisory at most."""

    asked: list[tuple[str, str]]
    advised: str  # the package that has it

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = question["package"]["name"]
        self.asked.append((name, question["version"]))
        answer = json.dumps({"vulns": [ADVISORY]} if name == self.advised else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


@pytest.fixture
def database() -> Iterator[tuple[type[_Database], str]]:
    answering = type("Answering", (_Database,), {"asked": [], "advised": ""})
    with ThreadingHTTPServer(("127.0.0.1", 0), answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield answering, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _audited(tmp_path: Path, address: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the script says with the real pip-audit, of PINS and the database at the address."""
    (tmp_path / "pins.txt").write_text(PINS)
    options = ["--vulnerability-service", "osv", "--osv-url", address, "--timeout", "5"]
    return subprocess.run(
        [sys.executable, SCRIPT, "pins.txt", "--", *options, "--cache-dir", "cache"],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "NO_PROXY": "*", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_pin_is_asked_about_whatever_python_it_is_for(tmp_path, database):
    answering, address = database
    ended = _audited(tmp_path, address)
    assert (ended.stdout, ended.stderr) == ("", "3 pins: no vulnerability is known\n")
    assert ended.returncode == 0
    assert sorted(answering.asked) == [("jinja2", "3.1.5"), ("numpy", "2.4.6"), ("numpy", "2.5.5")]


def test_a_vulnerability_is_named_with_its_remedy_and_fails(tmp_path, database):
    answering, address = database
    answering.advised = "jinja2"
    ended = _audited(tmp_path, address)
    assert ended.stdout == ("jinja2 3.1.5: CVE-2025-27516 (GHSA-cpwx-vrp4-4pq7), mended in 3.1.6\n")
    assert (ended.stderr, ended.returncode) == ("", 1)


@pytest.mark.parametrize(("ci", "code"), [("false", 0), ("true", 2)])
def test_a_database_out_of_reach_is_said_and_fails_where_it_has_to_answer(tmp_path, ci, code):
    ended = _audited(tmp_path, "http://127.0.0.1:1", CI=ci)
    assert ended.stderr.startswith("Not audited: pip-audit could not ask its database (")
    assert (ended.stdout, ended.stderr.count("\n"), ended.returncode) == ("", 1, code)


def _answers(monkeypatch: pytest.MonkeyPatch, *dependencies: dict[str, object]) -> None:
    monkeypatch.setattr(audit, "ask", lambda *_: {"dependencies": list(dependencies)})


CLEAN = {"name": "jinja2", "version": "3.1.5", "vulns": []}
UNKNOWN = {"name": "numpy", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize("answers", [[CLEAN, UNKNOWN], [CLEAN]], ids=["passed over", "left out"])
def test_a_pin_that_the_database_does_not_know_is_not_called_clean(
    monkeypatch, tmp_path, capsys, answers
):
    _answers(monkeypatch, *answers)
    (tmp_path / "pins.txt").write_text(PINS)
    assert audit.main([str(tmp_path / "pins.txt")]) == 2
    assert capsys.readouterr().err == (
        "numpy 2.4.6: unknown to the database, not audited\n"
        "numpy 2.5.5: unknown to the database, not audited\n"
        "1 pins: no vulnerability is known\n"
    )


def test_a_database_that_knows_nothing_at_all_has_not_answered(monkeypatch, tmp_path, capsys):
    _answers(monkeypatch, UNKNOWN, {**UNKNOWN, "name": "jinja2"})
    (tmp_path / "pins.txt").write_text(PINS)
    monkeypatch.setenv("CI", "true")
    assert audit.main([str(tmp_path / "pins.txt")]) == 2
    monkeypatch.delenv("CI")
    assert audit.main([str(tmp_path / "pins.txt")]) == 0
    assert capsys.readouterr().err == 2 * (
        "Not audited: pip-audit could not ask its database "
        "(its database knows none of the packages).\n"
    )


def test_a_vulnerability_without_a_remedy_says_so(monkeypatch, tmp_path, capsys):
    found = {"id": "GHSA-1", "aliases": [], "fix_versions": []}
    _answers(monkeypatch, {**CLEAN, "vulns": [found]})
    (tmp_path / "pins.txt").write_text(PINS)
    assert audit.main([str(tmp_path / "pins.txt")]) == 1
    assert capsys.readouterr().out == "jinja2 3.1.5: GHSA-1, not mended in any version yet\n"


def test_the_files_of_the_checkout_are_asked_about_whole():
    texts = [(CHECKOUT / name).read_text() for name in ("constraints.txt", "constraints-test.txt")]
    asked = [requirement for turn in audit.rounds(texts) for requirement in turn]
    pinned = {line.split(" ")[0] for text in texts for line in text.splitlines() if "==" in line}
    assert len(asked) == len(set(asked))
    assert set(asked) == {line for line in pinned if not line.startswith("#")}


def test_a_wrong_call_of_the_audit_says_how_it_is_called(capsys):
    assert audit.main(["--", "--strict"]) == 2
    assert capsys.readouterr().err == "usage: audit.py FILE… [-- OPTIONS OF PIP-AUDIT…]\n"
