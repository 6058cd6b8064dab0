"""The fields of a study's prose as sentences with claims, and what each field is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reportgen.checks.claims.claim import Claim, Kind
from reportgen.checks.claims.grammar import Reading, read
from reportgen.checks.claims.ground import Ground
from reportgen.checks.claims.sentences import Bond, Sentence, sentences_of
from reportgen.checks.claims.subjects import Mention
from reportgen.compute.finding import Finding
from reportgen.study.model import Section, Study
from reportgen.study.prose import Path, Reference, holds_blocks, prose_fields, references

_DASHES = ("–", "—", "−")
_BY_LIMIT = 2
"""A limit that a sentence shares with a result counts as so many words."""


@dataclass(frozen=True, eq=False)
class Field:
    """One field of prose: its sentences, and the results that stand beside it.

    `beside` are the results that the field is set with: a chart's, a key
    figure's, those of the section under a heading. `reported` says that it
    retells somebody else: a viewpoint, a fact from elsewhere.
    """

    path: Path
    text: str
    beside: tuple[str, ...]
    reported: bool
    disclosed: bool
    ground: Ground
    sentences: tuple[Sentence, ...] = ()
    figured: bool = False

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The sentences as read, in their order."""
        return tuple(_place(self, sentence) for sentence in self.sentences)

    @cached_property
    def is_labelled(self) -> bool:
        """Whether it says of a number that it is our own."""
        return any(place.reading.tags.has("own") for place in self.places)

    @property
    def is_figure(self) -> bool:
        """Whether the field is set with a result: a chart's or a figure's words."""
        return "chart" in self.path or "summary_chart" in self.path or self.figured

    @cached_property
    def referred(self) -> tuple[str, ...]:
        """The results that the field refers to, in its order."""
        known = self.ground.findings.by_id
        ids = [name for each in references(self.text) for name in each.ids if name in known]
        return tuple(dict.fromkeys(ids))


@dataclass(frozen=True, eq=False)
class Place:
    """One sentence of a field, read."""

    field: Field
    sentence: Sentence
    reading: Reading

    @property
    def ground(self) -> Ground:
        return self.field.ground

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        return self.ground.subjects.mentions(self.reading)

    @cached_property
    def referred(self) -> tuple[str, ...]:
        """The results that this sentence refers to."""
        known = self.ground.findings.by_id
        ids = [name for bond in self.sentence.bonds for name in bond.reference.ids]
        return tuple(dict.fromkeys(name for name in ids if name in known))

    @cached_property
    def topical(self) -> dict[str, int]:
        """How many words this sentence shares with the matter of each result."""
        subjects = self.ground.subjects
        counts = subjects.shared_with(subjects.stems.content_of(self.reading.tokens))
        for claim in self.reading.claims:
            if claim.kind is Kind.LIMIT:
                for result_id in self.ground.limited.get((claim.amount, claim.unit), ()):
                    counts[result_id] = counts.get(result_id, 0) + _BY_LIMIT
        return counts

    @cached_property
    def said(self) -> frozenset[str]:
        """The stems of all its words."""
        stems = self.ground.subjects.stems
        return frozenset(stems.of(token.lower) for token in self.reading.tokens)

    def bonds(self, claim: Claim) -> tuple[Bond, ...]:
        return self.sentence.bonds_over(claim.start, claim.end)

    def bound(self, claim: Claim) -> tuple[str, ...]:
        """The results that a claim is bound to by a reference or a link."""
        known = self.ground.findings.by_id
        ids = [name for bond in self.bonds(claim) for name in bond.reference.ids if name in known]
        return tuple(dict.fromkeys(ids))

    def findings(self, ids: tuple[str, ...]) -> tuple[Finding, ...]:
        return tuple(self.ground.findings[name] for name in ids)

    # --- How the sentence speaks -----------------------------------------------------

    @cached_property
    def is_open(self) -> bool:
        """Whether it asks, or says what is not known, so that its words assert nothing."""
        tags, tokens = self.reading.tags, self.reading.tokens
        asks = bool(tokens) and (tokens[-1].text == "?" or bool(tags.end(0, "interrogative")))
        return asks or tags.has("unknown")

    def is_supposed(self, claim: Claim) -> bool:
        """Whether a claim stands under an if or a might."""
        return any(
            start == 0 or claim.first - 4 <= start < claim.first
            for start, _ in self.reading.tags.spans("conditional")
        )

    @cached_property
    def is_attributed(self) -> bool:
        """Whether it tells whose words these are."""
        speakers = self.ground.speakers
        named = any(token.lower.rstrip("s") in speakers for token in self.reading.tokens)
        return self.field.reported or named or self.reading.tags.has("said_by")

    @cached_property
    def is_distanced(self) -> bool:
        """Whether it retells a claim without making it its own."""
        spoken = self.sentence.text[:1] in _DASHES  # how a quotation begins in the north
        return self.field.reported or spoken or self.reading.tags.has("distancing")


