"""PDFs that consist of a great many tiny objects, each of which has to be read."""

from __future__ import annotations

import zlib
from struct import pack

_EACH = 500  # objects packed into one stream
_FIRST_STREAM = 10
_TINY = b"<</Kids[]/Names[]/a/b/c/d/e/f>> "


def of_tiny_objects(count: int) -> bytes:
    """A PDF whose tree of attached files has so many branches, with nothing on any."""
    streams = -(-count // _EACH)
    first = _FIRST_STREAM + streams
    kids = b" ".join(b"%d 0 R" % (first + at) for at in range(count))
    found = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}

    def add(number: int, content: bytes) -> None:
        places[number] = len(found)
        found.extend(b"%d 0 obj\n%b\nendobj\n" % (number, content))

    add(1, b"<</Type/Catalog/Names<</EmbeddedFiles 2 0 R>>>>")
    add(2, b"<</Kids[%b]>>" % kids)
    for at in range(streams):
        numbers = range(first + at * _EACH, first + min(count, (at + 1) * _EACH))
        head = b"".join(b"%d %d " % (number, place * len(_TINY))
                        for place, number in enumerate(numbers))  # fmt: skip
        keys = b"/Type/ObjStm/N %d/First %d" % (len(numbers), len(head))
        add(_FIRST_STREAM + at, _stream(keys, head + _TINY * len(numbers)))
    begins = len(found)
    rows = [
        pack(">BIH", 1, places[number], 0)
        if number in places
        else pack(">BIH", 2, _FIRST_STREAM + (number - first) // _EACH, (number - first) % _EACH)
        if number >= first
        else bytes(7)
        for number in range(first + count)
    ]
    keys = b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R" % len(rows)
    found.extend(b"3 0 obj\n%b\nendobj\n" % _stream(keys, b"".join(rows)))
    found.extend(b"startxref\n%d\n%%%%EOF\n" % begins)
    return bytes(found)


def _stream(keys: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return b"<<%b/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (keys, len(packed), packed)
