"""The files that a brief carries, taken out of its PDF again.

A PDF may come from anybody. Its names are looked at before anything is unpacked,
what is unpacked is held to limits, and of what comes out only that is written
which a brief can carry.
"""

from __future__ import annotations

import json
import posixpath
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from reportgen.limits import CARRIED_SIZE, CARRIED_TOTAL, USUAL, Limits
from reportgen.outputs.artifact import Artifact
from reportgen.outputs.data import BRAND_FILE, flat, is_csv_of_ours
from reportgen.problems import Problem, Problems, Span
from reportgen.source import Mapping as Table
from reportgen.source import Node, Scalar, parse_yaml, too_large

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import StreamObject

_RESULTS = ("results.csv", "results.json")
_STUDY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\.yml")
_BRANDS = ("brand.yml", "brand.yaml")
"""How a brand file's name ends: no program runs one of that name."""
_PICTURES = (".png", ".jpg", ".jpeg", ".svg")
_SEEN = (b"\x89PNG\r\n\x1a\n", b"<svg ")
"""How a logo begins that was made anew, whatever its file is called."""
_TAIL = 1024
"""Bytes at the end of a PDF, in which it says where its parts lie."""
_MOST_FILES = 40
"""A brief carries some ten."""
_EFFORT, _AT_ONCE = 30_000, 2_000
"""So many times a PDF may be read from; of a long stretch, so many bytes count as one time more."""
_OF_OBJECT = 50
"""Bytes of structure that an object has at least: a page has some hundred and fifty of them."""
_LONGEST_NAME, _LONGEST_PATH = 255, 1_000
"""Bytes that a file system takes at least."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a brief carries: the study's place among its files, and the files."""

    study: str
    files: tuple[Artifact, ...]


def files_carried(content: bytes, shown_as: str, most: Limits = USUAL) -> Carried:
    """The files inside a PDF, each with the place where a build finds it.

    The brand lies where the study looks for it. `shown_as` is what problems
    call the PDF; `most` are the limits of the project. Raises `Problems`: FILE108
    where it is no PDF, or a broken one, FILE109 where it carries something else
    than a brief does, FILE103 where its study or brand is larger than `most` allows.
    """
    carried = _read(content, shown_as, most)
    studies = [name for name in carried if _STUDY.fullmatch(name)]
    if len(studies) != 1 or not _is_study(carried[studies[0]], studies[0], most):
        raise _not_ours("the PDF carries no study", shown_as)
    (study,) = studies
    for name in _RESULTS:
        if name in carried and not _are_results(carried[name], name, study):
            raise _not_ours(f"“{name}” in the PDF is not as reportgen writes it", shown_as)
    places = {name: name for name in carried}
    if BRAND_FILE in carried:
        places[study], brand = _places(study, _brand_of(carried[study], most))
        places[BRAND_FILE] = brand
        for path in _pictures_of(carried[BRAND_FILE], most):
            if flat(path) in carried:
                places[flat(path)] = posixpath.normpath(posixpath.join(brand, "..", path))
    _refuse_names(places.values(), shown_as)
    files = tuple(Artifact(places[name], carried[name]) for name in sorted(carried))
    return Carried(places[study], files)


def _not_ours(message: str, shown_as: str) -> Problems:
    remedy = "name a brief that reportgen made: every one carries its data"
    return Problems([Problem(code="FILE109", message=message, span=Span(shown_as), remedy=remedy)])


def _refuse_names(places: Iterable[str], shown_as: str) -> None:
    """Raises FILE109 for a place that cannot be, so that nothing is begun."""
    taken = [*places]
    folders = {place[: end.start()] for place in taken for end in re.finditer("/", place)}
    if len({*taken, *folders}) != len(taken) + len(folders):
        raise _not_ours("two files in the PDF have the same name", shown_as)
    for place in taken:
        longest = max(len(name.encode()) for name in place.split("/"))
        if longest > _LONGEST_NAME or len(place.encode()) > _LONGEST_PATH:
            raise _not_ours(f"a file in the PDF has too long a name: {place[:40]}…", shown_as)


# --- Out of the PDF ---------------------------------------------------------------------------


