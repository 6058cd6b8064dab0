"""Attacks that need a command of their own: templates, settings, PDFs given to `extract`.

Templates and settings are the user's own and trusted (docs/security.md): they may be
wrong, but what they ask for is not fetched, and the brief fails with its name.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from hardening.attacks.attack import Content, Link, Pipe
from hardening.attacks.tiny_objects import of_tiny_objects
from hardening.study import spoiled
from reportgen import shipped

BUILD = ("build", "--to", "pdf", "--executor", "serial", "--no-cache", "study")


@dataclass(frozen=True, slots=True)
class Command:
    """A folder to run a command in, and how that has to end: its code, and what is said."""

    name: str
    tries: str
    code: int
    says: str
    arguments: tuple[str, ...] = BUILD
    files: Mapping[str, Content] = field(default_factory=dict)


_STUDY = {"studies/study.yml": spoiled("study")}
_SECRET = "file:///etc/passwd"
_WEB = "http://127.0.0.1:9/x"
_RESULTS = (shipped.templates_folder() / "brief" / "results.html.j2").read_text(encoding="utf-8")


def _template(
    name: str, tries: str, added: str, says: str, more: Mapping[str, Content] | None = None
) -> Command:
    """A build with a template of the user's own, which holds something more."""
    return Command(
        f"template-{name}", tries, 1, says, (*BUILD, "--templates", "own"),
        {**_STUDY, "own/brief/results.html.j2": _RESULTS + added, **(more or {})},
    )  # fmt: skip


def _asks(name: str, added: str, address: str = _SECRET) -> Command:
    return _template(
        name, "to be fetched", added,
        f"PDF101 the document asks for {address}, which is not part of the brief",
    )  # fmt: skip


_ASKING = {
    "img": f'<img src="{_SECRET}">',
    "img-srcset": f'<img srcset="{_SECRET} 1x" src="{_SECRET}">',
    "style": f'<p style="background:url({_SECRET})">x</p>',
    "style-list": f'<ul style="list-style-image:url({_SECRET})"><li>x</ul>',
    "style-content": f"<style>.results::before{{content:url({_SECRET})}}</style>",
    "style-border": f'<p style="border-image-source:url({_SECRET});border:9px solid">x</p>',
    "style-mask": f'<p style="background-image:url({_SECRET}),none">x</p>',
    "import": f"<style>@import url({_SECRET});</style>",
    "import-text": f"<style>@import '{_SECRET}';</style>",
    "font-face": f"<style>@font-face{{font-family:z;src:url({_SECRET})}}p{{font-family:z}}</style>",
    "stylesheet": f'<link rel="stylesheet" href="{_SECRET}">',
    "attachment": f'<link rel="attachment" href="{_SECRET}">',
    "a-attachment": f'<a rel="attachment" href="{_SECRET}">x</a>',
    "object": f'<object data="{_SECRET}"></object>',
    "embed": f'<embed src="{_SECRET}">',
    "svg-image": f'<svg viewBox="0 0 9 9" width="9"><image href="{_SECRET}" width="9" height="9"/></svg>',
    "page": f"<style>@page{{background:url({_SECRET})}}</style>",
    "profile": f"<style>@color-profile --z{{src:url({_SECRET})}}</style>",
}
_FROM_THE_WEB = {
    "web-img": f'<img src="{_WEB}">',
    "web-attachment": f'<link rel="attachment" href="{_WEB}">',
    "web-font": f"<style>@font-face{{font-family:z;src:url({_WEB})}}p{{font-family:z}}</style>",
}
_INNER = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='file:///etc/passwd'/%3E%3C/svg%3E"

_TEMPLATES = (
    *(_asks(name, added) for name, added in _ASKING.items()),
    *(_asks(name, added, _WEB) for name, added in _FROM_THE_WEB.items()),
    _template("data", "to bring a picture inside", f'<img src="{_INNER}">', "PDF101 the document asks for data:"),
    _template("base", "to lead addresses elsewhere", '<base href="file:///etc/"><img src="passwd">', "PDF101"),
    _template("include-absolute", "to bring a file", '{% include "/etc/passwd" %}',
              "TEMPLATE101 there is no template “/etc/passwd”"),
    _template("include-up", "to bring a file", '{% include "../../outside/secret.yml" %}',
              "TEMPLATE101 there is no template “../../outside/secret.yml”"),
    _template("include-link", "to bring a file through a link", '{% include "brief/link.html.j2" %}',
              "TEMPLATE101 “brief/link.html.j2” is a link that leads out of its folder",
              {"own/brief/link.html.j2": Link("/etc/passwd")}),
    _template("include-linked-folder", "to bring a file through a link", '{% include "in/secret.yml" %}',
              "TEMPLATE101 “in/secret.yml” is a link that leads out of its folder",
              {"own/in": Link("../../outside/linked")}),
    _template("include-pipe", "to be waited on", '{% include "brief/pipe.html.j2" %}',
              "TEMPLATE101 there is no template “brief/pipe.html.j2”",
              {"own/brief/pipe.html.j2": Pipe()}),
    _template("undefined", "to pass in silence", "{{ nothing }}", "TEMPLATE101 'nothing' is undefined"),
    _template("broken", "to pass in silence", "{% if %}", "TEMPLATE101 Expected an expression"),
)  # fmt: skip


