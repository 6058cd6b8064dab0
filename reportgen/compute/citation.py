"""How a source is cited: under charts, in the list of sources, in the terminal."""

from __future__ import annotations

from reportgen.language.language import Language
from reportgen.study.model import Source


def cite(source: Source, language: Language) -> str:
    """Publisher, title, date: `Telia, Pressmeddelande om …, 2 februari 2012`."""
    publisher = source.publisher or language.label("figure.unknown_publisher")
    date = [language.date(source.date)] if source.date is not None else []
    return ", ".join([publisher, source.title, *date])
