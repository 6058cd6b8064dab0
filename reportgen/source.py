"""A text file as nodes that know their line and column.

A study or a brand may come from a stranger, so nothing is built before it was
looked at: regular files only, a size limit, strict UTF-8, no characters that
hide or reorder text. Only the YAML parser's *events* are used. Scalars stay
text; whoever reads the nodes decides what is a number, so `no`, `12:30` and
`010` mean what they look like.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from reportgen.limits import DEPTH, USUAL, Limits
from reportgen.problems import Problem, Problems, Span, did_you_mean

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
# Those of them that Python calls printable: nothing is printed for most, a box for the last two.
_PRINTABLE = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef\ufffc\ufffd"
)
# Controls, what is no character, and all that Unicode calls a format character (Cf) or lets
# programs ignore (Default_Ignorable_Code_Point): it hides letters, parts words or turns them.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    f"\U000e0000-\U000e0fff{_PRINTABLE}]"
)
_FORBIDDEN_PRINTABLE = re.compile(f"[{_PRINTABLE}]")
_SHOWN_AT_MOST = 10
_MOST_FAULTS = 100
"""A file that is wrong throughout is not explained to its end: nobody reads that far."""


# --- Places --------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class SourceText:
    """A text and where its lines begin: turns an offset into a `Span`.

    Lines end at CR, LF and CRLF only, as in YAML. Few are asked for of a file that is right.
    """

    path: str
    text: str = field(repr=False)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each line begins."""
        return (0, *(match.end() for match in _LINE_BREAK.finditer(self.text)))

    @cached_property
    def _shown(self) -> dict[int, str]:
        """Lines that were asked for."""
        return {}

    def line(self, number: int) -> str:
        """A line as it may be shown, without its end; counted from 0."""
        if number not in self._shown:
            end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
            line = self.text[self.starts[number] : end].rstrip("\r\n")
            # What is shown must not carry what is refused: an ESC would reach the terminal.
            harmless = line if _is_harmless(line) else _FORBIDDEN.sub("\ufffd", line)
            self._shown[number] = harmless
        return self._shown[number]

    def span(self, start: int, end: int | None = None) -> Span:
        """The place of `text[start:end]`, underlined to the end of its first line at most."""
        start = max(0, min(start, len(self.text)))
        line = bisect_right(self.starts, start) - 1
        column = start - self.starts[line]
        rest = len(self.line(line).rstrip()) - column
        width = max(1, min((end if end is not None else start + 1) - start, rest))
        return Span(self.path, line + 1, column + 1, width, self.line(line))

    def line_of(self, offset: int) -> int:
        """The line, from 1, in which an offset stands."""
        return bisect_right(self.starts, offset)


# --- Nodes ---------------------------------------------------------------------


class Style(Enum):
    """How a scalar is written."""

    PLAIN = "plain"
    SINGLE = "'"
    DOUBLE = '"'
    LITERAL = "|"
    FOLDED = ">"


