"""Logos: which one is chosen, what is left of its file, and what is refused."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from textwrap import dedent

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from reportgen import shipped
from reportgen.brand.brand import Logo
from reportgen.brand.logo_shapes import remade_shapes
from reportgen.brand.reader import check_brand, read_brand
from reportgen.problems import Problems

NORDLYS = Path(__file__).parent / "nordlys"
BESIDE = "a PNG, JPEG or SVG file beside the brand file or in a folder below it"


def svg(inside: str, more: str = "") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"{more}>{inside}</svg>'


def picture(colour: str = "#006992", size: tuple[int, int] = (6, 4), kind: str = "PNG") -> bytes:
    held = BytesIO()
    Image.new("RGB", size, colour).save(held, kind)
    return held.getvalue()


def read(folder: Path, logo: str, **files: str | bytes) -> Logo | None:
    """The logo of a brand with these files beside it, `_` in their names standing for a dot."""
    for name, content in files.items():
        written = content.encode() if isinstance(content, str) else content
        (folder / name.replace("_", ".")).write_bytes(written)
    text = f"meta: {{name: Fjord}}\n{dedent(logo)}"
    (folder / "_brand.yml").write_text(text, encoding="utf-8")
    return read_brand(folder / "_brand.yml", "_brand.yml").logo


def complaints(folder: Path, logo: str, **files: str | bytes) -> str:
    with pytest.raises(Problems) as raised:
        read(folder, logo, **files)
    assert check_brand(folder / "_brand.yml", "_brand.yml")[1] == raised.value.found
    return "\n".join(problem.full() for problem in raised.value.found)


# --- Which one ----------------------------------------------------------------------------

SQUARES = {
    f"{name}_svg": svg(f'<rect width="{width}" height="9"/>')
    for width, name in enumerate(("small", "medium", "large", "night"), start=1)
}


@pytest.mark.parametrize(
    ("logo", "light", "dark"),
    [
        ("logo: small.svg", 1, 1),
        ("logo: {path: large.svg}", 3, 3),
        ("logo: {small: small.svg, medium: medium.svg, large: large.svg}", 2, 2),
        ("logo: {small: small.svg, large: {path: large.svg}}", 3, 3),
        ("logo: {small: small.svg, medium: ~}", 1, 1),
        ("logo: {images: {mark: medium.svg}, small: mark}", 2, 2),
        ("logo: {images: {mark: {path: large.svg}}, medium: mark}", 3, 3),
        ("logo: {medium: {light: medium.svg, dark: {path: night.svg}}}", 2, 4),
        ("logo: {images: {a: small.svg, b: night.svg}, large: {light: a, dark: b}}", 1, 4),
        ("logo: {medium: {dark: night.svg}}", 4, 4),
        ("logo: {medium: {light: medium.svg}}", 2, 2),
    ],
)
def test_medium_goes_before_large_and_large_before_small(
    tmp_path: Path, logo: str, light: int, dark: int
) -> None:
    found = read(tmp_path, logo, **SQUARES)
    assert found is not None
    for chosen, width in ((found.light, light), (found.dark, dark)):
        assert f'width="{width}"' in chosen.content.decode()


@pytest.mark.parametrize("logo", ["", "logo: ~", "logo: {images: {mark: gone.svg}}", "logo: {}"])
def test_without_a_logo_there_is_none(tmp_path: Path, logo: str) -> None:
    assert read(tmp_path, logo) is None


def test_the_brands_that_come_along_have_none() -> None:
    for path in sorted(shipped.studies_folder().glob("brands/*/_brand.yml")):
        assert read_brand(path, path.parent.name).logo is None


@pytest.mark.parametrize(
    ("logo", "alt"),
    [
        ("logo: small.svg", "Fjord"),
        ("logo: {path: small.svg, alt: A   blue square}", "A blue square"),
        ("logo: {images: {m: {path: small.svg, alt: Mark}}, small: m}", "Mark"),
        ("logo: {medium: {light: small.svg, dark: night.svg, alt: Both}}", "Both"),
        ("logo: {medium: {light: {path: small.svg, alt: One}, dark: night.svg, alt: X}}", "One"),
    ],
)
def test_what_it_shows_is_told_or_else_the_brands_name(tmp_path: Path, logo: str, alt: str) -> None:
    found = read(tmp_path, logo, **SQUARES)
    assert found is not None
    assert found.light.alt == alt


# --- Shapes ---------------------------------------------------------------------------------


def test_an_svg_is_written_anew(tmp_path: Path) -> None:
    authored = """\
        <?xml version="1.0" encoding="UTF-8"?>
        <?xml-stylesheet href="https://example.org/a.css"?>
        <!-- notes -->
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:ed="https://example.org/ed" id="top"
          width="5cm" height="9mm" viewBox="0,0 60 20" ed:zoom="3" class="x" data-a="b">
          <title>T</title><desc>D</desc><metadata><ed:by>me</ed:by></metadata><ed:grid/>
          <defs><path id="unused" d="M0 0"/>
            <linearGradient id="g &amp; h" x2="100%"><stop offset="10%" style="stop-color: RED"/>
            </linearGradient><linearGradient id="never"/>
            <clipPath id="c"><circle r="1e1"/></clipPath></defs>
          <g style="fill:rgb(0 105 146); stroke : none;font-family:Arial" clip-path="url('#c')">
            text <rect width="10" height="+8.50" fill="url(#c2) red" style="fill:url(#g)" rx="2mm"
              transform="scale(-.5)rotate(9)"/>
            <path d="M1-2.5.5 3zm1e1,1a5 5 0 01.5.5L9 9"/>
            <polyline points="0,0 1 1" opacity="50%" stroke="#0069927f" filter="none"/>
            <ellipse fill="currentColor" rx="3" display="none"/></g>
        </svg>
        """
    authored = authored.replace("g &amp; h", "g")
    found = read(tmp_path, "logo: a.svg", a_svg=dedent(authored))
    assert found is not None
    assert found.light.media == "image/svg+xml"
    assert found.light.content.decode().replace("><", ">\n<") == dedent("""\
        <svg xmlns="http://www.w3.org/2000/svg" height="80" viewBox="0 0 60 20" width="240">
        <defs>
        <linearGradient id="i2" x2="100%">
        <stop offset="10%" stop-color="#ff0000"/>
        </linearGradient>
        <linearGradient/>
        <clipPath id="i1">
        <circle r="10"/>
        </clipPath>
        </defs>
        <g clip-path="url(#i1)" fill="#006992" stroke="none">
        <rect fill="url(#i2)" height="8.5" rx="2mm" transform="scale(-0.5) rotate(9)" width="10"/>
        <path d="M 1 -2.5 0.5 3 z m 10 1 a 5 5 0 0 1 0.5 0.5 L 9 9"/>
        <polyline opacity="50%" points="0 0 1 1" stroke="rgba(0, 105, 146, 0.498)"/>
        <ellipse display="none" fill="currentColor" rx="3"/>
        </g>
        </svg>""")  # fmt: skip
    assert (found.light.width, found.light.height) == (240, 80)
    assert remade_shapes(found.light.content)[0] == found.light.content


def test_the_size_is_that_of_the_view_or_else_of_the_drawing(tmp_path: Path) -> None:
    bare = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="4in" height="96"><path d="M0 0h9"/></svg>'
    )
    found = read(tmp_path, "logo: a.svg", a_svg=bare)
    assert found is not None
    assert 'height="60" viewBox="0 0 384 96" width="240"' in found.light.content.decode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (svg("<script>alert(1)</script>"), "it holds <script> (line 1)"),
        (svg("<style>path{fill:red}</style><text>A</text>"),
         "it holds <style> (line 1), <text> (line 1)"),
        (svg("<defs><style/></defs>"), "it holds <style> (line 1)"),
        (svg('\n<use href="#a"/>\n<image href="a.png"/>\n<foreignObject/>'),
         "it holds <use> (line 2), <image> (line 3), <foreignObject> (line 4)"),
        (svg("<path><animate/></path>"), "it holds <animate> (line 1)"),
        (svg("<svg/>"), "it holds <svg> (line 1)"),
        (svg("<pattern/><mask/><filter/><symbol/><switch/><a/>"),
         "it holds <pattern> (line 1), <mask> (line 1), <filter> (line 1), <symbol> (line 1),"
         " <switch> (line 1) and more"),
        (svg("", ' onload="x()"'), "it holds the attribute onload (line 1)"),
        (svg('<path onclick="x()" filter="url(#f)" style="mask:url(#m)"/>'),
         "it holds the attribute onclick (line 1), the attribute filter (line 1),"
         " the attribute mask (line 1)"),
        (svg('<linearGradient id="a" href="#b"/>'), "it holds the attribute href (line 1)"),
        (svg('<linearGradient x:href="#b" xmlns:x="http://www.w3.org/1999/xlink"/>'),
         "it holds the attribute href (line 1)"),
        (svg('<linearGradient spreadMethod="repeat"/>'),
         "it holds the attribute spreadMethod (line 1)"),
        (svg('<path fill="url(https://example.org/a.svg#b)"/>'),
         "it holds a value of fill that cannot be read (line 1)"),
        (svg('<path fill="url(#gone)"/>'), "it holds a reference to “#gone” (line 1)"),
        (svg('<path id="p" fill="url(#p)"/>'), "it holds a reference to “#p” (line 1)"),
        (svg('<clipPath id="c"><rect clip-path="url(#c)"/></clipPath>'),
         "it holds a clip in a clip (line 1)"),
        (svg('<clipPath id="c"><g/></clipPath>'), "it holds <g> (line 1)"),
        (svg('<path fill="url(javascript:x)" d="M0 0h1e9" transform="scale(0)" opacity="1px"/>'),
         "it holds a value of fill that cannot be read (line 1), a value of d that cannot be read"
         " (line 1), a value of transform that cannot be read (line 1), a value of opacity that"
         " cannot be read (line 1)"),
        (svg('<path d="L0 0"/>'), "it holds a value of d that cannot be read (line 1)"),
        (svg('<path d="M0 0a1 1 0 2 0 1 1"/>'),
         "it holds a value of d that cannot be read (line 1)"),
        (svg('<path d="M0"/>'), "it holds a value of d that cannot be read (line 1)"),
        (svg('<polygon points="1 2 3"/>'),
         "it holds a value of points that cannot be read (line 1)"),
        (svg("<g><path/></g>" * 1000), "it has more than 2000 elements"),
        (svg("<g>" * 24), "its elements are nested more than 24 deep"),
        (svg("<metadata>" * 24), "its elements are nested more than 24 deep"),
        (svg('<clipPath id="c">' + "<path/>" * 60 + "</clipPath>"
             + '<g clip-path="url(#c)"/>' * 60), "it holds too many references"),
        (svg(f"<!--{'x' * 300_000}-->"), "it is larger than 200 kB"),
        ('<!DOCTYPE svg [<!ENTITY a "aa">]>' + svg("&a;"),
         "it has a DOCTYPE, which may hide anything"),
        ('<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + svg(""),
         "it has a DOCTYPE, which may hide anything"),
        (svg("&a;"), "it is not well-formed (line 1)"),
        ("<svg", "it is not well-formed (line 1)"),
        (svg("<path>"), "it is not well-formed (line 1)"),
        (svg("é").encode("latin-1"), "its text is not UTF-8"),
        ("<svg><path/></svg>", "it holds <svg> (line 1)"),
        ('<html xmlns="http://www.w3.org/1999/xhtml"><svg/></html>', "it holds <html> (line 1)"),
        (svg("<g/>"), "it draws nothing"),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="1"><path/></svg>',
         "it has no viewBox, and no width and height that tell its size"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 0"><path/></svg>',
         "it has no viewBox, and no width and height that tell its size"),
    ],
)  # fmt: skip
def test_an_svg_that_is_refused(tmp_path: Path, content: str | bytes, why: str) -> None:
    assert complaints(tmp_path, "logo: a.svg", a_svg=content) == (
        f"_brand.yml:2:7: BRAND109 “a.svg” cannot be shown as the logo: {why}\n"
        "    logo: a.svg\n"
        "          ^^^^^\n"
        f"    {BESIDE}"
    )


# --- Pixels -----------------------------------------------------------------------------------


def _opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_nothing_is_left_of_a_picture_but_what_is_seen(tmp_path: Path, kind: str) -> None:
    held, told = BytesIO(), PngImagePlugin.PngInfo()
    told.add_text("Author", "Somebody")
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Somebody"  # turned by a quarter; the artist
    Image.new("RGB", (6, 4), "#006992").save(held, kind, exif=exif, pnginfo=told, dpi=(300, 300))
    assert b"Somebody" in held.getvalue()
    found = read(tmp_path, "logo: a.bin", a_bin=held.getvalue())
    assert found is not None
    again = _opened(found.light.content)
    again.load()
    assert (found.light.media, again.format, again.info) == ("image/png", "PNG", {})
    assert (found.light.width, found.light.height) == again.size == (4, 6)
    assert all(abs(a - b) < 3 for a, b in zip(again.getpixel((0, 0)), (0, 105, 146), strict=True))


def test_what_is_clear_stays_clear(tmp_path: Path) -> None:
    held = BytesIO()
    Image.new("P", (3, 3)).save(held, "PNG", transparency=0)
    found = read(tmp_path, "logo: a.png", a_png=held.getvalue())
    assert found is not None
    assert _opened(found.light.content).getpixel((1, 1))[3] == 0


def test_no_more_is_kept_than_can_be_seen(tmp_path: Path) -> None:
    found = read(tmp_path, "logo: a.png", a_png=picture(size=(2000, 1000)))
    assert found is not None
    assert _opened(found.light.content).size == (960, 480)


def _head(width: int, height: int) -> bytes:
    """The head of a PNG, with nothing after it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    end = b"IDAT"
    parts = [struct.pack(">I", 13), head, struct.pack(">I", zlib.crc32(head))]
    parts += [struct.pack(">I", 0), end, struct.pack(">I", zlib.crc32(end))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (_head(2001, 2000), "it has 2001 × 2000 pixels, more than 4 million"),
        (_head(13_000, 13_000), "it has 13000 × 13000 pixels, more than 4 million"),
        (_head(60_000, 60_000), "it has more than 4 million pixels"),
        (_head(9, 9), "it cannot be read as a picture: it is broken, or cut short"),
        (picture(size=(90, 90), kind="JPEG")[:-300],
         "it cannot be read as a picture: it is broken, or cut short"),
        (picture()[:20], "it cannot be read as a picture: it is broken, or cut short"),
        (b"\xff\xd8\xff" + bytes(99), "it cannot be read as a picture: it is broken, or cut short"),
        (picture() + bytes(1_000_000), "it is larger than 1 MB"),
        (picture(kind="GIF"), "it is not a PNG, JPEG or SVG file"),
        (b"", "it is not a PNG, JPEG or SVG file"),
        (b"%PDF-1.7", "it is not a PNG, JPEG or SVG file"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lenient", [False, True])
def test_a_picture_that_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, why: str, lenient: bool
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)  # as WeasyPrint sets it
    assert complaints(tmp_path, "logo: a.png", a_png=content) == (
        f"_brand.yml:2:7: BRAND109 “a.png” cannot be shown as the logo: {why}\n"
        "    logo: a.png\n"
        "          ^^^^^\n"
        f"    {BESIDE}"
    )
    assert lenient == ImageFile.LOAD_TRUNCATED_IMAGES


# --- Places -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "why", "remedy"),
    [
        ("https://example.org/a.svg", "it lies on the web, and nothing is fetched",
         "save the file beside the brand file, and give its path"),
        ("HTTP://example.org/a.svg", "it lies on the web, and nothing is fetched",
         "save the file beside the brand file, and give its path"),
        ("//example.org/a.svg", "it lies outside the brand's folder", BESIDE),
        ("../a.svg", "it lies outside the brand's folder", BESIDE),
        ("/etc/hostname", "it lies outside the brand's folder", BESIDE),
        ("file:///etc/hostname", "there is no such file", BESIDE),
        ("gone.svg", "there is no such file", BESIDE),
        ("folder", "there is no such file", BESIDE),
        ("'data:image/png;base64,AAAA'", "there is no such file", BESIDE),
    ],
)  # fmt: skip
def test_a_place_that_is_refused(tmp_path: Path, path: str, why: str, remedy: str) -> None:
    (tmp_path / "folder").mkdir()
    assert complaints(tmp_path, f"logo: {path}") == (
        f"_brand.yml:2:7: BRAND109 “{path.strip(chr(39))}” cannot be shown as the logo: {why}\n"
        f"    logo: {path}\n"
        f"          {'^' * len(path)}\n"
        f"    {remedy}"
    )