class _Effort(BytesIO):
    """A PDF's bytes, which can be read for so long and no longer."""

    left = _EFFORT

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.left -= 1 + len(found) // _AT_ONCE
        if self.left < 0:
            raise ValueError
        return found


def _opened(content: bytes, most: int) -> PdfReader:
    """A reader that unpacks at most so many bytes of the PDF's structure.

    Raises any exception of pypdf's, or its own, where the PDF is a broken one.
    """
    from pypdf import PdfReader
    from pypdf.generic import DecodedStreamObject, PdfObject, StreamObject

    class Reader(PdfReader):
        left = most

        def cache_indirect_object(
            self, generation: int, idnum: int, obj: PdfObject | None
        ) -> PdfObject | None:
            # Every object comes by here before anybody asks for what is packed in it.
            if isinstance(obj, StreamObject) and "/Type" in obj and str(obj["/Type"]) in _STRUCTURE:
                # pypdf goes on after some errors: then nothing is left.
                left, self.left = self.left, 0
                unpacked = _unpacked(obj, left)
                self.left = left - len(unpacked)
                obj.decoded_self = DecodedStreamObject()
                obj.decoded_self.set_data(unpacked)
            return super().cache_indirect_object(generation, idnum, obj)

    if not content.startswith(b"%PDF-") or b"startxref" not in content[-_TAIL:]:
        raise ValueError  # before anybody looks for its parts elsewhere in it
    reader = Reader(_Effort(content), strict=True, xref_stream_maximum_entries=most // _OF_OBJECT)
    if reader.is_encrypted:
        raise ValueError
    return reader


_STRUCTURE = ("/XRef", "/ObjStm")
"""What pypdf unpacks to find its way: tables of a PDF's objects, and objects in one stream."""


class _TooMuch(ValueError):  # noqa: N818 - a fault found in a file, not a mistake
    """What unpacks to more than it may."""


def _unpacked(stream: StreamObject, most: int) -> bytes:
    """What lies in a stream: as it is, or deflated. Raises _TooMuch, ValueError or zlib.error."""
    from pypdf.generic import StreamObject

    packed = StreamObject.get_data(stream)  # as it stands in the file
    filters = stream.get("/Filter")
    if filters not in (None, "/FlateDecode") or "/DecodeParms" in stream:
        raise ValueError
    if filters is None or not packed:
        found, whole = packed, True
    else:
        inflating = zlib.decompressobj()
        found = inflating.decompress(packed, most + 1)
        whole = inflating.eof or len(found) > most
    if len(found) > most:
        raise _TooMuch
    if not whole:
        raise ValueError
    return found


def _read(content: bytes, shown_as: str, most: Limits) -> dict[str, bytes]:
    """Every attached file by its name, of those that a brief carries."""
    import logging

    # It says on stderr what it makes of a broken file; one sentence of ours is enough.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return _of_a_brief(_opened(content, most.structure_size), shown_as, most)
    except Problems:
        raise
    except Exception as error:  # pypdf raises many types on broken files
        message, remedy = _why(error, most.structure_size)
        found = Problem(code="FILE108", message=message, span=Span(shown_as), remedy=remedy)
        raise Problems([found]) from None


def _why(error: Exception, most: int) -> tuple[str, str]:
    """What to say of a PDF that could not be read, and what to do."""
    from pypdf.errors import LimitReachedError

    longer = "a brief so long needs “structure-size” raised, under [limits] in the settings"
    kinds = type(error), type(error.__cause__)
    if _TooMuch in kinds:
        return f"the PDF's structure is larger than {most / 1_000_000:g} MB", longer
    if LimitReachedError in kinds:
        return f"the PDF has more than {most // _OF_OBJECT} objects", longer
    return "this is not a PDF, or a broken one", "name a brief as reportgen made it"


def _of_a_brief(reader: PdfReader, shown_as: str, most: Limits) -> dict[str, bytes]:
    """The files whose name and beginning are those of a brief's; nothing else is unpacked whole."""
    found: dict[str, bytes] = {}
    left = CARRIED_TOTAL
    for entry in islice(reader.attachment_list, _MOST_FILES):
        name = str(entry.name)
        if name in found or not _ours(name):
            continue
        files: Any = entry.pdf_object["/EF"]
        stream = (files["/UF"] if "/UF" in files else files["/F"]).get_object()
        content = _attached(stream, name, left, shown_as, most)
        if not name.lower().endswith(_PICTURES) or content.startswith(_SEEN):
            found[name] = content
            left -= len(content)
    return found


def _attached(stream: StreamObject, name: str, left: int, shown_as: str, most: Limits) -> bytes:
    """An attached file. Raises `Problems` where it is larger than a brief's may be."""
    yaml = name == BRAND_FILE or _STUDY.fullmatch(name)
    own = most.file_size if yaml else CARRIED_SIZE
    try:
        return _unpacked(stream, min(own, left))
    except _TooMuch:
        if left < own:
            size = f"{CARRIED_TOTAL / 1_000_000:g} MB"
            raise _not_ours(f"the files in the PDF are larger than {size}", shown_as) from None
        if yaml:
            raise Problems([too_large(f"{shown_as}: {name}", own)]) from None
        size = f"{CARRIED_SIZE / 1_000_000:g} MB"
        raise _not_ours(f"“{name}” in the PDF is larger than {size}", shown_as) from None


# --- What a brief carries ---------------------------------------------------------------------


def _ours(name: str) -> bool:
    """Whether a brief may carry such a file: anything else could be one that a program runs."""
    if name in (BRAND_FILE, *_RESULTS) or _STUDY.fullmatch(name):
        return True
    return _plain_name(name) and name.lower().endswith(_PICTURES)


def _is_study(text: bytes, name: str, most: Limits) -> bool:
    """Whether it is what its name says, and not what another program reads under that name."""
    from reportgen.study.model import Study

    root = _parsed(text, most)
    if not isinstance(root, Table):
        return False
    told = root.get("id")
    keys = {key.text for key, _ in root.pairs}
    return isinstance(told, Scalar) and f"{told.text}.yml" == name and keys <= {*Study.model_fields}


def _are_results(content: bytes, name: str, study: str) -> bool:
    """Whether results are such as a build writes for that study."""
    if name == "results.csv":
        return is_csv_of_ours(content)
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, Mapping) and f"{told.get('study')}.yml" == study


