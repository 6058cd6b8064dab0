"""The study: what a source reports, and how the brief tells it.

Terms follow DDI and AAPOR: universe, base, sample, fieldwork, mode, weighting.
Every class is frozen and closed: an unknown key is an error. The reader
(`study/reader.py`) builds these from YAML and adds file, line and column to
whatever is wrong.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from reportgen.language.reading import languages
from reportgen.limits import KEY_FIGURES, SECTIONS
from reportgen.problems import did_you_mean

NOT_DISCLOSED = "not disclosed"
NOT_APPLICABLE = "not applicable"


class Fault(ValueError):  # noqa: N818 - a fault of the study, not of the program
    """A fault found while checking a whole object; `key` is where it stands."""

    def __init__(self, message: str, *, key: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.key = key
        self.remedy = remedy


class Closed(BaseModel):
    """A frozen value that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# --- Scalars -----------------------------------------------------------------


def _whole(value: Any) -> Any:
    """Accept digits only: YAML's `1_000`, `1e3`, `0x10` are not whole numbers here."""
    if isinstance(value, str):
        if not re.fullmatch(r"[0-9]{1,9}", value):
            raise ValueError("must be a whole number written with digits only, such as 146")
        return int(value)
    return value


def _number(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,6})?", value):
            raise ValueError("must be a number with a full stop as decimal mark, such as 41.5")
        return float(value)
    return value


def _moment(value: Any) -> Any:
    """More decimals than are printed would come out as another number, or as none."""
    number = _number(value)
    if isinstance(number, float) and (number <= 0 or number != round(number, 3)):
        raise ValueError("must be above 0 and have three decimals at most, such as 10 or 1.5")
    return number


def _as_a_moment(schema: dict[str, Any]) -> None:
    schema["exclusiveMinimum"] = 0


def _truth(value: Any) -> Any:
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise ValueError("must be true or false")
        return value == "true"
    return value


def _date(value: Any) -> Any:
    if isinstance(value, str):
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError  # fromisoformat would also take 20261121 and 2026-W47-6
            return datetime.date.fromisoformat(value)
        except ValueError:
            raise ValueError("must be a date as year-month-day, such as 2026-11-21") from None
    return value


def _undisclosed(value: Any) -> Any:
    return None if value == NOT_DISCLOSED else value


def _with_choices(schema: dict[str, Any]) -> None:
    schema["enum"] = list(languages())


def _language(value: Any) -> Any:
    if value not in languages():
        raise Fault(
            f"“language” cannot be “{value}”",
            remedy=did_you_mean(str(value), languages()),
        )
    return value


def _on_one_line(text: str) -> str:
    # A drawing sets one line and no more; as many letters stay, so that places still hold.
    return text.translate(_LINE_ENDS)


_LINE_ENDS = str.maketrans("\t\r\n", "   ")

Whole = Annotated[int, BeforeValidator(_whole)]
Moment = Annotated[float, BeforeValidator(_moment), Field(json_schema_extra=_as_a_moment)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Date = Annotated[datetime.date, BeforeValidator(_date)]
Percent = Annotated[float, BeforeValidator(_number), Field(ge=0, le=100)]
Text = Annotated[
    str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_on_one_line)
]
"""One line of plain text."""
Prose = Annotated[str, StringConstraints(min_length=1)]
"""Markdown with references to results: `{000-14}`, `{000-14|percent}`."""
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)]
StudyId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
Size = Annotated[
    Annotated[int, BeforeValidator(_whole), Field(ge=1)] | None, BeforeValidator(_undisclosed)
]
"""A number of respondents, cases or organisations; `not disclosed` reads as None."""

LanguageCode = Annotated[str, AfterValidator(_language), Field(json_schema_extra=_with_choices)]
"""The code of a language that has a data file."""