_STYLES = {style.value: style for style in Style}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_WHITESPACE = " \t\r\n"
# What stands for one character of the value, white space apart: itself, or an escape.
_WORD, _SPACE = re.compile(r"[^ \t\r\n]+"), re.compile(r"[ \t\r\n]")
_ESCAPES = {Style.SINGLE: "''", Style.DOUBLE: "\\"}
_UNIT_SINGLE = re.compile(r"''|[^ \t\r\n]")
_UNIT_DOUBLE = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r\n|[\s\S])|[^ \t\r\n]"
)
_SPACE_ESCAPES = frozenset("ntr \t\r\n")
_RETURN = re.compile(r"\\(?:r|(?:x|u00|U000000)0[dD])")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text and how it is written; `start` and `end` are offsets in the source."""

    text: str
    style: Style
    start: int
    end: int
    source: SourceText = field(repr=False, compare=False)

    @property
    def is_null(self) -> bool:
        """Whether nothing is given: empty, `~` or `null`, without quotes."""
        return self.style is Style.PLAIN and self.text in _NULLS

    @property
    def span(self) -> Span:
        return self.source.span(self.start, max(self.end, self.start + 1))

    def span_at(self, offset: int, width: int = 1) -> Span:
        """The place in the file of `text[offset:offset + width]`.

        Exact for every character that is not white space, whatever the style:
        quoting, escapes, indentation and folding change white space only.
        """
        if not 0 <= offset <= len(self.text):
            return self.span
        first, end = self._written(offset)
        if width > 1:
            end = max(end, self._written(offset + width - 1)[1])
        return self.source.span(first, end)

    def _written(self, offset: int) -> tuple[int, int]:
        """Where in the source one character of the value is written.

        Counts the characters before it that are not white space, in both.
        """
        solid = offset - bisect_left(_spaces(self.text), offset)
        if offset < len(self.text) and self.text[offset] not in _WHITESPACE:
            return self._unit(solid) or (self.start, self.end)
        # White space has no counterpart of its own: it stands after the last other character.
        gap = offset - len(self.text[:offset].rstrip(_WHITESPACE))
        last = self._unit(solid - 1) if solid else None
        end = (last[1] if last else self.start) + gap
        return end, end + 1

    def _unit(self, number: int) -> tuple[int, int] | None:
        """Where what stands for a character of the value is written, white space not counted."""
        text, start, end = self.source.text, self.start, self.end
        if self.style in (Style.LITERAL, Style.FOLDED):
            header = _LINE_BREAK.search(text, start)
            start = header.end() if header else end
        elif self.style is not Style.PLAIN:
            start, end = start + 1, end - 1
        escape = _ESCAPES.get(self.style)
        if escape is not None and text.find(escape, start, end) >= 0:
            units = _escaped_units(self.source, start, end, self.style)
            return units[number] if number < len(units) else None
        counted, begins = _words(self.source, start, end)
        word = bisect_right(counted, number) - 1
        if number >= counted[-1]:
            return None
        at = begins[word] + number - counted[word]
        return at, at + 1


# One text is often asked for many places: kept for the last few, so that none is read twice.
@lru_cache(maxsize=8)
def _spaces(text: str) -> list[int]:
    """Where white space stands in a value."""
    return [found.start() for found in _SPACE.finditer(text)]


@lru_cache(maxsize=8)
def _words(source: SourceText, start: int, end: int) -> tuple[list[int], list[int]]:
    """How many characters stand before each word, and in all; and where each word begins."""
    counted, begins = [0], []
    for word in _WORD.finditer(source.text, start, end):
        begins.append(word.start())
        counted.append(counted[-1] + word.end() - word.start())
    return counted, begins


@lru_cache(maxsize=8)
def _escaped_units(
    source: SourceText, start: int, end: int, style: Style
) -> tuple[tuple[int, int], ...]:
    pattern = _UNIT_SINGLE if style is Style.SINGLE else _UNIT_DOUBLE
    return tuple(
        match.span()
        for match in pattern.finditer(source.text, start, end)
        if pattern is _UNIT_SINGLE or match[0][0] != "\\" or not _is_space_escape(match[0])
    )


def _is_space_escape(unit: str) -> bool:
    if unit[1] in "xuU" and len(unit) > 2:
        return int(unit[2:], 16) in (0x20, 0x09, 0x0A, 0x0D)
    return unit[1] in _SPACE_ESCAPES


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file; no key stands twice."""

    pairs: tuple[tuple[Scalar, Node], ...]
    flow: bool
    start: int
    end: int
    source: SourceText = field(repr=False, compare=False)

    @property
    def span(self) -> Span:
        """The first key, or the opening brace."""
        if self.pairs and not self.flow:
            return self.pairs[0][0].span
        return self.source.span(self.start, self.end)

    def get(self, key: str) -> Node | None:
        """The value under a key."""
        return next((value for name, value in self.pairs if name.text == key), None)

    def key(self, key: str) -> Scalar | None:
        """The key itself, for its place."""
        return next((name for name, _ in self.pairs if name.text == key), None)


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items in the order of the file."""

    items: tuple[Node, ...]
    flow: bool
    start: int
    end: int
    source: SourceText = field(repr=False, compare=False)

    @property
    def span(self) -> Span:
        """The first dash, or the opening bracket."""
        return self.source.span(self.start, self.end if self.flow else self.start + 1)


Node = Mapping | Sequence | Scalar


def plain(node: Node) -> Any:
    """The same as dicts, lists, texts and None."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.pairs}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return None if node.is_null else node.text