def _plain_name(name: str) -> bool:
    return name[:1] not in ("", ".") and not set("/\\\0:") & set(name) and name.isprintable()


def _plain_path(path: str) -> bool:
    return all(part == ".." or _plain_name(part) for part in path.split("/"))


def _parsed(text: bytes, most: Limits) -> Node | None:
    """A YAML file's root; None where it cannot be read: a build will say why."""
    try:
        return parse_yaml(text.decode("utf-8"), "", most)
    except (Problems, UnicodeDecodeError):
        return None


def _brand_of(study: bytes, most: Limits) -> str:
    """What a study says about its brand; empty where that cannot be read."""
    root = _parsed(study, most)
    node = root.get("brand") if isinstance(root, Table) else None
    return node.text if isinstance(node, Scalar) else ""


def _pictures_of(brand: bytes, most: Limits) -> Iterator[str]:
    """Every text under a brand file's logo that may be the path of a picture in its folder."""
    root = _parsed(brand, most)
    waiting = [root.get("logo")] if isinstance(root, Table) else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, Table):
            waiting += [value for _, value in node.pairs]
        elif isinstance(node, Scalar):
            path = posixpath.normpath(node.text)
            if not path.startswith(("..", "/")) and _plain_path(path):
                yield path


def _places(study: str, brand: str) -> tuple[str, str]:
    """Where study and brand go, so that the one finds the other."""
    path = posixpath.normpath(brand)
    if brand in ("", "auto", ".", "..") or path.startswith("/") or not _plain_path(path):
        return study, BRAND_FILE
    if "/" not in brand and not brand.endswith((".yml", ".yaml")):
        return study, f"brands/{brand}/{BRAND_FILE}"
    if not path.endswith((".yml", ".yaml")):
        path = posixpath.join(path, BRAND_FILE)
    elif not path.endswith(_BRANDS):
        return study, BRAND_FILE
    # A brand above the study: the study goes as many folders down instead.
    parts = path.split("/")
    up = sum(part == ".." for part in parts)
    return "/".join(["study"] * up + [study]), "/".join(parts[up:])
