"""What a reader of each format finds in it: every text, as that format's own reader gives it.

Each function yields (where, text). Nothing here knows how reportgen writes.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

Text = tuple[str, str]
"""Where a text stands, and the text."""

_ACTS = re.compile(r"on\w+|formaction|srcdoc|xlink:href|action|background|ping", re.IGNORECASE)
_FETCHES = ("src", "srcset", "data", "poster", "href")
_MAY_HOLD = frozenset((
    "html", "head", "meta", "title", "link", "script", "style", "body", "a", "header", "footer",
    "main", "nav", "section", "article", "aside", "div", "p", "span", "h1", "h2", "h3", "h4",
    "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td",
    "figure", "figcaption", "details", "summary", "strong", "em", "code", "pre", "blockquote",
    "hr", "br", "picture", "source", "img", "svg", "path", "text", "desc", "button", "time",
))  # fmt: skip


class Page(HTMLParser):
    """An HTML page: its texts, and whatever in it would act or fetch."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[Text] = []
        self.acting: list[str] = []
        self.shape: list[str] = []  # every element outside drawings, with its attributes' names
        self.json: list[str] = []
        self._inside: list[str] = []
        self._drawing = 0
        self._runs: list[str] = []
        self.feed(html)
        self.close()
        self._end_run()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._judge(tag, given)
        if tag == "svg":
            self._drawing += 1
        if not self._drawing:
            self.shape.append(f"{tag}[{' '.join(sorted(given))}]")
        self.texts += [(f"{tag}@{name}", value) for name, value in given.items()]
        if tag in ("script", "style"):
            self._inside.append(tag)
        if tag not in ("text", "a", "strong", "em", "span", "br"):
            self._end_run()

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self._drawing -= 1
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()
        if tag not in ("text", "a", "strong", "em", "span"):
            self._end_run()

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1] == "script":
            self.json.append(data)
        elif self._inside:
            self.texts.append(("style", _without_css_escapes(data)))
        else:
            self._runs.append(data)

    def handle_comment(self, data: str) -> None:
        self.acting.append(f"a comment: {data[:60]}")

    def handle_pi(self, data: str) -> None:
        self.acting.append(f"an instruction: {data[:60]}")

    def unknown_decl(self, data: str) -> None:
        self.acting.append(f"a declaration: {data[:60]}")

    def _end_run(self) -> None:
        if self._runs:
            self.texts.append(("text", " ".join(self._runs)))
        self._runs = []

    def _judge(self, tag: str, given: dict[str, str]) -> None:
        if tag not in _MAY_HOLD:
            self.acting.append(f"<{tag}>")
        if tag == "script" and given.get("type") != "application/ld+json":
            self.acting.append("a script that runs")
        if tag == "link" and given.get("rel") not in ("canonical", "icon"):
            self.acting.append(f"a link to {given.get('href')}")
        for name, value in given.items():
            if _ACTS.fullmatch(name):
                self.acting.append(f"{tag} has {name}")
            if name in _FETCHES and tag != "link" and not _harmless(tag, value):
                self.acting.append(f"{tag} leads to {value[:80]}")
            if name == "style":
                self.acting.append(f"{tag} has a style")


def _without_css_escapes(style: str) -> str:
    """A style sheet with the letters that its escapes stand for (CSS Syntax 3, 4.3.7)."""
    return re.sub(r"\\([0-9a-f]{1,6}) ?", lambda found: chr(int(found[1], 16)), style)


def _harmless(tag: str, address: str) -> bool:
    if tag == "a":
        return address.startswith(("#", "https://", "http://"))
    return address.startswith("data:image/")


def page(html: str) -> Page:
    """A page, read."""
    return Page(html)


def of_json(text: str, where: str = "JSON") -> Iterator[Text]:
    """Every key and text of a JSON document."""
    yield from ((where, each) for each in _strings(json.loads(text)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def of_csv(content: bytes) -> Iterator[Text]:
    """Every cell, without the apostrophes that keep a spreadsheet from computing it."""
    for row in csv.reader(io.StringIO(content.decode("utf-8"), newline="")):
        for cell in row:
            yield "cell", re.sub(r"([;|\t\r\n][;|\s\"]*)'", r"\1", cell).removeprefix("'")


def computed_cells(content: bytes) -> list[str]:
    """Cells that a spreadsheet would take for a formula, whatever it parts them by."""
    text = content.decode("utf-8")
    rows = [
        *csv.reader(io.StringIO(text, newline="")),
        *csv.reader(io.StringIO(text, newline=""), delimiter=";"),
        *csv.reader(io.StringIO(text, newline=""), delimiter="\t"),
        # Where quotes within a cell mean nothing, as when another mark parts cells.
        *([*re.split(r"[;|\t]", line)] for line in re.split(r"[\r\n]", text)),
    ]
    return [cell for row in rows for cell in row if re.match(r"[\s\"]*[=+\-@＝＋－＠]", cell)]


def of_xml(text: str) -> Iterator[Text]:
    """Every text and attribute of an XML document."""
    for element in ElementTree.fromstring(text).iter():
        yield from ((f"{element.tag}@{name}", value) for name, value in element.attrib.items())
        yield from ((str(element.tag), part) for part in (element.text, element.tail) if part)


def of_pdf(content: bytes) -> tuple[list[Text], list[str]]:
    """Every string of a PDF's objects and its metadata, and whatever in it would act."""
    import pikepdf

    texts: list[Text] = []
    acting: list[str] = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for number, thing in enumerate(pdf.objects, start=1):
            _of_object(thing, f"object {number}", texts, acting)
        texts += of_xml(pdf.Root.Metadata.read_bytes().decode("utf-8"))
        for name, value in pdf.docinfo.items():
            texts.append((name, str(value)))
    return texts, acting


def _of_object(thing: Any, where: str, texts: list[Text], acting: list[str]) -> None:
    import pikepdf

    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in thing.items():
            if key in ("/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/RichMedia"):
                acting.append(f"{where} has {key}")
            if key == "/URI" and not str(value).startswith(("http://", "https://")):
                acting.append(f"{where} leads to {value}")
            if not isinstance(value, pikepdf.Object) or not value.is_indirect:
                _of_object(value, f"{where} {key}", texts, acting)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            if not isinstance(value, pikepdf.Object) or not value.is_indirect:
                _of_object(value, where, texts, acting)
    elif isinstance(thing, pikepdf.String):
        texts.append((where, str(thing)))


def words_of_pdf(content: bytes) -> str:
    """The words on a PDF's pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(one.get_textpage().get_text_range() for one in document)
    finally:
        document.close()
