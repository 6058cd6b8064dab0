"""Typography: the marks and spaces that a language sets, wherever text is printed.

An editor types what a keyboard has: straight quotes, hyphens, plain spaces.
Here they become the language's own quotation marks, en dashes between the ends
of a range, a true minus, and spaces at which no line may break. Everything
that is printed goes through here: the study's prose and its plain fields, and
the language's own texts. What is set already stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"
APOSTROPHE = "\u2019"

_AS_IT_STANDS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+")
_OPENS_AFTER = " \t\n([{/–—\u00a0"

# 22–31 and 2005–2011, but no date (2005-03-22), number with leading nought (000-14, 08-123) or
# year with a month (2005-11).
_RANGE = re.compile(
    r"(?<![\w.,/–-])(?!0\d)(?!\d{4}-\d{2}(?!\d))(\d{1,4})\s?-\s?(?!0\d)(\d{1,4})(?![\w/-]|[.,]\d)"
)
_MINUS = re.compile(r"(?<![\w\d)\]–-])-(?=\d)")
_DASH = re.compile(r"(?<=\S) -{1,2}(?= )")
_GROUPS = re.compile(r"(?<![\d.,\u00a0])\d{1,3}(?: \d{3})+(?!\d)")
_SAMPLE = re.compile(r"\b(n) ?= ?(?=\d)", re.IGNORECASE)


def typeset(text: str, texts: Mapping[str, str], before: str = "") -> str:
    """The text as it is printed in the language whose `texts` these are.

    `before` is what stands right before it in the same line, one character or
    none: it tells an opening quotation mark from a closing one.
    """
    marks = tuple(texts[f"quotes.{key}"] for key in _QUOTES)
    words = (texts["numbers.of"], texts["numbers.percent_word"])
    return _typeset(text, before[-1:], marks, words, texts["numbers.percent_short"])


_QUOTES = ("open", "close", "inner_open", "inner_close")


@lru_cache(maxsize=4096)
def _typeset(
    text: str, before: str, marks: tuple[str, ...], words: tuple[str, ...], percent: str
) -> str:
    made, at = [], 0
    for kept in _AS_IT_STANDS.finditer(text):
        made += [_set(text[at : kept.start()], before, marks, words, percent), kept[0]]
        before, at = kept[0][-1], kept.end()
    made.append(_set(text[at:], before, marks, words, percent))
    return "".join(made)


def _set(
    text: str, before: str, marks: tuple[str, ...], words: tuple[str, ...], percent: str
) -> str:
    text = _quoted(text, before, marks)
    # A lookbehind sees `before` too; no rule changes it.
    text = before + text.replace("...", "…")
    text = _RANGE.sub(rf"\1{EN_DASH}\2", text)
    text = _MINUS.sub(MINUS, text)
    text = _DASH.sub(f" {EN_DASH}", text)
    text = _GROUPS.sub(lambda found: found[0].replace(" ", NO_BREAK_SPACE), text)
    text = _SAMPLE.sub(rf"\1{NO_BREAK_SPACE}={NO_BREAK_SPACE}", text)
    # 45 % in Swedish and Norwegian, 45% in English, as the language's own pattern has it.
    sign = percent.removeprefix("{number}")
    text = re.sub(r"(?<=\d) ?%", sign, text)
    text = re.sub(rf"(?<=\d) (?={re.escape(words[1])})", NO_BREAK_SPACE, text)
    of = re.escape(words[0])
    text = re.sub(rf"(?<=\d) {of} (?=\d)", f"{NO_BREAK_SPACE}{words[0]}{NO_BREAK_SPACE}", text)
    return text[len(before) :]


def _quoted(text: str, before: str, marks: tuple[str, ...]) -> str:
    """Straight quotes made the language's own; a single one within a word is an apostrophe."""
    if '"' not in text and "'" not in text:
        return text
    opened, closed, inner_opened, inner_closed = marks
    made = []
    for at, mark in enumerate(text):
        previous = text[at - 1] if at else before
        following = text[at + 1 : at + 2]
        opens = (not previous or previous in _OPENS_AFTER) and following.strip() != ""
        if mark == '"':
            made.append(opened if opens else closed)
        elif mark == "'":
            paired = opens and re.search(r"[\w.!?]'(?!\w)", text[at + 1 :])
            ends = not opens and not following.isalpha()
            made.append(inner_opened if paired else inner_closed if ends else APOSTROPHE)
        else:
            made.append(mark)
    return "".join(made)
