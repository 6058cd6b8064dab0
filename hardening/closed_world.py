"""The proof of the closed world: the attack collection, built under strace.

Every call to the kernel about a file, the network or a process is held against the list
in world.py; whatever is not on it is a breach, named with the command it belongs to.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardening.attacks import COMMANDS, FAMILIES
from hardening.attacks.attack import BUILT, Attack, Content, write
from hardening.attacks.brands import SOUND
from hardening.attacks.commands import Command
from hardening.attacks.fonts import sound_font
from hardening.attacks.pictures import chunk, png
from hardening.harness import Harness, Report
from hardening.syscalls import acts, command
from hardening.unpacked import holds
from hardening.world import CHECKOUT, Account, Places, account_of, closed_world, with_workers
from reportgen.checks.registry import RULES

CANARY = "canary-not-for-you"
"""Stands in files beside the inputs; where it comes out, something was read that should not be."""
MARKS = (CANARY, "root:x:0:")
"""What comes out nowhere: the canary, and what every list of users begins with."""
_FORMATS = ("pdf", "html")
SERIAL = ("--executor", "serial")
BY_WORKERS = ("--jobs", "2")
AS_A_STRANGERS = ("--untrusted", "--jobs", "2")


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a run."""

    account: Account
    wrong: tuple[str, ...]  # attacks that ended otherwise than they have to, in words
    ended: dict[str, str]  # each attack's end: `built`, or the codes of its problems
    leaked: tuple[str, ...]  # files of the output, or words said, that hold the canary


def attacks() -> tuple[Attack, ...]:
    """Every study of the collection."""
    return tuple(attack for family in FAMILIES.values() for attack in family)


def prove(
    folder: Path,
    studies: Sequence[Attack],
    commands: Sequence[Command] = (),
    way: Sequence[str] = SERIAL,
) -> Found:
    """Run attacks under strace in an empty folder, and judge them; `way` is how to build."""
    places = _laid_out(folder, studies, commands)
    allowed = closed_world(places) if way == SERIAL else with_workers(places)
    log, plan, results = (folder / name for name in ("strace.log", "plan.json", "results.json"))
    given = {*_files(folder), log, plan, results}
    plan.write_text(json.dumps(list(_plan(folder, studies, commands, way))), encoding="utf-8")
    python = [sys.executable, "-B", "-P", "-m", "hardening.drive", str(plan), str(results)]
    subprocess.run(
        [*command(log), *python], check=True, cwd=CHECKOUT, env=_environment(places),
        stdin=subprocess.DEVNULL, capture_output=True,
    )  # fmt: skip
    with log.open(encoding="ascii", errors="backslashreplace") as lines:
        account = account_of(acts(lines, str(CHECKOUT)), allowed)
    told = json.loads(results.read_text(encoding="utf-8"))
    ended = _ends(studies, told[0], folder / "many" / "out") if studies else {}
    wrong = [*_wrong(studies, ended), *_wrong_commands(commands, told[1 if studies else 0 :])]
    return Found(account, tuple(wrong), ended, tuple(_leaks(folder, told, given)))