def test_a_logo_behind_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "brand"
    folder.mkdir()
    (tmp_path / "a.svg").write_text(svg("<path/>"))
    (folder / "a.svg").symlink_to(tmp_path / "a.svg")
    assert "it lies outside the brand's folder" in complaints(folder, "logo: a.svg")


def test_every_fault_of_a_logo_is_told_with_the_others_of_the_brand(tmp_path: Path) -> None:
    logo = """\
        logo:
          images: {wide: wide.svg, nowhere: {alt: Nothing}}
          medium: {light: wides, dark: nowhere}
          large: https://example.org/not-asked-for.svg
        color: {primary: rod}
        """
    assert complaints(tmp_path, logo) == dedent(
        """\
        _brand.yml:3:37: BRAND109 this logo names no file
              images: {wide: wide.svg, nowhere: {alt: Nothing}}
                                                ^^^^^^^^^^^^^^
            a PNG, JPEG or SVG file beside the brand file or in a folder below it
        _brand.yml:4:19: BRAND109 “wides” cannot be shown as the logo: there is no such file
              medium: {light: wides, dark: nowhere}
                              ^^^^^
            did you mean “wide”?
        _brand.yml:6:18: BRAND103 there is no colour called “rod”
            color: {primary: rod}
                             ^^^
            known here: primary"""
    )


