"""Charts that are drawn only once: each is kept by everything that it is drawn from.

A chart is drawn from no more than its key is made of: the study that it sees
holds only the groups, questions and sources that it can show, its brand only
what a canvas uses. A kind of chart that looks at anything else fails at once,
instead of being kept too long. While all charts are kept, matplotlib is not
loaded: an eighth of a brief whose prose alone has changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from reportgen.brand.brand import Brand, Colour
from reportgen.charts.chart import Chart, Drawing, Table
from reportgen.charts.covers.share import share_of
from reportgen.compute.finding import Findings
from reportgen.ingredients import state_of, told
from reportgen.kept import Kept
from reportgen.language.language import Language
from reportgen.study.model import ChartKind, ChartPlan, Result, Study, Viewpoint

NO_COVER = b"null"
"""What is kept where a brand's cover is type alone."""
_CHART, _DRAWING, _TABLE = (
    frozenset(each.name for each in fields(kind)) for kind in (Chart, Drawing, Table)
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where charts are kept, and a digest of what all of them rest on: program and libraries."""

    kept: Kept
    surroundings: str


def chart_of(
    plan: ChartPlan,
    chart_id: str,
    findings: Findings,
    brand: Brand,
    language: Language,
    shelf: Shelf | None = None,
) -> Chart:
    """The chart that `draw_chart` draws; from the shelf where it was drawn before."""
    bare, seen, paint = without_prose(plan), seen_by_chart(plan, findings), seen_by_canvas(brand)
    place, chart = None, None
    if shelf is not None:
        parts = ("chart", repr(bare), repr(seen), language.code, language.state)
        place = _Place(shelf, paint, parts)
        chart = _decoded(place.content())
    if not isinstance(chart, Chart):
        from reportgen.charts.draw import draw_chart

        chart = draw_chart(bare, "", seen, paint, language)
        if place is not None:
            place.put(encoded(chart))
    return replace(chart, id=chart_id, title=plan.title, note=plan.note)


def cover_of(findings: Findings, brand: Brand, shelf: Shelf | None = None) -> Drawing | None:
    """The cover that `draw_cover` draws; from the shelf where it was drawn before."""
    paint = replace(seen_by_canvas(brand), cover=brand.cover)
    place = None
    if shelf is not None:
        share = share_of(findings[findings.study.brief.cover.result])
        if share is None:
            return None
        place = _Place(shelf, paint, ("cover", repr(share), brand.cover))
        content = place.content()
        if content == NO_COVER:
            return None
        known = _decoded(content)
        if isinstance(known, Drawing):
            return known
    from reportgen.charts.covers.draw import draw_cover

    cover = draw_cover(findings, paint)
    if place is not None:
        place.put(NO_COVER if cover is None else encoded(cover))
    return cover


class _Place:
    """Where a drawing lies on the shelf, by everything that it is drawn from."""

    def __init__(self, shelf: Shelf, paint: Brand, parts: tuple[str, ...]) -> None:
        self._shelf, self._paint, self._parts = shelf, paint, parts
        self._key = self._key_now()

    def content(self) -> bytes | None:
        """What lies there; None where nothing does."""
        return self._shelf.kept.get("chart", self._key)

    def put(self, content: bytes) -> None:
        """Put it there, unless a font was replaced meanwhile: nobody knows which it shows."""
        if self._key_now() == self._key:
            self._shelf.kept.put("chart", self._key, content)

    def _key_now(self) -> str:
        faces = [
            [face.family, face.weight, face.italic, state_of(str(face.path))]
            for face in self._paint.charts.faces
        ]
        colours = {role: colour.light for role, colour in self._paint.colours.items()}
        return told(
            self._shelf.surroundings, colours, self._paint.charts.family, faces, *self._parts
        )


# --- What a chart can see -------------------------------------------------------------------


def seen_by_chart(plan: ChartPlan, findings: Findings) -> Findings:
    """The findings that a plan names, and of the study only what they lead to.

    Everything else is not there: to ask the study for it raises AttributeError.
    """
    study = findings.study
    named = {result_id: findings[result_id] for result_id in plan.results}
    own = [finding.result for finding in named.values()]
    compared = {result.compared_with for result in own if result.compared_with}
    bases = {result.id: result.base for result in study.results}
    voices = {result.voice for result in own}
    groups = {result.base for result in own} | compared | {bases.get(each) for each in compared}
    questions = {result.question for result in own}
    seen = _part(
        Study,
        sources=study.sources,
        groups={key: group for key, group in study.groups.items() if key in groups},
        questions={key: each for key, each in study.questions.items() if key in questions},
        results=tuple(
            _part(Result, id=key, base=base)
            for key, base in bases.items()
            if key in named or key in compared
        ),
        viewpoints=tuple(
            _part(Viewpoint, id=each.id) for each in study.viewpoints if each.id in voices
        ),
    )
    return Findings(seen, named)


def _part(kind: Any, **known: Any) -> Any:
    """A value of the model with some of its fields alone."""
    return kind.model_construct(**known)


def without_prose(plan: ChartPlan) -> ChartPlan:
    """The plan without title and note: the page sets them, and no drawing shows them."""
    return plan.model_copy(update={"title": "", "note": None})


def seen_by_canvas(brand: Brand) -> Brand:
    """The brand with nothing but what a canvas uses: light colours and the charts' typeface."""
    return Brand(
        name="",
        path="",
        wordmark="",
        colours={role: Colour(each.light, each.light) for role, each in brand.colours.items()},
        headings=brand.charts,
        body=brand.charts,
        charts=brand.charts,
        heading_weight=0,
        cover="",
        motif="",
        measure=0.0,
    )


# --- As JSON --------------------------------------------------------------------------------


def encoded(drawn: Chart | Drawing) -> bytes:
    """A chart or a cover as JSON."""
    return json.dumps(asdict(drawn), sort_keys=True).encode("ascii")


def _decoded(content: bytes | None) -> Chart | Drawing | None:
    if content is None:
        return None
    try:
        return decoded(content)
    except (ValueError, TypeError, KeyError):
        return None  # of another version: drawn anew


def decoded(content: bytes) -> Chart | Drawing:
    """What `encoded` wrote; ValueError, TypeError or KeyError where it is anything else."""
    told_of = json.loads(content)
    if isinstance(told_of, dict) and told_of.keys() == _DRAWING:
        return _drawing(told_of)
    _expect(told_of, _CHART)
    table = told_of["table"]
    _expect(table, _TABLE)
    return Chart(
        id=_text(told_of["id"]),
        kind=ChartKind(told_of["kind"]),
        title=_text(told_of["title"]),
        measure=_text(told_of["measure"]),
        note=None if told_of["note"] is None else _text(told_of["note"]),
        source=_text(told_of["source"]),
        alt=_text(told_of["alt"]),
        table=Table(
            columns=_texts(table["columns"]),
            rows=tuple(_texts(row) for row in table["rows"]),
            numeric=tuple(int(column) for column in table["numeric"]),
        ),
        wide=_drawing(told_of["wide"]),
        narrow=_drawing(told_of["narrow"]),
        results=_texts(told_of["results"]),
    )


def _drawing(told_of: Any) -> Drawing:
    _expect(told_of, _DRAWING)
    return Drawing(_text(told_of["svg"]), float(told_of["width"]), float(told_of["height"]))


def _expect(told_of: Any, keys: frozenset[str]) -> None:
    if not isinstance(told_of, Mapping) or told_of.keys() != keys:
        raise ValueError("these are not the fields of a chart")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r} is no list of texts")
    return tuple(_text(value) for value in values)