def scalars(node: Node) -> Iterator[Scalar]:
    """Every value that is text, in the order of the file; keys are left out."""
    if isinstance(node, Scalar):
        yield node
    else:
        inner = (value for _, value in node.pairs) if isinstance(node, Mapping) else node.items
        for child in inner:
            yield from scalars(child)


def node_at(root: Node, path: tuple[str | int, ...]) -> Node | None:
    """The node at a path of keys and indices; None where there is none."""
    node: Node | None = root
    for step in path:
        if isinstance(node, Mapping):
            node = node.get(str(step))
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def place_of(root: Node, path: tuple[str | int, ...], *, key: bool = False) -> Span:
    """The place of the value at a path, or of its key; else of its nearest parent's key."""
    node = node_at(root, path)
    if node is None:
        return place_of(root, path[:-1], key=True) if path else root.span
    parent = node_at(root, path[:-1]) if path else None
    name = parent.key(str(path[-1])) if isinstance(parent, Mapping) else None
    # A value that is not written has no width: its key shows where it is missing.
    unwritten = isinstance(node, Scalar) and node.is_null and not node.text
    return name.span if name is not None and (key or unwritten) else node.span


# --- Reading a file --------------------------------------------------------------


def read_text(path: Path, shown_as: str, limits: Limits = USUAL) -> str:
    """The text of a regular UTF-8 file of so many bytes, without its byte-order mark.

    `shown_as` is what problems call the file. Raises `Problems` (FILE101 to
    FILE107, FILE110) for anything else; it never waits on a pipe or a device.
    """
    text = decode(read_bytes(path, shown_as, limits.file_size), shown_as)
    refuse_forbidden(SourceText(shown_as, text))
    return text


