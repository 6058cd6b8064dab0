"""The model's complaints in the words of someone who writes a study.

pydantic says what is wrong with a Python value; here each complaint gets its
place in the file, a sentence about the study, and what to do about it.
"""

from __future__ import annotations

import re
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from reportgen.problems import Problem, did_you_mean
from reportgen.source import Mapping, Node, Scalar, Sequence, node_at, place_of
from reportgen.study import model
from reportgen.study.model import Fault, Study

_NOUNS: dict[type[BaseModel], str] = {
    model.Study: "a study",
    model.Source: "a source",
    model.Place: "a place in a source",
    model.Group: "a group",
    model.Question: "a question",
    model.Result: "a result",
    model.Value: "a value",
    model.Limit: "a limit",
    model.Viewpoint: "a viewpoint",
    model.Context: "a context",
    model.Disclosure: "an item of disclosure",
    model.Sampling: "the sampling",
    model.Disclosures: "the disclosure",
    model.Editorial: "the brief",
    model.CoverPlan: "the cover",
    model.KeyFigure: "a key figure",
    model.Allowance: "an allowance",
    model.ChartPlan: "a chart",
    model.Section: "a section",
    model.Block: "a block",
}
_Path = tuple[str | int, ...]


MOST = 200
"""A file that is wrong throughout is not explained to its end: nobody reads that far."""


def model_problems(error: ValidationError, root: Mapping) -> list[Problem]:
    """The model's complaints as located `Problem`s (STUDY101 to STUDY103), the first 200."""
    complaints = error.errors(include_url=False)[:MOST]
    meant = _meant_by_unknown_keys(complaints)
    found = []
    for complaint in complaints:
        path = complaint["loc"]
        if complaint["type"] == "too_short" and _holds_faults(path, complaints):
            continue  # the items are there; pydantic counts only those without fault
        if complaint["type"] == "extra_forbidden":
            found.append(_unknown_key(path, root))
        elif complaint["type"] == "missing":
            # A mistyped key is one mistake: its right name is not missing as well.
            if path not in meant:
                found.append(_missing_key(path, root))
        else:
            found.append(_wrong_value(complaint, root))
    return found


def _meant_by_unknown_keys(complaints: list[ErrorDetails]) -> set[_Path]:
    missing = [each["loc"] for each in complaints if each["type"] == "missing"]
    meant = set()
    for complaint in complaints:
        if complaint["type"] == "extra_forbidden":
            *parent, key = complaint["loc"]
            beside = [str(loc[-1]) for loc in missing if list(loc[:-1]) == parent]
            for name in beside:
                if did_you_mean(str(key), [name]).startswith("did you"):
                    meant.add((*parent, name))
    return meant


def _holds_faults(path: _Path, complaints: list[ErrorDetails]) -> bool:
    inside = len(path)
    return any(len(each["loc"]) > inside and each["loc"][:inside] == path for each in complaints)


def _unknown_key(path: _Path, root: Mapping) -> Problem:
    owner = _model_at(path[:-1])
    noun = _NOUNS[owner] if owner else "this"
    remedy = did_you_mean(str(path[-1]), owner.model_fields if owner else ())
    if str(path[-1]).isdigit():  # {percent: 34,5} is two keys to YAML
        remedy = "the decimal mark is a full stop, as in 41.5; a text with a comma stands in quotes"
    return Problem(
        code="STUDY101",
        message=f"“{path[-1]}” is not a key of {noun}",
        span=place_of(root, path, key=True),
        remedy=remedy,
    )


def _missing_key(path: _Path, root: Mapping) -> Problem:
    owner, key = _model_at(path[:-1]), str(path[-1])
    noun = _NOUNS[owner] if owner else "this"
    description = owner.model_fields[key].description if owner else None
    return Problem(
        code="STUDY102",
        message=f"{noun} needs the key “{key}”",
        span=place_of(root, path[:-1], key=True),
        remedy=f"{key}: {description}" if description else f"add “{key}: …”",
    )


# --- Wrong values -----------------------------------------------------------------------


def _wrong_value(complaint: ErrorDetails, root: Mapping) -> Problem:
    path, raised = complaint["loc"], complaint.get("ctx", {}).get("error")
    is_key = bool(path) and path[-1] == "[key]"
    path = path[:-1] if is_key else path
    if isinstance(raised, Fault):
        at = (*path, raised.key) if raised.key else path
        span = place_of(root, at, key=bool(raised.key))
        return Problem(code="STUDY103", message=str(raised), span=span, remedy=raised.remedy)
    node = node_at(root, path)
    if is_key:
        name = f"the id “{path[-1]}”"
    elif path and isinstance(path[-1], int):
        name = f"item {path[-1] + 1} of “{path[-2]}”"
    else:
        name = f"“{path[-1]}”" if path else "the study"
    message, remedy = _in_plain_words(complaint, path, None if is_key else node)
    return Problem(
        code="STUDY103",
        message=f"{name} {message}",
        span=place_of(root, path, key=is_key),
        remedy=remedy,
    )


