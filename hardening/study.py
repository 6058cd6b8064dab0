"""A sound study to spoil: every field is given, and any of them can be changed.

A spoiled study is written as JSON, which is YAML too: whatever a text holds, the file
holds it exactly, and no text can leave its quotes.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from reportgen.source import parse_yaml, plain
from reportgen.study.model import Study
from reportgen.study.prose import PROSE_PATHS, PathPattern, follow

Place = tuple[str | int, ...]
"""Keys and indices from the study down to a value."""

_SOUND = Path(__file__).with_name("every_field.yml")
_NOT_TEXT: tuple[PathPattern, ...] = (
    ("brand",),  # a name or a path: see attacks/brands.py
    ("results", "*", "value", "ratio"),  # two numbers
)


@cache
def _sound() -> dict[str, Any]:
    content = plain(parse_yaml(_SOUND.read_text(encoding="utf-8"), _SOUND.name))
    assert isinstance(content, dict)
    return content


def spoiled(study_id: str, changes: Mapping[Place, Any] | None = None) -> str:
    """The sound study under another id, with other values at some places, as a YAML text."""
    content = copy.deepcopy(_sound())
    content["id"] = study_id
    for place, value in (changes or {}).items():
        inner = content
        for step in place[:-1]:
            inner = inner[step]  # type: ignore[index]
        inner[place[-1]] = value  # type: ignore[index]
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


# --- The fields that hold free text ---------------------------------------------------------


@cache
def free_texts() -> tuple[PathPattern, ...]:
    """Every field of the model that takes any text, `*` for each item; told by its schema."""
    schema = Study.model_json_schema()
    found = dict.fromkeys(_strings(schema, schema["$defs"], ()))
    return tuple(pattern for pattern in found if pattern not in _NOT_TEXT)


def _strings(
    node: Mapping[str, Any], named: Mapping[str, Any], path: PathPattern
) -> Iterator[PathPattern]:
    if "$ref" in node:
        yield from _strings(named[node["$ref"].rpartition("/")[2]], named, path)
    for one in (*node.get("anyOf", ()), *node.get("oneOf", ()), *node.get("allOf", ())):
        yield from _strings(one, named, path)
    for key, value in node.get("properties", {}).items():
        yield from _strings(value, named, (*path, key))
    for value in node.get("patternProperties", {}).values():
        yield from _strings(value, named, (*path, "*"))
    if isinstance(node.get("additionalProperties"), Mapping):
        yield from _strings(node["additionalProperties"], named, (*path, "*"))
    if "items" in node:
        yield from _strings(node["items"], named, (*path, "*"))
    restricted = {"enum", "const", "pattern", "format"} & node.keys()
    if node.get("type") == "string" and not restricted:
        yield path


@cache
def places(pattern: PathPattern) -> tuple[Place, ...]:
    """Where the sound study gives a field."""
    return tuple(place for place, _ in follow(_sound(), pattern))


@cache
def text_places() -> tuple[Place, ...]:
    """Every place of the sound study that holds free text."""
    return tuple(dict.fromkeys(place for pattern in free_texts() for place in places(pattern)))


@cache
def is_prose(place: Place) -> bool:
    """Whether what stands at a place is Markdown."""
    return any(place in places(pattern) for pattern in PROSE_PATHS)
