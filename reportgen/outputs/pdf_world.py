"""The closed world that a PDF is made in: nothing is fetched but what belongs to the brief.

Whatever else a document asks for, and every warning of WeasyPrint and fontTools, is
collected, so that it can fail the brief instead of passing unseen.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from reportgen.brand.brand import Brand
from reportgen.outputs.pdf_drawings import Painting


def refusing(
    refused: list[str],
    given: Mapping[str, tuple[bytes, str]] | None = None,
    paintings: tuple[Painting, ...] = (),
    language: str = "",
) -> Any:
    """A fetcher that serves what is given, by address, and notes whatever else is asked for.

    `given` holds (content, media type). The paintings of the document travel with it,
    because its fetcher is the one thing of ours that WeasyPrint hands from room to room.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OfTheBrief(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
            if given and url in given:
                content, media = given[url]
                return URLFetcherResponse(url, content, {"Content-Type": media})
            refused.append(_cut(url))
            raise ValueError(f"{_cut(url)} is not part of the brief")

    fetcher = OfTheBrief()
    fetcher.paintings, fetcher.language = paintings, language
    return fetcher


def pictures_of(brand: Brand) -> dict[str, tuple[bytes, str]]:
    """A brand's logo by the address that documents call it by."""
    return {picture.uri: (picture.content, picture.media) for picture in brand.pictures}


def _cut(text: str) -> str:
    """An address, or what is said of one, without the picture that it may hold."""
    return re.sub(r"(data:[^,]{0,60},)\S{40,}", r"\1…", text)


_FOR_USERS = (UserWarning, RuntimeWarning, FutureWarning, UnicodeWarning)


class _Collector(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(_cut(record.getMessage()))


@contextmanager
def listening(said: list[str]) -> Iterator[None]:
    """Collect what WeasyPrint, fontTools and Pillow log, and Python's warnings.

    Otherwise they would pass unseen. Warnings that Python itself passes over, which are
    for developers, are left to whoever runs it.
    """
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools", "PIL")]
    collector = _Collector(said)
    for logger in loggers:
        logger.addHandler(collector)
    try:
        with warnings.catch_warnings(record=True) as warned:
            for category in _FOR_USERS:
                warnings.simplefilter("always", category)
            yield
    finally:
        for logger in loggers:
            logger.removeHandler(collector)
        said += [_cut(str(each.message)) for each in warned]
