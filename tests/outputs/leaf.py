"""The smallest brief there is: what a test writes on one page, in the plain brand."""

from __future__ import annotations

import datetime
from functools import cache

from reportgen import shipped
from reportgen.brand.brand import Brand
from reportgen.brand.reader import read_brand
from reportgen.pages.brief import Attachment, Brief


@cache
def brand(name: str = "neutral") -> Brand:
    return read_brand(shipped.studies_folder() / "brands" / name / "_brand.yml", name)


def leaf(inside: str, of_brand: Brand | None = None) -> Brief:
    """A brief of one page with this HTML in its body."""
    head = "<head><meta charset='utf-8'><title>Blad</title></head>"
    return Brief(
        id="blad",
        document=f"<!DOCTYPE html><html lang='sv'>{head}<body>{inside}</body></html>",
        title="Blad",
        subtitle="",
        author="Exempelbyrån",
        language="sv",
        published=datetime.date(2026, 11, 21),
        keywords=(),
        brand=of_brand or brand(),
        attachments=(Attachment("blad.txt", b"blad", "text/plain", "Bladet", "Source"),),
    )