def _place(field_: Field, sentence: Sentence) -> Place:
    reading = read(
        sentence.text,
        field_.ground.language,
        bound=tuple((bond.start, bond.end) for bond in sentence.bonds),
        counted=field_.ground.subjects.counted,
    )
    return Place(field_, sentence, reading)


def fields_of(ground: Ground) -> Iterator[Field]:
    """Every field of a study's prose, set and parted into sentences."""
    for path, text in prose_fields(ground.study):
        yield field_of(ground, path, text)


def field_of(ground: Ground, path: Path, text: str) -> Field:
    """One field of prose, as it stands at a path of the study."""
    abbreviations = frozenset(ground.language.wordings["claims.abbreviations"])
    figure = _figure_before(ground, path)
    return Field(
        path=path,
        text=text,
        beside=_beside(ground, path),
        reported=path[:1] in (("viewpoints",), ("context",)),
        disclosed=path[:1] == ("disclosure",) or path[-1:] in (("method",), ("unknown",)),
        ground=ground,
        figured=figure is not None,
        sentences=sentences_of(
            text,
            ground.say,
            abbreviations,
            before=ground.say(figure, True) if figure else "",
            bond=figure,
            blocks=holds_blocks(path),
        ),
    )


def _figure_before(ground: Ground, path: Path) -> Reference | None:
    """The figure that is set large before a key figure's words, or the cover's."""
    brief = ground.study.brief
    if path[:2] == ("brief", "cover"):
        return Reference((brief.cover.result,), "short", 0, 1)
    if path[:2] == ("brief", "key_figures"):
        return Reference((brief.key_figures[int(path[2])].result,), "short", 0, 1)
    return None


def _beside(ground: Ground, path: Path) -> tuple[str, ...]:
    study = ground.study
    if not path:
        return ()
    if path[-1] in ("title", "note") and "chart" in path:
        return tuple(getattr(_at(study, path[:-1]), "results", ()))
    if path == ("brief", "summary_chart", path[-1]):
        return study.brief.summary_chart.results if study.brief.summary_chart else ()
    figure = _figure_before(ground, path)
    if figure is not None:
        return figure.ids
    if path[-1] == "title" and ("sections" in path or "implications" in path):
        section = _at(study, path[:-1])
        return _results_in(section, ground) if isinstance(section, Section) else ()
    if path == ("title",):
        figures = (study.brief.cover.result, *(each.result for each in study.brief.key_figures))
        return tuple(dict.fromkeys(figures))
    return ()


def _at(study: Study, path: Path) -> object:
    value: object = study
    for key in path:
        value = value[key] if isinstance(key, int) else getattr(value, key)  # type: ignore[index]
    return value


def _results_in(section: Section, ground: Ground) -> tuple[str, ...]:
    """The results that a section shows or refers to."""
    ids: list[str] = []
    for block in section.content:
        ids += block.chart.results if block.chart is not None else ()
        for text in (block.text, block.note, block.chart.title if block.chart else None):
            ids += [name for each in references(text or "") for name in each.ids]
    return tuple(dict.fromkeys(name for name in ids if name in ground.findings.by_id))
