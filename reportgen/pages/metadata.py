"""What a brief says of itself to machines, and to whoever quotes it.

JSON-LD after schema.org (Report, Dataset), and the sentence by which the brief
is cited. The study's text is data here too: nothing in it can end the script
element that holds the JSON.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from reportgen.compute.finding import Finding, Findings
from reportgen.compute.wording import in_full, of_base
from reportgen.language.language import Language, rounded_share
from reportgen.pages.prose import Setter
from reportgen.study.model import Disclosure, Source, Study

_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where the brief will lie on the web, where that is known, and whether it has an image.

    `base_url` is the address of the output folder, ending in a slash.
    """

    base_url: str | None = None
    has_image: bool = False

    def page(self, study: Study) -> str | None:
        """The page's own address."""
        return f"{self.base_url}{study.id}/{study.id}.html" if self.base_url else None

    def image(self, study: Study) -> str | None:
        """The social image: by its name alone, beside the page, where no base is known."""
        if not self.has_image:
            return None
        return f"{self.base_url}{study.id}/{study.id}.png" if self.base_url else f"{study.id}.png"


NOWHERE = Address()
"""A brief that may lie anywhere, and has no image."""


def citation(study: Study, title: str, language: Language, address: Address) -> str:
    """The brief as it is cited: publisher, year, title, kind, date, and address if known."""
    ended = title if title[-1:] in ".!?…" else f"{title}."
    cited = language.label(
        "cite.form",
        publisher=study.publisher,
        year=str(study.published.year),
        title=ended,
        kind=language.label(f"brief.{study.kind}"),
        date=language.date(study.published),
    )
    page = address.page(study)
    return f"{cited} {page}" if page else cited


def json_ld(findings: Findings, setter: Setter, address: Address) -> str:
    """The Report, and the Dataset where there are results, as JSON-LD for a script element."""
    study, language = findings.study, setter.language
    shared = {
        "description": setter.plain(study.subtitle),
        "inLanguage": language.html_lang,
        "datePublished": study.published.isoformat(),
        "isBasedOn": [_work(source) for source in study.sources.values()],
        # Nobody but the publisher can say under what licence a brief may be used.
        "license": None,
    }
    page = address.page(study) or ""
    report = {
        "@type": "Report",
        "@id": f"{page}#report",
        "name": setter.plain(study.title),
        "publisher": _organisation(study.publisher),
        "author": _organisation(study.publisher),
        **({"url": page} if page else {}),
        **({"keywords": list(study.keywords)} if study.keywords else {}),
        **shared,
    }
    graph = [report]
    if study.results:
        report["about"] = {"@id": f"{page}#dataset"}
        graph.append({**_dataset(findings, setter), "@id": f"{page}#dataset", **shared})
    return _escaped({"@context": "https://schema.org", "@graph": graph})


def _escaped(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return "".join(_ESCAPES.get(char, char) for char in text)


def _dataset(findings: Findings, setter: Setter) -> dict[str, Any]:
    study = findings.study
    told = study.disclosure
    known = {
        "creator": _who(told.conductor, setter),
        "funder": _who(told.funding, setter) or _who(told.sponsor, setter),
        "temporalCoverage": _text(told.fieldwork, setter),
        "spatialCoverage": _text(told.geography, setter),
        "measurementTechnique": _text(told.mode, setter),
    }
    return {
        "@type": "Dataset",
        "name": _text(told.title, setter) or setter.plain(study.title),
        "variableMeasured": [
            _variable(finding, setter.language) for finding in findings.by_id.values()
        ],
        **{key: value for key, value in known.items() if value},
    }


def _variable(finding: Finding, language: Language) -> dict[str, Any]:
    """One result: the percent as a number where it is known as one, else in its own words."""
    result, point = finding.result, finding.point
    precision = language.label(f"precision.{finding.precision.value}")
    base = (
        f"{finding.group.label}, {of_base(finding.group, language)}"
        if finding.group
        else language.label("card.assertion")
    )
    number = None if point is None or finding.suppressed else rounded_share(point, 1)
    return {
        "@type": "PropertyValue",
        "propertyID": result.id,
        "name": result.says,
        "value": in_full(finding, language) if number is None else number,
        **({} if number is None else {"unitText": language.label("figure.percent")}),
        "description": f"{base}; {precision}",
    }


def _text(item: Disclosure, setter: Setter) -> str | None:
    return setter.plain(item.text) if item.text else None


def _who(item: Disclosure, setter: Setter) -> dict[str, str] | None:
    name = _text(item, setter)
    return _organisation(name) if name else None


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def _work(source: Source) -> dict[str, Any]:
    known = {
        "publisher": _organisation(source.publisher) if source.publisher else None,
        "datePublished": source.date.isoformat() if source.date else None,
        "url": source.url,
    }
    return {
        "@type": "CreativeWork",
        "name": source.title,
        **{key: value for key, value in known.items() if value},
    }