def strace_works() -> bool:
    """Whether there is a strace here that may trace."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(
        ["strace", "--quiet=all", "--output=/dev/null", "--", "true"],
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0


# --- Laying out -------------------------------------------------------------------------------


def _laid_out(folder: Path, studies: Sequence[Attack], commands: Sequence[Command]) -> Places:
    rules = "\n".join(f'{rule.code} = "off"' for rule in RULES if not rule.binding)
    write({"reportgen.toml": f"[rules]\n{rules}\n"}, folder / "many")
    for attack in studies:
        write(attack.files, folder / "many" / "studies")
    for one in commands:
        write(one.files, folder / "each" / one.name)
        (folder / "each" / one.name).mkdir(exist_ok=True, parents=True)
    for lure in lures(folder):
        _lure(lure)
        _lure(lure / "linked")
    (folder / "home").mkdir()
    (folder / "tmp").mkdir()
    inputs = [folder / "many", *(folder / "each" / one.name for one in commands)]
    outputs = [folder / "many" / "out", *(folder / "each" / one.name / "out" for one in commands)]
    extracted = [folder / "each" / one.name for one in commands if one.arguments[0] == "extract"]
    home = folder / "home"
    return Places(
        inputs=tuple(inputs),
        outputs=(*outputs, *extracted),
        cache=home / ".cache" / "reportgen",
        home=home,
        temporary=folder / "tmp",
        linked=tuple(_linked(inputs)),
    )


def lures(folder: Path) -> tuple[Path, ...]:
    """The folders beside those that are given: to reach for them is what attacks try.

    In each is another one, `linked`, for attacks by links: where a link leads may be looked
    at, and what a path names may not.
    """
    return folder / "outside", folder / "each" / "outside"


def _linked(folders: Iterable[Path]) -> Iterable[Path]:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_symlink():
                yield Path(os.path.normpath(path.parent / path.readlink()))


def _lure(folder: Path) -> None:
    """Files that nothing may read: sound ones, so that whoever reads one makes use of it.

    Each but the font, which is read to no other end than to set letters, holds the canary.
    """
    brand = SOUND.replace("The Brand", CANARY)
    drawn = f'<path d="M0 0H9V9Z"/><desc>{CANARY}</desc>'
    shape = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{drawn}</svg>'
    files: dict[str, Content] = {
        "_brand.yml": brand,
        "taken/_brand.yml": brand,
        "secret.yml": f"# {CANARY}\n",
        "secret.svg": shape,
        "secret.png": png(chunk(b"tEXt", b"Comment\0" + CANARY.encode())),
        "secret.ttf": sound_font(),
    }
    write(files, folder)


def _plan(
    folder: Path, studies: Sequence[Attack], commands: Sequence[Command], way: Sequence[str]
) -> Iterable[dict[str, Any]]:
    if studies:
        formats = [word for form in _FORMATS for word in ("--to", form)]
        yield {
            "name": "build of the collection",
            "folder": str(folder / "many"),
            "arguments": ["build", *way, *formats],
        }
    for one in commands:
        yield {
            "name": one.name,
            "folder": str(folder / "each" / one.name),
            "arguments": list(one.arguments),
        }


def _environment(places: Places) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(places.home),
        "LANG": "C.UTF-8",
        "TMPDIR": str(places.temporary),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(CHECKOUT),
    }


# --- Judging ----------------------------------------------------------------------------------

_CODE = re.compile(r"\b([A-Z]+[0-9]{3})\b")


def _ends(studies: Sequence[Attack], told: dict[str, Any], out: Path) -> dict[str, str]:
    """How each attack ended: `built`, where its files are there, or the codes that refused it."""
    codes: dict[str, list[str]] = {}
    waiting: list[str] = []
    by_path = {_shown(f"studies/{attack.name}.yml"): attack.name for attack in studies}
    for line in told["err"].splitlines():
        step = re.fullmatch(r"(?:\[\d+/\d+\] )?failed: (.+)", line)
        if step and step[1] in by_path:
            codes[by_path[step[1]]] = waiting
            waiting = []
        elif found := re.match(r"\S.*?: ([A-Z]+[0-9]{3}) ", line):
            waiting.append(found[1])
        elif "internal error" in line:
            waiting.append(line)
    ended = {name: ",".join(dict.fromkeys(each)) or "failed" for name, each in codes.items()}
    for attack in studies:
        made = [(out / attack.name / f"{attack.name}.{form}").is_file() for form in _FORMATS]
        if all(made):
            ended[attack.name] = BUILT
        elif any(made):
            ended[attack.name] = "half built"
    return ended


def _shown(path: str) -> str:
    from reportgen.cli.console import one_line

    return one_line(path)


def _wrong(studies: Sequence[Attack], ended: dict[str, str]) -> Iterable[str]:
    for attack in studies:
        end = ended.get(attack.name, "never came to an end")
        if attack.ends not in end.split(","):
            yield f"{attack.name}: ended with {end}, not with {attack.ends}"


def _wrong_commands(commands: Sequence[Command], told: list[dict[str, Any]]) -> Iterable[str]:
    for one, came in zip(commands, told, strict=True):
        said = came["out"] + came["err"]
        if came["code"] != one.code or one.says not in said:
            yield f"{one.name}: ended with {came['code']} and said {said[:400]!r}"


def _leaks(folder: Path, told: list[dict[str, Any]], given: set[Path]) -> Iterable[str]:
    """What was said and every file that was not given, in whose depths a mark stands."""
    for came in told:
        if any(mark in came["out"] + came["err"] for mark in MARKS):
            yield f"what {came['name']} said"
    for path in sorted(_files(folder) - given):
        content = path.read_bytes()
        if any(holds(content, mark) for mark in MARKS):
            yield str(path.relative_to(folder))


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}


# --- As a harness -------------------------------------------------------------------------


def _run(_: Mapping[str, int]) -> Report:
    report = Report()
    if not strace_works():
        report.faults.append("there is no strace here that may trace")
        return report
    studies = attacks()
    report.figures.append(
        f"{len(studies)} hostile studies of {len(FAMILIES)} families and {len(COMMANDS)} commands"
        " with hostile templates, settings and PDFs"
    )
    for way, commands in ((SERIAL, COMMANDS), (BY_WORKERS, ()), (AS_A_STRANGERS, ())):
        # By workers every seventh: the ways differ in their processes, not in what is read.
        chosen = studies if way == SERIAL else studies[::7]
        with tempfile.TemporaryDirectory(prefix="reportgen-world-") as folder:
            found = prove(Path(folder), chosen, commands, way)
        report.figures.append(_told(" ".join(way), len(chosen) + len(commands), found))
        report.faults += faults(found)
    return report


def faults(found: Found) -> list[str]:
    """Everything that was wrong in a run, in words."""
    breaches = {
        f"{command}: {act.kind} {act.path}: {act.told}" for command, act in found.account.breaches
    }
    leaked = [f"the canary came out in {one}" for one in found.leaked]
    return [*found.wrong, *sorted(breaches), *leaked]


def _told(way: str, many: int, found: Found) -> str:
    counted = found.account.counted
    built = sum(end == BUILT for end in found.ended.values())
    files = counted["look"] + counted["read"] + counted["change"]
    return (
        f"`{way}`: {many} attacks, of the studies {len(found.ended) - built} refused and {built}"
        f" built as text; {files:,} calls on {len(found.account.paths):,} paths,"
        f" {counted['start']} programs started, {counted['network']:,} calls on sockets;"
        f" outside the list: {len(found.account.breaches)}"
    )


HARNESS = Harness(
    name="closed-world",
    proves="no network, no read outside the inputs, no write outside the outputs, no program",
    run=_run,
)
