"""Plain fields are set once, all of them, and nothing but the text changes."""

from __future__ import annotations

from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pytest
from five import IDS
from pydantic import BaseModel

from reportgen import shipped
from reportgen.language.language import load_language
from reportgen.study.model import Study, Text
from reportgen.study.prose import PROSE_PATHS, follow
from reportgen.study.reader import read_study
from reportgen.study.typesetting import PLAIN_PATHS, typeset_study

NOT_PRINTED = {("brand",), ("allow", "*", "words"), ("allow", "*", "reason")}
SMALL = Path(__file__).parent / "liten-studie.yml"


def text_paths(annotation: Any, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Every path of the model that leads to a field of type `Text`."""
    if annotation == Text:
        return {path}
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return text_paths(inner[0], path)
    if origin in (Union, UnionType):
        return set().union(*(text_paths(one, path) for one in inner if one is not NoneType))
    if origin is tuple:
        return text_paths(inner[0], (*path, "*"))
    if origin is dict:
        return text_paths(inner[1], (*path, "*"))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        hints = get_type_hints(annotation, include_extras=True)
        return set().union(
            *(text_paths(hints[name], (*path, name)) for name in annotation.model_fields)
        )
    return set()


def test_every_plain_text_of_the_model_is_set():
    known = set(PLAIN_PATHS) | set(PROSE_PATHS) | NOT_PRINTED
    found = {
        path
        for path in text_paths(Study)
        if path[:1] != ("disclosure",) or path[2:] not in ((), ("text",))
    }
    found = {(*path[:1], "*", *path[2:]) if path[0] == "disclosure" else path for path in found}
    assert found - known == set()
    assert set(PLAIN_PATHS) - found == set()


@pytest.mark.parametrize("study_id", IDS)
def test_the_five_stay_what_they_were(study_id):
    study = read_study(shipped.studies_folder() / f"{study_id}.yml").study
    language = load_language(study.language)
    made = typeset_study(study, language.texts)
    assert [result.id for result in made.results] == [result.id for result in study.results]
    assert [result.value.precision for result in made.results] == [
        result.value.precision for result in study.results
    ]
    assert typeset_study(made, language.texts) == made
    plain = {path: text for pattern in PLAIN_PATHS for path, text in follow(made, pattern)}
    assert plain
    assert [text for text in plain.values() if '"' in str(text)] == []


def test_what_is_not_text_is_untouched():
    text = SMALL.read_text(encoding="utf-8").replace(
        "publisher: ", 'publisher: "12 % av \\"alla\\" 1-2" #', 1
    )
    study = read_study(SMALL, text=text).study
    made = typeset_study(study, load_language(study.language).texts)
    assert made.publisher == "12\u00a0% av ”alla” 1–2"
    changed = {
        ".".join(map(str, path)): text
        for pattern in PLAIN_PATHS
        for path, text in follow(made, pattern)
        if text not in {text for _, text in follow(study, pattern)}
    }
    assert changed == {"publisher": "12\u00a0% av ”alla” 1–2"}
    assert (made.published, made.groups, made.disclosure) == (
        study.published, study.groups, study.disclosure,
    )  # fmt: skip