def _settings(name: str, tries: str, text: Content, says: str, code: int = 2) -> Command:
    return Command(f"settings-{name}", tries, code, says, BUILD, {**_STUDY, "reportgen.toml": text})


_SETTINGS = (
    _settings("script-address", "to be a link that acts", 'base-url = "javascript:alert(1)//"',
              "SET102"),
    _settings("quote-address", "to leave the attribute", "base-url = 'https://x/ \"onload=\"/'", "SET102"),
    _settings("broken", "to pass in silence", "base-url = ", "SET103"),
    _settings("unknown", "to pass in silence", "run = 'touch run-by-settings'", "SET101"),
    _settings("deep", "to exhaust the stack", "a = " + "[" * 20_000, "SET103"),
    _settings("link", "to be read through a link", Link("/etc/passwd"), "FILE110"),
    _settings("utf-16", "to be decoded otherwise", 'strict = true'.encode("utf-16"), "FILE104"),
    _settings("escape", "to steer a terminal", b'base-url = "\x1b[31m"', "FILE105"),
    Command("settings-library", "to change drawings by matplotlib's own settings", 0, "", BUILD,
            {**_STUDY, "matplotlibrc": "path.simplify: False\nno.such.key: 1\nbackend: module://own\n"}),
)  # fmt: skip


# --- PDFs that `extract` is given -------------------------------------------------------------


def _pdf(files: Mapping[str, bytes]) -> bytes:
    """A PDF that carries files."""
    from pypdf import PdfWriter

    writer, held = PdfWriter(), BytesIO()
    writer.add_blank_page(9, 9)
    for name, content in files.items():
        writer.add_attachment(name, content)
    writer.write(held)
    return held.getvalue()


def _extracts(
    name: str,
    tries: str,
    files: Mapping[str, bytes],
    says: str,
    code: int,
    given: Content | None = None,
) -> Command:
    content = _pdf(files) if given is None else given
    return Command(
        f"extract-{name}", tries, code, says, ("extract", "brief.pdf"), {"brief.pdf": content}
    )


def deflated(begins: bytes, megabytes: int) -> bytes:
    """So many megabytes of nothing, deflated, after how they begin."""
    packing = zlib.compressobj(9)
    parts = [packing.compress(begins), *(packing.compress(bytes(10**6)) for _ in range(megabytes))]
    return b"".join(parts) + packing.flush()


def _packed(how: str, content: bytes) -> bytes:
    """A PDF with forty names for one file, packed in some way."""
    from pypdf import PdfWriter
    from pypdf.generic import EncodedStreamObject, NameObject

    writer, held = PdfWriter(), BytesIO()
    writer.add_blank_page(9, 9)
    for number in range(40):
        added = writer.add_attachment(f"{number}.png", b"")
        if number == 0:
            stream = EncodedStreamObject()
            stream._data = content
            stream[NameObject("/Filter")] = NameObject(f"/{how}")
            packed = writer._add_object(stream)
        added.pdf_object["/EF"][NameObject("/F")] = packed  # type: ignore[index]
    writer.write(held)
    return held.getvalue()


