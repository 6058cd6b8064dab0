"""The JSON Schema of a study file, for editors that complete and underline.

An editor reads YAML 1.2 and types the scalars before it looks: `146` is a
number, `true` a truth value. The reader takes text and converts what a field
asks for. So wherever the model wants text, the schema takes what YAML makes of
unquoted text; and numbers may stand in quotes. It accepts every valid study;
what only the reader can see (ids that lead nowhere, prose) it leaves to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reportgen.study.model import NOT_APPLICABLE, NOT_DISCLOSED, Study

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTITY = "urn:reportgen:study"

_Schema = dict[str, Any]

_MAY_BE_UNDISCLOSED = (("Group", "n"), ("Source", "date"))
"""Fields that are no text and yet take the words “not disclosed”."""
_WHOLE_IN_QUOTES: _Schema = {"type": "string", "pattern": "^[0-9]{1,9}$"}
_NUMBER_IN_QUOTES: _Schema = {"type": "string", "pattern": r"^-?[0-9]{1,9}(\.[0-9]{1,6})?$"}
_RATIO = {"type": "string", "pattern": "^[0-9]{1,3}/[0-9]{1,3}$"}
_TEXT_IN_YAML = ["string", "number", "boolean"]
_KINDS_OF_VALUE = (
    "count",
    "percent",
    "ratio",
    "over",
    "under",
    "term",
    "ranking",
    "limit",
    "items",
    "change",
    "statement",
)


def study_schema() -> _Schema:
    """The schema as plain dicts and lists, JSON Schema draft 2020-12."""
    raw = Study.model_json_schema()
    definitions = {name: _as_yaml(part) for name, part in raw.pop("$defs").items()}
    _complete(definitions)
    study = _as_yaml(raw)
    study.pop("title", None)
    return {
        "$schema": DIALECT,
        "$id": IDENTITY,
        "title": "A study for reportgen",
        **study,
        "$defs": dict(sorted(definitions.items())),
    }


# --- Scalars, as YAML types them ---------------------------------------------------------


def _as_yaml(part: Any) -> Any:
    """One schema rewritten for values that a YAML 1.2 parser has typed."""
    if not isinstance(part, dict):
        return part
    kept = {key: value for key, value in part.items() if key != "default"}
    # pydantic makes a title of every field's name: noise beside the name itself.
    kept.pop("title", None)
    for key in ("properties", "patternProperties"):
        if key in kept:
            kept[key] = {name: _as_yaml(inner) for name, inner in kept[key].items()}
    for key in ("items", "additionalProperties"):
        kept[key] = _as_yaml(kept[key]) if key in kept else None
    if "anyOf" in kept:
        kept["anyOf"] = _flat(_as_yaml(option) for option in kept["anyOf"])
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    kept = {key: value for key, value in kept.items() if value is not None}
    return _as_scalar(kept)


def _flat(options: Iterable[_Schema]) -> list[_Schema]:
    """One level of alternatives: an editor explains nested ones badly."""
    flat: list[_Schema] = []
    for option in options:
        flat += option["anyOf"] if set(option) == {"anyOf"} else [option]
    return flat


def _as_scalar(part: _Schema) -> _Schema:
    kind = part.get("type")
    if kind in ("integer", "number"):
        return _number(part, _WHOLE_IN_QUOTES if kind == "integer" else _NUMBER_IN_QUOTES)
    if kind == "boolean":
        return _either(part, [{"type": "boolean"}, {"enum": ["true", "false"]}])
    if kind == "string" and not {"enum", "const", "format"} & part.keys():
        return {**part, "type": list(_TEXT_IN_YAML)}
    return part


def _number(part: _Schema, in_quotes: _Schema) -> _Schema:
    bounds = {"ge": "minimum", "le": "maximum"}
    bare = {bounds.get(key, key): value for key, value in part.items() if key != "description"}
    return _either(part, [bare, dict(in_quotes)])


def _either(part: _Schema, options: list[_Schema]) -> _Schema:
    told = {"description": part["description"]} if "description" in part else {}
    return {**told, "anyOf": options}


# --- What the model's validators say ------------------------------------------------------


def _complete(definitions: dict[str, _Schema]) -> None:
    """Add what stands in the model as code; changes the fresh dicts in place."""
    for name, field in _MAY_BE_UNDISCLOSED:
        definitions[name]["properties"][field]["anyOf"].append({"const": NOT_DISCLOSED})
    question = definitions["Question"]["properties"]["multiple"]
    question["anyOf"].append({"const": NOT_DISCLOSED})
    for name in ("Disclosure", "Sampling"):
        definitions[name] = _item_of_disclosure(definitions[name])
    value = definitions["Value"]
    ratio = value["properties"]["ratio"]
    ratio["anyOf"] = [dict(_RATIO), {"type": "null"}]
    value["anyOf"] = [{"required": [key]} for key in _KINDS_OF_VALUE]
    block = definitions["Block"]
    block["oneOf"] = [_given(key) for key in block["properties"]]
    result = definitions["Result"]
    result["oneOf"] = [_given("base"), _given("voice")]
    result["anyOf"] = [_given("source"), {"required": ["derived_from"]}]


def _given(key: str) -> _Schema:
    """The key stands there and is not empty."""
    return {"required": [key], "properties": {key: {"not": {"type": "null"}}}}


def _item_of_disclosure(closed: _Schema) -> _Schema:
    """A text, nothing, or keys; `status` follows from the text."""
    keys = {key: value for key, value in closed.items() if key not in ("required", "description")}
    return {
        "description": closed["description"],
        "anyOf": [
            {
                "type": list(_TEXT_IN_YAML),
                "minLength": 1,
                "description": "The item's text; or: not disclosed, not applicable.",
                "examples": [NOT_DISCLOSED, NOT_APPLICABLE],
            },
            {"type": "null"},
            keys,
        ],
    }
