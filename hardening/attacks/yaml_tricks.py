"""Tricks of YAML itself: what a loader would run, multiply, merge or misread."""

from __future__ import annotations

from hardening.attacks.attack import BUILT, Attack, Content
from hardening.study import spoiled

_TITLE = '"title": "Title of the brief"'


def _with_title(name: str, value: str) -> str:
    """The sound study with this YAML in the place of its title."""
    return spoiled(name).replace(_TITLE, f'"title": {value}', 1)


def _in_title(name: str, tries: str, value: str, ends: str) -> Attack:
    return Attack(f"yaml-{name}", tries, ends, _with_title(f"yaml-{name}", value))


def _whole(name: str, tries: str, content: Content, ends: str) -> Attack:
    return Attack(f"yaml-{name}", tries, ends, content)


def _after(name: str, tries: str, text: str, ends: str) -> Attack:
    """The sound study in block style, with something after its last key."""
    return Attack(
        f"yaml-{name}", tries, ends, spoiled(f"yaml-{name}").rstrip().removesuffix("}") + text
    )


def _laughs(levels: int) -> str:
    lists = ["a0: &a0 [lol, lol, lol]"]
    lists += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, levels)]
    return "\n".join(lists) + "\n"


def _merges(levels: int) -> str:
    maps = ["m0: &m0 {a: 1}"]
    maps += [f"m{at}: &m{at} {{<<: [{', '.join([f'*m{at - 1}'] * 9)}]}}" for at in range(1, levels)]
    return "\n".join(maps) + "\n"


_RUN = "['touch run-by-yaml']"
_RUNNING = {
    "apply": f"!!python/object/apply:os.system {_RUN}",
    "new": f"!!python/object/new:os.system {_RUN}",
    "object": "!!python/object:subprocess.Popen {args: [touch, run-by-yaml]}",
    "name": "!!python/name:os.system",
    "module": "!!python/module:this",
    "tuple": "!!python/tuple [1, 2]",
    "own-tag": "!run touch",
    "include": "!include /etc/passwd",
    "env": "!ENV ${HOME}",
    "binary": '!!binary "L2V0Yy9wYXNzd2Q="',
    "verbatim": "!<tag:yaml.org,2002:python/object/apply:os.system> [id]",
    "timestamp": "!!timestamp 2026-99-99",
    "float": "!!float .inf",
    "set": "!!set {a, b}",
    "omap": "!!omap [a: 1]",
}
_READ_AS_TEXT = {
    "no": "no",
    "sexagesimal": "22:31",
    "octal": "0123",
    "exponent": "1e999999999",
    "not-a-number": ".nan",
    "date-of-no-month": "2026-13-45",
    "digits": "9" * 400,
    "command": '"$(touch run-by-yaml) `touch run-by-yaml`"',
    "template": '"{% raw %}\\\\{\\\\{ 7*7 \\\\}\\\\}{% endraw %}"',
}

