"""The typefaces that come with the package, and what their letters measure.

Nothing is searched: a family is found because it stands in the table below,
and a cut because its file does. Fonts installed on the machine are never used,
so that a brief looks the same everywhere.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportgen.brand.brand import Face, Typeface
from reportgen.brand.files import FileFault, content_of
from reportgen.brand.font_outlines import refuse_endless, refuse_unseen
from reportgen.brand.font_tables import FontFault, refuse_unsound
from reportgen.limits import FONT_LETTERS, FONT_SIZE

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont


class Cut(NamedTuple):
    """One file of a family."""

    file: str
    weight: int
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """A typeface as a Python package carries it."""

    name: str
    module: str
    folder: str  # inside the module
    licence: str  # file name, in the same folder
    licence_name: str
    cuts: tuple[Cut, ...]
    tabular: bool | None = None  # whether its digits share one width; None: ask the file

    @property
    def location(self) -> Path | None:
        """The folder with the files, or None where the package is not installed."""
        root = _module_folder(self.module)
        return None if root is None else root / self.folder


class Licence(NamedTuple):
    """Under which licence a family comes, and where its text lies."""

    family: str
    name: str
    path: Path


OFL = "SIL Open Font License 1.1"


def _adobe(prefix: str) -> tuple[Cut, ...]:
    return (
        Cut(f"{prefix}-Regular.ttf", 400),
        Cut(f"{prefix}-It.ttf", 400, italic=True),
        Cut(f"{prefix}-Semibold.ttf", 600),
        Cut(f"{prefix}-SemiboldIt.ttf", 600, italic=True),
        Cut(f"{prefix}-Bold.ttf", 700),
        Cut(f"{prefix}-BoldIt.ttf", 700, italic=True),
        Cut(f"{prefix}-Black.ttf", 900),
    )


def _four(prefix: str, ending: str = "ttf") -> tuple[Cut, ...]:
    return (
        Cut(f"{prefix}-Regular.{ending}", 400),
        Cut(f"{prefix}-Italic.{ending}", 400, italic=True),
        Cut(f"{prefix}-Bold.{ending}", 700),
        Cut(f"{prefix}-BoldItalic.{ending}", 700, italic=True),
    )


def _six(prefix: str, ending: str) -> tuple[Cut, ...]:
    return (
        *_four(prefix, ending),
        Cut(f"{prefix}-SemiBold.{ending}", 600),
        Cut(f"{prefix}-SemiBoldItalic.{ending}", 600, italic=True),
    )


def _optional(name: str, prefix: str, licence: str, licence_name: str, end: str = "ttf") -> Family:
    return Family(name, "rendercv_fonts", name, licence, licence_name, _four(prefix, end))


INCLUDED = (
    Family(
        "Source Sans Pro", "font_source_sans_pro", "files", "LICENSE.txt", OFL,
        _adobe("SourceSansPro"), tabular=True,
    ),
    Family(
        "Source Serif Pro", "font_source_serif_pro", "files", "LICENSE.txt", OFL,
        _adobe("SourceSerifPro"), tabular=True,
    ),
    Family(
        "Caladea", "font_caladea", "files", "APACHE-2.0.txt", "Apache License 2.0",
        _four("Caladea"), tabular=True,
    ),
    Family(
        "Hanken Grotesk", "font_hanken_grotesk", "files", "OFL.txt", OFL,
        _six("HankenGrotesk", "otf"), tabular=True,
    ),
    Family(
        "Lato", "font_lato", "files", "OFL.txt", OFL,
        (*_four("Lato"), Cut("Lato-Black.ttf", 900)), tabular=True,
    ),
    Family(
        "Manrope", "font_manrope", "files", "OFL.txt", OFL,
        (
            Cut("Manrope-Regular.ttf", 400),
            Cut("Manrope-SemiBold.ttf", 600),
            Cut("Manrope-Bold.ttf", 700),
            Cut("Manrope-ExtraBold.ttf", 800),
        ),
        tabular=False,
    ),
    Family(
        "Red Hat Display", "font_rhd", "files", "OFL.txt", OFL,
        (
            *_six("RedHatDisplay", "ttf"),
            Cut("RedHatDisplay-ExtraBold.ttf", 800),
            Cut("RedHatDisplay-Black.ttf", 900),
        ),
        tabular=False,
    ),
)  # fmt: skip

# From the package rendercv-fonts, found where somebody installed it.
OPTIONAL = (
    _optional("Open Sans", "OpenSans", "OFL.txt", OFL),
    _optional("Roboto", "Roboto", "LICENSE.txt", "Apache License 2.0"),
    _optional("Poppins", "Poppins", "OFL.txt", OFL),
    _optional("Noto Sans", "NotoSans", "OFL.txt", OFL),
    _optional("Raleway", "Raleway", "OFL.txt", OFL),
    _optional("Ubuntu", "Ubuntu", "UFL.txt", "Ubuntu Font Licence 1.0"),
    _optional("EB Garamond", "EBGaramond", "OFL.txt", OFL),
    Family(
        "XCharter", "rendercv_fonts", "XCharter", "", "Bitstream Charter licence",
        _four("XCharter", "otf"),
    ),
)  # fmt: skip

CATALOGUE = {family.name: family for family in (*INCLUDED, *OPTIONAL)}


@cache
def _module_folder(module: str) -> Path | None:
    # A top-level package is located without being run.
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def families() -> tuple[str, ...]:
    """The names of the families that can be used here and now, sorted."""
    return tuple(sorted(name for name, family in CATALOGUE.items() if family.location is not None))


def typeface(family: str, weights: Iterable[int] = (400, 600, 700)) -> Typeface:
    """The cuts of a family that are nearest to these weights, upright and italic.

    A family with a cut at 400 always brings it, and its italic. Raises
    LookupError for a family that is not in the catalogue or whose package is
    not installed, and FileNotFoundError where a package has lost a file.
    """
    known = CATALOGUE.get(family)
    folder = known.location if known is not None else None
    if known is None or folder is None:
        raise LookupError(family)
    wanted = {400, *weights}
    chosen = {
        min(
            (cut for cut in known.cuts if cut.italic is italic),
            key=lambda cut: (abs(cut.weight - weight), -cut.weight),
            default=None,
        )
        for weight in wanted
        for italic in (False, True)
    } - {None}
    faces = [Face(family, cut.weight, cut.italic, folder / cut.file) for cut in chosen if cut]
    for face in faces:
        if not face.path.is_file():
            raise FileNotFoundError(face.path.name)
    return Typeface(family, tuple(sorted(faces, key=lambda face: (face.weight, face.italic))))


def licences() -> tuple[Licence, ...]:
    """The licence of each family that is installed, with the file that holds its text."""
    found = []
    for name in families():
        family = CATALOGUE[name]
        folder = family.location
        if folder is not None and family.licence:
            found.append(Licence(name, family.licence_name, folder / family.licence))
    return tuple(found)


# --- What is in a font file -------------------------------------------------------


@contextmanager
def _open(path: Path) -> Iterator[TTFont]:
    import logging

    from fontTools.ttLib import TTFont

    # It says on stderr what it thinks of a font; whether that can be used is ours to say.
    logger, unheard = logging.getLogger("fontTools"), logging.NullHandler()
    logger.addHandler(unheard)
    try:
        # Opened here, because fontTools leaves the file open where it is no font.
        with path.open("rb") as stream, TTFont(stream, lazy=True) as font:
            yield font
    finally:
        logger.removeHandler(unheard)


class Named:
    """How many letters the fonts of one brand name together."""

    def __init__(self) -> None:
        self._by_file: dict[Path, int] = {}

    def count(self, path: Path, letters: int) -> None:
        """Raise FontFault for the font with which there are too many; it is not counted."""
        if sum({**self._by_file, path: letters}.values()) > FONT_LETTERS:
            raise FontFault(f"with it, the brand's fonts name more than {FONT_LETTERS} letters")
        self._by_file[path] = letters


def read_face(
    path: Path, family: str, weight: int | None, italic: bool | None, named: Named | None = None
) -> Face:
    """A font file as a cut, once it has proved to be one that can be set and drawn.

    Weight and slant are taken from the file where they are None; `named` counts
    the letters of all fonts of a brand. Raises FontFault for anything but a
    static TTF or OTF with letters in it that leave a mark.
    """
    content = _content(path)
    magic = content[:4]
    if magic in (b"wOFF", b"wOF2"):
        raise FontFault("it is a web font (WOFF); charts need the TTF or OTF")
    if magic not in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
        raise FontFault("it is not a TTF or OTF font")
    (named or Named()).count(path, refuse_unsound(content))
    refuse_endless(content)
    try:
        with _open(path) as font:
            own_weight = int(font["OS/2"].usWeightClass)
            # Some cuts forget the flag, but not the angle.
            own_italic = bool(font["OS/2"].fsSelection & 1) or font["post"].italicAngle != 0
        metrics = _metrics(path)  # which will be asked for again
        refuse_unseen(content, _TO_BE_SEEN)
    except FontFault:
        raise
    except Exception as error:  # fontTools raises many types on broken files
        raise FontFault(f"it cannot be read as a font ({type(error).__name__})") from None
    if not metrics.widths.keys() >= _SWEDISH.keys():
        raise FontFault("it lacks letters of the Latin alphabet or å, ä, ö")
    return Face(
        family,
        own_weight if weight is None else weight,
        own_italic if italic is None else italic,
        path,
    )


def _content(path: Path) -> bytes:
    try:
        return content_of(path, FONT_SIZE)
    except FileFault as fault:
        raise FontFault(str(fault)) from None


class _Metrics(NamedTuple):
    letters: frozenset[int]
    widths: dict[str, float]  # of the characters measured here, in em


def _metrics(path: Path) -> _Metrics:
    state = path.stat()
    return _metrics_as_of(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _metrics_as_of(path: Path, *_: int) -> _Metrics:
    with _open(path) as font:
        return _measured(font)


def _measured(font: TTFont) -> _Metrics:
    glyphs: dict[int, str] = font.getBestCmap() or {}
    units = font["head"].unitsPerEm
    measured = [*_SWEDISH, *"0123456789"]
    widths = {
        char: font["hmtx"][glyphs[ord(char)]][0] / units for char in measured if ord(char) in glyphs
    }
    return _Metrics(frozenset(glyphs), widths)


_LATIN_1 = frozenset(range(0xA0, 0x100)) - frozenset(map(ord, "\u00ad²³¹¼½¾"))
COMMON = frozenset(range(0x20, 0x7F)) | _LATIN_1 | frozenset(map(ord, "ŁłŒœŠšŽž–—‘’‚“”„†‡•…‰‹›€™−"))
"""Letters that every included family has in each of its cuts."""
_TO_BE_SEEN = "".join(
    char
    for char in map(chr, sorted(COMMON))
    if char.isascii() or char.isalnum() or char in "–—‘’“”«»…−°"
)
"""Letters, digits and signs without which a sentence or a figure would say something else."""
_INCLUDED = frozenset(family.name for family in INCLUDED)


def letters_of(faces: Iterable[Face], text: str) -> frozenset[int]:
    """Which characters of a text one of these cuts has, and maybe others.

    Of our own families no file is opened for letters that all of them have:
    opening one takes a tenth of a second.
    """
    wanted = frozenset(map(ord, text)) - frozenset(map(ord, "\t\n\r"))  # no font draws them
    found: frozenset[int] = frozenset()
    for face in dict.fromkeys(faces):
        if face.family in _INCLUDED and face.path.parent == CATALOGUE[face.family].location:
            found |= COMMON
        if wanted - found:
            found |= _metrics(face.path).letters
    return found


def tabular_digits(face: Face) -> bool:
    """Whether the digits that come without asking for a feature share one width.

    Of our own families the table above knows: opening a font takes a tenth of a second.
    """
    known = CATALOGUE.get(face.family)
    if known is not None and known.tabular is not None and face.path.parent == known.location:
        return known.tabular
    return digits_share_a_width(face)


def digits_share_a_width(face: Face) -> bool:
    """The same, measured in the file."""
    widths = _metrics(face.path).widths
    return len({widths.get(digit, -1.0) for digit in "0123456789"}) == 1


# Shares of running Swedish, in percent of all characters: letters by their usual
# frequency, a word space after about every fifth, and a little punctuation.
_SWEDISH = {
    " ": 15.4, "a": 7.7, "b": 1.3, "c": 1.2, "d": 3.8, "e": 8.3, "f": 1.7, "g": 2.4,
    "h": 1.7, "i": 4.8, "j": 0.5, "k": 2.6, "l": 4.3, "m": 2.9, "n": 7.0, "o": 3.7,
    "p": 1.5, "q": 0.1, "r": 6.9, "s": 5.3, "t": 6.3, "u": 1.5, "v": 2.0, "w": 0.1,
    "x": 0.1, "y": 0.6, "z": 0.1, "å": 1.1, "ä": 1.5, "ö": 1.1, ".": 1.1, ",": 0.8,
}  # fmt: skip


def average_em(face: Face) -> float:
    """The average advance width of Swedish text in this cut, in em (no kerning)."""
    widths = _metrics(face.path).widths
    known = {char: share for char, share in _SWEDISH.items() if char in widths}
    return sum(widths[char] * share for char, share in known.items()) / sum(known.values())
