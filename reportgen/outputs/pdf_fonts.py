"""A brand's faces for WeasyPrint, straight from the files where they lie.

An @font-face rule would have each file read, copied into a temporary folder and
copied anew for every brief. Here a set of faces is registered once and serves every
brief of the brand: a tenth of a brief in a warm process, and no file is written.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportgen.brand.brand import Face
from reportgen.ingredients import stamp_of
from reportgen.problems import Problem, Problems, Span

_BRANDS = 8
"""So many sets of faces are kept; a set holds its files open, some 100 kB a face."""


def font_configuration(faces: tuple[Face, ...]) -> Any:
    """WeasyPrint's font configuration with these faces and none of the machine's.

    Raises `Problems` (BRAND106) for a file that was sound when the brand was read, and is not.
    """
    try:
        stamps = tuple(stamp_of(face.path) for face in faces)
    except OSError as error:
        raise _unusable(str(error.filename), "there is no such file") from None
    # A file that was replaced while we watch is another face.
    return _registered(faces, stamps)


def forget() -> None:
    """Let go of all sets of faces, for they do not survive a fork.

    A newer Pango gives each a thread, which a forked process would wait for in vain.
    """
    _registered.cache_clear()


@lru_cache(maxsize=_BRANDS)
def _registered(faces: tuple[Face, ...], _as_of: tuple[tuple[int, ...], ...]) -> Any:
    from weasyprint.text.ffi import ffi, fontconfig, pangoft2

    made = _closed_configuration()
    for face in faces:
        fontconfig.FcConfigParseAndLoadFromMemory(made._config, _as_fontconfig(face), True)
        if not fontconfig.FcConfigAppFontAddFile(made._config, bytes(face.path)):
            raise _unusable(str(face.path), "fontconfig cannot read it")
    pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", made.font_map))
    return made


def _closed_configuration() -> Any:
    """A font configuration that takes no face from a document: the next brief would have it."""
    from weasyprint.logger import LOGGER
    from weasyprint.text.fonts import FontConfiguration

    class OfTheBrand(FontConfiguration):  # type: ignore[misc]
        def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
            for kind, address in rule_descriptors["src"]:
                if kind == "external":
                    with suppress(ValueError):  # the fetcher notes what it was asked for
                        url_fetcher.fetch(address)
            LOGGER.warning("Font-face %r cannot be loaded", rule_descriptors["font_family"])

    return OfTheBrand()


def _unusable(path: str, why: str) -> Problems:
    name = Path(path).name
    return Problems(
        [
            Problem(
                code="BRAND106",
                message=f"“{name}” cannot be used: {why}",
                span=Span(name),
                remedy="put a static TTF or OTF file in its place",
            )
        ]
    )


def _as_fontconfig(face: Face) -> bytes:
    """What the brand calls the face comes before what the file calls it (fonts.conf(5))."""
    from weasyprint.text.constants import FONTCONFIG_STYLE, FONTCONFIG_WEIGHT

    slant = FONTCONFIG_STYLE["italic" if face.italic else "normal"]
    # It knows weights by the hundred; a face may call itself 350.
    weight = min(900, max(100, round(face.weight / 100) * 100))
    edits = (
        f'<edit name="family" mode="prepend"><string>{escape(face.family)}</string></edit>'
        f'<edit name="slant" mode="assign_replace"><const>{slant}</const></edit>'
        f'<edit name="weight" mode="assign_replace">'
        f"<int>{FONTCONFIG_WEIGHT[weight]}</int></edit>"
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        '<fontconfig><match target="scan"><test name="file" compare="eq">'
        f"<string>{escape(str(face.path))}</string></test>{edits}</match></fontconfig>"
    ).encode()
