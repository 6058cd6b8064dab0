"""The README's picture: covers and inner pages of the five briefs, side by side.

    make briefs
    .venv/bin/python scripts/pictures.py [out] [docs/pictures/briefs.png]

Reads the PDFs that a build wrote and writes one PNG. Needs what `make test` installs
(pypdfium2; Pillow comes with matplotlib).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageFilter

PAGES = (
    ("it-chefer-om-kundservice", 2),
    ("se-kunden", 4),
    ("darligere-kundeservice", 2),
    ("e-handel-och-kundtjanst", 2),
    ("kundtjanster-behover-forbattras", 2),
)
"""Each study, and the inner page that stands below its cover."""

WIDTH = 1600
GAP = 28
MARGIN = 40
GROUND = "#e9e7e3"
SHADOW, SOFTNESS = (60, 56, 50), 9
A4 = 297 / 210
COLOURS = 256


@dataclass(frozen=True, slots=True)
class Tile:
    """A page and where its upper left corner stands, in px."""

    picture: Image.Image
    left: int
    top: int


def page(folder: Path, study: str, number: int, size: tuple[int, int]) -> Image.Image:
    """One page of a brief as a picture of this size; pages count from 1."""
    with pypdfium2.PdfDocument(folder / study / f"{study}.pdf") as document:
        sheet = document[number - 1]
        # Drawn at four times the size and made smaller: thin lines and small type stay clean.
        drawn: Image.Image = sheet.render(scale=4 * size[0] / sheet.get_width()).to_pil()
    return drawn.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def tiles(folder: Path) -> list[Tile]:
    """The covers in one row, an inner page of each brief below."""
    width = (WIDTH - 2 * MARGIN - (len(PAGES) - 1) * GAP) // len(PAGES)
    size = (width, round(width * A4))
    found = []
    for column, (study, inner) in enumerate(PAGES):
        left = MARGIN + column * (width + GAP)
        for row, number in enumerate((1, inner)):
            top = MARGIN + row * (size[1] + GAP)
            found.append(Tile(page(folder, study, number, size), left, top))
    return found


def composed(placed: Sequence[Tile]) -> Image.Image:
    """All tiles on one ground, each with a soft shadow."""
    height = max(tile.top + tile.picture.height for tile in placed) + MARGIN
    picture = Image.new("RGB", (WIDTH, height), GROUND)
    shade = Image.new("L", picture.size, 0)
    for tile in placed:
        shade.paste(90, (tile.left, tile.top + 4), Image.new("L", tile.picture.size, 255))
    picture.paste(SHADOW, (0, 0), shade.filter(ImageFilter.GaussianBlur(SOFTNESS)))
    for tile in placed:
        picture.paste(tile.picture, (tile.left, tile.top))
    return picture


def main(arguments: Sequence[str]) -> int:
    """Write the picture; returns the exit code."""
    folder = Path(arguments[0] if arguments else "out")
    target = Path(arguments[1] if len(arguments) > 1 else "docs/pictures/briefs.png")
    missing = [study for study, _ in PAGES if not (folder / study / f"{study}.pdf").is_file()]
    if missing:
        print(f"{folder} lacks the briefs {', '.join(missing)}: run `make briefs`", file=sys.stderr)
        return 2
    picture = composed(tiles(folder)).quantize(COLOURS, kmeans=3, dither=Image.Dither.NONE)
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.save(target, optimize=True)
    print(f"{target} ({target.stat().st_size // 1000} kB)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