def test_one_file_named_twice_is_complained_of_once(tmp_path: Path) -> None:
    logo = "logo: {images: {a: gone.svg}, medium: {light: a, dark: a}}"
    assert complaints(tmp_path, logo).count("BRAND109") == 1


def test_the_foreign_brands_logo_is_the_same_each_time() -> None:
    once, again = (read_brand(NORDLYS / "_brand.yml", "b").logo for _ in range(2))
    assert once == again


# --- What is not seen -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "inside",
    [
        "<path/>", '<path d="M3 3"/>', '<path d="M1 1h9" display="none"/>',
        '<g opacity="0"><path d="M1 1h9v9z"/></g>', '<path d="M1 1h9v9z" fill="none"/>',
        '<path d="M1 1h9v9z" fill-opacity="0%"/>', '<line x1="1" y1="1" x2="9" y2="9"/>',
        '<g visibility="hidden"><rect width="9" height="9"/></g>', '<rect width="9"/>',
        '<circle cx="9" cy="9"/>', '<circle cx="90" cy="9" r="5"/>',
        '<rect x="70" y="1" width="9" height="9"/>', '<path d="M100 100c1 1 2 2 3 3z"/>',
        '<polygon points="-9 -9 -1 -1 -9 -1"/>',
        '<clipPath id="c"><rect width="9" height="9"/></clipPath>',
        '<path d="M1 1h9v9z" fill="none" stroke="red" stroke-width="0"/>',
    ],
)  # fmt: skip
def test_a_logo_of_which_nothing_is_seen_is_refused(tmp_path: Path, inside: str) -> None:
    assert "“a.svg” cannot be shown as the logo: it draws nothing\n" in complaints(
        tmp_path, "logo: a.svg", a_svg=svg(inside)
    )


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M100 100a50 50 0 0 0-99-90"/>', '<path d="m70 1-20 5v2z"/>',
        '<rect x="70" width="9" height="9" transform="translate(-30)"/>',
        '<rect width="100%" height="100%"/>',
        '<rect x="61" width="9" height="9" stroke="red" stroke-width="4"/>',
        '<g visibility="hidden"><rect width="9" height="9" visibility="visible"/></g>',
        '<line x2="9" stroke="red"/>', '<g fill="none" stroke="red"><path d="M1 1h9"/></g>',
        '<ellipse cx="9" cy="9" rx="3" ry="2"/>', '<rect x="1in" width="9" height="9"/>',
        '<path d="M1 1H5V9Q1 1 2 2T4 4S1 1 3 3"/>',
    ],
)  # fmt: skip
def test_what_may_be_seen_is_shown(tmp_path: Path, inside: str) -> None:
    assert read(tmp_path, "logo: a.svg", a_svg=svg(inside)) is not None


