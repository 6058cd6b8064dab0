"""Settings: a flag comes before the environment, the environment before a file.

The file is the nearest `reportgen.toml` or `pyproject.toml` with a table
`[tool.reportgen]`, from the current folder upward; where both lie in one
folder, `reportgen.toml` counts. Paths in it start from its own folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from reportgen.checks.policy import HOUSE, PROFILES, WEIGHTS, Policy
from reportgen.cli.console import CannotRun
from reportgen.limits import LIMITS, RAISABLE, SETTINGS_SIZE, USUAL
from reportgen.problems import Problem, Problems, Span, did_you_mean

FORMATS = ("pdf", "html", "social")
_PATHS = ("studies-dir", "output-dir", "templates", "cache-dir")
_AMOUNTS = {
    "jobs": (1, 1000, "a whole number from 1 on, such as 4"),
    "time-limit": (0.1, 1_000_000, "seconds, such as 120"),
    "memory-limit": (100, 1_000_000, "whole megabytes from 100 on, such as 2000"),
    "cache-limit": (0, 1_000_000, "whole megabytes, such as 500"),
}
"""Settings that are numbers: the least, the most, and what is to be written."""
_IN_ENVIRONMENT = (*_PATHS, "to", "strict", "disclosure", "base-url", *_AMOUNTS)
KEYS = (*_IN_ENVIRONMENT, "rules", "limits")
_MOST_FAULTS = 100
"""A file that is wrong throughout is not explained to its end: nobody reads that far."""
_MOST_SEARCHED = 16_000_000
"""Bytes of a `pyproject.toml` in which our table is looked for."""
_MOST_DOTS = 500
"""In one line: to read a key of many parts costs Python the square of them."""
_WEB_FOLDER = re.compile(r"https?://[^\s?#]+/")
# `[tool.reportgen]` and `tool = {reportgen = …}` in each of TOML's ways; else the word is a name.
_TABLE = re.compile(rb"""\btool["']?\s*[.=][^\r\n#]*\breportgen\b""")
_TOOL_ALONE = re.compile(rb"""(?m)^[ \t]*\[\s*["']?tool["']?\s*\]""")
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set; None where nothing was."""

    studies_dir: Path | None = None
    output_dir: Path | None = None
    templates: Path | None = None
    to: tuple[str, ...] | None = None
    base_url: str | None = None  # the output folder's address on the web, with a slash at its end
    strict: bool | None = None
    disclosure: str | None = None  # a standard: one of PROFILES
    rules: tuple[tuple[str, str], ...] | None = None  # codes, each with one of WEIGHTS
    limits: tuple[tuple[str, int], ...] | None = None  # keys of RAISABLE, each with a number
    jobs: int | None = None  # briefs built at once
    time_limit: float | None = None  # seconds for one brief
    memory_limit: int | None = None  # megabytes for one process
    cache_dir: Path | None = None  # where charts and briefs are kept that were made before
    cache_limit: int | None = None  # megabytes in it
    file: Path | None = None  # where the file's settings come from

    @property
    def policy(self) -> Policy:
        """Which rules hold, and how much they weigh."""
        return Policy(weights=self.rules or (), disclosure=self.disclosure or HOUSE)

    def over(self, **flags: Any) -> Settings:
        """These settings under what was given as flags: None and () mean not given."""
        given = {key: value for key, value in flags.items() if value not in (None, ())}
        settings = replace(self, **given)
        return replace(settings, to=_in_order(settings.to) if settings.to else None)


def _in_order(formats: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in FORMATS if name in formats)


def read_settings(folder: Path, environ: Mapping[str, str], *, files: bool = True) -> Settings:
    """The settings that hold in a folder; without `files`, those of the environment alone.

    Raises `Problems` with SET101 to SET104, located, for a file that is wrong,
    and CannotRun for an environment variable that is.
    """
    found = _nearest(folder) if files else None
    settings = _from_file(*found) if found else Settings()
    return settings.over(**_from_environment(environ))


# --- The environment ------------------------------------------------------------------


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key in _IN_ENVIRONMENT:
        name = f"REPORTGEN_{key.replace('-', '_').upper()}"
        text = environ.get(name)
        if not text:
            continue
        if key in _PATHS:
            values[key.replace("-", "_")] = Path(text)
        elif key == "to":
            formats = tuple(re.split(r"[,\s]+", text.strip()))
            for wrong in set(formats) - set(FORMATS):
                raise CannotRun(f"{name} names the format “{wrong}”", "there are pdf, html, social")
            values["to"] = formats
        elif key == "disclosure":
            if text not in PROFILES:
                raise CannotRun(f"{name} is “{text}”", f"it can be {_listed(PROFILES)}")
            values["disclosure"] = text
        elif key == "base-url":
            values["base_url"] = web_folder(text, name)
        elif key in _AMOUNTS:
            values[key.replace("-", "_")] = _amount(key, text, name)
        elif text.lower() in _TRUE + _FALSE:
            values["strict"] = text.lower() in _TRUE
        else:
            raise CannotRun(f"{name} is “{text}”", "it can be 1 or 0")
    return values


def _amount(key: str, text: str, shown: str) -> float:
    try:
        value = float(text) if key == "time-limit" else int(text)
    except ValueError:
        value = -1
    if not _is_amount(key, value):
        raise CannotRun(f"{shown} is “{text}”", f"write {_AMOUNTS[key][2]}")
    return value


def _is_amount(key: str, value: object) -> bool:
    least, most, _ = _AMOUNTS[key]
    kinds = (int, float) if key == "time-limit" else (int,)
    # True counts as 1 in Python, and is no number in a file.
    return type(value) in kinds and least <= value <= most  # type: ignore[operator]


def web_folder(address: str, shown: str) -> str:
    """An address on the web that other addresses start with; raises CannotRun for another text."""
    if not _WEB_FOLDER.fullmatch(address):
        raise CannotRun(
            f"{shown} is “{address}”", "write a folder's address: https://example.org/briefs/"
        )
    return address


# --- The file -------------------------------------------------------------------------


def _nearest(folder: Path) -> tuple[Path, str] | None:
    for place in (folder, *folder.parents):
        own = place / "reportgen.toml"
        if os.path.lexists(own):  # whatever it is: if it cannot be read, that is said
            return own, ""
        project = place / "pyproject.toml"
        if project.is_file() and _has_table(project):
            return project, "tool.reportgen"
    return None


def _has_table(project: Path) -> bool:
    """Whether a `pyproject.toml` sets something for reportgen, in whatever way TOML lets it say so.

    True also where that cannot be told: whoever reads the file then says what is wrong with it.
    """
    try:
        # Somebody else's file: how it is made matters only if it speaks of reportgen.
        if not _speaks(project):
            return False
        if project.stat().st_size > SETTINGS_SIZE:
            return True
        tool = _parsed(project.read_text("utf-8-sig")).get("tool")
    except OSError:
        return False
    except (ValueError, RecursionError):
        return True
    return isinstance(tool, dict) and "reportgen" in tool


def _speaks(project: Path) -> bool:
    """Whether it may be: the table by its name, or the word where `[tool]` stands alone."""
    with project.open("rb") as stream:
        text = stream.read(_MOST_SEARCHED)
    return bool(_TABLE.search(text) or (b"reportgen" in text and _TOOL_ALONE.search(text)))


def _parsed(text: str) -> dict[str, Any]:
    """The values in a text of TOML; raises ValueError and RecursionError."""
    import tomllib

    if any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
        raise ValueError("a line of it has too many dots")
    return tomllib.loads(text)


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _from_file(path: Path, table: str) -> Settings:
    from reportgen.source import read_text

    shown = _shown(path)
    text = read_text(path, shown, USUAL._replace(file_size=SETTINGS_SIZE))
    try:
        values: Any = _parsed(text)
    except (ValueError, RecursionError) as error:
        raise Problems([_not_toml(error, text, shown)]) from None
    for name in filter(None, table.split(".")):
        values = values.get(name, {}) if isinstance(values, dict) else values
    if not isinstance(values, dict):
        message, span = f"“{table}” is no table", _place(table, text, "", shown)
        raise Problems(
            [Problem(code="SET103", message=message, span=span, remedy=f"write [{table}]")]
        )
    found = [*islice(_faults(values, text, table, shown), _MOST_FAULTS)]
    rules, limits = values.get("rules", {}), values.get("limits", {})
    if found:
        raise Problems(found)
    return Settings(
        **{key.replace("-", "_"): path.parent / values[key] for key in _PATHS if key in values},
        to=_formats(values["to"]) if "to" in values else None,
        strict=values.get("strict"),
        base_url=values.get("base-url"),
        disclosure=values.get("disclosure"),
        **{key.replace("-", "_"): values.get(key) for key in _AMOUNTS},
        rules=tuple(sorted(rules.items())) or None,
        limits=tuple(sorted(limits.items())) or None,
        file=path,
    )


def _faults(values: dict[str, Any], text: str, table: str, shown: str) -> Iterator[Problem]:
    """Everything that is wrong in the file, its tables last."""
    for key, value in values.items():
        problem = _fault(key, value, _place(key, text, table, shown))
        if problem is not None:
            yield problem
    tables = (("rules", _faults_of_rules), ("limits", _faults_of_limits))
    for name, faults_of in tables:
        if isinstance(values.get(name, {}), dict):
            yield from faults_of(values.get(name, {}), text, table, shown)


def _formats(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _fault(key: str, value: Any, span: Span) -> Problem | None:
    if key not in KEYS:
        return Problem(
            code="SET101",
            message=f"there is no setting “{key}”",
            span=span,
            remedy=did_you_mean(key, KEYS),
        )
    if key in _PATHS:
        fits = isinstance(value, str) and value != "" and value.isprintable()
        wanted = 'a path in quotes, such as "out"'
    elif key == "strict":
        fits, wanted = isinstance(value, bool), "true or false"
    elif key == "base-url":
        fits = isinstance(value, str) and _WEB_FOLDER.fullmatch(value) is not None
        wanted = 'a folder\'s address, such as "https://example.org/briefs/"'
    elif key in _AMOUNTS:
        fits, wanted = _is_amount(key, value), _AMOUNTS[key][2]
    elif key == "disclosure":
        fits, wanted = value in PROFILES, _listed(f'"{name}"' for name in PROFILES)
    elif key == "rules":
        fits, wanted = isinstance(value, dict), 'a table: [rules], and below it TEXT202 = "off"'
    elif key == "limits":
        fits, wanted = isinstance(value, dict), "a table: [limits], and below it charts = 2000"
    else:
        wanted = '"pdf", "html", "social" or ["pdf", "html"]'
        formats = _formats(value) if isinstance(value, str | list) else ()
        fits = bool(formats) and all(name in FORMATS for name in formats)
    if fits:
        return None
    return Problem(
        code="SET102", message=f"“{key}” cannot be this", span=span, remedy=f"write {wanted}"
    )


def _faults_of_rules(
    rules: Mapping[str, Any], text: str, table: str, shown: str
) -> Iterator[Problem]:
    """What is wrong in the table `[rules]`: codes that are no rules, and weights that are none."""
    if not rules:
        return
    from reportgen.checks.allowances import UNUSED
    from reportgen.checks.catalogue import MEANINGS
    from reportgen.checks.cut_short import CUT_SHORT
    from reportgen.checks.registry import RULES

    known = {UNUSED, CUT_SHORT, *(rule.code for rule in RULES)}
    binding = {rule.code for rule in RULES if rule.binding}
    others = {meaning.code for meaning in MEANINGS}
    for code, weight in rules.items():
        span = _place_in_table(code, text, f"{table}.rules" if table else "rules", shown)
        if code not in known:
            message, remedy = f"there is no rule “{code}”", did_you_mean(code, known)
            if code in others:
                message = f"“{code}” is no rule: what it finds stops a brief in any case"
                remedy = f"take it out; `reportgen rule {code}` says what it means"
            yield Problem(code="SET104", message=message, span=span, remedy=remedy)
        elif code in binding:
            message = f"“{code}” holds in any case: what breaks it cannot be drawn or said"
            remedy = f"take it out; `reportgen rule {code}` says what it means"
            yield Problem(code="SET104", message=message, span=span, remedy=remedy)
        elif weight not in WEIGHTS:
            wanted = _listed(f'"{name}"' for name in WEIGHTS)
            message = f"the weight of “{code}” cannot be this"
            yield Problem(code="SET102", message=message, span=span, remedy=f"write {wanted}")


def _faults_of_limits(
    limits: Mapping[str, Any], text: str, table: str, shown: str
) -> Iterator[Problem]:
    """What is wrong in the table `[limits]`: keys that are no limits, and numbers too high."""
    for key, most in limits.items():
        span = _place_in_table(key, text, f"{table}.limits" if table else "limits", shown)
        limit = RAISABLE.get(key)
        if limit is None:
            message, remedy = f"there is no limit “{key}”", did_you_mean(key, RAISABLE)
            if any(key == each.key for each in LIMITS):
                message = f"the limit “{key}” stays as it is"
                remedy = f"these can be raised: {', '.join(sorted(RAISABLE))}"
            yield Problem(code="SET105", message=message, span=span, remedy=remedy)
        elif type(most) is not int or not 1 <= most <= limit.highest:
            message = f"the limit “{key}” cannot be this"
            wanted = f"write a whole number up to {limit.highest}; it is {limit.most} by itself"
            yield Problem(code="SET102", message=message, span=span, remedy=wanted)


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}"


def _place_in_table(key: str, text: str, table: str, shown: str) -> Span:
    """Where a key of a table stands, under the table's head or in one line with it."""
    below = _place(key, text, table, shown)
    if below.line:
        return below
    name = table.rpartition(".")[2]
    for number, line in enumerate(text.splitlines(), start=1):
        match = re.search(rf"\b{name}\b.*?\b({re.escape(key)})\b", line)
        if match:
            return Span(shown, number, match.start(1) + 1, len(key), line)
    return Span(shown)


