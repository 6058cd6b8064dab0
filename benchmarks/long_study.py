"""One study as long as asked for: what an invented chain's customers said, shop by shop.

Its pages hold what those of ordinary briefs hold, in the same mixture: text, charts of seven
kinds with their tables, remarks, quotations, and a row in the table of results for each result.
Each shop brings four topics with numbers of its own. Cover, summary and method are there once.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from string import Template
from textwrap import indent

from benchmarks.many import SEED, numbers, words

TEMPLATES = Path(__file__).parent / "long"
TOPICS = ("first-contact", "satisfaction", "channels", "evenings")
LISTED = {"groups": "  ", "questions": "  ", "results": "", "viewpoints": ""}
"""What topics add to the study's own lists, and how much deeper it stands there."""
CHAPTERS = 8
"""A study has no more sections: the topics are spread over them."""

_KEY = re.compile(r"^(groups|questions|results|viewpoints|title|content):\n", re.MULTILINE)


def long_study(topics: int, seed: int = SEED) -> tuple[str, str]:
    """The id and the YAML text of a study of so many topics, about a page each."""
    told = [_topic(number, seed) for number in range(topics)]
    study_id = f"long-{topics}"
    named = {
        key: indent("".join(topic.get(key, "") for topic in told), deeper)
        for key, deeper in LISTED.items()
    }
    frame = _template("frame").substitute(named, id=study_id, sections=_chapters(told))
    return study_id, frame


def _topic(number: int, seed: int) -> dict[str, str]:
    """What one topic of one shop brings, as YAML, by the key of the study that it belongs to."""
    shop = number // len(TOPICS) + 1
    chance = random.Random(f"{seed}:long:{shop}")
    filled = words(chance, "en") | numbers(chance) | {"shop": shop}
    text = _template(TOPICS[number % len(TOPICS)]).substitute(
        filled | ({"place": "Durham"} if shop == 1 else {})
    )
    _, *found = _KEY.split(text)
    return dict(zip(found[::2], found[1::2], strict=True))


def _chapters(told: list[dict[str, str]]) -> str:
    """All topics in up to eight sections: a title within one becomes a line in bold."""
    each = -(-len(told) // CHAPTERS)
    written = []
    for at, topic in enumerate(told):
        title = topic["title"].strip()
        if at % each == 0:
            written.append(f"  - title: {title}\n    content:\n")
        else:
            written.append(f'    - text: "**{title.strip(chr(34))}**"\n')
        written.append(indent(topic["content"], "    "))
    return "".join(written)


@cache
def _template(name: str) -> Template:
    return Template((TEMPLATES / f"{name}.yml.template").read_text(encoding="utf-8"))