ATTACKS = (
    *(
        _in_title(f"tag-{name}", "to have a tag make an object", value, "YAML103")
        for name, value in _RUNNING.items()
    ),
    *(
        _in_title(f"plain-{name}", "to be read as something else than text", value, BUILT)
        for name, value in _READ_AS_TEXT.items()
        if name not in ("template", "digits")
    ),
    _in_title("plain-digits", "to be a number of 400 digits", _READ_AS_TEXT["digits"], "PDF103"),
    _in_title("plain-template", "to be run as a template", _READ_AS_TEXT["template"], "TEXT101"),
    _in_title("anchor", "to be repeated elsewhere", "&a Title", "YAML103"),
    _in_title("alias-to-itself", "to be endless", "&a [*a]", "YAML103"),
    _in_title("alias-to-nothing", "to break the loader", "*nowhere", "YAML103"),
    _in_title("nul-escape", "to cut a text short", r'"a\0b"', "FILE105"),
    _in_title("escape-escape", "to steer a terminal", r'"a\e[31mb"', "FILE105"),
    _in_title("bell-escape", "to steer a terminal", r'"a\ab"', "FILE105"),
    _in_title("next-line-escape", "to end a line unseen", r'"a\Nb"', "FILE105"),
    _in_title("separator-escape", "to end a line unseen", r'"a\Lb\Pc"', "FILE105"),
    _in_title("return-escape", "to end a line where none is seen", r'"a\r---\rb"', "FILE105"),
    _in_title("surrogate-escape", "to break what encodes it", r'"a\ud800b"', "YAML101"),
    _in_title("override-escape", "to turn the text around", r'"a\u202eb"', "FILE105"),
    _in_title("beyond-unicode", "to break the loader", r'"a\UFFFFFFFFb"', "YAML101"),
    _in_title("unknown-escape", "to break the loader", r'"a\qb"', "YAML101"),
    _in_title("never-closed", "to swallow the rest", '"a', "YAML101"),
    _in_title("a-map", "to be of another shape", "{a: b}", "STUDY103"),
    _in_title("a-list", "to be of another shape", "[a, b]", "STUDY103"),
    _in_title("nothing", "to be nothing", "~", "STUDY103"),
    _in_title("empty", "to be empty", '""', "STUDY103"),
    _in_title("deep", "to exhaust the stack", "[" * 100 + "]" * 100, "YAML104"),
    _in_title("very-deep", "to exhaust the stack of the C parser", "[" * 60_000, "YAML104"),
    _in_title("long", "to exhaust line breaking", f'"{"w" * 25_000}"', "YAML104"),
    _in_title("many", "to exhaust memory", "[" + "a," * 60_000 + "a]", "YAML104"),
    _in_title("map-as-key", "to be a key that is no text", "{{a: b}: c}", "YAML103"),
    _in_title("complex-key", "to be a key that is no text", "{? [a, b] : c}", "YAML103"),
    _whole("laughs", "a billion laughs by aliases", _laughs(12), "YAML103"),
    _whole("merges", "a billion merges", _merges(12), "YAML103"),
    _whole("merge-key", "to bring keys from elsewhere", "a: &a {b: c}\n<<: *a\n", "YAML103"),
    _whole("two-documents", "to hide a second study", "id: a\n---\nid: b\n", "YAML103"),
    _whole(
        "directive-tag",
        "to give tags another meaning",
        "%TAG ! tag:x,2026:\n---\nid: a\n",
        "YAML103",
    ),
    _whole("directive-version", "to be of another version", "%YAML 9.9\n---\nid: a\n", "YAML101"),
    _whole("bytes-utf-16", "to be decoded otherwise", "id: a\n".encode("utf-16"), "FILE104"),
    _whole("bytes-utf-32", "to be decoded otherwise", "id: a\n".encode("utf-32"), "FILE104"),
    _whole("bytes-utf-7", "to hide markup", b"id: +ADw-script+AD4-\n", "STUDY102"),
    _whole("bytes-latin-1", "to be decoded otherwise", "id: å\n".encode("latin-1"), "FILE104"),
    _whole("bytes-overlong", "to hide a slash", b"id: \xc0\xaf\n", "FILE104"),
    _whole("bytes-random", "to be no text", bytes(range(256)) * 4, "FILE104"),
    _whole("bytes-elf", "to be a program", b"\x7fELF\x02\x01\x01" + bytes(64), "FILE105"),
    _whole("bytes-nul", "to cut the file short", b"id: a\0b\n", "FILE105"),
    _whole("bytes-escape", "to steer a terminal", b"id: \x1b]0;owned\x07\n", "FILE105"),
    _whole("bytes-override", "to turn the text around", "id: \u202eab\n", "FILE105"),
    _whole("bytes-isolate", "to turn the text around", "id: \u2066ab\u2069\n", "FILE105"),
    _whole("bytes-separator", "to end a line unseen", "id: a\u2028b: c\n", "FILE105"),
    _whole("bytes-second-mark", "to hide a key", "id: a\n\ufefftitle: b\n", "FILE105"),
    _whole("bytes-nothing", "to be empty", b"", "FILE106"),
    _whole("comments", "to be empty", "# nothing\n", "FILE106"),
    _whole("root-list", "to be of another shape", "- a\n- b\n", "YAML101"),
    _whole("root-text", "to be of another shape", "text\n", "YAML101"),
    _whole("tabs", "to be indented by tabs", "id: a\nbrief:\n\tlead: b\n", "YAML101"),
    _whole("huge", "to exhaust memory", b"id: a\n" + b"#" * 1_100_000, "FILE103"),
    _whole("many-lines", "to exhaust time", b"#\n" * 249_000, "FILE106"),
    _after("unknown-key", "to be let through", ', "__proto__": {"a": 1}}', "STUDY101"),
    _after("twice", "to be read by the second of two keys", ', "title": "b"}', "YAML102"),
    _after("dunder", "to reach a method", ', "__class__": "a"}', "STUDY101"),
)
