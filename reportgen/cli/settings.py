"""Settings: a flag comes before the environment, the environment before a file.

The file is the nearest `reportgen.toml` or `pyproject.toml` with a table
`[tool.reportgen]`, from the current folder upward; where both lie in one
folder, `reportgen.toml` counts. Paths in it start from its own folder.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportgen.checks.policy import HOUSE, PROFILES, WEIGHTS, Policy
from reportgen.cli.console import CannotRun
from reportgen.problems import Problem, Problems, Span, did_you_mean

FORMATS = ("pdf", "html", "social")
_PATHS = ("studies-dir", "output-dir", "templates")
_IN_ENVIRONMENT = (*_PATHS, "to", "strict", "disclosure", "base-url")
KEYS = (*_IN_ENVIRONMENT, "rules")
_WEB_FOLDER = re.compile(r"https?://[^\s?#]+/")
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


def read_settings(folder: Path, environ: Mapping[str, str]) -> Settings:
    """The settings that hold in a folder.

    Raises `Problems` with SET101 to SET104, located, for a file that is wrong,
    and CannotRun for an environment variable that is.
    """
    found = _nearest(folder)
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
        elif text.lower() in _TRUE + _FALSE:
            values["strict"] = text.lower() in _TRUE
        else:
            raise CannotRun(f"{name} is “{text}”", "it can be 1 or 0")
    return values


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
        if own.is_file():
            return own, ""
        project = place / "pyproject.toml"
        if project.is_file() and _has_table(project):
            return project, "tool.reportgen"
    return None


def _has_table(project: Path) -> bool:
    # Somebody else's file: whether it is sound TOML matters only if it speaks of reportgen.
    try:
        return "tool.reportgen" in project.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _from_file(path: Path, table: str) -> Settings:
    from reportgen.source import read_text

    shown = _shown(path)
    text = read_text(path, shown)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Problems([_not_toml(error, text, shown)]) from None
    for name in filter(None, table.split(".")):
        values = values.get(name, {})
    found = [
        problem
        for key, value in values.items()
        if (problem := _fault(key, value, _place(key, text, table, shown))) is not None
    ]
    rules = values.get("rules", {})
    if isinstance(rules, dict):
        found += _faults_of_rules(rules, text, table, shown)
    if found:
        raise Problems(found)
    return Settings(
        **{key.replace("-", "_"): path.parent / values[key] for key in _PATHS if key in values},
        to=_formats(values["to"]) if "to" in values else None,
        strict=values.get("strict"),
        base_url=values.get("base-url"),
        disclosure=values.get("disclosure"),
        rules=tuple(sorted(rules.items())) or None,
        file=path,
    )


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
        fits, wanted = isinstance(value, str) and value != "", 'a path in quotes, such as "out"'
    elif key == "strict":
        fits, wanted = isinstance(value, bool), "true or false"
    elif key == "base-url":
        fits = isinstance(value, str) and _WEB_FOLDER.fullmatch(value) is not None
        wanted = 'a folder\'s address, such as "https://example.org/briefs/"'
    elif key == "disclosure":
        fits, wanted = value in PROFILES, _listed(f'"{name}"' for name in PROFILES)
    elif key == "rules":
        fits, wanted = isinstance(value, dict), 'a table: [rules], and below it TEXT202 = "off"'
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
    from reportgen.checks.registry import RULES

    known = {UNUSED, *(rule.code for rule in RULES)}
    others = {meaning.code for meaning in MEANINGS}
    for code, weight in rules.items():
        span = _place_in_table(code, text, f"{table}.rules" if table else "rules", shown)
        if code not in known:
            message, remedy = f"there is no rule “{code}”", did_you_mean(code, known)
            if code in others:
                message = f"“{code}” is no rule: what it finds stops a brief in any case"
                remedy = f"take it out; `reportgen rule {code}` says what it means"
            yield Problem(code="SET104", message=message, span=span, remedy=remedy)
        elif weight not in WEIGHTS:
            wanted = _listed(f'"{name}"' for name in WEIGHTS)
            message = f"the weight of “{code}” cannot be this"
            yield Problem(code="SET102", message=message, span=span, remedy=f"write {wanted}")


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}"


def _place_in_table(key: str, text: str, table: str, shown: str) -> Span:
    """Where a key of a table stands, under the table's head or in one line with it."""
    below = _place(key, text, table, shown)
    if below.line:
        return below
    for number, line in enumerate(text.splitlines(), start=1):
        match = re.search(rf"\brules\b.*?\b({re.escape(key)})\b", line)
        if match:
            return Span(shown, number, match.start(1) + 1, len(key), line)
    return Span(shown)


def _place(key: str, text: str, table: str, shown: str) -> Span:
    """Where a key stands. TOML's reader gives no places, so its line is looked up."""
    lines = text.splitlines()
    begin = 0
    if table:
        head = re.escape(table)
        heads = (at for at, line in enumerate(lines) if re.match(rf"\s*\[{head}\]", line))
        begin = next(heads, 0)
    for number, line in enumerate(lines[begin:], start=begin + 1):
        match = re.match(rf"\s*\[?([\"']?){re.escape(key)}\1\s*[=.\]]", line)
        if match:
            column = line.index(key) + 1
            return Span(shown, number, column, len(key), line)
    return Span(shown)


def _not_toml(error: tomllib.TOMLDecodeError, text: str, shown: str) -> Problem:
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
