"""The files that a brief carries, taken out of its PDF again."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from reportgen.outputs.artifact import Artifact
from reportgen.outputs.data import BRAND_FILE, flat
from reportgen.problems import Problem, Problems, Span
from reportgen.source import Mapping, Node, Scalar, parse_yaml

_DATA = (BRAND_FILE, "results.csv", "results.json")
_STUDY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\.yml")
_PICTURES = (".png", ".jpg", ".jpeg", ".svg")
_SEEN = (b"\x89PNG\r\n\x1a\n", b"<svg ")
"""How a logo begins that was made anew, whatever its file is called."""
_TAIL = 1024
"""Bytes at the end of a PDF, in which it says where its parts lie."""
_MOST_FILES = 40
"""A brief carries some ten; each of a stranger's may come to tens of megabytes."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a brief carries: the study's place among its files, and the files."""

    study: str
    files: tuple[Artifact, ...]


def files_carried(content: bytes, shown_as: str) -> Carried:
    """The files inside a PDF, each with the place where a build finds it.

    The brand lies where the study looks for it. `shown_as` is what problems
    call the PDF. Raises `Problems`: FILE108 where it is no PDF, or a broken
    one, FILE109 where it carries nothing that a brief carries.
    """
    carried = _read(content, shown_as)
    studies = [name for name in carried if _STUDY.fullmatch(name)]
    if len(studies) != 1:
        raise Problems(
            [
                Problem(
                    code="FILE109",
                    message="the PDF carries no study",
                    span=Span(shown_as),
                    remedy="name a brief that reportgen made: every one carries its data",
                )
            ]
        )
    (study,) = studies
    places = {name: name for name in carried}
    if BRAND_FILE in carried:
        places[study], brand = _places(study, _brand_of(carried[study]))
        places[BRAND_FILE] = brand
        for path in _pictures_of(carried[BRAND_FILE]):
            if flat(path) in carried:
                places[flat(path)] = posixpath.normpath(posixpath.join(brand, "..", path))
    files = tuple(Artifact(places[name], carried[name]) for name in sorted(carried))
    return Carried(places[study], files)


def _read(content: bytes, shown_as: str) -> dict[str, bytes]:
    """Every attached file by its name, of those that a brief carries."""
    import logging

    from pypdf import PdfReader

    # It says on stderr what it makes of a broken file; one sentence of ours is enough.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        if not content.startswith(b"%PDF-") or b"startxref" not in content[-_TAIL:]:
            raise ValueError  # before anybody looks for its parts elsewhere in it
        reader = PdfReader(BytesIO(content), strict=True)
        found = reader.attachments
        attached = {name: found[name][0] for name in [*found][:_MOST_FILES]}
    except Exception:  # pypdf raises many types on broken files
        raise Problems(
            [
                Problem(
                    code="FILE108",
                    message="this is not a PDF, or a broken one",
                    span=Span(shown_as),
                    remedy="name a brief as reportgen made it",
                )
            ]
        ) from None
    return {name: data for name, data in attached.items() if _ours(name, data)}


def _ours(name: str, content: bytes) -> bool:
    """Whether a brief may carry such a file: anything else could be one that a program runs."""
    if name in _DATA or _STUDY.fullmatch(name):
        return True
    return _plain_name(name) and name.lower().endswith(_PICTURES) and content.startswith(_SEEN)


def _plain_name(name: str) -> bool:
    return name[:1] not in ("", ".") and not set("/\\\0:") & set(name) and name.isprintable()


def _plain_path(path: str) -> bool:
    return all(part == ".." or _plain_name(part) for part in path.split("/"))


def _parsed(text: bytes) -> Node | None:
    """A YAML file's root; None where it cannot be read: a build will say why."""
    try:
        return parse_yaml(text.decode("utf-8"), "")
    except (Problems, UnicodeDecodeError):
        return None


def _brand_of(study: bytes) -> str:
    """What a study says about its brand; empty where that cannot be read."""
    root = _parsed(study)
    node = root.get("brand") if isinstance(root, Mapping) else None
    return node.text if isinstance(node, Scalar) else ""


def _pictures_of(brand: bytes) -> Iterator[str]:
    """Every text under a brand file's logo that may be the path of a picture in its folder."""
    root = _parsed(brand)
    waiting = [root.get("logo")] if isinstance(root, Mapping) else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
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
    # A brand above the study: the study goes as many folders down instead.
    parts = path.split("/")
    up = sum(part == ".." for part in parts)
    return "/".join(["study"] * up + [study]), "/".join(parts[up:])
