"""A PDF as it lies on the table: lines of text with their places, and where there is ink."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
TOP, FOOT, SIDE = 25 * MM, 24 * MM, 20 * MM
"""The margins of an ordinary page, in points."""


@dataclass(frozen=True)
class Letter:
    text: str
    x: float  # points from the left
    y: float  # baseline, points from the top
    size: float  # points
    font: str


@dataclass(frozen=True)
class Line:
    """Letters on one baseline without a wide gap."""

    page: int  # from 0
    text: str
    x: float
    y: float
    size: float
    font: str


def squeezed(text: str) -> str:
    """The text without spaces and hyphens, so that line ends and hyphenation do not matter."""
    return re.sub(r"[\s\u00ad\u2010\x02\ufffe-]+", "", text)


class Paper:
    """A PDF to look at."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._document = pypdfium2.PdfDocument(content)

    def __len__(self) -> int:
        return len(self._document)

    @cached_property
    def lines(self) -> tuple[tuple[Line, ...], ...]:
        """The lines of every page."""
        return tuple(tuple(self._lines(number)) for number in range(len(self)))

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The text of every page, in reading order, without running heads and feet."""
        return tuple(" ".join(line.text for line in self.body(n)) for n in range(len(self)))

    @cached_property
    def text(self) -> str:
        return squeezed("".join(self.pages))

    def body(self, number: int) -> list[Line]:
        """The lines of one page between the running head and foot; all of a cover's."""
        height = self._document[number].get_height()
        if number == 0:
            return list(self.lines[number])
        return [line for line in self.lines[number] if TOP - 2 < line.y < height - FOOT + 2]

    def _lines(self, number: int) -> Iterator[Line]:
        letters: list[Letter] = []
        for letter in self._letters(number):
            if letters and not _continues(letters[-1], letter):
                yield _line(number, letters)
                letters = []
            letters.append(letter)
        if letters:
            yield _line(number, letters)

    def _letters(self, number: int) -> Iterator[Letter]:
        page = self._document[number]
        height = page.get_height()
        text = page.get_textpage()
        x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
        name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
        for index in range(text.count_chars()):
            if pdfium.FPDFText_IsGenerated(text.raw, index) == 1:
                continue
            pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
            pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
            pdfium.FPDFText_GetFontInfo(text.raw, index, name, 200, flags)
            yield Letter(
                text=chr(pdfium.FPDFText_GetUnicode(text.raw, index)),
                x=x.value,
                y=height - y.value,
                size=round(pdfium.FPDFText_GetFontSize(text.raw, index) * matrix.a, 1),
                font=name.value.decode().partition("+")[2],
            )

    def depth_of_ink(self, number: int) -> float:
        """How far down the content area of a page there is anything, from 0 to 1."""
        page = self._document[number]
        picture = page.render(scale=1, grayscale=True)
        grey = picture.to_numpy().reshape(picture.height, picture.width)
        area = grey[round(TOP) : round(page.get_height() - FOOT), :]
        ground = int(area[-1, 0])
        rows = [at for at, row in enumerate(area) if (abs(row.astype(int) - ground) > 16).any()]
        return (rows[-1] + 1) / len(area) if rows else 0.0


def _continues(before: Letter, after: Letter) -> bool:
    gap = after.x - before.x
    return abs(after.y - before.y) < 0.7 and -0.5 < gap < 2.4 * max(before.size, after.size)


def _line(number: int, letters: list[Letter]) -> Line:
    first = max(letters, key=lambda letter: letter.size)
    text = "".join(letter.text for letter in letters).replace("\x02", "-").replace("\ufffe", "-")
    return Line(number, text.strip(), letters[0].x, letters[0].y, first.size, first.font)
