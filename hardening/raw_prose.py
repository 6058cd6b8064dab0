"""Markdown as somebody writes it: hostile texts as prose, nothing in them escaped.

whole_texts.py escapes what Markdown would take for a sign. Here it does what it does in a
real study: a text is refused with its place, or all its words come out in their order,
between the mark of the field before and its own. Whatever a sign means, no word may go.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from hardening import readings
from hardening.harness import Harness, Report
from hardening.study import Place, is_prose, spoiled, text_places
from hardening.texts import WHOLE, Hostile
from hardening.whole_texts import MARK, bare, escaped, made_of, mark, terminal
from reportgen.problems import Problems
from reportgen.study.reader import read_study

_WORD = re.compile(r"[^\W_]+")
_RESULT = re.compile(r"\{[a-z]\w*(?:\|\w+)?\}")
"""A result's value stands in its place."""
_TARGET = re.compile(r"\]\((?:[^()\s]|\([^()\s]*\))*\)")
"""Where a link leads: an address, and no word of the text."""


@dataclass
class Outcome:
    """What came of one study."""

    faults: list[str] = field(default_factory=list)
    came_out: Counter[str] = field(default_factory=Counter)  # texts, by format
    no_room: int = 0  # texts refused for their width (PDF103)


def prose_places() -> tuple[Place, ...]:
    """Every field of the sound study that holds Markdown."""
    return tuple(place for place in text_places() if is_prose(place))


def raw(texts: Mapping[Place, str]) -> str:
    """The sound study with texts in its prose as they are, each with its mark at the end."""
    return spoiled("texts", {place: f"{text} {mark(place)}" for place, text in texts.items()})


# --- Refused, or not ------------------------------------------------------------------------


def refusal(text: str, place: Place) -> tuple[tuple[str, ...], list[str]]:
    """The codes that refuse a text in a field, none where it is read; and what is wrong with it."""
    try:
        loaded = read_study(Path("texts.yml"), text=raw({place: text}))
    except Problems as problems:
        wrong = [f"{one.code} has no place" for one in problems.found if one.span.line < 1]
        return tuple(sorted({one.code for one in problems.found})), wrong
    assert loaded.study.id == "texts"
    return (), []


# --- What came out ----------------------------------------------------------------------------


def words(text: str) -> list[str]:
    """The words that a reader is to find again."""
    return _WORD.findall(bare_but_spaces(_RESULT.sub(" ", text)))


def bare_but_spaces(text: str) -> str:
    """Compared without what typesetting changes; blanks and dashes part words."""
    return " ".join(bare(part) for part in re.split(r"[\s\u2010-\u2015\u2212-]+", text))


def missing(text: str, shown: str) -> list[str]:
    """The words of a text that do not come, in their order, in what is shown."""
    told, lost, at = _WORD.findall(bare_but_spaces(shown)), [], 0
    for word in words(text):
        try:
            at = told.index(word, at) + 1
        except ValueError:
            lost.append(word)
    return lost


def between_marks(shown: str) -> Iterator[tuple[Place, str]]:
    """What stands before each mark, back to the mark before it."""
    begins = 0
    for found in MARK.finditer(shown):
        yield text_places()[int(found[1])], shown[begins : found.start()]
        begins = found.end()


