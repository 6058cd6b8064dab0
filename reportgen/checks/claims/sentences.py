"""Prose as the reader sees it: sentences whose letters know where they were written.

References are worded, links and marks of Markdown are gone. Every letter of a
sentence knows its place in the study's text, every reference its stretch of
the sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import NamedTuple

from reportgen.limits import SENTENCE
from reportgen.study.prose import ADDRESS, LINK, Reference, references

_BLOCK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t])|\n(?=[ \t]*#{3,6}[ \t])")
_MARKER = re.compile(r"[ \t\n]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+|#{3,6}[ \t]+|>[ \t]*)?")
_MARKUP = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|`+|\|")
# Words of a link are looked ahead so far: further, a row of brackets would be read over and over.
_URL = re.compile(rf"\]\({ADDRESS}\)|\[(?=[^\]]{{0,500}}\]\()")
_PLAIN = re.compile(r"[^\\*_`|\[\]{]+")
# White space that a line may break at is set as one space; the other kind stays.
_RUN = re.compile(r"(?P<space>[^\S\u00a0\u202f]+)|[\S\u00a0\u202f]+(?: [\S\u00a0\u202f]+)*")
_SENTENCE_ENDED = re.compile(r"(?:^|[.!?…])[\s”»\"’)]*$")
# Begins only where a run of marks does: otherwise each mark of a long one is tried.
_END = re.compile(r"(?<![.!?…])[.!?…]++[”»\"’)\]]*+(?=\s++[^\sa-zåäöæøü]|\s*+$)")
_LONGEST = 4 * SENTENCE
_LONGEST_WORD = 80
"""So far back an abbreviation may begin."""


class Bond(NamedTuple):
    """A reference and the stretch of the sentence that it prints or binds."""

    reference: Reference
    start: int
    end: int

    @property
    def is_link(self) -> bool:
        return self.reference.form == LINK


@dataclass(frozen=True, slots=True, eq=False)
class Origins:
    """Where in a field the letters of a block were written, kept run by run.

    `firsts` are the letters that begin a run, `begins` where its source begins.
    `ends` is where the source ends of a run that stands for all of it, as the
    words of a reference do; None where each letter has its own place.
    """

    firsts: list[int]
    begins: list[int]
    ends: list[int | None]

    def of(self, letter: int) -> tuple[int, int]:
        """Where the source of a letter begins and ends."""
        run = bisect_right(self.firsts, letter) - 1
        begin, end = self.begins[run], self.ends[run]
        if end is not None:
            return begin, end
        begin += letter - self.firsts[run]
        return begin, begin + 1


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as it is read; `first` is its first letter's number in its block."""

    text: str
    bonds: tuple[Bond, ...]
    origins: Origins = field(repr=False)
    first: int = 0

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where in the field the letters from start to end were written."""
        start = min(start, len(self.text) - 1)
        last = max(start, min(end, len(self.text)) - 1)
        return self.origins.of(self.first + start)[0], self.origins.of(self.first + last)[1]

    def bonds_over(self, start: int, end: int) -> tuple[Bond, ...]:
        """The references that share a letter with a stretch of the sentence."""
        return tuple(bond for bond in self.bonds if bond.start < end and start < bond.end)


class _Setting:
    """A text and its letters' origins, while a block is being set."""

    def __init__(self) -> None:
        self.text = ""
        self.origins = Origins([], [], [])
        self.bonds: list[Bond] = []

    def add(self, text: str, start: int, end: int | None = None) -> None:
        """Add letters: each from its own place, or all from one stretch."""
        for run in _RUN.finditer(text):
            letters = run[0]
            if run["space"]:
                if not self.text or self.text[-1] == " ":
                    continue
                letters = " "
            self.origins.firsts.append(len(self.text))
            self.origins.begins.append(start + (run.start() if end is None else 0))
            self.origins.ends.append(end)
            self.text += letters


