"""Prose in a shape that no page can hold, or that would take minutes to lay out (TEXT106).

So are blocks here of which Markdown's own reader would leave words out, or print other
numbers than stand there, without a word about it (TEXT105). Everything looks once at each
letter, and at most texts only at their length.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reportgen.limits import NESTING, SENTENCE, TABLE_COLUMNS, TABLE_ROWS, WORD
from reportgen.study.prose import LINK, ProseFault, references

if TYPE_CHECKING:
    from markdown_it.token import Token

_WORD = re.compile(r"(?<![^ \t\r\n])[^ \t\r\n]+")
_BLOCK_ENDS = r"\n[ \t>]*\n|\n(?=[ \t>]*(?:[-*+|]|\d{1,3}[.)])[ \t])|\n(?=[ \t]*\|)"
_SENTENCE_ENDS = re.compile(rf"(?<![.!?…])[.!?…]++[”»\"’)\]*_]*+(?=\s)|{_BLOCK_ENDS}")
_TABLE_RULE = re.compile(r"[ \t>]*+[|:-][|: \t-]*+$")
_A_TABLES_RULE = re.compile(r"(?m)^[ \t>]*+[|:-][|: \t-]*+\r?$")
# What may open a list or a quotation, more often than may stand in one another; or an indent.
_NESTED = re.compile(rf"(?m)^(?:[ \t]|>|(?:[-*+]|\d{{1,9}}[.)])(?=[ \t])){{{NESTING + 1},}}")
# What may open a block of code with words behind it, which name its language.
_FENCE = re.compile(r"(?<!`)`{3,}+[ \t]*+[^\s`]|(?<!~)~{3,}+[ \t]*+\S")
# What may be a heading, or the line under one, and what may be an item with a number, each
# behind the signs that open lists and quotations.
_INDENTED = r"(?m)^(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*+"
_HEADING = re.compile(rf"{_INDENTED}(?:#{{1,2}}(?=[ \t]|$)|=+[ \t]*$|-+[ \t]*$)")
_NUMBERED = re.compile(r"(?m)^(?:[ \t>]|[-*+](?=[ \t]))*+\d{1,9}[.)](?=[ \t]|$)")
_NUMBER_ON_NEXT_LINE = re.compile(r"\n[ \t]*(?P<number>\d{1,3}[.)])[ \t]")
_CODE = re.compile(
    r"(?<![\\`])(?:\\\\)*+(?P<signs>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=signs)(?!`)", re.DOTALL
)
_CODE_BLOCK = re.compile(r"`{3}|~{3}|(?m:^)[ \t>*+.)\d-]*(?: {4}|\t)")
_SPLIT_REFERENCE = re.compile(r"(?<!\\)\{[^{}\n|]*(?<!\\)\|[^{}\n]*\}")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_CELL_ENDS = re.compile(r"(?<!\\)\|")
_OPENING = frozenset({"blockquote_open", "bullet_list_open", "ordered_list_open"})


def shape_faults(text: str, blocks: bool = True) -> Iterator[ProseFault]:
    """What is too long, too wide or too deep in one prose text, or would be printed otherwise.

    `blocks` is False for what is set in one line, a title for one: there a number begins no list.
    """
    if len(text) > WORD:
        yield from _long_words(text)
    if len(text) > SENTENCE:
        yield from _long_sentences(text)
    if "|" in text:
        yield from _large_tables(text)
        if _A_TABLES_RULE.search(text):
            yield from _lost_cells(text)
    if _NESTED.search(text):
        yield from _deep_nesting(text)
    if _FENCE.search(text):
        yield from _lost_languages(text)
    if blocks and _HEADING.search(text):
        yield from _inner_headings(text)
    if blocks and _NUMBERED.search(text):
        yield from _lost_numbers(text)
        yield from _unnumbered(text)
    if "{" in text:
        yield from _lost_references(text, blocks)


def _fault(message: str, remedy: str, start: int, end: int) -> ProseFault:
    return ProseFault("TEXT106", message, remedy, start, end)


def _long_words(text: str) -> Iterator[ProseFault]:
    for match in _WORD.finditer(text):
        length = match.end() - match.start()
        if length > WORD:
            message = f"this word has {length} characters, more than {WORD}"
            yield _fault(message, "part it: no line can hold it", *match.span())


def _long_sentences(text: str) -> Iterator[ProseFault]:
    start = 0
    for end in (*(match.end() for match in _SENTENCE_ENDS.finditer(text)), len(text)):
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if end - start > SENTENCE:
            message = f"this sentence has {end - start} characters, more than {SENTENCE}"
            yield _fault(message, "part it with full stops, or make a list of it", start, end)
        start = end


def _large_tables(text: str) -> Iterator[ProseFault]:
    """Tables as Markdown has them: a line of names, one of dashes, and rows to an empty line."""
    at = 0
    columns = rows = 0
    before = ""
    for line in text.splitlines(keepends=True):
        if not line.strip():
            columns = rows = 0
        elif columns:
            rows += 1
            if rows == TABLE_ROWS + 1:
                message = f"this table has more than {TABLE_ROWS} rows"
                yield _fault(message, "show what matters in it", at, at + len(line))
        elif "|" in before and _TABLE_RULE.match(line):
            columns = line.strip(" \t\r\n>|").count("|") + 1
            if columns > TABLE_COLUMNS:
                message = f"this table has {columns} columns, more than {TABLE_COLUMNS}"
                remedy = "a page cannot hold them: show what matters"
                yield _fault(message, remedy, at, at + len(line))
        before = line
        at += len(line)


def _deep_nesting(text: str) -> Iterator[ProseFault]:
    """Asks Markdown's own reader, which leaves out, without a word, what is deeper than ten."""
    deep = 0
    for token in _blocks(text):
        deep += (token.type in _OPENING) - (token.type.replace("_close", "_open") in _OPENING
                                            and token.nesting < 0)  # fmt: skip
        if deep > NESTING and token.map:
            start = sum(len(line) for line in text.splitlines(keepends=True)[: token.map[0]])
            message = f"more than {NESTING} lists or quotations stand in one another"
            yield _fault(message, "say it in fewer levels", start, len(text))
            return


