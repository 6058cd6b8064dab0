"""Text stays text in what the program says: complaints that quote a study, in every format.

A study is wrong in ways that have its own words quoted. Whoever reads the output, a
terminal, a CI service or a program, finds these words and nothing that they order.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from hardening.drive import drive
from hardening.harness import Harness, Report
from hardening.study import Place, spoiled
from hardening.texts import TEXTS, Hostile
from hardening.whole_texts import bare

FORMATS = ("text", "concise", "json", "github", "gitlab", "junit", "sarif")
SERVICES: Mapping[str, str] = {
    "GITHUB_ACTIONS": "true",
    "TF_BUILD": "True",
    "TEAMCITY_VERSION": "2026.1",
}
"""What tells a program that its log is read for commands."""

_QUOTED: tuple[Place, ...] = (
    ("kind",),
    ("language",),
    ("published",),
    ("results", 0, "base"),
    ("results", 1, "value", "ratio"),
    ("brief", "cover", "result"),
)
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_COMMAND = re.compile(r"^\s*::|##(?:\[|\w+(?:\.\w+)?\[)", re.MULTILINE)


def wrong_study(text: str) -> str:
    """A study whose faults quote a text."""
    changes: dict[Place, Any] = dict.fromkeys(_QUOTED, text)
    return spoiled("texts", {**changes, (text,): text})


def through_every_message(hostile: Hostile, folder: Path) -> list[str]:
    """Check a study that quotes a text, in each format; what is not as it has to be, in words."""
    name = "texts.yml"
    content = wrong_study(hostile.text).encode("utf-8", "surrogatepass")
    (folder / name).write_bytes(content)
    plan = [
        {"name": form, "folder": str(folder), "arguments": ["check", name, "--output-format", form]}
        for form in FORMATS
    ]
    with _environment({**SERVICES, "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}):
        results = drive(plan)
    found = [fault for each in results for fault in _faults(each, hostile)]
    summary = folder / "summary.md"
    found += _in_markdown(summary.read_text(encoding="utf-8"))
    summary.unlink()
    return found


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    here, before = Path.cwd(), dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)


def _faults(came: Mapping[str, Any], hostile: Hostile) -> Iterator[str]:
    form, out, err = came["name"], came["out"], came["err"]
    if came["code"] not in (1, 2) or "internal error" in err:
        yield f"{form}: ended with {came['code']}: {err[:300]}"
        return
    for where, said in (("stdout", out), ("stderr", err)):
        if found := _CONTROL.search(said):
            yield f"{form}: {where} holds U+{ord(found[0]):04X}"
        commands = _COMMAND.findall(said)
        if form == "github" and where == "stdout":
            commands = [line for line in said.splitlines() if not _sound_command(line)]
        if commands:
            yield f"{form}: {where} holds a command: {commands[0]!r}"
    messages = list(_messages(form, out))
    if hostile.refused:
        return
    wanted = bare(hostile.text)
    if wanted and not any(wanted in bare(message) for message in messages):
        yield f"{form}: the text is not quoted whole in {messages[:2]!r}"


def _messages(form: str, out: str) -> Iterator[str]:
    """The messages of a format, as its reader gives them."""
    if form == "json":
        yield from (f"{each['message']} {each['remedy']}" for each in json.loads(out)["findings"])
    elif form == "gitlab":
        yield from (each["description"] for each in json.loads(out))
    elif form == "sarif":
        for each in json.loads(out)["runs"][0]["results"]:
            text = each["message"]["text"]
            yield re.sub(r"\\(?=\[[^\[\]]*\]\()", "", re.sub(r"\{\{(\d+)\}\}", r"{\1}", text))
    elif form == "junit":
        yield from (each.get("message", "") for each in ElementTree.fromstring(out).iter("failure"))
    elif form == "github":
        yield from (unquote(line.split("::", 2)[2]) for line in out.splitlines() if "::" in line)
    else:
        # Where a service takes commands, their signs come out as letters that look alike.
        yield out.replace("\uff03", "#").replace("\uff1a", ":")


def _sound_command(line: str) -> bool:
    if line.startswith("::"):
        return re.match(r"::(error|warning|notice) (?:\w+=[^:,]*,?)+::", line) is not None
    return not _COMMAND.search(line)


_MORE_THAN_WORDS = ("link_open", "image", "html_inline", "html_block", "fence", "code_inline")


def _in_markdown(text: str) -> Iterator[str]:
    """Whatever in a Markdown text is more than a table of words."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    inline = [inner for token in tokens for inner in token.children or []]
    for token in (*tokens, *inner_of(inline)):
        if token.type in _MORE_THAN_WORDS:
            yield f"summary: holds {token.type} {token.content[:60]} {token.attrs}"


def inner_of(tokens: list[Any]) -> Iterator[Any]:
    """Tokens and those in them."""
    for token in tokens:
        yield token
        yield from inner_of(token.children or [])


# --- As a harness -------------------------------------------------------------------------


def _run(_: Mapping[str, int]) -> Report:
    report = Report()
    for hostile in TEXTS:
        with tempfile.TemporaryDirectory(prefix="reportgen-messages-") as folder:
            found = through_every_message(hostile, Path(folder))
        report.faults += [f"{hostile.name}: {fault}" for fault in found]
    report.figures.append(
        f"{len(TEXTS)} texts quoted by complaints in {len(FORMATS)} formats and in the summary for"
        f" GitHub, where {', '.join(SERVICES)} are set"
    )
    return report


HARNESS = Harness(
    name="messages",
    proves="nothing that a complaint quotes orders a terminal or a CI service",
    run=_run,
)
