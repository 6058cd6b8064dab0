"""Names and ids that lead elsewhere, or cannot be the name of a file."""

from __future__ import annotations

from hardening.attacks.attack import BUILT, Attack, Link, Pipe
from hardening.study import Place, spoiled

_IDS = {
    "up": "../../escaped",
    "absolute": "/etc/escaped",
    "inner": "a/b",
    "backslash": "..\\\\escaped",
    "dot": ".",
    "dots": "..",
    "hidden": ".bashrc",
    "option": "-rf",
    "empty": "",
    "space": "a b",
    "upper": "ESCAPED",
    "long": "a" * 300,
    "device": "con.txt",
    "null-device": "/dev/null",
    "drive": "c:escaped",
    "stream": "a::$DATA",
    "percent": "%2e%2e%2fescaped",
    "look-alike": "аdmin",  # its first letter is Cyrillic
    "ligature": "ﬁle",
    "combining": "e\u0301",
    "zero-width": "a\u200bb",
    "tag": "<script>",
    "command": "$(touch run-by-id)",
    "line": "a\nb",
    "workflow": "::error::a",
}
_ROW_IDS = {
    "row-up": "../r1",
    "row-quote": 'r1" onmouseover="alert(1)',
    "row-markup": "<script>",
    "row-long": "r" * 200,
    "row-number": "-1",
    "row-spaces": "r 1",
    "row-dunder": "__class__",
}


def _studys(name: str, study_id: str) -> Attack:
    """The id differs from the file's name, which is said where the id could be one."""
    file = f"id-{name}"
    ends = "FILE105" if name == "zero-width" else "STUDY103"
    return Attack(file, "to be written elsewhere", ends, spoiled(file, {("id",): study_id}))


def _row(name: str, row_id: str) -> Attack:
    where: Place = ("results", 0, "id")
    return Attack(
        f"id-{name}", "to be more than an id", "STUDY103", spoiled(f"id-{name}", {where: row_id})
    )


def _file(name: str, tries: str, ends: str) -> Attack:
    """A file with a name that is none of a study, whose id is the same."""
    return Attack(name, tries, ends, spoiled(name))


ATTACKS = (
    *(_studys(name, study_id) for name, study_id in _IDS.items()),
    *(_row(name, row_id) for name, row_id in _ROW_IDS.items()),
    Attack("id-other", "to take another's place", "STUDY106", spoiled("field-all-of-another")),
    Attack("id-group", "to be more than an id", "STUDY103",
           spoiled("id-group", {("groups", "a b"): {"label": "x", "n": 3}})),
    Attack("id-source", "to be more than an id", "STUDY103",
           spoiled("id-source", {("sources", "../x"): {"title": "x"}})),
    _file("::error::file name", "to be a command of CI", "STUDY103"),
    _file("a\nb", "to begin a line", "STUDY103"),
    _file("esc\x1b[31m", "to steer a terminal", "FILE105"),
    _file("quote\"'`$(touch run-by-name)", "to run in a shell", "STUDY103"),
    _file("-option", "to be an option", "STUDY103"),
    _file("bidi\u202egnp", "to look like another", "FILE105"),
    _file("%0A##vso[task.setvariable]", "to be a command of CI", "STUDY103"),
    _file("<b>", "to be markup", "STUDY103"),
    _file("[bold]", "to be markup of Rich", "STUDY103"),
    _file("å" * 100, "to be long in bytes", "STUDY103"),
    _file("con", "to be a device elsewhere", BUILT),
    _file("a" * 81, "to be longer than an id", "STUDY103"),
    Attack("link-to-passwd", "to be read through a link", "FILE110", Link("/etc/passwd")),
    Attack("link-to-zero", "to be endless", "FILE102", Link("/dev/zero")),
    Attack("link-to-itself", "to be endless", "FILE107", Link("link-to-itself.yml")),
    Attack("link-to-nowhere", "to be made elsewhere", "FILE107", Link("nowhere.yml")),
    Attack("link-to-secret", "to be read through a link", "FILE110", Link("../../outside/linked/secret.yml")),
    Attack("pipe", "to be waited on", "FILE102", Pipe()),
)  # fmt: skip
