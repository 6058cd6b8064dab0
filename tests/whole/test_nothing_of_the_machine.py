"""No file of a brief tells on what machine, by whom or in which folder it was built."""

from __future__ import annotations

import getpass
import platform
import re
import sys
from pathlib import Path

import pikepdf

from reportgen.build import manifest
from reportgen.build.cache import record_of
from reportgen.pipeline import Order, render

CHECKOUT = Path(__file__).resolve().parents[2]
STUDY = CHECKOUT / "tests" / "study" / "liten-studie.yml"
PATHS = re.compile(rb"(?:file://|(?<![\w/.])/(?:home|root|Users|usr|tmp|var|opt|private)/)[\w./-]*")
VERSIONS = re.compile(rb"CPython|Python/\d|Linux|Darwin|matplotlib v?\d")


def traces(content: bytes) -> set[bytes]:
    known = {str(CHECKOUT), str(Path.home()) + "/", sys.prefix, platform.node()}
    user = getpass.getuser()
    if len(user) > 4:  # "root" is a word of PDF's own
        known.add(user)
    named = {each.encode() for each in known if len(each) > 3 and each.encode() in content}
    return named | set(PATHS.findall(content)) | set(VERSIONS.findall(content))


def unpacked(path: Path) -> bytes:
    """Everything that stands in a PDF, its streams and attachments unpacked."""
    with pikepdf.open(path) as pdf:
        parts = [str(pdf.docinfo).encode()]
        for item in pdf.objects:
            if not isinstance(item, pikepdf.Stream):
                parts.append(repr(item).encode())
                continue
            parts.append(repr(dict(item.items())).encode())
            if item.get("/Subtype") != "/Image":
                parts.append(item.read_bytes())
        return b"\n".join(parts)


def test_the_page(made):
    assert traces(made.html_path.read_bytes()) == set()


def test_the_pdf(made):
    content = unpacked(made.pdf_path)
    assert made.study.publisher.encode() in content  # unpacked indeed: the study is in it
    assert traces(content) == set()


def test_the_image_and_the_manifest():
    order = Order(STUDY, str(STUDY), formats=("html", "social"))
    rendering = render(order)
    entry = manifest.entry(record_of(rendering, manifest.versions()))
    written = manifest.as_artifact({rendering.id: entry}).content
    assert traces(written) == set()
    assert all(traces(artifact.content) == set() for artifact in rendering.artifacts)


def test_whoever_looks_sees_what_is_wrong():
    assert traces(b"made in /home/erika/briefs") == {b"/home/erika/briefs"}
    assert traces(f"{CHECKOUT}/x".encode())
    assert traces(b"https://example.org/home/x, and/or, 1/2") == set()
