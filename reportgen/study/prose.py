"""References in prose: where a sentence takes its number from a result.

Study prose is Markdown. Braces print a result: `{000-14}` in its default
wording, `{000-14|in_words}` in a form of `FORMS`, `{000-14,000-15|points}` a
difference, `{it-chefer}` a group's n. A link to `#000-02` binds words to a
result without printing its value. A backslash takes a brace's meaning away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from reportgen.problems import did_you_mean
from reportgen.study.model import ChartPlan, Study

FORMS: dict[str, str] = {
    "percent": "the percent with its sign or word: 34 procent",
    "in_words": "the value as a ratio in words: åtta av tio",
    "short": "the shortest form that is still true, as a table or margin has it: 34 %",
    "n": "how many the base holds: 146",
    "limit": "the limit of a threshold: tio minuter",
    "items": "the named members of a list: SJ, CSN och Ikea",
    "points": "the difference of two results in percentage points: 13 procentenheter",
}
LINK = "link"
"""The form of a reference that is a Markdown link: the words are bound, no value is printed."""

_IDS_OF_FORM = {"points": 2}

Path = tuple[str | int, ...]
"""Keys and indices from the study down to a value."""
PathPattern = tuple[str, ...]
"""Keys, with `*` for every item of a list or every value of a mapping."""

CHART_PATHS: tuple[PathPattern, ...] = (
    ("brief", "summary_chart"),
    ("brief", "sections", "*", "content", "*", "chart"),
    ("brief", "implications", "content", "*", "chart"),
)
PROSE_PATHS: tuple[PathPattern, ...] = (
    ("title",),
    ("subtitle",),
    ("disclosure", "*"),  # an item in its short form, a text alone
    ("disclosure", "*", "text"),
    ("viewpoints", "*", "text"),
    ("context", "*", "text"),
    ("brief", "cover", "text"),
    ("brief", "lead"),
    ("brief", "key_figures", "*", "text"),
    ("brief", "sections", "*", "title"),
    ("brief", "sections", "*", "content", "*", "text"),
    ("brief", "sections", "*", "content", "*", "note"),
    ("brief", "implications", "title"),
    ("brief", "implications", "content", "*", "text"),
    ("brief", "implications", "content", "*", "note"),
    ("brief", "method"),
    ("brief", "unknown"),
    *((*chart, key) for chart in CHART_PATHS for key in ("title", "note")),
)
"""Every field of a study that holds prose; `*` stands for each item of a list."""
_OF_BLOCKS: frozenset[PathPattern] = frozenset({
    ("viewpoints", "*", "text"),
    ("context", "*", "text"),
    ("brief", "lead"),
    ("brief", "sections", "*", "content", "*", "text"),
    ("brief", "sections", "*", "content", "*", "note"),
    ("brief", "implications", "content", "*", "text"),
    ("brief", "implications", "content", "*", "note"),
    ("brief", "method"),
    ("brief", "unknown"),
})  # fmt: skip


class Reference(NamedTuple):
    """What one pair of braces, or one link, refers to; `start` and `end` are offsets.

    `form` is None where none is written, and "link" for `[words](#id)`.
    """

    ids: tuple[str, ...]
    form: str | None
    start: int
    end: int


class ProseFault(NamedTuple):
    """Something wrong in a prose field, at `text[start:end]`."""

    code: str
    message: str
    remedy: str
    start: int
    end: int


class Known(NamedTuple):
    """The ids that prose may name: results and groups in braces, all but groups in links.

    `complete` is False where a fault elsewhere keeps some ids from being known:
    then an id is not called unknown for that.
    """

    results: frozenset[str]
    groups: frozenset[str]
    others: frozenset[str]  # viewpoints and contexts
    complete: bool = True


# --- Reading references -----------------------------------------------------------

_ID = r"[A-Za-z0-9][A-Za-z0-9._-]*"
# In a table a bar ends its cell, unless a backslash stands before it.
_INSIDE = re.compile(rf" *({_ID}(?: *, *{_ID})*) *(?:\\?\| *([^|]*?) *)?")
_TOKEN = re.compile(r"\\.|\{([^{}\n]*)\}|[{}]|\]\(#([^()\s]*)\)|[\[\]]", re.DOTALL)
_HOW = "write {id}, {id|form} or {id,id|points}; a brace that belongs to the text is \\{"


# Several rules and the brief itself ask this of each text.
@lru_cache(maxsize=1024)
def references(text: str) -> tuple[Reference, ...]:
    """Every well-formed reference in a prose text, in its order."""
    return tuple(item for item in _scan(text) if isinstance(item, Reference))


def _scan(text: str) -> Iterator[Reference | ProseFault]:
    brackets: list[int] = []
    for match in _TOKEN.finditer(text):
        token, start, end = match[0], match.start(), match.end()
        if token[0] == "\\":
            continue
        if token == "[":
            brackets.append(start)
        elif token[0] == "]":
            opened = brackets.pop() if brackets else None
            if match[2] is not None and opened is not None:
                yield _link(match[2], opened, end)
        elif match[1] is not None:
            yield _braces(match[1], start, end)
        else:
            message = "this brace is not closed" if token == "{" else "this brace closes nothing"
            yield ProseFault("TEXT101", message, _HOW, start, end)


def _link(target: str, start: int, end: int) -> Reference | ProseFault:
    if re.fullmatch(_ID, target):
        return Reference((target,), LINK, start, end)
    message = f"“#{target}” names no result"
    remedy = "write the result's id after #, as in [higher than](#000-02)"
    return ProseFault("TEXT101", message, remedy, end - len(target) - 2, end - 1)


def _braces(inside: str, start: int, end: int) -> Reference | ProseFault:
    match = _INSIDE.fullmatch(inside)
    if match is None:
        message = (
            f"“{{{inside}}}” is not a reference" if inside.strip() else "these braces are empty"
        )
        return ProseFault("TEXT101", message, _HOW, start, end)
    return Reference(tuple(re.split(" *, *", match[1])), match[2], start, end)


# --- What is wrong in a text --------------------------------------------------------


def prose_faults(text: str, known: Known) -> Iterator[ProseFault]:
    """Faults of one prose text: references that lead nowhere, and forbidden Markdown."""
    for item in _scan(text):
        if isinstance(item, ProseFault):
            yield item
        else:
            yield from _reference_faults(item, text, known)
    yield from _markdown_faults(text)


def _reference_faults(reference: Reference, text: str, known: Known) -> Iterator[ProseFault]:
    is_link = reference.form == LINK and text[reference.start] == "["
    yield from _unknown_ids(reference, text, known, is_link)
    if is_link or (reference.form is None and len(reference.ids) == 1):
        return
    form, ids = reference.form, reference.ids
    bar = text.find("|", reference.start, reference.end)
    start = reference.start if bar < 0 else bar + 1
    if form is not None and form not in FORMS:
        message = f"“{form}” is not a form" if form else "a form is missing after the bar"
        start = start if form else bar
        yield ProseFault("TEXT102", message, did_you_mean(form, FORMS), start, reference.end - 1)
        return
    needed = _IDS_OF_FORM.get(form or "", 1)
    if len(ids) != needed:
        yield _wrong_number(reference, needed)
    elif form != "n" and set(ids) & (known.groups - known.results):
        group = next(name for name in ids if name in known.groups)
        message = f"“{group}” is a group, and a group has only its n"
        remedy = f"write {{{group}}}, or name a result"
        yield ProseFault("TEXT102", message, remedy, start, reference.end - 1)


def _wrong_number(reference: Reference, needed: int) -> ProseFault:
    given = len(reference.ids)
    if reference.form is None:
        message = f"{given} results stand here without a form"
        remedy = "for the difference of two write {id,id|points}"
    else:
        results = "one result" if needed == 1 else "two results"
        stand = "one stands" if given == 1 else f"{given} stand"
        message = f"“{reference.form}” takes {results}, and {stand} here"
        remedy = "write {id,id|points}" if needed == 2 else f"write {{id|{reference.form}}}"
    return ProseFault("TEXT104", message, remedy, reference.start, reference.end)


def _unknown_ids(
    reference: Reference, text: str, known: Known, is_link: bool
) -> Iterator[ProseFault]:
    allowed = known.results | (known.others if is_link else known.groups)
    position = text.rindex("(#", reference.start, reference.end) if is_link else reference.start
    for name in reference.ids:
        position = text.index(name, position)
        start, position = position, position + len(name)
        if name in allowed:
            continue
        if name in known.others:
            message = f"“{name}” is no result: nothing was measured, so there is no value to print"
            remedy = f"bind words to it: [words](#{name})"
        elif name in known.groups:
            message = f"“{name}” is a group, and a link leads to a result"
            remedy = f"write {{{name}}} for its n"
        elif known.complete:
            message = f"there is no result with the id “{name}”"
            if not is_link:
                message = f"there is no result or group with the id “{name}”"
            remedy = did_you_mean(name, allowed)
        else:
            continue
        yield ProseFault("TEXT103", message, remedy, start, position)


ADDRESS = r"(?:[^()\s<>\\]|\([^()\s<>\\]*\))+"
"""What a link may lead to, as a pattern: no title, no space, brackets in pairs alone."""

_PLAINLY = "write it as [words](https://…); a bracket that belongs to the text is \\[ or \\]"
# What a text must hold for a pattern to be tried, as most texts do not; the pattern; why not; how.
_REFUSED_MARKDOWN = (
    (
        "#",
        re.compile(r"^ {0,3}#{1,2}(?=[ \t]|$)", re.MULTILINE),
        "a heading of level 1 or 2 cannot stand in prose",
        "sections give these headings; below them use ### or a paragraph in bold",
    ),
    (
        "\n",
        re.compile(r"(?<=[^ \t\n])[ \t]*\n {0,3}(?P<marked>=+|-+)(?=[ \t]*$)", re.MULTILINE),
        "a line of = or - under a text makes it a heading, which cannot stand in prose",
        "sections give the headings; leave an empty line above a rule",
    ),
    (
        "*",
        # 2*3 and 4*5 would be read as 23 and 45, the words between them as emphasised.
        re.compile(r"(?<=\d)\*{1,3}(?=\d)"),
        "asterisks between two digits would be taken for emphasis, and the digits put together",
        "write × for a product, or \\* for the sign itself",
    ),
    (
        "![",
        re.compile(r"(?<!\\)!\[(?:(?!!\[)[^\]\n]){0,500}\](?=[(\[])"),
        "a picture cannot stand in prose",
        "order a chart in the section instead",
    ),
    (
        "]",
        # What _TOKEN above does not take for a reference would lead nowhere, unseen.
        re.compile(r"(?<!\\)\](?:\((?=\s*<?#)(?!#[^()\s]*\))|:[ \t]*<?#)"),
        "a link to a result cannot be written so",
        "write it as [words](#id), without a title, quotes or brackets",
    ),
    (
        "](",
        re.compile(rf"(?<!\\)\](?=\()(?!\((?:\s*<?#|{ADDRESS}\)))"),
        "a link cannot be written so: a title, and what hides in an address, are not printed",
        _PLAINLY,
    ),
    (
        "](",
        re.compile(r"(?<!\\)\]\([^()\s]*?(?P<marked>&(?:#[xX]?)?[A-Za-z0-9]{1,32};)"),
        "an address says what it says: signs cannot be written as entities in it",
        "write the sign itself, such as & for &amp;",
    ),
    (
        "](",
        re.compile(r"(?<![\\!])\[[\s*_`]*\](?=\()"),
        "this link has no words, so that nothing of it is printed",
        _PLAINLY,
    ),
    (
        "]:",
        re.compile(
            r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<marked>\[[^\[\]\n]{1,500}\]:)"
            r"\s*(?=<?(?:[A-Za-z][A-Za-z0-9+.-]{0,30}:|www\.|\.{0,2}/))",
            re.MULTILINE,
        ),
        "a link's address cannot stand apart from its words",
        _PLAINLY,
    ),
    (
        "<",
        re.compile(r"(?<!\\)</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>"),
        "HTML is not supported in prose and would be printed as it stands",
        "use Markdown; write \\< for the sign itself",
    ),
)


def _markdown_faults(text: str) -> Iterator[ProseFault]:
    for sign, pattern, message, remedy in _REFUSED_MARKDOWN:
        for match in pattern.finditer(text) if sign in text else ():
            start, end = match.span("marked" if "marked" in pattern.groupindex else 0)
            yield ProseFault("TEXT105", message, remedy, start, end)


# --- Where prose stands ---------------------------------------------------------------


def follow(value: Any, pattern: PathPattern, so_far: Path = ()) -> Iterator[tuple[Path, Any]]:
    """All that a path leads to, in a study or in plain dicts and lists; `*` is any item or key."""
    found: list[tuple[Path, Any]] = [(so_far, value)]
    for key in pattern:
        found = [
            ((*path, name), child)
            for path, parent in found
            for name, child in _children(parent, key)
            if child is not None
        ]
    return iter(found)


def _children(value: Any, key: str) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return value.items() if key == "*" else ((key, value.get(key)),)
    if isinstance(value, (list, tuple)):
        return enumerate(value) if key == "*" else ()
    if isinstance(value, BaseModel):
        keys = type(value).model_fields if key == "*" else (key,)
        return [(name, getattr(value, name, None)) for name in keys]
    return ()


def holds_blocks(path: Path) -> bool:
    """Whether a prose field may hold paragraphs, lists and tables, and is not set in one line."""
    keys = tuple("*" if isinstance(step, int) else step for step in path)
    return keys in _OF_BLOCKS


def prose_fields(study: Study | Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """The path and text of every prose field that is given.

    `study` may also be the plain dicts of a file that is not yet a valid study.
    """
    for pattern in PROSE_PATHS:
        for path, text in follow(study, pattern):
            if isinstance(text, str):
                yield path, text


def chart_plans(study: Study) -> Iterator[tuple[Path, ChartPlan]]:
    """The path and plan of every chart, in the order they are read."""
    for pattern in CHART_PATHS:
        yield from follow(study, pattern)


_NAMED_IN_BRIEF: tuple[PathPattern, ...] = (
    ("brief", "cover", "result"),
    ("brief", "key_figures", "*", "result"),
    ("brief", "sections", "*", "content", "*", "viewpoint"),
    ("brief", "sections", "*", "content", "*", "context"),
    ("brief", "implications", "content", "*", "viewpoint"),
    ("brief", "implications", "content", "*", "context"),
    *((*chart, "results", "*") for chart in CHART_PATHS),
)


def all_references(study: Study) -> frozenset[str]:
    """Every id that the brief uses: in prose, charts, key figures, cover and cards."""
    named = {name for pattern in _NAMED_IN_BRIEF for _, name in follow(study, pattern)}
    in_prose = {
        name for _, text in prose_fields(study) for found in references(text) for name in found.ids
    }
    return frozenset(named | in_prose)
