"""A logo of pixels, decoded and encoded anew: nothing of the file is left but what is seen."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from reportgen.brand.files import FileFault
from reportgen.limits import LONGEST_SIDE, PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
KEPT = (1440, 480)
"""Width and height that are kept at most: as large as a cover shows it, at 600 dots per inch."""

_SCAN, _MOST_SCANS = b"\xff\xda", 30
"""How a pass over a JPEG begins, and how many it may have: each draws the whole picture."""

_BROKEN = "it cannot be read as a picture: it is broken, or cut short"


def remade_pixels(content: bytes) -> tuple[bytes, int, int]:
    """A PNG or JPEG as a PNG of colours and transparency alone, with its width and height.

    Raises FileFault where it is broken or has too many pixels; that is
    known from its head, before anything is decoded.
    """
    from PIL import ImageOps

    if content.count(_SCAN) > _MOST_SCANS:
        raise FileFault(f"it is drawn over {_MOST_SCANS} times")
    with _opened(content) as picture:
        pixels = picture.width * picture.height
        if pixels > PIXELS:
            raise FileFault(
                f"it has {picture.width} × {picture.height} pixels,"
                f" more than {PIXELS // 1_000_000} million"
            )
        if max(picture.size) > LONGEST_SIDE:
            raise FileFault(f"it is longer than {LONGEST_SIDE} pixels")
        picture.load()
        if picture.mode.startswith("I"):
            picture = _in_eight_bits(picture)
        clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
        shown = ImageOps.exif_transpose(picture).convert("RGBA" if clear else "RGB")
    shown.thumbnail(KEPT)
    shown.info.clear()
    held = BytesIO()
    shown.save(held, "PNG", optimize=True)
    return held.getvalue(), shown.width, shown.height


def _in_eight_bits(picture: Image) -> Image:
    """Grey of sixteen bits a pixel in eight; Pillow would make white of all but the darkest."""
    wide = picture.convert("I")
    clear = picture.info.get("transparency")
    grey = wide.point([level >> 8 for level in range(1 << 16)], "L")
    if isinstance(clear, int):
        grey.putalpha(wide.point([255 * (level != clear) for level in range(1 << 16)], "L"))
    grey.info.clear()
    return grey


@contextmanager
def _opened(content: bytes) -> Iterator[Image]:
    from PIL import Image, ImageFile

    # WeasyPrint tells Pillow to pass over what is missing at a picture's end; here it is a fault.
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its size: we judge that ourselves
            picture = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
        with picture:
            yield picture
    except FileFault:
        raise
    except Image.DecompressionBombError:
        raise FileFault(f"it has more than {PIXELS // 1_000_000} million pixels") from None
    except Exception:  # Pillow raises many types on broken files
        raise FileFault(_BROKEN) from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
