"""Text stays text: hostile texts through every field into every format, and out as written.

In a build each field holds one text and, at its end, a mark of its own. Wherever the mark
comes out again, in whatever format, the whole text has to stand before it; and nothing in
the output may act that did not in the sound study's.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hardening import readings
from hardening.harness import Report
from hardening.readings import Text
from hardening.study import Place, is_prose, spoiled, text_places
from hardening.texts import WHOLE, Hostile
from reportgen.checks.policy import OFF, Policy
from reportgen.checks.registry import RULES
from reportgen.pipeline import Order, render
from reportgen.problems import Problems

MARK = re.compile(r"[qQ](\d+)·z")
"""What `mark` makes: it ends a field's text, and the first letter's case may change."""
# An entity is none here, so it stands as it is.
_PUNCTUATION = re.compile(r"(&#?\w+;)|([!-/:-@\[-`{-~])")

_UNSEEN: frozenset[Place] = frozenset(
    {
        ("allow", 0, "words"),
        ("allow", 0, "reason"),
        ("context", 0, "source", "place"),
        ("groups", "customers", "note"),
        ("questions", "help", "topic"),
        ("questions", "help", "wording"),
        ("results", 0, "net_of", 0),
        ("results", 0, "net_of", 1),
        ("viewpoints", 0, "source", "place"),
    }
)
"""Fields that no format of the brief shows: they are for whoever edits the study."""


_REASON: Place = ("allow", 0, "reason")


@dataclass
class Outcome:
    """What came of one study, by format: faults in words, and which places came out."""

    faults: list[str] = field(default_factory=list)
    refused: int = 0  # texts that have no room where they stand (PDF103)
    seen: Counter[str] = field(default_factory=Counter)  # texts that came out, by format
    places: set[Place] = field(default_factory=set)


def every_rule_off() -> Policy:
    """No rule holds: hostile texts break most of them, and are to come out all the same."""
    return Policy(weights=tuple((rule.code, OFF) for rule in RULES))


def mix(turn: int, texts: Sequence[Hostile] = WHOLE) -> dict[Place, str]:
    """A text for every field; over as many turns as there are texts each field has had each."""
    found = {place: texts[(at + turn) % len(texts)].text for at, place in enumerate(text_places())}
    # A reason has ten characters at least.
    return {place: text if place != _REASON else f"because {text}" for place, text in found.items()}


def written(texts: Mapping[Place, str]) -> dict[Place, str]:
    """The texts as a study holds them: marked, and in prose with Markdown's signs escaped."""
    return {
        place: _in_markdown(f"{text} {mark(place)}") if is_prose(place) else f"{text} {mark(place)}"
        for place, text in texts.items()
    }


def mark(place: Place) -> str:
    """What stands at the end of a field's text."""
    return f"q{text_places().index(place)}·z"


def _in_markdown(text: str) -> str:
    # White space at a line's beginning would make it code.
    lines = (line.lstrip() for line in text.strip().split("\n"))
    return "\n".join(_PUNCTUATION.sub(lambda it: it[1] or f"\\{it[2]}", line) for line in lines)


# --- Comparing ----------------------------------------------------------------------------


def bare(text: str) -> str:
    """A text without what typesetting may change: white space, quotes, dashes, case."""
    text = re.sub(r"[\s\u00ad\u200b│]+", "", text)
    text = re.sub("[„“”»«‘’‚'\"`]", "'", text)
    return re.sub("[-–—−‐]", "", text.replace("…", "...")).casefold()


def broken(found: Text, texts: Mapping[Place, str]) -> Iterator[tuple[Place, str]]:
    """Every mark in a text that does not have the whole of its text before it."""
    where, told = found
    for each in MARK.finditer(told):
        place = text_places()[int(each[1])]
        if place in texts and not bare(told[: each.start()]).endswith(bare(texts[place])):
            yield place, f"{where}: {told[max(0, each.start() - 90) : each.end()]!r}"


# --- One study, every format -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Made:
    """What came of texts in a study: its files by their endings, and the texts that are in it."""

    texts: Mapping[Place, str]
    source: str
    order: Order
    files: Mapping[str, bytes]  # none where the study was refused
    refused: int  # texts that no column has room for: that is an end too
    faults: tuple[str, ...] = ()


def made_of(
    texts: Mapping[Place, str], study_of: Callable[[Mapping[Place, str]], str], folder: Path
) -> Made:
    """Build a study that holds these texts, without those that are too wide for their column."""
    refused = 0
    while True:
        source = study_of(texts)
        order = order_of(folder, source)
        try:
            files = {Path(one.place).suffix: one.content for one in render(order).artifacts}
        except Problems as problems:
            wide = too_wide(problems, texts)
            if not wide:
                faults = tuple(f"refused: {one.concise()[:300]}" for one in problems.found)
                return Made(texts, source, order, {}, refused, faults)
        else:
            return Made(texts, source, order, files, refused)
        refused += len(wide)
        texts = {place: text for place, text in texts.items() if place not in wide}