def _lost_cells(text: str) -> Iterator[ProseFault]:
    """Rows with more cells than the table's head has: the page has no column for them."""
    columns, lines = 0, _lines(text)
    for token in _blocks(text):
        if token.type == "thead_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and token.map:
            at, line = lines[token.map[0]]
            split = _SPLIT_REFERENCE.search(line)
            if split is not None:
                message = "a bar ends a table's cell, and parts this reference"
                remedy = "write \\| for the bar, as in {id\\|form}"
                yield ProseFault("TEXT105", message, remedy, at + split.start(), at + split.end())
                continue
            ends = [match.start() for match in _CELL_ENDS.finditer(line)]
            # A row may begin with a bar, which ends no cell.
            ends = ends[not line[: ends[0]].strip(" \t>") :] if ends else ends
            lost = line[ends[columns - 1] :] if 0 < columns <= len(ends) else ""
            if lost.strip("| \t"):
                start = at + ends[columns - 1]
                message = f"this row has more cells than the head of its table, which has {columns}"
                remedy = "give the head a column more; a bar that belongs to the text is \\|"
                yield ProseFault("TEXT105", message, remedy, start, start + len(lost))


def _lost_languages(text: str) -> Iterator[ProseFault]:
    """Words behind the signs that open a block of code."""
    lines = _lines(text)
    for token in _blocks(text):
        if token.type == "fence" and token.info.strip() and token.map:
            at, line = lines[token.map[0]]
            start = at + line.rindex(token.info.strip())
            message = "what stands behind the signs that open a block of code is not printed"
            remedy = "write it on the next line, or delete it"
            yield ProseFault("TEXT105", message, remedy, start, start + len(token.info.strip()))


