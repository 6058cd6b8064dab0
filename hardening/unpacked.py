"""What lies inside a file: a PDF's streams, strings and words, and addresses that hold data.

A mark that must come out nowhere may be packed: deflated, in an object stream, in an
attachment, as base64. So each file is looked through as it stands and unpacked.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import html
import io
import re
import zlib
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from hardening import readings
from hardening.whole_texts import bare

_DATA = re.compile(rb"data:[\w.+/-]*((?:;[\w.+=-]+)*),([^\s\"'()<>]*)")
_DEEPEST = 4
_PNG = b"\x89PNG\r\n\x1a\n"


def holds(content: bytes, mark: str) -> bool:
    """Whether a mark stands anywhere in a file, however packed, or is printed by it."""
    wanted = mark.encode()
    return any(wanted in inner for inner in insides(content)) or (
        content.startswith(b"%PDF-") and bare(mark) in bare(readings.words_of_pdf(content))
    )


def insides(content: bytes, depth: int = 0) -> Iterator[bytes]:
    """A file, and all that it carries inside, unpacked."""
    yield content
    if depth >= _DEEPEST:
        return
    for inner in _parts(content):
        yield from insides(inner, depth + 1)


def _parts(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"%PDF-"):
        yield from _of_pdf(content)
        return
    if content.startswith(_PNG):
        yield from _of_png(content)
        return
    plain = content if b"&" not in content else html.unescape(content.decode("latin-1")).encode()
    if plain != content:
        yield plain
    for found in _DATA.finditer(content):
        data = unquote_to_bytes(found[2])
        if b"base64" in found[1]:
            try:
                data = base64.b64decode(data + b"=" * (-len(data) % 4))
            except binascii.Error:
                continue
        yield data


def _of_pdf(content: bytes) -> Iterator[bytes]:
    """Every stream, unpacked (an attachment is one), and every string."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                try:
                    yield thing.read_bytes()
                except pikepdf.PdfError:  # a JPEG, which is no further packed
                    yield thing.read_raw_bytes()
    texts, _ = readings.of_pdf(content)
    yield "\n".join(text for _, text in texts).encode("utf-8", "replace")


def _of_png(content: bytes) -> Iterator[bytes]:
    """The content of every chunk that is packed (PNG, 4.2 and 11.3.3)."""
    at = len(_PNG)
    while at + 8 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        held = content[at + 8 : at + 8 + size]
        if kind in (b"zTXt", b"iCCP", b"iTXt", b"IDAT"):
            packed = held if kind == b"IDAT" else held.partition(b"\0")[2].lstrip(b"\0\1")
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj().decompress(packed, 10_000_000)
        at += size + 12