def read_bytes(path: Path, shown_as: str, most: int) -> bytes:
    """The content of a regular file of at most so many bytes, which lies where it seems to.

    Raises `Problems`: FILE101, FILE102, FILE103, FILE107, FILE110.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise Problems([_not_regular(mode, path, shown_as)])
        if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
            raise Problems([_leads_away(shown_as)])
        # Between the look and the opening it may have become a pipe: do not wait on it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as stream:
            mode = os.fstat(descriptor).st_mode
            content = stream.read(most + 1) if stat.S_ISREG(mode) else None
    except (OSError, ValueError, RuntimeError) as error:
        raise Problems([_unreadable(error, path, shown_as)]) from None
    if content is None:
        raise Problems([_not_regular(mode, path, shown_as)])
    if len(content) > most:
        raise Problems([too_large(shown_as, most)])
    return content


def too_large(shown_as: str, most: int) -> Problem:
    """The complaint about a file with more than so many bytes."""
    size = f"{most // 2**20} MiB" if most % 2**20 == 0 else f"{most / 1_000_000:g} MB"
    return Problem(
        code="FILE103",
        message=f"the file is larger than {size}",
        span=Span(shown_as),
        remedy="is this the right file? a study has some 50 kB, a brand or settings some 5",
    )


def _leads_away(shown_as: str) -> Problem:
    return Problem(
        code="FILE110",
        message="this is a link that leads out of its folder",
        span=Span(shown_as),
        remedy="name the file that it leads to, or put a copy in its place",
    )


def _not_regular(mode: int, path: Path, shown_as: str) -> Problem:
    if stat.S_ISDIR(mode):
        # A link shows nothing of where it leads.
        here = () if path.is_symlink() else path.glob("*.yml")
        inside = sorted(child.name for child in here)[:5]
        remedy = f"name a file in it: {', '.join(inside)}" if inside else "name a file"
        return Problem(
            code="FILE102", message="this is a directory", span=Span(shown_as), remedy=remedy
        )
    return Problem(
        code="FILE102",
        message="this is a pipe, a socket or a device, not a regular file",
        span=Span(shown_as),
        remedy="name a file; to read from a pipe give - for the file",
    )


def _unreadable(error: Exception, path: Path, shown_as: str) -> Problem:
    number = error.errno if isinstance(error, OSError) else errno.ENOENT
    if number == errno.ENOENT and path.is_symlink():
        message, remedy = "this is a link that leads nowhere", "name the file itself"
        return Problem(code="FILE107", message=message, span=Span(shown_as), remedy=remedy)
    if number in (errno.ENOENT, errno.ENOTDIR):
        try:
            siblings = [child.name for child in path.parent.glob("*.y*ml")]
        except (OSError, ValueError):
            siblings = []
        remedy = did_you_mean(path.name, siblings) if siblings else ""
        return Problem(
            code="FILE101", message="there is no such file", span=Span(shown_as), remedy=remedy
        )
    message, remedy = {
        errno.EACCES: ("the file may not be read", "give yourself the right to read it"),
        errno.EPERM: ("the file may not be read", "give yourself the right to read it"),
        errno.ELOOP: ("its symbolic links lead back to themselves", "name the file itself"),
        errno.ENAMETOOLONG: ("the name is too long for a file", ""),
    }.get(number or 0, ("the file cannot be read", "is its disk or network drive in order?"))
    return Problem(code="FILE107", message=message, span=Span(shown_as), remedy=remedy)


_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_SAVE_AS_UTF8 = "save the file again with the encoding UTF-8"


def decode(content: bytes, shown_as: str) -> str:
    """Bytes as strict UTF-8; a byte-order mark at the start is dropped."""
    for mark, name in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            raise Problems(
                [
                    Problem(
                        code="FILE104",
                        message=f"the file is {name}, not UTF-8",
                        span=Span(shown_as),
                        remedy=_SAVE_AS_UTF8,
                    )
                ]
            )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problems([_not_utf8(content, error.start, shown_as)]) from None


def _not_utf8(content: bytes, offset: int, shown_as: str) -> Problem:
    if b"\x00" in content:
        return Problem(
            code="FILE104",
            message="this is not a text file",
            span=Span(shown_as),
            remedy="name a file written in YAML",
        )
    # One byte is one character in Latin-1, so offsets hold within the line.
    before = _LINE_BREAK.split(content[:offset].decode("utf-8-sig", "replace"))
    line_rest = _LINE_BREAK.split(content[offset : offset + 500].decode("latin-1"))[0]
    shown = _FORBIDDEN.sub("\ufffd", before[-1] + line_rest)
    span = Span(shown_as, len(before), len(before[-1]) + 1, 1, shown)
    letter = content[offset : offset + 1].decode("latin-1")
    seems = f", which is “{letter}” in Latin-1" if letter.isalpha() else ""
    return Problem(
        code="FILE104",
        message=f"the file is not UTF-8: here stands the byte {content[offset]:02X}{seems}",
        span=span,
        remedy=_SAVE_AS_UTF8,
    )


def refuse_forbidden(source: SourceText) -> None:
    """Raise FILE105 for characters that hide, reorder or break text (the first ten)."""
    if _is_harmless(source.text.replace("\n", "").replace("\u00a0", "")):
        return
    found = []
    for match in _FORBIDDEN.finditer(source.text):
        found.append(_forbidden_problem(match[0], source.span(match.start())))
        if len(found) == _SHOWN_AT_MOST:
            break
    if found:
        raise Problems(found)


def _is_harmless(text: str) -> bool:
    """Whether nothing forbidden is in a text; a no may be wrong, as of a tab."""
    # To see that no character is unprintable takes a tenth of looking for those forbidden.
    return text.isprintable() and (text.isascii() or _FORBIDDEN_PRINTABLE.search(text) is None)


def _forbidden_problem(char: str, span: Span) -> Problem:
    return Problem(
        code="FILE105",
        message=f"U+{ord(char):04X}, {_what_it_is(ord(char))}, is not allowed",
        span=span,
        remedy=(
            "delete it: words are hyphenated where a line needs it, by the language's rules"
            if char == "\u00ad"
            else "delete it: it is invisible, and often comes along when text is pasted"
        ),
    )


def _return_problem(scalar: Scalar) -> Problem:
    """A carriage return, which only an escape can bring: YAML reads those of the file as \\n."""
    units = _UNIT_DOUBLE.finditer(scalar.source.text, scalar.start + 1, scalar.end - 1)
    start, end = next(
        (unit.span() for unit in units if _RETURN.fullmatch(unit[0])), (scalar.start, scalar.end)
    )
    return Problem(
        code="FILE105",
        message="U+000D, a carriage return, is not allowed",
        span=scalar.source.span(start, end),
        remedy="write \\n where a line ends, or put the text under |",
    )


def _what_it_is(code: int) -> str:
    if code in (0x2028, 0x2029):
        return "a line or paragraph separator"
    if code in (0x061C, 0x200E, 0x200F) or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        return "a character that turns the direction of text"
    if code == 0x00AD:
        return "a soft hyphen"
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return "which chooses another form of the letter before it"
    if 0xD800 <= code <= 0xDFFF:
        return "half of a surrogate pair"
    if code == 0xFEFF:
        return "a byte-order mark in the middle of the text"
    if code == 0xFFFD:
        return "which stands for a letter that was lost"
    if code in (0xFFFE, 0xFFFF):
        return "no character"
    return "an invisible character" if code > 0xFF else "a control character"


# --- Parsing -----------------------------------------------------------------------


def parse_yaml(text: str, shown_as: str, limits: Limits = USUAL) -> Mapping:
    """The keys and values of a YAML text, each with its place.

    Raises `Problems`: YAML101 syntax, YAML102 equal keys, YAML103 aliases, tags,
    merge keys and second documents, YAML104 too deep or too many nodes, FILE105
    and FILE106. All faults up to the first syntax error are reported together,
    the first hundred.
    """
    source = SourceText(shown_as, text.removeprefix("\ufeff"))
    refuse_forbidden(source)
    builder = _Builder(source, limits)
    try:
        for event in yaml.parse(source.text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        builder.faults.append(_problem(*_explain_syntax(error, builder)))
    except (yaml.YAMLError, ValueError, OverflowError):
        # Escapes beyond Unicode, which the loader in Python meets in ways of its own.
        end = source.span(builder.last_end)
        builder.faults.append(_problem("YAML101", "this is not valid YAML", end, ""))
    except _TooMuch:
        pass
    return builder.finish()


def _problem(code: str, message: str, span: Span, remedy: str) -> Problem:
    return Problem(code=code, message=message, span=span, remedy=remedy)


class _TooMuch(Exception):  # noqa: N818 - not an error of the program
    """Stops the parser at once: the problem is already among the faults."""


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been seen."""

    is_mapping: bool
    flow: bool
    start: int
    children: list[Node] = field(default_factory=list)
    starts_of_keys: dict[str, int] = field(default_factory=dict)