def _inner_headings(text: str) -> Iterator[ProseFault]:
    """Headings of level 1 and 2 in lists and quotations; those outside are found by their look."""
    lines = _lines(text)
    for token in _blocks(text):
        if token.type != "heading_open" or token.tag not in ("h1", "h2") or not token.map:
            continue
        written = "#" in token.markup
        at, line = lines[token.map[0] if written else token.map[1] - 1]
        sign = token.markup if written else line.rstrip()[-1:]
        start = line.find(sign)
        if start > 3 or line[:start].strip(" "):
            end = at + start + len(token.markup) if written else at + len(line)
            message = "a heading of level 1 or 2 cannot stand in prose"
            remedy = "sections give these headings; below them use ### or a paragraph in bold"
            yield ProseFault("TEXT105", message, remedy, at + start, end)


def _unnumbered(text: str) -> Iterator[ProseFault]:
    """Lines in a paragraph that look like items: read as items, their number is none of the text.

    Only 1 begins a list right under a paragraph. The rules read such a line as an item.
    """
    lines = _lines(text)
    for token in _blocks(text):
        if token.type != "inline" or not token.map:
            continue
        for match in _NUMBER_ON_NEXT_LINE.finditer(token.content):
            at, line = lines[token.map[0] + token.content.count("\n", 0, match.start()) + 1]
            number = match["number"]
            start = at + line.index(number)
            message = f"“{number}” begins a line, but no item of a list"
            remedy = f"write {number[:-1]}\\{number[-1]}, or leave an empty line above the list"
            yield ProseFault("TEXT105", message, remedy, start, start + len(number))


class _Numbered(NamedTuple):
    """The number that an item of a list is written with, and where it stands."""

    written: str
    start: int
    end: int


def _lost_numbers(text: str) -> Iterator[ProseFault]:
    """Items whose number is not their place: a list counts by itself, from its first number."""
    for items in _numbered_lists(text):
        if {item.written for item in items} == {"1"}:
            continue
        for place, item in enumerate(items, start=1):
            if item.written != str(place):
                shown = text[item.start : item.end]
                message = f"“{shown}” makes item {place} of a list, which is counted by itself"
                number = f"{shown[:-1]}\\{shown[-1:]}"
                remedy = f"write {number} for a number that belongs to the text, or count from 1"
                yield ProseFault("TEXT105", message, remedy, item.start, item.end)
                break


def _numbered_lists(text: str) -> Iterator[list[_Numbered]]:
    """The items of each list that has numbers, those of inner lists first."""
    lines = _lines(text)
    seen: defaultdict[int, int] = defaultdict(int)  # how far each line has been looked through
    opened: list[list[_Numbered]] = []
    for token in _blocks(text):
        if token.type == "ordered_list_open":
            opened.append([])
        elif token.type == "ordered_list_close":
            yield opened.pop()
        elif token.type == "list_item_open" and token.info and token.map:
            at, line = lines[token.map[0]]
            mark = token.info + token.markup
            start = line.index(mark, seen[at])
            seen[at] = start + len(mark)
            opened[-1].append(_Numbered(token.info, at + start, at + start + len(mark)))


def _lost_references(text: str, blocks: bool) -> Iterator[ProseFault]:
    """References in code, which is printed as it stands."""
    code = [match.span() for match in _CODE.finditer(text)] if "`" in text else []
    if blocks and _CODE_BLOCK.search(text):
        ends = [*(at for at, _ in _lines(text)), len(text) + 1]
        code += [
            (ends[token.map[0]], ends[token.map[1]])
            for token in _blocks(text)
            if token.type in ("fence", "code_block") and token.map
        ]
    for reference in references(text) if code else ():
        start, end = reference.start, reference.end
        if reference.form != LINK and any(first <= start < last for first, last in code):
            message = "this stands in code, where a reference is printed as it is written"
            remedy = "take the backquotes away, or the spaces before the line"
            yield ProseFault("TEXT105", message, remedy, start, end)


def _lines(text: str) -> list[tuple[int, str]]:
    """Where each line begins, and its words; a line ends as it does for Markdown."""
    starts = [0, *(end.end() for end in _LINE_ENDS.finditer(text))]
    lines = _LINE_ENDS.split(text)
    return [(at, line.rstrip()) for at, line in zip(starts, lines, strict=True)]


# Each of the above asks for the same few texts.
@lru_cache(maxsize=4)
def _blocks(text: str) -> list[Token]:
    """The blocks of a text as Markdown's own reader finds them."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable(["inline", "reference"]).parse(text)