def _place(key: str, text: str, table: str, shown: str) -> Span:
    """Where a key stands. TOML's reader gives no places, so its line is looked up.

    Where no line is the table's head, its name stands before the key: `reportgen.strict = 1`.
    """
    lines = text.splitlines()
    begin, before = 0, ""
    if table:
        names = [rf"[\"']?{re.escape(name)}[\"']?\s*" for name in table.split(".")]
        head = r"\.\s*".join(names)
        found = (at for at, line in enumerate(lines) if re.match(rf"\s*\[\s*{head}\]", line))
        begin = next(found, -1)
        if begin < 0:
            begin, before = 0, rf"(?:{'|'.join(_ends_of(names))})\.\s*"
    for number, line in enumerate(lines[begin:], start=begin + 1):
        match = re.match(rf"\s*\[?\s*{before}([\"']?)({re.escape(key)})\1\s*[=.\]]", line)
        if match:
            return Span(shown, number, match.start(2) + 1, len(key), line)
    return Span(shown)


def _ends_of(names: list[str]) -> Iterator[str]:
    for first in range(len(names)):
        yield r"\.\s*".join(names[first:])


def _not_toml(error: Exception, text: str, shown: str) -> Problem:
    if isinstance(error, RecursionError):
        error = ValueError("it is nested too deep")
    elif "digits" in str(error):  # Python's own, of integers with thousands of them
        error = ValueError("it holds a number that is too long")
    place = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
    message = (
        str(error)[: place.start()] if place else str(error).removesuffix(" (at end of document)")
    )
    span = Span(shown)
    if place:
        line = int(place[1])
        lines = text.splitlines()
        span = Span(shown, line, int(place[2]), 1, lines[line - 1] if line <= len(lines) else "")
    return Problem(
        code="SET103",
        message=f"this is not valid TOML: {message[:1].lower()}{message[1:]}",
        span=span,
        remedy='write a line such as output-dir = "out"',
    )