class _Builder:
    """Nodes from events, without recursion; lives for one parse."""

    def __init__(self, source: SourceText, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.faults: list[Problem] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.nodes = 0
        self.documents = 0
        self.last: Node | None = None

    @property
    def last_end(self) -> int:
        return self.last.end if self.last else 0

    def fault(self, code: str, message: str, span: Span, remedy: str) -> None:
        self.faults.append(_problem(code, message, span, remedy))
        if len(self.faults) == _MOST_FAULTS:
            raise _TooMuch

    def take(self, event: yaml.Event) -> None:
        assert event.start_mark is not None and event.end_mark is not None
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None or event.tag is not None:
                self._refuse_properties(event, start)
            style = _STYLES.get(event.style or "", Style.PLAIN)
            self._add(self._scalar(event.value, style, start, end))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._refuse_properties(event, start)
            self._count(start)
            if len(self.stack) == DEPTH:
                self._stop(f"more than {DEPTH} levels stand inside one another", start)
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            self.stack.append(_Open(is_mapping, bool(event.flow_style), start))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._close(end)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event, start)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event, start, end)

    def _scalar(self, text: str, style: Style, start: int, end: int) -> Scalar:
        scalar = Scalar(text, style, start, end, self.source)
        self._count(start)
        if len(text) > self.limits.text:
            self.fault(
                "YAML104",
                f"this text has {len(text)} characters, more than {self.limits.text}",
                scalar.span,
                "divide it into several blocks of text",
            )
        # The source was screened before; here it comes out of an escape such as "\0".
        match = _FORBIDDEN.search(text) if style is Style.DOUBLE else None
        if match is not None:
            self.faults.append(_forbidden_problem(match[0], scalar.span_at(match.start())))
        elif "\r" in text:
            self.faults.append(_return_problem(scalar))
        return scalar

    def _add(self, node: Node) -> None:
        self.last = node
        if not self.stack:
            self.root = node if self.root is None else self.root
            return
        parent = self.stack[-1]
        if parent.is_mapping and len(parent.children) % 2 == 0:
            node = self._as_key(node, parent)
        parent.children.append(node)

    def _as_key(self, node: Node, parent: _Open) -> Scalar:
        if not isinstance(node, Scalar):
            remedy = "a text that begins with “{” or “[” stands in quotes"
            self.fault("YAML103", "a key must be plain text", node.span, remedy)
            return Scalar("", Style.PLAIN, node.start, node.end, self.source)
        if node.text == "<<" and node.style is Style.PLAIN:
            remedy = "write the keys out where they belong"
            self.fault("YAML103", "merge keys (<<) are not allowed", node.span, remedy)
        earlier = parent.starts_of_keys.setdefault(node.text, node.start)
        if earlier != node.start:
            lines = " and ".join(str(self.source.line_of(at)) for at in (earlier, node.start))
            message = f"the key “{node.text}” stands twice, on lines {lines}"
            self.fault("YAML102", message, node.span, "keep one of them")
        return node

    def _close(self, end: int) -> None:
        done = self.stack.pop()
        children = tuple(done.children)
        node: Node
        if done.is_mapping:
            unique: dict[str, tuple[Scalar, Node]] = {}
            for key, value in zip(children[::2], children[1::2], strict=True):
                assert isinstance(key, Scalar)
                unique.setdefault(key.text, (key, value))
            node = Mapping(tuple(unique.values()), done.flow, done.start, end, self.source)
        else:
            node = Sequence(children, done.flow, done.start, end, self.source)
        self._add(node)

    def _count(self, start: int) -> None:
        self.nodes += 1
        if self.nodes > self.limits.values:
            self._stop(f"the file has more than {self.limits.values} values", start)

    def _stop(self, message: str, start: int) -> None:
        span = self.source.span(start)
        self.faults.append(_problem("YAML104", message, span, "make the file simpler"))
        raise _TooMuch

    def _document(self, event: yaml.DocumentStartEvent, start: int) -> None:
        self.documents += 1
        if self.documents == 2:
            remedy = "one study is one file: move what follows to a file of its own"
            message = "a second document begins here"
            self.fault("YAML103", message, self.source.span(start, start + 3), remedy)
            raise _TooMuch
        if event.tags:
            span = self.source.span(start, start + 4)
            self.fault("YAML103", "tags are not allowed", span, "delete the %TAG line")

    def _alias(self, event: yaml.AliasEvent, start: int, end: int) -> None:
        message = f"aliases (*{event.anchor}) are not allowed"
        remedy = "write the value out; a text that begins with “*” stands in quotes"
        self.fault("YAML103", message, self.source.span(start, end), remedy)
        self._count(start)
        self._add(Scalar("", Style.PLAIN, start, end, self.source))

    def _refuse_properties(self, event: yaml.NodeEvent, start: int) -> None:
        if event.anchor is not None:
            message = f"anchors (&{event.anchor}) are not allowed"
            remedy = "a text that begins with “&” stands in quotes"
            self.fault("YAML103", message, self.source.span(start), remedy)
        if getattr(event, "tag", None) is not None:
            remedy = "delete it; a text that begins with “!” stands in quotes"
            self.fault("YAML103", "tags (!) are not allowed", self.source.span(start), remedy)

    def finish(self) -> Mapping:
        """The root, or everything that was found wrong."""
        root = self.root
        if not self.faults and (root is None or (isinstance(root, Scalar) and root.is_null)):
            self.fault(
                "FILE106",
                "the file is empty",
                Span(self.source.path),
                "for a study to start from: `reportgen new ID`",
            )
        elif not self.faults and not isinstance(root, Mapping):
            assert root is not None
            kind = "a list" if isinstance(root, Sequence) else "a text"
            message = f"the file must consist of keys and values, but is {kind}"
            self.fault("YAML101", message, root.span, "begin with a line such as “id: my-study”")
        if self.faults:
            raise Problems(self.faults)
        assert isinstance(root, Mapping)
        return root


