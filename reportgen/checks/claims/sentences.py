"""Prose as the reader sees it: sentences whose letters know where they were written.

References are worded, links and marks of Markdown are gone. Every letter of a
sentence knows its place in the study's text, every reference its stretch of
the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from reportgen.study.prose import LINK, Reference, references

_BLOCK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t])|\n(?=[ \t]*#{3,6}[ \t])")
_MARKER = re.compile(r"[ \t\n]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+|#{3,6}[ \t]+|>[ \t]*)?")
_MARKUP = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!>|~-])|\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|`+|\|")
_URL = re.compile(r"\]\([^()\s]*\)|\[(?=[^\]]*\]\()")
_PLAIN = re.compile(r"[^\\*_`|\[\]{]+")
_END = re.compile(r"[.!?…]+[”»\"’)\]]*(?=\s+[^\sa-zåäöæøü]|\s*$)")


@dataclass(frozen=True, slots=True)
class Bond:
    """A reference and the stretch of the sentence that it prints or binds."""

    reference: Reference
    start: int
    end: int

    @property
    def is_link(self) -> bool:
        return self.reference.form == LINK


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as it is read.

    `origins` holds, for each letter, where in the field its source begins and ends.
    """

    text: str
    bonds: tuple[Bond, ...]
    origins: tuple[tuple[int, int], ...] = field(repr=False)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where in the field the letters from start to end were written."""
        covered = self.origins[start : max(end, start + 1)] or self.origins[-1:]
        return covered[0][0], max(each[1] for each in covered)

    def bonds_over(self, start: int, end: int) -> tuple[Bond, ...]:
        """The references that share a letter with a stretch of the sentence."""
        return tuple(bond for bond in self.bonds if bond.start < end and start < bond.end)


class _Setting:
    """Letters and their origins, while a block is being set."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.origins: list[tuple[int, int]] = []
        self.bonds: list[Bond] = []

    def add(self, text: str, start: int, end: int | None = None) -> None:
        """Add letters: each from its own place, or all from one stretch."""
        for number, letter in enumerate(text):
            origin = (start + number, start + number + 1) if end is None else (start, end)
            if letter.isspace() and letter not in "\u00a0\u202f":
                if not self.letters or self.letters[-1] == " ":
                    continue
                letter = " "
            self.letters.append(letter)
            self.origins.append(origin)


def sentences_of(
    text: str,
    say: Callable[[Reference, bool], str],
    abbreviations: frozenset[str],
    before: str = "",
    bond: Reference | None = None,
) -> tuple[Sentence, ...]:
    """Set a field and part it into sentences.

    `say` words a reference; its second argument tells whether it begins a
    sentence. `before` are words that stand in front of the field, such as the
    number of a key figure, printed for the reference `bond`.
    """
    found: list[Sentence] = []
    known = references(text)
    starts = [0, *(match.end() for match in _BLOCK.finditer(text)), len(text)]
    for start, end in pairwise(starts):
        setting = _Setting()
        if start == 0 and before:
            setting.add(f"{before} ", 0, max(1, min(end, 1)))
            if bond is not None:
                setting.bonds.append(Bond(bond, 0, len(before)))
        _set(text, start, end, known, say, setting)
        found += _parted(setting, abbreviations)
    return tuple(found)


def _set(
    text: str,
    start: int,
    end: int,
    known: tuple[Reference, ...],
    say: Callable[[Reference, bool], str],
    setting: _Setting,
) -> None:
    marker = _MARKER.match(text, start, end)
    at = marker.end() if marker else start
    printed = {each.start: each for each in known if not _is_link(each, text)}
    links = [each for each in known if _is_link(each, text) and start <= each.start < end]
    opened: list[tuple[Reference, int]] = []
    while at < end:
        plain = _PLAIN.match(text, at, end)
        if plain is not None:
            setting.add(plain[0], at)
            at = plain.end()
            continue
        for link in links:
            if link.start == at:
                opened.append((link, len(setting.letters)))
        for link, began in opened:
            if text.startswith("](", at) and text.find("](", link.start) == at:
                setting.bonds.append(Bond(link, began, len(setting.letters)))
        reference = printed.get(at)
        if reference is not None:
            first = len(setting.letters)
            setting.add(say(reference, _begins(setting)), reference.start, reference.end)
            setting.bonds.append(Bond(reference, first, len(setting.letters)))
            at = reference.end
        else:
            at = _past_mark(text, at, end, setting)


def _past_mark(text: str, at: int, end: int, setting: _Setting) -> int:
    """Past a letter that may be a mark of Markdown; where it is none, it is set."""
    markup = _URL.match(text, at, end) or _MARKUP.match(text, at, end)
    if markup is None:
        setting.add(text[at], at)
        return at + 1
    if markup[0] == "\\":
        setting.add(text[at + 1], at + 1)
        return at + 2
    return markup.end()


def _is_link(reference: Reference, text: str) -> bool:
    return reference.form == LINK and text[reference.start] == "["


def _begins(setting: _Setting) -> bool:
    """Whether what comes next begins a sentence."""
    return bool(re.search(r"(?:^|[.!?…])[\s”»\"’)]*$", "".join(setting.letters[-6:])))


def _parted(setting: _Setting, abbreviations: frozenset[str]) -> Iterator[Sentence]:
    text = "".join(setting.letters)
    cuts = [0, *_cuts(text, abbreviations), len(text)]
    for start, end in pairwise(cuts):
        while start < end and text[start] == " ":
            start += 1
        stretch = text[start:end].rstrip()
        if not stretch:
            continue
        bonds = tuple(
            Bond(each.reference, max(0, each.start - start), min(len(stretch), each.end - start))
            for each in setting.bonds
            if each.start < start + len(stretch) and each.end > start
        )
        yield Sentence(stretch, bonds, tuple(setting.origins[start : start + len(stretch)]))


def _cuts(text: str, abbreviations: frozenset[str]) -> Iterator[int]:
    for match in _END.finditer(text):
        word = text[: match.start()].rsplit(None, 1)
        last = word[-1].lower().strip('(”»"') if word else ""
        if match[0] != "." or last not in abbreviations:
            yield match.end()
