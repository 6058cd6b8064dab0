"""Known vulnerabilities in what constraints*.txt pin, asked of pip-audit's database.

    python scripts/audit.py FILE… [-- OPTIONS OF PIP-AUDIT…]

Every pin is asked about, for whatever Python or platform it stands. Exit code 0: none is known;
1: some are, and are named; 2: not every pin could be asked about. pip-audit itself calls it a
success when its database knows none of the packages; here that is a 2. Where nothing could be
asked, as on a desk without a network, that is said and is a 0, and a 2 where CI=true.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sbom import pins


@dataclass
class Findings:
    """What the database answered, over all the pins."""

    asked: int = 0  # pins that it knows
    vulnerable: list[str] = field(default_factory=list)  # one line each
    passed_over: list[str] = field(default_factory=list)  # names and versions that it does not know


class Unreached(Exception):  # noqa: N818 - a state of the network
    """The database did not answer; the text is what pip-audit said last."""


def rounds(texts: Iterable[str]) -> Iterator[list[str]]:
    """The pins of all the files, each once, in lists that name no package twice."""
    versions: dict[str, list[str]] = {}
    for text in texts:
        for pin in pins(text):
            standing = versions.setdefault(pin.name, [])
            if pin.version not in standing:
                standing.append(pin.version)
    for turn in range(max(map(len, versions.values()), default=0)):
        yield [f"{name}=={all_of[turn]}" for name, all_of in versions.items() if turn < len(all_of)]


def ask(requirements: Sequence[str], options: Sequence[str]) -> Mapping[str, Any]:
    """pip-audit's answer about these pins, as its JSON says it. Raises Unreached."""
    with tempfile.TemporaryDirectory() as folder:
        named = Path(folder) / "requirements.txt"
        named.write_text("\n".join(requirements) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(named)]
        # Nothing is resolved or installed: the pins are what is meant.
        command += ["--disable-pip", "--no-deps", "--format", "json", "--progress-spinner", "off"]
        done = subprocess.run(
            [*command, *options],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    try:
        answer: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError:
        said = done.stderr.strip().splitlines() or ["nothing"]
        raise Unreached(said[-1]) from None
    return answer


def audited(texts: Iterable[str], options: Sequence[str]) -> Findings:
    """What is known of the pins of these files. Raises Unreached."""
    found = Findings()
    for requirements in rounds(texts):
        answers = {one["name"]: one for one in ask(requirements, options)["dependencies"]}
        for requirement in requirements:
            name, _, version = requirement.partition("==")
            answered = answers.get(name, {})
            if "vulns" not in answered:
                found.passed_over.append(f"{name} {version}")
                continue
            found.asked += 1
            found.vulnerable += [_line(answered, one) for one in answered["vulns"]]
    return found


def _line(package: Mapping[str, Any], vulnerability: Mapping[str, Any]) -> str:
    aliases = f" ({', '.join(vulnerability['aliases'])})" if vulnerability["aliases"] else ""
    mended = ", ".join(vulnerability["fix_versions"])
    remedy = f"mended in {mended}" if mended else "not mended in any version yet"
    return f"{package['name']} {package['version']}: {vulnerability['id']}{aliases}, {remedy}"


def main(arguments: Sequence[str]) -> int:
    """Runs the script; the exit code."""
    files = list(arguments)
    options: list[str] = []
    if "--" in files:
        options = files[files.index("--") + 1 :]
        files = files[: files.index("--")]
    if not files:
        print("usage: audit.py FILE… [-- OPTIONS OF PIP-AUDIT…]", file=sys.stderr)
        return 2
    try:
        found = audited([Path(name).read_text(encoding="utf-8") for name in files], options)
        if not found.asked:
            raise Unreached("its database knows none of the packages")
    except Unreached as reason:
        print(f"Not audited: pip-audit could not ask its database ({reason}).", file=sys.stderr)
        return 2 if os.environ.get("CI") == "true" else 0
    for line in found.vulnerable:
        print(line)
    for name in found.passed_over:
        print(f"{name}: unknown to the database, not audited", file=sys.stderr)
    if found.vulnerable:
        return 1
    print(f"{found.asked} pins: no vulnerability is known", file=sys.stderr)
    return 2 if found.passed_over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