@pytest.mark.parametrize(
    ("view", "why"),
    [
        ("0 0 1e6 1e-30", "one side is shorter than 0.01"),
        ("0 0 1e-40 1e-40", "one side is shorter than 0.01"),
        ("0 0 101 1", "one side is more than 100 times as long as the other"),
    ],
)
def test_a_view_that_no_page_can_show(tmp_path: Path, view: str, why: str) -> None:
    content = svg('<path d="M0 0h1v1z"/>').replace("0 0 60 20", view)
    assert f"cannot be shown as the logo: {why}\n" in complaints(
        tmp_path, "logo: a.svg", a_svg=content
    )


def _grey(*levels: int, clear: int | None = None) -> bytes:
    """A PNG of one row, of grey in sixteen bits."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    head = struct.pack(">IIBBBBB", len(levels), 1, 16, 0, 0, 0, 0)
    row = b"\0" + b"".join(struct.pack(">H", level) for level in levels)
    named = b"" if clear is None else chunk(b"tRNS", struct.pack(">H", clear))
    pixels = chunk(b"IDAT", zlib.compress(row))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + named + pixels + chunk(b"IEND", b"")


def test_grey_of_sixteen_bits_stays_grey(tmp_path: Path) -> None:
    levels = (0, 0x20FF, 0x8000, 0xFFFF)
    found = read(tmp_path, "logo: a.png", a_png=_grey(*levels))
    assert found is not None
    shown = Image.open(BytesIO(found.light.content))
    assert [shown.getpixel((at, 0)) for at in range(4)] == [
        (grey, grey, grey) for grey in (0, 0x20, 0x80, 0xFF)
    ]
    found = read(tmp_path, "logo: a.png", a_png=_grey(*levels, clear=0x8000))
    assert found is not None
    shown = Image.open(BytesIO(found.light.content))
    assert [shown.getpixel((at, 0))[3] for at in range(4)] == [255, 255, 0, 255]