# --- What a syntax error means -------------------------------------------------------

_QUOTE_IT = 'put the whole text in quotes: "…"'
_Explained = tuple[str, str, Span, str]


def _explain_syntax(error: yaml.MarkedYAMLError, builder: _Builder) -> _Explained:
    """Code, message, place and remedy for a parser's complaint, in plain words."""
    source = builder.source
    reason, around = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    at = mark.index if mark else len(source.text)
    begun = error.context_mark.index if error.context_mark else at
    return (
        _unclosed(reason, around, begun, source)
        or _after_closed(reason, at, builder)
        or _bad_beginning(reason, around, at, begun, builder)
        or _bad_escape(reason, at, begun, source)
        or _bad_colon(reason, at, begun, source)
        or _bad_layout(reason, at, source)
    )


def _unclosed(reason: str, around: str, begun: int, source: SourceText) -> _Explained | None:
    if "scalar" in around and ("end of stream" in reason or "document indicator" in reason):
        quote = source.text[begun : begun + 1]
        remedy = f"close it with {quote} at the end of the text"
        return "YAML101", "this quote is never closed", source.span(begun), remedy
    if "while parsing a flow" in around and re.search("expected.* ',' or", reason):
        return _open_bracket(begun, source)
    return None


def _open_bracket(at: int, source: SourceText) -> _Explained:
    bracket = source.text[at : at + 1]
    closing = {"[": "]", "{": "}"}.get(bracket, bracket)
    message = f"this “{bracket}” is not closed, or a comma is missing after it"
    remedy = f"close it with “{closing}”; if it belongs to a text, {_QUOTE_IT}"
    return "YAML101", message, source.span(at), remedy


