"""From a language's data file to its texts by dotted key.

Everything in the file is text: `no` is a word here, and 1/2 a key.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from reportgen.problems import Problem, Problems, Span, did_you_mean

DATA = Path(__file__).parent / "data"
MODEL = "sv"
"""The language whose keys every other one must hold."""

Texts = dict[str, str]
Wordings = dict[str, tuple[str, ...]]

_BaseLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def languages(folder: Path = DATA) -> tuple[str, ...]:
    """The codes of all languages that have a data file, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.yml")))


def read_texts(code: str, folder: Path = DATA) -> tuple[Texts, Wordings]:
    """Every single text of a language, and every list of wordings, by dotted key.

    Raises `Problems`: LANG001 there is no such language; LANG002 the file is
    not YAML, holds a key twice, or something else than texts and lists of
    texts; LANG003 a key is missing; LANG004 a key is unknown.
    """
    known = languages(folder)
    if code not in known:
        raise Problems(
            [
                Problem(
                    code="LANG001",
                    message=f"there is no language “{code}”",
                    span=Span(f"{code}.yml"),
                    remedy=did_you_mean(code, known),
                )
            ]
        )
    texts, wordings = _read(code, folder)
    # A language in its own folder, without the model beside it, is held to the shipped one.
    beside = folder if MODEL in known else DATA
    if (code, folder) != (MODEL, beside):
        model_texts, model_wordings = _read(MODEL, beside)
        problems = [
            *_differences(code, set(model_texts), set(texts), "a text"),
            *_differences(code, set(model_wordings), set(wordings), "a list of wordings"),
        ]
        if problems:
            raise Problems(problems)
    return texts, wordings


# A language is held to the model: it is read once, however many languages are.
@lru_cache(maxsize=16)
def _read(code: str, folder: Path) -> tuple[Texts, Wordings]:
    name = f"{code}.yml"
    try:
        # Nodes instead of values: they know their place, and a key that stands twice shows.
        root = yaml.compose((folder / name).read_text(encoding="utf-8"), _BaseLoader)
    except UnicodeDecodeError:
        raise Problems([_fault(Span(name), "the file is not UTF-8")]) from None
    except yaml.YAMLError as error:
        raise Problems([_not_yaml(name, error)]) from None
    if not isinstance(root, yaml.MappingNode):
        raise Problems([_fault(Span(name), "the file does not hold keys and texts")])
    texts: Texts = {}
    wordings: Wordings = {}
    problems = []
    for key, key_node, node in _leaves(root, ""):
        if key in texts or key in wordings:
            problems.append(_fault(_span(name, key_node), f"“{key}” stands here a second time"))
        elif isinstance(node, yaml.ScalarNode):
            texts[key] = node.value
        elif alternatives := _alternatives(node):
            wordings[key] = alternatives
        else:
            message = f"“{key}” holds neither a text nor a list of texts"
            problems.append(_fault(_span(name, key_node), message))
    if problems:
        raise Problems(problems)
    return texts, wordings


def _leaves(tree: yaml.MappingNode, path: str) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """Dotted key, the node of its last part, and the node of what it holds."""
    for key_node, node in tree.value:
        key = f"{path}.{key_node.value}" if path else str(key_node.value)
        if isinstance(node, yaml.MappingNode):
            yield from _leaves(node, key)
        else:
            yield key, key_node, node


def _alternatives(node: yaml.Node) -> tuple[str, ...]:
    """The texts of a list; nothing where it holds anything else."""
    if not all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return ()
    return tuple(item.value for item in node.value)


def _differences(code: str, wanted: set[str], given: set[str], kind: str) -> Iterator[Problem]:
    for key in sorted(wanted - given):
        yield Problem(
            code="LANG003",
            message=f"“{key}” is missing: {kind} that every language has",
            span=Span(f"{code}.yml"),
            remedy=f"add {key}; {MODEL}.yml shows what it says in Swedish",
        )
    for key in sorted(given - wanted):
        yield Problem(
            code="LANG004",
            message=f"“{key}” is not {kind} that a brief uses",
            span=Span(f"{code}.yml"),
            remedy=did_you_mean(key, wanted - given),
        )


def _span(name: str, node: yaml.Node) -> Span:
    mark = node.start_mark
    return Span(name, mark.line + 1, mark.column + 1, len(str(node.value)))


def _fault(span: Span, message: str) -> Problem:
    return Problem(code="LANG002", message=message, span=span)


def _not_yaml(name: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or "it cannot be read"
    span = Span(name, mark.line + 1, mark.column + 1) if mark else Span(name)
    return _fault(span, f"this is not YAML: {reason}")