def sentences_of(
    text: str,
    say: Callable[[Reference, bool], str],
    abbreviations: frozenset[str],
    before: str = "",
    bond: Reference | None = None,
    *,
    blocks: bool = True,
) -> tuple[Sentence, ...]:
    """Set a field and part it into sentences.

    `say` words a reference; its second argument tells whether it begins a
    sentence. `before` are words that stand in front of the field, such as the
    number of a key figure, printed for the reference `bond`. `blocks` is False for
    what is set in one line, where a number at the start opens no list.
    """
    found: list[Sentence] = []
    marks = _marks(text)
    starts = [0, *(match.end() for match in _BLOCK.finditer(text)), len(text)]
    for start, end in pairwise(starts):
        setting = _Setting()
        if start == 0 and before:
            setting.add(f"{before} ", 0, max(1, min(end, 1)))
            if bond is not None:
                setting.bonds.append(Bond(bond, 0, len(before)))
        marker = _MARKER.match(text, start, end) if blocks else None
        _set(text, marker.end() if marker else start, end, marks, say, setting)
        found += _parted(setting, abbreviations)
    return tuple(found)


class _Marks(NamedTuple):
    """A field's references by the place where they begin, its links also by where words end."""

    printed: dict[int, Reference]
    opening: dict[int, Reference]
    closing: dict[int, list[Reference]]


def _marks(text: str) -> _Marks:
    marks = _Marks({}, {}, {})
    for each in references(text):
        if _is_link(each, text):
            marks.opening[each.start] = each
            marks.closing.setdefault(text.find("](", each.start), []).append(each)
        else:
            marks.printed[each.start] = each
    return marks


def _set(
    text: str,
    at: int,
    end: int,
    marks: _Marks,
    say: Callable[[Reference, bool], str],
    setting: _Setting,
) -> None:
    opened: dict[int, int] = {}
    while at < end:
        plain = _PLAIN.match(text, at, end)
        if plain is not None:
            setting.add(plain[0], at)
            at = plain.end()
            continue
        if at in marks.opening:
            opened[at] = len(setting.text)
        for link in marks.closing.get(at, ()):
            if link.start in opened:
                setting.bonds.append(Bond(link, opened[link.start], len(setting.text)))
        reference = marks.printed.get(at)
        if reference is not None:
            first = len(setting.text)
            setting.add(say(reference, _begins(setting)), reference.start, reference.end)
            setting.bonds.append(Bond(reference, first, len(setting.text)))
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
    return bool(_SENTENCE_ENDED.search(setting.text[-6:]))


def _parted(setting: _Setting, abbreviations: frozenset[str]) -> Iterator[Sentence]:
    text = setting.text
    cuts = [0, *_bounded(_cuts(text, abbreviations), text)]
    # In the order of their beginnings, so that each sentence looks at its own alone.
    waiting = sorted(enumerate(setting.bonds), key=lambda each: each[1].start, reverse=True)
    near: list[tuple[int, Bond]] = []
    for start, end in pairwise(cuts):
        while start < end and text[start] == " ":
            start += 1
        stretch = text[start:end].rstrip()
        if not stretch:
            continue
        last = start + len(stretch)
        while waiting and waiting[-1][1].start < last:
            near.append(waiting.pop())
        near = [each for each in near if each[1].end > start]
        bonds = tuple(
            Bond(each.reference, max(0, each.start - start), min(len(stretch), each.end - start))
            for _, each in sorted(near, key=lambda numbered: numbered[0])
        )
        yield Sentence(stretch, bonds, setting.origins, start)


def _cuts(text: str, abbreviations: frozenset[str]) -> Iterator[int]:
    for match in _END.finditer(text):
        word = text[max(0, match.start() - _LONGEST_WORD) : match.start()].rsplit(None, 1)
        last = word[-1].lower().strip('(”»"') if word else ""
        if match[0] != "." or last not in abbreviations:
            yield match.end()


def _bounded(cuts: Iterator[int], text: str) -> Iterator[int]:
    """The ends of sentences, and more where one is longer than any reader would bear.

    The reader refuses such sentences (TEXT106); what it takes for an end and
    is none, such as an abbreviation over and over, must not cost more either.
    """
    begun = 0
    for end in chain(cuts, (len(text),)):
        while end - begun > _LONGEST:
            begun = text.rfind(" ", begun + 1, begun + _LONGEST) + 1 or begun + _LONGEST
            yield begun
        begun = end
        yield end