def _after_closed(reason: str, at: int, builder: _Builder) -> _Explained | None:
    """More text after a closing quote or bracket on the same line."""
    last, source = builder.last, builder.source
    if last is None or "expected" not in reason or source.text[last.end : at].strip(" \t"):
        return None
    if isinstance(last, Scalar):
        if last.style not in (Style.SINGLE, Style.DOUBLE):
            return None
        return _after_quote(last, at, source)
    if not last.flow:
        return None
    bracket = source.text[last.start : last.start + 1]
    message = f"a text cannot begin with “{bracket}” unless it stands in quotes"
    return "YAML101", message, source.span(last.start), _QUOTE_IT


def _after_quote(last: Scalar, at: int, source: SourceText) -> _Explained:
    first_line, last_line = source.line_of(last.start), source.line_of(last.end)
    if first_line != last_line:
        message = f"the quote that opens here closes only on line {last_line}"
        remedy = f"close it with {last.style.value} on the line where its text ends"
        return "YAML101", message, source.span(last.start), remedy
    inside = "''" if last.style is Style.SINGLE else '\\"'
    message = "more text follows the closing quote"
    remedy = f"a quote inside the text is written {inside}"
    return "YAML101", message, source.span(at), remedy


def _bad_beginning(
    reason: str, around: str, at: int, begun: int, builder: _Builder
) -> _Explained | None:
    source = builder.source
    char = source.text[at : at + 1]
    if char == "\t" or "tab" in reason.split():
        message = "a tab stands where only spaces may stand"
        return "YAML101", message, source.span(at), "indent with spaces"
    if "anchor" in around or "alias" in around or "tag" in around or "tag handle" in reason:
        at, char = begun, source.text[begun : begun + 1]
    elif "block scalar" in around and "line break" in reason:
        sign = source.text[begun : begun + 1]
        message = f"after “{sign}” the text begins on the next line"
        remedy = f"a text that begins with “{sign}” stands in quotes"
        return "YAML101", message, source.span(begun), remedy
    elif re.search("start any token|node content|mapping keys", reason) is None:
        return None
    if not char:  # the file ends where a value should begin
        opened = [each.start for each in builder.stack if each.flow]
        return _open_bracket(opened[-1], source) if opened else None
    message = f"a text cannot begin with “{char}” unless it stands in quotes"
    return "YAML101", message, source.span(at), _QUOTE_IT


