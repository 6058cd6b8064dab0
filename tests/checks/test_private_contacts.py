"""Numbers and addresses are found as they are printed, and dates are neither."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.checks.private_contacts import RULE
from reportgen.study.reader import Loaded

Changed = Callable[[str, str], Loaded]


def _found(loaded: Loaded) -> list[tuple[str, str]]:
    return [
        (one.message, one.span.text[one.span.column - 1 :][: one.span.width])
        for one in RULE.problems(loaded)
    ]


@pytest.mark.parametrize("contact", ["070\\-123 45 67", "**070**-123 45 67", "070-`123` 45 67"])
def test_marks_of_markdown_hide_no_number(read_changed: Changed, contact: str) -> None:
    loaded = read_changed("Kim Ek menar", f"Ring {contact}: Kim Ek menar".replace(": ", " "))
    written = contact.removeprefix("**")
    assert _found(loaded) == [("a phone number would be published", written)]


@pytest.mark.parametrize("contact", ["kim\\@ek.se", "kim*@*ek.se", "kim_ek@ek.se"])
def test_marks_of_markdown_hide_no_address(read_changed: Changed, contact: str) -> None:
    loaded = read_changed("Kim Ek menar", f"Skriv till {contact} Kim Ek menar")
    assert _found(loaded) == [("an e-mail address would be published", contact)]


def test_a_date_is_no_number(read_changed: Changed) -> None:
    assert _found(read_changed("published: 2026-11-21", "published: 0001-01-01")) == []
    assert _found(read_changed("date: 2005-04-12", "date: 0910-12-12")) == []


def test_a_number_is_one_where_no_date_is_due(read_changed: Changed) -> None:
    loaded = read_changed("publisher: Exempelbyrån", "publisher: 0701-12-12")
    assert _found(loaded) == [("a phone number would be published", "0701-12-12")]