def _in_plain_words(complaint: ErrorDetails, path: _Path, node: Node | None) -> tuple[str, str]:
    kind, details = complaint["type"], complaint.get("ctx", {})
    if isinstance(node, Scalar) and node.is_null:
        return "is empty", _how_to_fill(path)
    if "error" in details:
        return str(details["error"]), ""
    if kind in ("enum", "literal_error"):
        return _no_choice(complaint)
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(details["pattern"], ("is not written as it should be", ""))
    if kind in _WITH_LIMIT:
        limit = next(iter(details[key] for key in _LIMITS if key in details))
        return _WITH_LIMIT[kind].format(limit=_amount(limit), items=_items(limit)), ""
    expected = _EXPECTED.get(kind, "something else")
    if kind == "model_type" and issubclass(_model_at(path) or Study, model.Disclosure):
        expected = "a text, or keys and values"
    return f"must be {expected}, not {_what_it_is(node)}", _how_to_write(kind, path, node)


def _no_choice(complaint: ErrorDetails) -> tuple[str, str]:
    choices = re.findall(r"'([^']*)'", str(complaint.get("ctx", {}).get("expected", "")))
    if isinstance(complaint["input"], str):
        wrong = complaint["input"]
        return f"cannot be “{wrong}”", did_you_mean(wrong, choices)
    return "must be one word", did_you_mean("", choices)


_AN_ID = "letters a to z, digits, full stop, hyphen and underscore, a letter or digit first"
_PATTERNS = {
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$": ("is not an id", f"an id has {_AN_ID}"),
    r"^[a-z0-9][a-z0-9-]*$": (
        "is not a study's id",
        "it has small letters a to z, digits and hyphens, a letter or digit first",
    ),
    r"^https?://\S+$": ("is not a web address", "it begins with https:// and has no spaces"),
}
_LIMITS = ("ge", "le", "min_length", "max_length")
_WITH_LIMIT = {
    "greater_than_equal": "must be at least {limit}",
    "less_than_equal": "must be at most {limit}",
    "string_too_short": "is empty",
    "string_too_long": "is longer than {limit} characters",
    "too_short": "needs at least {items}",
    "too_long": "holds more than {items}",
}
_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "date_type": "a date",
    "tuple_type": "a list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
}


def _amount(limit: Any) -> str:
    return f"{limit:g}" if isinstance(limit, float) else str(limit)


def _items(limit: Any) -> str:
    return "1 item" if limit == 1 else f"{limit} items"


def _what_it_is(node: Node | None) -> str:
    if isinstance(node, Mapping):
        return "keys and values"
    return "a list" if isinstance(node, Sequence) else "a single text"


def _how_to_fill(path: _Path) -> str:
    owner = _model_at(path[:-1])
    wanted = owner.model_fields.get(str(path[-1])) if owner else None
    if wanted is None or wanted.is_required():
        return "give it a value"
    return "give it a value, or delete the key"


def _how_to_write(kind: str, path: _Path, node: Node | None) -> str:
    if kind == "string_type" and isinstance(node, Mapping | Sequence) and node.flow:
        sign = "{" if isinstance(node, Mapping) else "["
        return f"a text that begins with “{sign}” stands in quotes"
    if kind == "tuple_type":
        return "write each item on a line of its own after “- ”, or all of them in [a, b]"
    if kind == "model_type":
        owner = _model_at(path)
        if owner is model.Value:
            return "such as {percent: 41}, {ratio: 8/10} or {term: few}"
        return f"its keys: {', '.join(owner.model_fields)}" if owner else ""
    return ""


# --- The model at a path, the node at a path ----------------------------------------------


def _model_at(path: _Path) -> type[BaseModel] | None:
    """The class of the object at a path, following the model's annotations."""
    annotation: Any = Study
    for step in path:
        owner = _class_in(annotation)
        if isinstance(step, str) and owner is not None and step in owner.model_fields:
            annotation = owner.model_fields[step].annotation
        else:
            annotation = _item_of(annotation)
    return _class_in(annotation)


def _class_in(annotation: Any) -> type[BaseModel] | None:
    annotation = _without_none(annotation)
    is_model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return annotation if is_model else None


def _item_of(annotation: Any) -> Any:
    """What a list or a mapping holds; None for anything else."""
    annotation = _without_none(annotation)
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        return arguments[1]
    return arguments[0] if get_origin(annotation) is tuple else None


def _without_none(annotation: Any) -> Any:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _without_none(get_args(annotation)[0])
    if origin in (Union, UnionType):
        others = [each for each in get_args(annotation) if each is not NoneType]
        return _without_none(others[0])
    return annotation
