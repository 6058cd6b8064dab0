"""How a source is cited: under charts, in the list of sources, in the terminal."""

from __future__ import annotations

from reportgen.language.language import Language
from reportgen.study.model import Source


def cite(source: Source, language: Language) -> str:
    """Publisher, title, date: `Telia, Pressmeddelande om …, 2 februari 2012`."""
    who = source.publisher
    parts = [who, source.title] if who else [source.title, language.label("charts.no_publisher")]
    if source.date is not None:
        parts.append(language.date(source.date))
    return ", ".join(parts)
