"""Composing the brief: findings, charts, brand and language become one HTML document."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from reportgen.brand.brand import Brand
from reportgen.charts.chart import Chart, Drawing
from reportgen.checks.claims.claim import Entry
from reportgen.compute.citation import cite
from reportgen.compute.comparisons import Comparison, compare
from reportgen.compute.finding import Finding, Findings
from reportgen.compute.wording import in_full, of_base, of_difference, of_margin, short
from reportgen.language.language import Language
from reportgen.pages.brief import FACES, Brief
from reportgen.pages.environment import rendered
from reportgen.pages.metadata import NOWHERE, Address, citation, json_ld
from reportgen.pages.prose import Setter, anchor
from reportgen.pages.styles import brand_variables, page_labels, screen_rules
from reportgen.study.model import Block, Section, Study, Viewpoint


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its prose set, ready for the page."""

    number: int
    chart: Chart
    title: Markup
    note: Markup | None
    differences: tuple[str, ...]
    wide: Markup
    narrow: Markup


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One of the 22 items as it is printed."""

    label: str
    status: str
    text: str
    missing: str | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """One line of the ledger: a claim and what it rests on."""

    words: str
    sentence: str
    results: tuple[str, ...]
    bears: str
    allowed: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of all results."""

    anchor: str
    id: str
    says: str
    value: str
    precision: str
    base: str
    place: str
    note: str | None


def compose(
    findings: Findings,
    charts: dict[str, Chart],
    cover: Drawing | None,
    brand: Brand,
    language: Language,
    templates: Path | None = None,
    address: Address = NOWHERE,
    ledger: tuple[Entry, ...] = (),
) -> Brief:
    """Compose the brief. `charts` are by the ids that `Study.charts` gives them.

    `ledger` is the annex of every claim; empty for a brief without one.
    """
    study = findings.study
    setter = Setter(findings, language)
    face = _face(findings, brand, setter, cover)
    document = rendered(
        "brief/brief.html.j2",
        templates,
        **face,
        **_head(findings, brand, setter, address),
        **_body(findings, charts, setter),
        ledger=[_claimed(entry, findings, language) for entry in ledger],
    )
    return Brief(
        id=study.id,
        document=document,
        title=face["title"],
        subtitle=face["subtitle"],
        author=study.publisher,
        language=language.html_lang,
        published=study.published,
        keywords=study.keywords,
        brand=brand,
        social=rendered("brief/social.html.j2", templates, **face),
    )


def _face(
    findings: Findings, brand: Brand, setter: Setter, cover: Drawing | None
) -> dict[str, Any]:
    """What the brief shows of itself first, on its cover and on its social image."""
    study, language = findings.study, setter.language
    return {
        "study": study,
        "language": language,
        "label": language.label,
        "brand": brand,
        "variables": Markup(brand_variables(brand)),  # noqa: S704 - checked colours only
        "faces": Markup(FACES),  # noqa: S704 - a fixed mark
        "title": setter.plain(study.title),
        "subtitle": setter.plain(study.subtitle),
        "setter": setter,
        "cover": Markup(cover.svg) if cover else None,  # noqa: S704 - our own drawing
        "cover_word": short(findings[study.brief.cover.result], language),
    }


def _head(findings: Findings, brand: Brand, setter: Setter, address: Address) -> dict[str, Any]:
    """What stands in the document's head and in running heads: rules, addresses, metadata."""
    study, language = findings.study, setter.language
    title = setter.plain(study.title)
    labels = page_labels(study.publisher, title, study.kind, language)
    told = short(findings[study.brief.cover.result], language)
    return {
        "screen_rules": Markup(screen_rules(brand)),  # noqa: S704 - checked colours only
        "page_labels": Markup(labels),  # noqa: S704 - strings are escaped for CSS
        "page_address": address.page(study),
        "image_address": address.image(study),
        "image_text": f"{told} {setter.plain(study.brief.cover.text)}",
        "json_ld": Markup(json_ld(findings, setter, address)),  # noqa: S704 - escaped there
        "citation": citation(study, title, language, address),
    }


def _body(findings: Findings, charts: dict[str, Chart], setter: Setter) -> dict[str, Any]:
    """What is read: figures, sections, the method box, the table of all results."""
    study, language = findings.study, setter.language
    figures = _figures(study, charts, setter, compare(findings))
    return {
        "key_figures": _key_figures(findings, setter, language),
        "figures": figures,
        "sections": list(_sections(study, figures, setter)),
        "explained": any(figure.differences for figure in figures.values()),
        "margin": of_margin(findings, language),
        "implications": _section("implications", study.brief.implications, figures, setter),
        "disclosed": _disclosed(study, setter, language),
        "rows": [_row(finding, language) for finding in findings.by_id.values()],
        "viewpoints": {viewpoint.id: viewpoint for viewpoint in study.viewpoints},
        "context": {fact.id: fact for fact in study.context},
        "role_line": role_line,
        "cite": cite,
        "anchor": anchor,
    }


def role_line(viewpoint: Viewpoint) -> str:
    """Role and organisation of who speaks, as one line; empty where neither is known."""
    return ", ".join(part for part in (viewpoint.role, viewpoint.organisation) if part)