def _fraction(value: Any) -> Any:
    match = re.fullmatch(r"([0-9]{1,3})/([0-9]{1,3})", value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("must be a ratio such as 8/10")
    part, whole = int(match[1]), int(match[2])
    if not 0 <= part <= whole or whole == 0:
        raise ValueError("must be a ratio whose first number is no greater than its second")
    return value


Ratio = Annotated[str, AfterValidator(_fraction), Field(pattern=r"^[0-9]{1,3}/[0-9]{1,3}$")]


# --- What a result's value can be ---------------------------------------------


class Precision(StrEnum):
    """How exactly a value is known. It decides what may be drawn and said."""

    COUNT = "count"
    PERCENT = "percent"
    RATIO = "ratio"
    RATIO_PERCENT = "ratio with percent"
    BOUND = "bound"
    TERM = "term"
    RANK = "rank"
    THRESHOLD = "threshold"
    LIST = "list"
    CHANGE = "change"
    STATEMENT = "statement"


class Term(StrEnum):
    """An order of magnitude in words; the language data holds the wording."""

    ALMOST_ALL = "almost_all"
    OVERWHELMING_MAJORITY = "overwhelming_majority"
    PREDOMINANT_MAJORITY = "predominant_majority"
    PREDOMINANT_PART = "predominant_part"
    MAJORITY = "majority"
    MOST = "most"
    MANY = "many"
    MANY_TIMES = "many_times"
    FAIRLY_COMMON = "fairly_common"
    SOME = "some"
    MINORITY = "minority"
    FEW = "few"
    VERY_FEW = "very_few"
    VERY_LOW = "very_low"


class Direction(StrEnum):
    """What a statement or a change without a number says."""

    HIGHEST = "highest"
    HIGHER = "higher"
    CONSIDERABLY_HIGHER = "considerably_higher"
    RISEN_MORE = "risen_more"
    NEW = "new"
    WORSE = "worse"
    MORE_CRITICAL = "more_critical"
    CONSIDERABLY_MORE_NEGATIVE = "considerably_more_negative"
    LITTLE_DIFFERENCE = "little_difference"
    LOW = "low"
    MANY = "many"
    NAMED = "named"
    UNQUANTIFIED = "unquantified"


class Limit(Closed):
    """A point on an axis of time: at most so many minutes, hours, days."""

    at: Moment
    unit: Literal["minutes", "hours", "days"]


class Value(Closed):
    """One reported value. Which keys are given decides its precision."""

    count: Whole | None = Field(
        None, description="How many of the base, exactly; the base gives n."
    )
    percent: Percent | None = Field(None, description="Percent as printed in the source, ±0.5.")
    ratio: Ratio | None = Field(None, description="A ratio in words in the source, as 8/10.")
    qualifier: Literal["nearly", "just_over", "about"] | None = Field(
        None, description="The source's hedge before the ratio; only beside a percent."
    )
    over: Percent | None = Field(None, description="Only known to be above this percent.")
    under: Percent | None = Field(None, description="Only known to be below this percent.")
    term: Term | None = Field(None, description="Known only in words.")
    ranking: tuple[Text, ...] | None = Field(
        None, description="What comes first, then next; order only.", min_length=1
    )
    end: Literal["top", "bottom"] = Field(
        "top", description="Whether the ranking starts from the top or from the bottom."
    )
    ordered: Truth = Field(True, description="false: leading together, order between them unknown.")
    behind: tuple[Text, ...] = Field((), description="Known to come after the ranking.")
    limit: Limit | None = Field(None, description="A threshold in time.")
    items: tuple[Text, ...] | None = Field(
        None, description="Named members of a list.", min_length=1
    )
    of: Whole | None = Field(None, description="How many there are in all; only with items.")
    change: Direction | None = Field(None, description="A change over time, without a number.")
    statement: Direction | None = Field(None, description="A finding without a number.")

    @model_validator(mode="after")
    def _one_kind(self) -> Value:
        given = [key for key in _KEYS_OF_PRECISION if getattr(self, key) is not None]
        if frozenset(given) not in _PRECISIONS:
            allowed = (
                "count, percent, ratio, over, under, term, ranking, limit, items, change, statement"
            )
            raise Fault(
                f"a value gives one of: {allowed}"
                + (f"; here: {', '.join(given)}" if given else "; here: none"),
                remedy="these go together: percent and ratio, percent and ranking, ratio and limit,"
                " term and limit, term and items",
            )
        for key, needs in (("qualifier", "ratio"), ("of", "items")):
            if getattr(self, key) is not None and getattr(self, needs) is None:
                raise Fault(f"{key} goes with {needs}", key=key)
        if self.items is not None and self.of is not None and self.of < len(self.items):
            raise Fault(f"{len(self.items)} are named, so of cannot be {self.of}", key="of")
        return self

    @property
    def precision(self) -> Precision:
        """How exactly this value is known."""
        return _PRECISIONS[
            frozenset(key for key in _KEYS_OF_PRECISION if getattr(self, key) is not None)
        ]

    @property
    def fraction(self) -> tuple[int, int] | None:
        """The ratio as (part, whole), where there is one."""
        if self.ratio is None:
            return None
        part, _, whole = self.ratio.partition("/")
        return int(part), int(whole)


_PRECISIONS: dict[frozenset[str], Precision] = {
    frozenset({"count"}): Precision.COUNT,
    frozenset({"percent"}): Precision.PERCENT,
    frozenset({"ratio"}): Precision.RATIO,
    frozenset({"percent", "ratio"}): Precision.RATIO_PERCENT,
    frozenset({"over"}): Precision.BOUND,
    frozenset({"under"}): Precision.BOUND,
    frozenset({"term"}): Precision.TERM,
    frozenset({"ranking"}): Precision.RANK,
    frozenset({"limit"}): Precision.THRESHOLD,
    frozenset({"limit", "term"}): Precision.TERM,
    frozenset({"limit", "ratio"}): Precision.RATIO,
    frozenset({"percent", "ranking"}): Precision.PERCENT,
    frozenset({"items", "term"}): Precision.TERM,
    frozenset({"items"}): Precision.LIST,
    frozenset({"change"}): Precision.CHANGE,
    frozenset({"statement"}): Precision.STATEMENT,
}
_KEYS_OF_PRECISION = tuple(sorted(frozenset().union(*_PRECISIONS)))


# --- What the source reports ---------------------------------------------------


class Unit(StrEnum):
    """What is counted. People, cases and contacts never share an axis."""

    PEOPLE = "people"
    CASES = "cases"
    CONTACTS = "contacts"
    ORGANISATIONS = "organisations"
    CALLS = "calls"


class Source(Closed):
    """A text that results are taken from (DDI: OtherMaterial)."""

    title: Text
    publisher: Annotated[Text | None, BeforeValidator(_undisclosed)] = Field(
        None, description="Who published it; or: not disclosed."
    )
    date: Annotated[Date | None, BeforeValidator(_undisclosed)] = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None


class Place(Closed):
    """Where in a source something stands."""

    text: Id = Field(description="An id from sources.")
    place: Text = Field(description="Such as: stycke 5, or punktlistan.")


class Group(Closed):
    """A base: who or what a share is a share of."""

    label: Text = Field(description="In running text and in charts, plural: IT-chefer.")
    n: Size = Field(None, description="How many answered; or: not disclosed.")
    unit: Unit = Unit.PEOPLE
    row: Id | None = Field(None, description="The row that gives n.")
    part_of: Id | None = Field(None, description="The group that this one is filtered from.")
    note: Text | None = None


class Question(Closed):
    """What was asked (DDI: QuestionItem)."""

    label: Text = Field(description="What the question measures; heads a group of bars.")
    topic: Text | None = None
    wording: Annotated[Text | None, BeforeValidator(_undisclosed)] = None
    multiple: Annotated[Truth | None, BeforeValidator(_undisclosed)] = Field(
        None, description="Whether several answers could be given."
    )


class Result(Closed):
    """One result as the source reports it (DDI: SummaryStatistic)."""

    id: Id
    says: Text = Field(description="The finding in own words, as it completes: share of the base …")
    label: Text | None = Field(None, description="Short form for a chart's axis.")
    value: Value
    base: Id | None = Field(None, description="A group.")
    voice: Id | None = Field(
        None, description="Who asserts it where nobody was asked: a viewpoint's id, or editorial."
    )
    question: Id | None = None
    compared_with: Id | None = Field(None, description="The group or result it is set against.")
    net_of: tuple[Text, ...] = Field((), description="The answers it adds up (net, top-2 box).")
    period: Text | None = None
    unit: Unit | None = Field(None, description="Where it differs from the base's unit.")
    derived_from: tuple[Id, ...] = Field((), description="Computed from these; not in the source.")
    source: Place | None = None
    note: Text | None = Field(None, description="What the reader must know about this figure.")

    @model_validator(mode="after")
    def _base_or_voice(self) -> Result:
        if (self.base is None) == (self.voice is None):
            raise Fault(
                "a result has either a base or a voice",
                key="base" if self.base else "id",
                remedy="base: a group that was asked; voice: who asserts it without asking anyone",
            )
        if self.source is None and not self.derived_from:
            raise Fault(
                "a result says where in the source it stands", key="id", remedy="add source:"
            )
        return self


class Viewpoint(Closed):
    """What somebody says. Nothing measured; never counted as a figure."""

    id: Id
    name: Text
    role: Text | None = None
    organisation: Text | None = None
    text: Prose = Field(description="Paraphrased, not quoted.")
    source: Place


class Context(Closed):
    """A fact from elsewhere, not from this study."""

    id: Id
    text: Prose
    origin: Text = Field(description="Whose fact it is.")
    source: Place


# --- What is disclosed ----------------------------------------------------------


class Disclosure(Closed):
    """One of the 22 items: its text, or that it is missing or does not apply."""

    text: Prose | None = None
    status: Literal["given", "partial", "not disclosed", "not applicable"]
    missing: Text | None = Field(None, description="What a partial item leaves out.")
    rows: tuple[Id, ...] = Field((), description="Rows of the source that give it.")

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        """A plain text is an item that is given; the two fixed phrases are themselves."""
        if value is None:
            return {"status": NOT_DISCLOSED}
        if isinstance(value, str):
            fixed = value in (NOT_DISCLOSED, NOT_APPLICABLE)
            return {"status": value} if fixed else {"status": "given", "text": value}
        if isinstance(value, dict) and "status" not in value:
            return {**value, "status": "partial" if value.get("missing") else "given"}
        return value

    @model_validator(mode="after")
    def _text_where_given(self) -> Disclosure:
        if (self.text is not None) != (self.status in ("given", "partial")):
            raise Fault("an item is a text, or not disclosed, or not applicable", key="text")
        return self


MISSING = Disclosure(status=NOT_DISCLOSED)


class Sampling(Disclosure):
    """The sampling method; `type` decides whether a margin of error may be printed."""

    type: Literal["probability", "quota", "self-selected"] | None = None


class Disclosures(Closed):
    """The 22 items of AAPOR, ESOMAR/WAPOR, BPC and ISO 20252, in the order they are printed."""

    title: Disclosure = MISSING
    sponsor: Disclosure = MISSING
    funding: Disclosure = MISSING
    conductor: Disclosure = MISSING
    purpose: Disclosure = MISSING
    universe: Disclosure = MISSING
    geography: Disclosure = MISSING
    frame: Disclosure = MISSING
    sampling: Sampling = Sampling(status=NOT_DISCLOSED)
    sample_size: Disclosure = MISSING
    bases: Disclosure = MISSING
    mode: Disclosure = MISSING
    fieldwork: Disclosure = MISSING
    wording: Disclosure = MISSING
    order: Disclosure = MISSING
    response_rate: Disclosure = MISSING
    weighting: Disclosure = MISSING
    precision: Disclosure = MISSING
    processing: Disclosure = MISSING
    limitations: Disclosure = MISSING
    report: Disclosure = MISSING
    publication: Disclosure = MISSING


# --- How the brief tells it -------------------------------------------------------


class ChartKind(StrEnum):
    """The forms a chart can take; each fits some precisions."""

    BARS = "bars"
    GROUPED = "grouped"
    STACKED = "stacked"
    ICONS = "icons"
    DUMBBELL = "dumbbell"
    BOUND = "bound"
    WORD = "word"
    RANKING = "ranking"
    THRESHOLD = "threshold"
    LIST = "list"
    INTERVAL = "interval"


class ChartPlan(Closed):
    """A chart as the study orders it; the numbers come from the results."""

    kind: ChartKind
    title: Prose = Field(description="The finding in one sentence.")
    measure: Text = Field(description="What is measured; base and unit are added by themselves.")
    results: tuple[Id, ...] = Field(min_length=1)
    highlight: tuple[Id, ...] = Field((), description="What the title is about, if not all.")
    note: Prose | None = None


class Block(Closed):
    """One piece of a section: exactly one of its keys is given."""

    text: Prose | None = None
    chart: ChartPlan | None = None
    viewpoint: Id | None = None
    context: Id | None = None
    note: Prose | None = Field(None, description="A remark in the margin.")

    @model_validator(mode="after")
    def _one(self) -> Block:
        given = [key for key in type(self).model_fields if getattr(self, key) is not None]
        if len(given) != 1:
            raise Fault("a block is one of: text, chart, viewpoint, context, note")
        return self


class Section(Closed):
    """A heading and what stands under it, in order."""

    title: Prose
    content: tuple[Block, ...] = Field(min_length=1)


class KeyFigure(Closed):
    """A result set large, and the words that complete it."""

    result: Id
    text: Prose = Field(description="What the figure says, of whom: no number of its own.")


class CoverPlan(Closed):
    """The one result that the cover is built on."""

    result: Id
    text: Prose = Field(description="What the figure says, of whom, in a few words.")


class Editorial(Closed):
    """The brief itself, in the order it is read."""

    cover: CoverPlan
    lead: Prose
    key_figures: tuple[KeyFigure, ...] = Field(min_length=1, max_length=KEY_FIGURES)
    summary_chart: ChartPlan | None = Field(None, description="The one chart of page one.")
    sections: tuple[Section, ...] = Field(min_length=1, max_length=SECTIONS)
    implications: Section = Field(
        description="What it means for someone who runs customer service."
    )
    method: Prose = Field(description="How the study was made, in prose.")
    unknown: Prose = Field(description="What is not known.")


class Allowance(Closed):
    """A place where a rule is known to be broken, and why that is right here."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]+[0-9]{3}$")] = Field(
        description="The rule's code, as the problem shows it: CLAIM101."
    )
    words: Text = Field(description="Words of the line that the problem points at.")
    reason: Annotated[str, StringConstraints(min_length=10, strip_whitespace=True)] = Field(
        description="Why it holds here; for whoever reviews the study."
    )


class Study(Closed):
    """One study: what its source reports, and the brief that tells it."""

    id: StudyId
    kind: Literal["survey", "test", "commentary"]
    language: LanguageCode
    brand: Text = Field(description="A brand's name in brands/, or the path of a _brand.yml.")
    title: Prose
    subtitle: Prose = Field(description="What was asked of whom, by whom, when.")
    publisher: Text = Field(description="Who publishes the brief; the PDF's author.")
    published: Date = Field(description="The date of the brief.")
    keywords: tuple[Text, ...] = ()
    sources: dict[Id, Source] = Field(min_length=1)
    disclosure: Disclosures
    groups: dict[Id, Group] = Field(default_factory=dict)
    questions: dict[Id, Question] = Field(default_factory=dict)
    results: tuple[Result, ...] = ()
    viewpoints: tuple[Viewpoint, ...] = ()
    context: tuple[Context, ...] = ()
    allow: tuple[Allowance, ...] = Field((), description="Places where a rule may be broken.")
    brief: Editorial

    def result(self, result_id: str) -> Result:
        """The result with this id; KeyError where there is none."""
        for result in self.results:
            if result.id == result_id:
                return result
        raise KeyError(result_id)

    def charts(self) -> Iterator[tuple[str, ChartPlan]]:
        """Every chart in reading order with its id: `summary`, `s2-3` (section 2, block 3)."""
        if self.brief.summary_chart is not None:
            yield "summary", self.brief.summary_chart
        named = [(f"s{number}", section) for number, section in enumerate(self.brief.sections, 1)]
        for section_id, section in [*named, ("implications", self.brief.implications)]:
            for at, block in enumerate(section.content, start=1):
                if block.chart is not None:
                    yield f"{section_id}-{at}", block.chart

    def unit_of(self, result: Result) -> Unit | None:
        """What the result counts; None for an assertion that counts nothing."""
        if result.unit is not None or result.base is None:
            return result.unit
        return self.groups[result.base].unit
