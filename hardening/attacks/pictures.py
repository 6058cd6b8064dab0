"""Logos of pixels: bombs, broken ones, and files that are two things at once."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image

from hardening.attacks.attack import BUILT, Attack, Content, Link, with_brand
from hardening.attacks.brands import SOUND
from hardening.attacks.logos import HEAD, SHAPE

_HTML = b"<!--><script>alert(1)</script><!--"


def _shown(name: str, tries: str, content: Content, ends: str = "BRAND109") -> Attack:
    return with_brand(
        f"picture-{name}", tries, ends, SOUND + "logo: logo.png\n", {"logo.png": content}
    )


# --- PNG by hand ----------------------------------------------------------------------------


def chunk(kind: bytes, content: bytes, checksum: int | None = None) -> bytes:
    """A part of a PNG."""
    proved = zlib.crc32(kind + content) if checksum is None else checksum
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", proved)


def _head(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))


_MAGIC = b"\x89PNG\r\n\x1a\n"
_END = chunk(b"IEND", b"")


def png(*chunks: bytes, width: int = 4, height: int = 4) -> bytes:
    """A PNG of one colour, with further chunks before its pixels."""
    rows = (b"\0" + b"\x20\x40\x80" * width) * height
    pixels = chunk(b"IDAT", zlib.compress(rows))
    return _MAGIC + _head(width, height) + b"".join(chunks) + pixels + _END


def _bomb(side: int) -> bytes:
    packed = zlib.compressobj(9)
    row = b"\0" + bytes(side * 3)
    content = b"".join(packed.compress(row) for _ in range(min(side, 300))) + packed.flush()
    return _MAGIC + _head(side, side) + chunk(b"IDAT", content) + _END


def _text_bomb() -> bytes:
    return chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(60_000_000), 9))


# --- Others by Pillow -------------------------------------------------------------------------


def _saved(form: str) -> bytes:
    held = BytesIO()
    Image.new("RGB", (8, 8), (20, 80, 120)).save(held, form)
    return held.getvalue()


def _jpeg_with_exif() -> bytes:
    picture, held = Image.new("RGB", (8, 8), (20, 80, 120)), BytesIO()
    told = Image.Exif()
    told[0x010E] = "<script>alert(1)</script>"
    told[0x8825] = {1: "N", 2: (59.0, 20.0, 0.0)}  # where it was taken
    picture.save(held, "JPEG", exif=told, comment=_HTML)
    return held.getvalue()


_POSTSCRIPT = (
    b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%touch run-by-eps) (w) file\n"
)

ATTACKS = (
    _shown("sound", "nothing", png(), BUILT),
    _shown("bomb-13000", "to exhaust memory", _bomb(13_000)),
    _shown("bomb-2100", "to exhaust memory", _bomb(2_100)),
    _shown("wide", "to exhaust memory", _MAGIC + _head(2_000_000_000, 1) + _END),
    _shown("flat", "to have no pixels", _MAGIC + _head(0, 0) + _END),
    _shown("cut-short", "to be shown in part", png(width=64, height=64)[:90]),
    _shown("no-end", "to be shown in part", png()[:-12], BUILT),
    _shown("wrong-checksum", "to be shown otherwise",
           _MAGIC + _head(4, 4) + chunk(b"IDAT", zlib.compress(bytes(52)), 1) + _END, BUILT),
    _shown("wrong-pixels", "to be shown in part",
           _MAGIC + _head(4, 4) + chunk(b"IDAT", b"no deflate") + _END),
    _shown("too-few-pixels", "to be shown in part",
           _MAGIC + _head(64, 64) + chunk(b"IDAT", zlib.compress(bytes(99))) + _END),
    _shown("text-bomb", "to exhaust memory", png(_text_bomb())),
    _shown("profile-bomb", "to exhaust memory",
           png(chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(60_000_000), 9)))),
    _shown("text-chunk", "to be carried along", png(chunk(b"tEXt", b"Comment\0" + _HTML)), BUILT),
    _shown("many-chunks", "to exhaust time",
           png(*[chunk(b"tEXt", b"k\0v")] * 20_000), BUILT),
    _shown("moving", "to move",
           png(chunk(b"acTL", struct.pack(">II", 1_000_000, 0))), BUILT),
    _shown("and-page", "to be a page too", png() + _HTML, BUILT),
    _shown("and-archive", "to be an archive too", png() + b"PK\x05\x06" + bytes(18), BUILT),
    _shown("and-program", "to be a program too", png() + b"\x7fELF" + bytes(60), BUILT),
    _shown("palette-missing", "to be broken",
           _MAGIC + _head(4, 4, colour=3) + chunk(b"IDAT", zlib.compress(bytes(20))) + _END, BUILT),
    _shown("sixteen-bits", "to be read otherwise",
           _MAGIC + _head(4, 4, depth=16) + chunk(b"IDAT", zlib.compress(bytes(100))) + _END, BUILT),
    _shown("sixteen-bits-grey", "to be read as white",
           _MAGIC + _head(4, 4, depth=16, colour=0) + chunk(b"IDAT", zlib.compress(bytes(36)))
           + _END, BUILT),
    _shown("jpeg", "nothing", _saved("JPEG"), BUILT),
    _shown("jpeg-exif", "to carry a place and a script", _jpeg_with_exif(), BUILT),
    _shown("jpeg-cut-short", "to be shown in part", _saved("JPEG")[:-200]),
    _shown("jpeg-head-only", "to be broken", b"\xff\xd8\xff\xe0"),
    _shown("jpeg-huge", "to exhaust memory",
           _saved("JPEG").replace(b"\x00\x08\x00\x08\x03", b"\xff\xff\xff\xff\x03", 1)),
    *(
        _shown(form.lower(), "to be of another kind", _saved(form))
        for form in ("GIF", "BMP", "TIFF", "WEBP", "ICO", "PPM", "TGA", "PCX", "JPEG2000", "PDF")
    ),
    _shown("eps", "to run Ghostscript", _POSTSCRIPT),
    _shown("page", "to be a page", b"<!DOCTYPE html>" + _HTML),
    _shown("shapes", "to pass by its name", f"{HEAD}<script>alert(1)</script>{SHAPE}</svg>"),
    _shown("nothing", "to be empty", b""),
    _shown("zeros", "to be nothing", bytes(1000)),
    _shown("huge", "to exhaust memory", png() + bytes(1_100_000)),
    _shown("linked", "to be read from elsewhere", Link("../../../../outside/linked/secret.png")),
)  # fmt: skip