def through_every_format(texts: Mapping[Place, str], folder: Path) -> Outcome:
    """Build a study that holds these texts, and look at all that comes out of it."""
    made = made_of(texts, lambda held: spoiled("texts", written(held)), folder)
    outcome = Outcome(faults=[*made.faults], refused=made.refused)
    if made.faults:
        return outcome
    texts = made.texts
    _judge_page(made.files[".html"].decode("utf-8"), texts, outcome)
    _judge_pdf(made.files[".pdf"], texts, made.source, outcome)
    _judge("terminal", terminal(made.order), texts, outcome)
    for place in sorted(set(texts) - outcome.places - _UNSEEN, key=str):
        outcome.faults.append(f"{place} came out nowhere")
    return outcome


def order_of(folder: Path, source: str) -> Order:
    """To build a study as PDF and HTML, with everything that goes with them."""
    path = folder / "texts.yml"
    path.write_text(source, encoding="utf-8")
    return Order(
        path,
        "texts.yml",
        formats=("pdf", "html"),
        policy=every_rule_off(),
        annexes=("ledger",),
        base_url="https://example.org/",
    )


def too_wide(problems: Problems, texts: Mapping[Place, str]) -> set[Place]:
    """The places whose texts have no room on paper; nothing where another fault is among them."""
    if {one.code for one in problems.found} != {"PDF103"}:
        return set()
    quoted = [bare(each) for one in problems.found for each in re.findall("“(.+?)…?”", one.message)]
    return {
        place
        for place, text in texts.items()
        if any(each and each in bare(f"{text} {mark(place)}") for each in quoted)
    }


def _judge(form: str, found: Sequence[Text], texts: Mapping[Place, str], outcome: Outcome) -> None:
    for text in found:
        marks = {text_places()[int(each[1])] for each in MARK.finditer(text[1])}
        outcome.places |= marks
        outcome.seen[form] += len(marks)
        for place, said in broken(text, texts):
            outcome.faults.append(f"{form}: {place} is not whole in {said}")


def _judge_page(html: str, texts: Mapping[Place, str], outcome: Outcome) -> None:
    page = readings.page(html)
    _judge("HTML", page.texts, texts, outcome)
    for told in page.json:
        _judge("JSON-LD", list(readings.of_json(told)), texts, outcome)
    outcome.faults += [f"HTML: {what}" for what in page.acting]


def _judge_pdf(content: bytes, texts: Mapping[Place, str], source: str, outcome: Outcome) -> None:
    from reportgen.outputs.pdf_carried import files_carried

    found, acting = readings.of_pdf(content)
    outcome.faults += [f"PDF: {what}" for what in acting]
    _judge("PDF", found, texts, outcome)
    words = bare(readings.words_of_pdf(content))
    for each in set(MARK.findall(words)):
        place = text_places()[int(each)]
        # Words in drawings and tables stand beside others, line by line.
        beside = place[0] in ("results", "questions", "groups", "viewpoints")
        if place in texts and not beside and bare(f"{texts[place]}q{each}·z") not in words:
            outcome.faults.append(f"PDF's pages: {place} is not whole")
    carried = {Path(one.place).name: one.content for one in files_carried(content, "x.pdf").files}
    if carried["texts.yml"].decode("utf-8") != source:
        outcome.faults.append("extract: the study is not the one that was built")
    _judge("JSON", list(readings.of_json(carried["results.json"].decode())), texts, outcome)
    _judge("CSV", list(readings.of_csv(carried["results.csv"])), texts, outcome)
    outcome.faults += [
        f"CSV: a spreadsheet computes {cell!r}"
        for cell in readings.computed_cells(carried["results.csv"])
    ]


def terminal(order: Order) -> list[Text]:
    """What `show` prints of a study."""
    from reportgen.cli.console import safe
    from reportgen.compute.findings import compute
    from reportgen.language.language import load_language
    from reportgen.outputs.terminal import brief_text
    from reportgen.study.reader import read_study
    from reportgen.study.typesetting import typeset_study

    study = read_study(order.path, order.shown_as).study
    language = load_language(study.language)
    lines = brief_text(compute(typeset_study(study, language.texts)), language)
    return [("show", "\n".join(safe(line.text) for line in lines))]


# --- As a harness -------------------------------------------------------------------------


def escaped(options: Mapping[str, int]) -> Report:
    """Every text in every field, as it is written, in so many studies."""
    report, seen, refused = Report(), Counter[str](), 0
    turns = range(0, len(WHOLE), max(1, len(WHOLE) // options["turns"]))
    for turn in turns:
        with tempfile.TemporaryDirectory(prefix="reportgen-texts-") as folder:
            outcome = through_every_format(mix(turn), Path(folder))
        seen += outcome.seen
        refused += outcome.refused
        report.faults += [f"turn {turn}: {fault}" for fault in outcome.faults]
    formats = ", ".join(f"{form} {many:,}" for form, many in seen.most_common())
    report.figures.append(
        f"{len(WHOLE)} texts through {len(text_places())} fields in {len(turns)} studies; they came"
        f" out whole, by format: {formats}; {refused} had no room in a column and were refused"
    )
    return report
