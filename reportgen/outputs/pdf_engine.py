"""WeasyPrint, imported quickly and so that it sees nothing of the machine's.

Left to itself it starts over fifty processes (ldconfig, gcc and ld, which look for its
libraries by names that other systems have), and loads all of fontTools' subsetter
although HarfBuzz cuts the fonts: half of the 0.65 CPU seconds that importing it takes.
"""

from __future__ import annotations

import ctypes.util
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

_OWN_FONTS = Path(__file__).resolve().parent / "fonts.conf"
_RARELY_USED = {
    "fontTools.subset": ("Options", "Subsetter"),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}
"""What WeasyPrint wants of fontTools for fonts that no brief has: loaded when it is called."""


def the_weasyprint() -> Any:
    """The module; raises OSError where a native library is missing."""
    if "weasyprint" not in sys.modules:
        # No font of the machine may slip in for a missing letter: fontconfig sees only ours.
        os.environ["FONTCONFIG_FILE"] = str(_OWN_FONTS)
        with warnings.catch_warnings(), _by_full_name(), _later(_RARELY_USED):
            # It expects the machine's fonts; we bring our own with each document.
            warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
            _know_endings_by_heart()
            import_module("weasyprint")
    return sys.modules["weasyprint"]


def _know_endings_by_heart() -> None:
    """Media types by a file's ending, as Python knows them: the machine's list is not read."""
    import mimetypes

    if not mimetypes.inited:
        known, mimetypes.knownfiles = mimetypes.knownfiles, []
        mimetypes.init()
        mimetypes.knownfiles = known


@contextmanager
def _by_full_name() -> Iterator[None]:
    """Libraries are opened by the names that the system's own loader knows.

    WeasyPrint tries names without their endings first; ctypes asks a compiler for those.
    Elsewhere than on Linux it looks into folders only, and may need to.
    """
    usual = ctypes.util.find_library
    if sys.platform.startswith("linux"):
        ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = usual


@contextmanager
def _later(wanted: dict[str, tuple[str, ...]]) -> Iterator[None]:
    """Stand-ins for modules, each of which loads the module when something in it is called."""
    missing = [name for name in wanted if name not in sys.modules]
    for name in missing:
        stand_in = ModuleType(name)
        for part in wanted[name]:
            setattr(stand_in, part, _calling(name, part))
        sys.modules[name] = stand_in
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]


def _calling(name: str, part: str) -> Any:
    def call(*given: Any, **named: Any) -> Any:
        return getattr(import_module(name), part)(*given, **named)

    return call