def _bad_escape(reason: str, at: int, begun: int, source: SourceText) -> _Explained | None:
    if "escape" not in reason and "hexdecimal" not in reason and "hexadecimal" not in reason:
        return None
    backslash = max(source.text.rfind("\\", begun, at + 1), begun)
    escape = re.compile(r"\\(?:[xuU][0-9a-fA-F]*|.)?").match(source.text, backslash)
    written = escape[0] if escape else "\\"
    message = f"“{written}” is no escape that double quotes know"
    remedy = "write \\\\ for a backslash, or put the text in single quotes"
    return "YAML101", message, source.span(backslash, backslash + len(written)), remedy


_GLUED_KEY = re.compile(r"\s*(?:- )?([\w.-]+):[^\s:]")


def _bad_colon(reason: str, at: int, begun: int, source: SourceText) -> _Explained | None:
    if "find expected ':'" in reason:
        line = source.line_of(begun) - 1
        if re.match(r"\s*-[^\s-]", source.line(line)):
            return "YAML101", "a space is missing after the dash", source.span(begun), "write “- ”"
        glued = _GLUED_KEY.match(source.line(line))
        if glued:
            return _glued(glued, line, source)
        message = "this line is neither “key: value” nor “- item”"
        remedy = "a key ends with a colon and a space; a text over several lines begins with |"
        return "YAML101", message, source.span(begun), remedy
    if "mapping values" not in reason:
        return None
    line = source.line_of(at) - 1
    before = source.line(line)[: at - source.starts[line]]
    if re.search(r"[:?]\s", before) or re.match(r"\s*- .*\s", before):
        message = "a colon and a space stand in a text that is not in quotes"
        return "YAML101", message, source.span(at), _QUOTE_IT
    previous = _GLUED_KEY.match(source.line(line - 1)) if line else None
    if previous:
        return _glued(previous, line - 1, source)
    if len(before) > 1000:
        return "YAML101", "this key is too long", source.span(source.starts[line]), _QUOTE_IT
    message = "this line is indented further than the value above it allows"
    remedy = "line it up with its neighbours; a value on several lines begins with |"
    start = source.starts[line] + len(before) - len(before.lstrip())
    return "YAML101", message, source.span(start, at), remedy


def _glued(match: re.Match[str], line: int, source: SourceText) -> _Explained:
    colon = source.starts[line] + match.end(1)
    remedy = f"write “{match[1]}: …”"
    return "YAML101", "a space is missing after the colon", source.span(colon), remedy


def _bad_layout(reason: str, at: int, source: SourceText) -> _Explained:
    line = source.line_of(at) - 1
    shown = source.line(line)
    if shown.startswith("%YAML"):
        message, remedy = "the version of YAML is not for a study to say", "delete the %YAML line"
        return "YAML101", message, source.span(source.starts[line], source.starts[line] + 5), remedy
    if "directive" in reason or "document" in reason:
        if shown.startswith("%"):
            message, remedy = "a line cannot begin with “%” here", _QUOTE_IT
        else:
            message = "the document ended above, but more follows"
            remedy = "delete the line “...”"
        return "YAML101", message, source.span(source.starts[line]), remedy
    if shown.lstrip().startswith("- ") or shown.strip() == "-":
        message = "a list item stands where a key is expected"
        remedy = "indent it under the key whose list it belongs to"
    elif "'-'" in reason or "'?'" in reason:
        message = "a key stands among the items of a list"
        remedy = "line it up with the key above the list, or begin it with “- ”"
    else:
        message = "this line does not line up with anything above it"
        remedy = "give it the same indentation as its neighbours"
    return "YAML101", message, source.span(at), remedy
