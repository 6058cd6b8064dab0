"""Studies and brands that are about as large as they may be, sound or with one fault at the end.

What is beyond a limit is refused before anything is made of it; what lies just within has to
be read to its end before it is known to be wrong. So these cost what a refusal can cost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import yaml

from hardening.attacks.attack import Content
from hardening.attacks.brands import SOUND
from hardening.attacks.fonts import sound_font
from hardening.attacks.logos import HEAD
from hardening.attacks.pictures import png
from hardening.study import spoiled
from reportgen.limits import FONT_SIZE, LIST, SHAPES, SHAPES_SIZE, TABLE_COLUMNS, TABLE_ROWS, USUAL

_SPARE = 4_000  # characters for what stands around
_TYPO: Mapping[str, Any] = MappingProxyType({"unknwon": "what is not known"})


def sound_study(name: str) -> dict[str, Any]:
    """The study of the attacks, with one section and nothing allowed."""
    content: dict[str, Any] = json.loads(spoiled(name))
    del content["allow"]
    section = {"title": "Title of a section", "content": [{"text": "Text of a section"}]}
    content["brief"]["sections"] = [section]
    return content


def _with_texts(name: str, text: str, most: int = 10**9) -> dict[str, Any]:
    """As many paragraphs of this text as the limit on prose lets stand in a section."""
    content = sound_study(name)
    texts: list[dict[str, str]] = []
    room = USUAL.prose - _SPARE
    while room > 0 and len(texts) < most:
        part = text[:room]
        if len(part) < len(text):  # whole sentences, rows or items
            part = part[: max(part.rfind("\n"), part.rfind(". ")) + 1]
        texts.append({"text": part})
        room -= len(text)
    content["brief"]["sections"][0]["content"] = texts
    return content


def _prose(sentence: str) -> str:
    return sentence * ((USUAL.text - 1) // len(sentence))


WORDS = _prose("Most of what is told here is told in words of no special kind. ")
CLAIMS = _prose("{r1} of customers got help, and 48 per cent of others. ")
TABLE = "\n".join(
    [
        "|" + "a|" * TABLE_COLUMNS,
        "|" + "-|" * TABLE_COLUMNS,
        *["|" + "b c|" * TABLE_COLUMNS] * (TABLE_ROWS - 2),
    ]
)
LISTS = "\n".join("  " * (level % 6) + "- an item" for level in range(900))


def _many_results(name: str) -> dict[str, Any]:
    content = sound_study(name)
    parts = ("value", "base", "source")
    first = {part: content["results"][0][part] for part in parts}
    content["results"] += [
        {**first, "id": f"more-{at}", "says": f"said number {at}"}
        for at in range(USUAL.results - len(content["results"]))
    ]
    return content


def _many_charts(name: str) -> dict[str, Any]:
    content = sound_study(name)
    chart = {"kind": "grouped", "title": "Title", "measure": "Measure", "results": ["r1", "r2"]}
    wanted = USUAL.charts - 2  # of the summary and of what it means
    content["brief"]["sections"][0]["content"] = [{"chart": chart}] * wanted
    return content


def _long_lists(name: str) -> dict[str, Any]:
    content = sound_study(name)
    for result in content["results"][2:]:
        value = result["value"]
        key = "ranking" if "ranking" in value else "items"
        value[key] = [f"member {at}" for at in range(LIST)]
        if "of" in value:
            value["of"] = LIST
    return content


LARGE: Mapping[str, Callable[[str], dict[str, Any]]] = MappingProxyType(
    {
        "words": lambda name: _with_texts(name, WORDS),
        "claims": lambda name: _with_texts(name, CLAIMS),
        "tables": lambda name: _with_texts(name, TABLE, 45),
        "lists": lambda name: _with_texts(name, LISTS),
        "results": _many_results,
        "charts": _many_charts,
        "long-lists": _long_lists,
    }
)
"""What is about as large as it may be, by what it has most of."""


def written(content: Mapping[str, Any], *, blocks: bool = False) -> str:
    """A study as a file: in one line a value, or, `blocks`, as people write YAML."""
    if blocks:
        apart = json.loads(json.dumps(content))  # else what is there twice would be an alias
        told: str = yaml.safe_dump(apart, allow_unicode=True, sort_keys=False, width=10**6)
        return told
    return json.dumps(content, ensure_ascii=False) + "\n"


def claiming_wrongly() -> dict[str, str]:
    """Each large study with a wrong claim at its end: every rule has read all of it by then."""
    found = {}
    for kind, made in LARGE.items():
        content = made(f"far-{kind}")
        content["brief"]["unknown"] = "At the first contact 63 per cent of customers got help."
        found[f"far-{kind}"] = written(content)
    return found


def studies() -> dict[str, str]:
    """Each large study with one fault of its form, in its last line."""
    found = {
        f"near-{kind}": written({**made(f"near-{kind}"), **_TYPO}) for kind, made in LARGE.items()
    }
    for kind, made in LARGE.items():
        content = made(f"near-{kind}-prose")
        content["brief"]["unknown"] = "What {r99} would say."  # a result that there is none of
        found[f"near-{kind}-prose"] = written(content)
    blocks = written(LARGE["words"]("near-words-in-blocks"), blocks=True)
    found["near-words-in-blocks"] = blocks + "unknwon: x\n"
    found["near-words-not-closed"] = written(LARGE["words"]("near-words-not-closed"))[:-2] + ",\n"
    return found


def brands() -> dict[str, dict[str, Content]]:
    """Brands about as large as they may be with one fault at the end, by their files."""
    palette = "".join(f'    c{at}: "#{at:06x}"\n' for at in range(97))
    shape = '<path d="M0 0H9V9Z"/>'
    shapes = HEAD + shape * (SHAPES - 3)
    shapes += f'<path d="M0 0{"L1 2" * ((SHAPES_SIZE - len(shapes) - 200) // 4)}Z"/>'
    side = 2_000
    pixels = png(width=side, height=side)
    logo = SOUND + "logo: "
    cuts = [(weight, style) for weight in range(100, 1000, 100) for style in ("normal", "italic")]
    faces = ", ".join(
        f"{{path: {weight}-{style}.ttf, weight: {weight}, style: {style}}}"
        for weight, style in cuts
    )
    fonts: dict[str, Content] = {
        f"{weight}-{style}.ttf": sound_font() for weight, style in cuts[:-1]
    }
    # As large as a font may be, and cut short: its last tables are nothing.
    whole = sound_font()
    fonts["900-italic.ttf"] = whole[: len(whole) // 2] + bytes(FONT_SIZE - len(whole) // 2)
    typography = f"{{family: Own, source: file, files: [{faces}]}}"
    return {
        "near-palette": {
            "_brand.yml": SOUND.replace("  palette: {", "  palette:\n" + palette, 1)
            .replace('blue: "#0b4f6c", ', '    blue: "#0b4f6c"\n    ', 1)
            .replace('yellow: "#f2a541"}', 'yellow: "#f2a54"', 1)
        },
        "near-fonts": {
            "_brand.yml": SOUND
            + f"typography:\n  fonts: [{typography}]\n  base: {{family: Own}}\n",
            **fonts,
        },
        "near-shapes": {
            "_brand.yml": logo + "logo.svg\n",
            "logo.svg": shapes + "<script/></svg>",
        },
        "near-pixels": {
            "_brand.yml": logo + "logo.png\n",
            "logo.png": pixels[:-300] + bytes(300),
        },
    }
