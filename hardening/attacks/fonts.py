"""Fonts of a brand's own: files that are none, from elsewhere, and families that break out."""

from __future__ import annotations

import json
from functools import cache
from io import BytesIO
from pathlib import Path

from hardening.attacks.attack import BUILT, Attack, Content, Link, Pipe, with_brand
from hardening.attacks.brands import SOUND
from reportgen.brand.fonts import typeface


@cache
def sound_font() -> bytes:
    """A font with all that a brief needs."""
    return Path(typeface("Source Sans Pro").face().path).read_bytes()


def _changed(table: str) -> bytes:
    """The sound font with a table emptied."""
    from fontTools.ttLib import TTFont, newTable

    held = BytesIO()
    with TTFont(BytesIO(sound_font()), recalcTimestamp=False) as font:
        font[table] = newTable(table)
        font[table].data = b""
        font[table].compile = lambda _: b""
        font.save(held)
    return held.getvalue()


def _with_letter(*parts: str, leaving: str) -> bytes:
    """The sound font with a letter made of others, or of nothing."""
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

    held = BytesIO()
    with TTFont(BytesIO(sound_font()), recalcTimestamp=False, recalcBBoxes=False) as font:
        names, made = font.getBestCmap(), Glyph()
        if parts:
            made.numberOfContours = -1
            made.xMin = made.yMin = made.xMax = made.yMax = 0
            made.components = [GlyphComponent() for _ in parts]
            for component, part in zip(made.components, parts, strict=True):
                component.glyphName, component.flags = names[ord(part)], 0
                component.x = component.y = 0
        font["glyf"].glyphs[names[ord(leaving)]] = made
        font.save(held)
    return held.getvalue()


def _with_em(units: int) -> bytes:
    from fontTools.ttLib import TTFont

    content = bytearray(sound_font())
    with TTFont(BytesIO(content)) as font:
        at = font.reader.tables["head"].offset + 18
    content[at : at + 2] = units.to_bytes(2, "big")
    return bytes(content)


def _brand(family: str, path: str) -> str:
    quoted = json.dumps(family, ensure_ascii=False)
    return (
        SOUND
        + f"typography:\n  fonts:\n  - {{family: {quoted}, source: file, files: [{{path: '{path}'}}]}}\n"
        + f"  base: {{family: {quoted}}}\n"
    )


def _font(
    name: str, tries: str, content: Content, ends: str = "BRAND106", path: str = "own.ttf"
) -> Attack:
    return with_brand(f"font-{name}", tries, ends, _brand("Own", path), {"own.ttf": content})


def _family(name: str, family: str, ends: str = "BRAND108") -> Attack:
    brand = _brand(family, "own.ttf")
    return with_brand(
        f"family-{name}", "to leave its rule or its attribute", ends, brand,
        {"own.ttf": sound_font()},
    )  # fmt: skip


ATTACKS = (
    _font("sound", "nothing", sound_font(), BUILT),
    _font("garbage", "to be broken", b"\0\1\0\0" + bytes(range(256)) * 8),
    _font("cut-short", "to be broken", sound_font()[:20_000]),
    _font("no-letters", "to have no letters", _changed("cmap")),
    _font("no-widths", "to have no widths", _changed("hmtx")),
    _font("tables", "to have millions of tables", b"\0\1\0\0\xff\xff" + bytes(4_000)),
    _font("offsets", "to point outside itself",
          b"\0\1\0\0\0\1" + bytes(6) + b"cmap" + b"\xff" * 12),
    _font("letter-of-itself", "to be drawn for ever", _with_letter("e", leaving="e")),
    _font("digit-unseen", "to hide figures", _with_letter(leaving="7")),
    _font("em", "to be broken", _with_em(1)),
    _font("page", "to be a page", b"<script>alert(1)</script>"),
    _font("woff", "to be unpacked", b"wOFF" + bytes(100)),
    _font("woff2", "to be unpacked", b"wOF2" + bytes(100)),
    _font("collection", "to be several", b"ttcf" + bytes(100)),
    _font("type-1", "to be a program", b"%!PS-AdobeFont-1.0\n(%pipe%touch run-by-font) (w) file\n"),
    _font("empty", "to be nothing", b""),
    _font("huge", "to exhaust memory", b"\0\1\0\0" + bytes(20_100_000)),
    _font("linked", "to be read from elsewhere", Link("/etc/passwd")),
    _font("linked-zero", "to be endless", Link("/dev/zero")),
    _font("pipe", "to be waited on", Pipe()),
    _font("up", "to be read from elsewhere", b"", path="../../../../outside/secret.ttf"),
    _font("absolute", "to be read from elsewhere", b"", path="/etc/passwd"),
    _font("web", "to be fetched", b"", path="http://127.0.0.1:9/own.ttf"),
    _font("folder", "to be a folder", b"", path="."),
    _family("quote", "x';}*{background:url(file:///etc/passwd)}@font-face{font-family:'y"),
    _family("style", "x</style><script>alert(1)</script>"),
    _family("attribute", 'x" onload="alert(1)'),
    _family("import", "x';@import url(http://127.0.0.1:9/a.css);'"),
    _family("variable", "var(--paper)"),
    _family("list", "x, y, z"),
    _family("xml", "x</string></edit></match><dir>/etc</dir>"),
    _family("backslash", "x\\"),
    _family("line", "x\ny"),
    _family("screen", "<!--screen-->"),
    _family("long", "x" * 5_000),
    _family("letters", "Östra Äpplet 2-B.", BUILT),
)  # fmt: skip