def _figures(
    study: Study,
    charts: dict[str, Chart],
    setter: Setter,
    comparisons: tuple[Comparison, ...],
) -> dict[str, Figure]:
    return {
        chart_id: Figure(
            number=number,
            chart=charts[chart_id],
            title=setter.line(plan.title),
            note=setter.line(plan.note) if plan.note else None,
            differences=_differences(plan.results, comparisons, setter.language),
            wide=_titled(charts[chart_id], charts[chart_id].wide, setter),
            narrow=_titled(charts[chart_id], charts[chart_id].narrow, setter),
        )
        for number, (chart_id, plan) in enumerate(study.charts(), start=1)
    }


def _differences(
    results: tuple[str, ...], comparisons: tuple[Comparison, ...], language: Language
) -> tuple[str, ...]:
    """What may be said of the differences that a chart shows, each sentence once."""
    shown = [each for each in comparisons if each.ids <= frozenset(results)]
    return tuple(dict.fromkeys(of_difference(each, language) for each in shown))


def _titled(chart: Chart, drawing: Drawing, setter: Setter) -> Markup:
    """The drawing with its text alternative inside: the finding, then what it shows.

    Browsers read both, and both make up the Alt of the figure in a PDF.
    """
    head, _, shapes = drawing.svg.partition(">")
    told = Markup("<title>{}</title><desc>{}</desc>").format(
        _ended(setter.plain(chart.title)), setter.printed(chart.alt)
    )
    return Markup(f'{head} role="img">') + told + Markup(shapes)  # noqa: S704 - our own drawing


def _ended(text: str) -> str:
    return text if text[-1:] in ".!?…" else f"{text}."


def _key_figures(findings: Findings, setter: Setter, language: Language) -> list[dict[str, Any]]:
    return [
        {
            "value": short(findings[figure.result], language),
            "in_words": not any(map(str.isdigit, short(findings[figure.result], language))),
            "text": setter.line(figure.text),
            "base": _base(findings[figure.result], language),
            "row": anchor(figure.result),
        }
        for figure in findings.study.brief.key_figures
    ]


def _base(finding: Finding, language: Language) -> str:
    """Of whom or of what, and how many: `IT-chefer, n = 146`."""
    if finding.group is None:
        return language.label("card.assertion")
    return f"{finding.group.label}, {of_base(finding.group, language)}"


def _sections(study: Study, figures: dict[str, Figure], setter: Setter) -> Iterator[dict[str, Any]]:
    for number, section in enumerate(study.brief.sections, start=1):
        yield _section(f"s{number}", section, figures, setter)


def _section(
    section_id: str, section: Section, figures: dict[str, Figure], setter: Setter
) -> dict[str, Any]:
    return {
        "id": section_id,
        "title": setter.line(section.title),
        "plain_title": setter.plain(section.title),
        "blocks": _blocks(section_id, section, figures),
    }


def _blocks(section_id: str, section: Section, figures: dict[str, Figure]) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    for at, block in enumerate(section.content, start=1):
        kind, value = _given(block)
        if kind == "chart":
            value = figures[f"{section_id}-{at}"]
        blocks.append({"kind": kind, "value": value, "note": None})
    return _with_notes(blocks)


def _with_notes(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Move each remark into the margin of the nearest text before it, or else after it."""
    kept: list[dict[str, Any]] = []
    for at, block in enumerate(blocks):
        near = [*reversed(blocks[:at]), *blocks[at:]]
        free = next((one for one in near if one["kind"] == "text" and not one["note"]), None)
        if block["kind"] == "note" and free is not None:
            free["note"] = block["value"]
        else:
            kept.append(block)
    return kept


def _given(block: Block) -> tuple[str, Any]:
    return next(
        (key, getattr(block, key)) for key in Block.model_fields if getattr(block, key) is not None
    )


def _disclosed(study: Study, setter: Setter, language: Language) -> list[Disclosed]:
    items = []
    for key in type(study.disclosure).model_fields:
        item = getattr(study.disclosure, key)
        text = setter.line(item.text) if item.text else language.label(f"status.{item.status}")
        missing = language.label("status.missing", missing=item.missing) if item.missing else None
        label = language.label(f"disclosure.{key}")
        items.append(Disclosed(label, item.status.replace(" ", "-"), text, missing))
    return items


def _claimed(entry: Entry, findings: Findings, language: Language) -> Claimed:
    judgement = entry.judgement
    behind = [findings[each] for each in judgement.results if each in findings.by_id]
    allowed = judgement.allowed
    return Claimed(
        words=entry.claim.text,
        sentence=entry.sentence,
        results=judgement.results,
        bears="; ".join(in_full(finding, language) for finding in behind),
        allowed=language.label(
            "numbers.spread",
            low=language.number(math.floor(allowed[0] * 10 + 0.5) / 10),
            high=language.number(math.floor(allowed[1] * 10 + 0.5) / 10),
        )
        if allowed
        else "–",
        verdict=language.label(f"ledger.{judgement.verdict.name.lower()}"),
    )


def _row(finding: Finding, language: Language) -> Row:
    result = finding.result
    base = finding.group.label if finding.group else language.label("card.assertion")
    if finding.group and finding.group.n is not None:
        base = f"{base} ({of_base(finding.group, language)})"
    place = result.source.place if result.source else language.label("value.derived")
    return Row(
        anchor=anchor(result.id),
        id=result.id,
        says=result.says,
        value=short(finding, language) if finding.point is not None else in_full(finding, language),
        precision=language.label(f"precision.{finding.precision.value}"),
        base=base,
        place=place,
        note=result.note,
    )
