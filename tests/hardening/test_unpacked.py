"""A mark is found wherever it is packed: a leak that nobody can see would be none to the proof."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest

from hardening.attacks.pictures import chunk, png
from hardening.closed_world import CANARY
from hardening.unpacked import holds

SHAPE = f'<svg xmlns="http://www.w3.org/2000/svg"><desc>{CANARY}</desc></svg>'.encode()
_PACKED = base64.b64encode(SHAPE)


def _pdf(fill: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A PDF whose streams are deflated and whose objects lie in streams."""
    held = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        with pdf.open_metadata() as told:
            told["dc:title"] = "A title"
        fill(pdf)
        pdf.save(
            held,
            compress_streams=True,
            recompress_flate=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    content = held.getvalue()
    assert CANARY.encode() not in content
    return content


def _as_stream(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Hidden = pdf.make_indirect(pikepdf.Stream(pdf, CANARY.encode() * 9))


def _as_text(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Hidden = pdf.make_indirect(pikepdf.Dictionary(Said=f"ö {CANARY}"))


def _as_attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.svg"] = SHAPE * 9


def _as_picture_attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.html"] = b'<img src="data:image/svg+xml;base64,' + _PACKED + b'">' * 9


def _as_metadata(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Subject"] = f"ö {CANARY}"


def _as_words(pdf: pikepdf.Pdf) -> None:
    """Letter by letter, as a page is set."""
    shown = " ".join(f"({letter}) -20" for letter in CANARY)
    page = pdf.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 50 50 Td [{shown}] TJ ET".encode())


@pytest.mark.parametrize(
    "fill",
    [_as_stream, _as_text, _as_attachment, _as_picture_attached, _as_metadata, _as_words],
    ids=lambda fill: fill.__name__,
)
def test_a_mark_in_a_pdf_is_found(fill: Callable[[pikepdf.Pdf], None]) -> None:
    assert holds(_pdf(fill), CANARY)


def test_a_pdf_without_it_holds_none() -> None:
    assert not holds(_pdf(lambda _: None), CANARY)


@pytest.mark.parametrize(
    "content",
    [
        CANARY.encode(),
        CANARY.replace("-", "&#45;").encode(),
        b'<img src="data:image/svg+xml;base64,' + _PACKED + b'">',
        b'<img src="data:image/svg+xml;charset=utf-8;base64,' + _PACKED.rstrip(b"=") + b'">',
        b"*{background:url(data:image/svg+xml;base64," + _PACKED + b")}",
        b'<a href="data:text/plain,' + CANARY.replace("-", "%2D").encode() + b'">',
        png(chunk(b"tEXt", b"Comment\0" + CANARY.encode())),
        png(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(CANARY.encode()))),
        b"data:image/png;base64," + base64.b64encode(png(chunk(b"tEXt", CANARY.encode()))),
    ],
)
def test_so_is_one_in_other_files(content: bytes) -> None:
    assert holds(content, CANARY)


@pytest.mark.parametrize(
    "content", [b"", b"data:;base64,!!!", png(), png()[:40], b"data:image/png;base64,iVBOR"]
)
def test_what_holds_none_or_is_broken_is_read_to_its_end(content: bytes) -> None:
    assert not holds(content, CANARY)