class _Stream(HTMLParser):
    """A page's words in their order, with where its links lead and its lists' numbers."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._to: list[str] = []
        self._numbers: list[int] = []
        self._silent = 0
        self.feed(html)
        self.close()
        self.told = "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "a":
            self._to.append(given.get("href") or "")
        elif tag == "ol":
            self._numbers.append(int(given.get("start") or 1))
        elif tag == "li" and self._numbers:
            self._parts.append(f" {self._numbers[-1]} ")
        elif tag not in ("em", "strong", "span", "code", "s"):
            self._parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent -= 1
        elif tag == "a" and self._to:
            self._parts.append(f" {self._to.pop()} ")
        elif tag == "ol" and self._numbers:
            self._numbers.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(data)


# --- One study --------------------------------------------------------------------------------


def built(texts: Mapping[Place, str], folder: Path) -> Outcome:
    """Build a study whose prose is these texts, none of which is refused by itself."""
    made = made_of(texts, raw, folder)
    outcome = Outcome(faults=[*made.faults], no_room=made.refused)
    if made.faults:
        return outcome
    texts = made.texts
    html = made.files[".html"].decode("utf-8")
    outcome.faults += [f"HTML: {what}" for what in readings.page(html).acting]
    outcome.faults += [f"PDF: {what}" for what in readings.of_pdf(made.files[".pdf"])[1]]
    words_only = {place: _TARGET.sub("]", text) for place, text in texts.items()}
    in_html = {
        place: words_only[place] if _is_a_line(place) else text for place, text in texts.items()
    }
    _judge("HTML", _Stream(html).told, in_html, outcome)
    shown = "\n".join(text for _, text in terminal(made.order))
    _judge("terminal", shown, words_only, outcome)
    _judge_pages(bare(readings.words_of_pdf(made.files[".pdf"])), words_only, outcome)
    return outcome


def _is_a_line(place: Place) -> bool:
    """Whether a field is a title or the text beside a figure, where nothing leads anywhere."""
    return place[-1] in ("title", "subtitle") or place[1:2] in (("cover",), ("key_figures",))


def _judge(form: str, shown: str, texts: Mapping[Place, str], outcome: Outcome) -> None:
    seen: set[Place] = set()
    for place, told in between_marks(shown):
        if place in texts:
            seen.add(place)
            if lost := missing(texts[place], told):
                outcome.faults.append(f"{form}: {place} loses {lost} of {texts[place]!r}: {told!r}")
    outcome.came_out[form] += len(seen)
    outcome.faults += [
        f"{form}: {place} came out nowhere: {texts[place]!r}"
        for place in texts
        if place not in seen and form == "HTML"
    ]


def _judge_pages(shown: str, texts: Mapping[Place, str], outcome: Outcome) -> None:
    """On paper a column may part words from others: each has to be there, in whatever order."""
    for place, text in texts.items():
        if bare(mark(place)) not in shown:
            outcome.faults.append(f"PDF: {place} came out nowhere: {text!r}")
            continue
        outcome.came_out["PDF"] += 1
        lost = [word for word in words(text) if word not in shown]
        if lost:
            outcome.faults.append(f"PDF: {place} loses {lost} of {text!r}")


# --- As a harness -------------------------------------------------------------------------


def sorted_out(texts: Sequence[Hostile] = WHOLE) -> tuple[dict[Place, list[str]], int, list[str]]:
    """For each field the texts that it takes; how many were refused; what was wrong with that."""
    taken: dict[Place, list[str]] = {}
    refused, wrong = 0, []
    for place in prose_places():
        for one in texts:
            codes, faults = refusal(one.text, place)
            wrong += [f"{one.name} in {place}: {fault}" for fault in faults]
            refused += bool(codes)
            if not codes:
                taken.setdefault(place, []).append(one.text)
    return taken, refused, wrong


def measured(mixes: int) -> Report:
    """Every text in every field of prose, those that are read in so many studies."""
    taken, refused, wrong = sorted_out()
    report, came_out, no_room = Report(faults=wrong), Counter[str](), 0
    most = max(map(len, taken.values()))
    turns = range(0, most, max(1, most // mixes))
    for turn in turns:
        texts = {
            place: each[(turn + at) % len(each)] for at, (place, each) in enumerate(taken.items())
        }
        with tempfile.TemporaryDirectory(prefix="reportgen-prose-") as folder:
            outcome = built(texts, Path(folder))
        came_out += outcome.came_out
        no_room += outcome.no_room
        report.faults += [f"mix {turn}: {fault}" for fault in outcome.faults]
    formats = ", ".join(f"{form} {many:,}" for form, many in came_out.most_common())
    report.figures.append(
        f"{len(WHOLE)} texts as Markdown in {len(prose_places())} fields: {refused:,} times refused"
        f" with a place; the others in {len(turns)} studies, with all their words, by format:"
        f" {formats}; {no_room} had no room in a column and were refused"
    )
    return report


def _run(given: Mapping[str, int]) -> Report:
    written, as_markdown = escaped(given), measured(given["mixes"])
    return Report([*written.figures, *as_markdown.figures], [*written.faults, *as_markdown.faults])


HARNESS = Harness(
    name="texts",
    proves="whatever stands in a field comes out of every format as it was written",
    run=_run,
    options={"turns": len(WHOLE), "mixes": len(WHOLE)},
)