_PNG = b"\x89PNG\r\n\x1a\n"
_OTHERWISE = {
    "RunLengthDecode": b"\x81\0" * 10**6,
    "ASCII85Decode": b"z" * 10**6,
    "LZWDecode": bytes(10**6),
}
_ID = spoiled("study").encode()
_COMPOSED = spoiled("study", {("brand",): "./docker-compose.yml"}).encode()
_LONG = spoiled("study", {("brand",): "a" * 300}).encode()
_TWICE = spoiled("study", {("brand",): "./results.json/_brand.yml"}).encode()
_BRANDED = spoiled("study", {("brand",): ".github/workflows/build.yml"}).encode()
_HIDDEN = spoiled("study", {("brand",): ".git"}).encode()
_EXTRACTS = (
    _extracts("sound", "nothing", {"study.yml": _ID}, "", 0),
    _extracts("up", "to be written elsewhere", {"../../escaped.yml": _ID}, "FILE109", 2),
    _extracts("absolute", "to be written elsewhere", {"/etc/escaped.yml": _ID}, "FILE109", 2),
    _extracts("shell", "to be run later", {"study.yml": _ID, ".bashrc": b"touch x", "conftest.py": b"x"},
              "", 0),
    _extracts("workflow", "to be run later by CI", {"study.yml": _BRANDED, "_brand.yml": b"on: push"},
              "", 0),
    _extracts("git", "to be run later by git", {"study.yml": _HIDDEN, "_brand.yml": b"logo: hooks"}, "", 0),
    _extracts("not-a-study", "to be written", {"a.yml": b"\0"}, "FILE109", 2),
    _extracts("pipeline", "to be run later by CI",
              {"azure-pipelines.yml": b"id: azure-pipelines\nsteps: [{script: touch x}]"}, "FILE109", 2),
    _extracts("compose", "to be run later by Docker", {"study.yml": _COMPOSED, "_brand.yml": b"services: {}"},
              "", 0),
    _extracts("formula", "to be computed", {"study.yml": _ID, "results.csv": b"1,=cmd|x"}, "FILE109", 2),
    _extracts("foreign-results", "to be read by a program", {"study.yml": _ID, "results.json": b"[]"},
              "FILE109", 2),
    _extracts("long-name", "to fail half-way", {"study.yml": _ID, "a" * 300 + ".png": _PNG}, "FILE109", 2),
    _extracts("long-brand", "to fail half-way", {"study.yml": _LONG, "_brand.yml": b"{}"}, "FILE109", 2),
    _extracts("folder-and-file", "to fail half-way",
              {"study.yml": _TWICE, "_brand.yml": b"{}", "results.json": b'{"study": "study"}'},
              "FILE109", 2),
    _extracts("bomb", "to fill the disk", {}, "FILE109", 2, _packed("FlateDecode", deflated(_PNG, 99))),
    *(
        _extracts(f"bomb-{name.lower()}", "to fill the memory", {}, "FILE108", 2, _packed(name, content))
        for name, content in _OTHERWISE.items()
    ),
    _extracts("tiny-objects", "to be read for long", {}, "FILE109", 2, of_tiny_objects(5_000)),
    _extracts("objects-up-to-the-limit", "to be read for long", {}, "FILE108", 2, of_tiny_objects(19_000)),
    _extracts("objects-beyond", "to be read for long", {}, "more than 20000 objects", 2,
              of_tiny_objects(30_000)),
    _extracts("two", "to hide one", {"a.yml": _ID, "b.yml": _ID}, "FILE109", 2),
    _extracts("broken", "to break the reader", {}, "FILE108", 2, b"%PDF-1.7\n" + bytes(range(256))),
    _extracts("no-pdf", "to break the reader", {}, "FILE108", 2, b"<script>"),
    _extracts("pipe", "to be waited on", {}, "FILE102", 2, Pipe()),
    _extracts("zero", "to be endless", {}, "FILE102", 2, Link("/dev/zero")),
)  # fmt: skip


def _brand_elsewhere(name: str, brand: str, link: str, to: str) -> Command:
    """A study whose brand is found through a link that leads out of the project."""
    study = spoiled("study", {("brand",): brand})
    return Command(
        f"brand-{name}", "to be read from elsewhere", 1, "BRAND100",
        files={"studies/study.yml": study, link: Link(to)},
    )  # fmt: skip


# Each is a project of its own: such a link would be the brand of every other study, too.
_BRANDS = (
    _brand_elsewhere("auto-linked-folder", "auto", "studies/_brand", "../../outside/linked"),
    _brand_elsewhere("auto-linked-other", "auto", "studies/brand", "../../outside/linked"),
    _brand_elsewhere("auto-linked-above", "auto", "_brand", "../outside/linked"),
    _brand_elsewhere(
        "auto-linked-file", "auto", "studies/_brand.yml", "../../outside/linked/_brand.yml"
    ),
    _brand_elsewhere("brands-linked", "taken", "studies/brands", "../../outside/linked"),
)

ATTACKS = (*_TEMPLATES, *_SETTINGS, *_EXTRACTS, *_BRANDS)
