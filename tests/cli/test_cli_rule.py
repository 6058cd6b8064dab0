"""`rule`: a page for every code, and the same pages as a document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Run

from reportgen.checks.catalogue import MEANINGS
from reportgen.checks.registry import RULES
from reportgen.cli.rule_pages import WIDTH, as_text, document

STAT103 = """\
STAT103: a count is at most its base

A count is a part of the base that was asked: 150 of 146 is a slip of the pen.

Not so:

    groups:
      chefer: {n: 146}
    results:
      - id: R8
        value: {count: 160}
        base: chefer

It is told:

    “R8” counts 160, but its base “chefer” holds 146

But so:

    groups:
      chefer: {n: 146}
    results:
      - id: R8
        value: {count: 60}
        base: chefer

It is an error in any case: what breaks it cannot be drawn or said at all, so
that no setting and no allowance changes that.
"""

CHANGED = """\
It is an error. reportgen.toml can change that to “error”, “warning” or “off”:

    [rules]
    TEXT201 = "off"

One place may break it all the same: the study's file says which, by some words
of the line that the message points at, and why.

    allow:
      - code: TEXT201
        words: …
        reason: …
"""


def test_a_rule(call: Run) -> None:
    done = call("rule", "STAT103")
    assert (done.returncode, done.stdout, done.stderr) == (0, STAT103, "")
    assert call("rule", "stat103").stdout == STAT103
    assert call("rule", "TEXT201").stdout.endswith(f"\n\n{CHANGED}")


def test_a_rule_of_a_standard(call: Run) -> None:
    said = call("rule", "DISC102").stdout
    assert 'It is an error where disclosure = "bpc". reportgen.toml can change' in said


def test_a_code_that_is_no_rule(call: Run) -> None:
    assert call("rule", "FILE104").stdout == (
        "FILE104: it is not UTF-8, or no text\n\n"
        "What to do: save it with the encoding UTF-8.\n\n"
        "It is an error in any case, and stops the brief.\n"
    )
    assert call("rule", "ALLOW101").stdout == (
        "ALLOW101: an allowance fits nothing that is found\n\n"
        "What to do: take it out, or correct its words.\n\n"
        "It is a warning. reportgen.toml can change that to “error”, “warning” or “off”:\n\n"
        '    [rules]\n    ALLOW101 = "off"\n'
    )


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("CHART1O1", "there is no code “CHART1O1”; did you mean “CHART101”?"),
        ("hej", "there is no code “hej”; `reportgen rule` lists them all"),
        ("\x1b[1m\n::error::x", "there is no code “\ufffd[1m ::error::x”; `reportgen rule` lists"),
    ],
)
def test_an_unknown_code(call: Run, wrong: str, told: str) -> None:
    done = call("rule", wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"reportgen: {told}")


def test_the_list_has_every_code_once(call: Run) -> None:
    lines = call("rule").stdout.splitlines()
    codes = [line.split()[0] for line in lines]
    assert codes == [each.code for each in (*RULES, *MEANINGS)]
    (line,) = (line for line in lines if line.startswith("TEXT202 "))
    assert line.split(maxsplit=1)[1] == "every result is used (a warning)"
    assert len({line.index(line.split(maxsplit=1)[1]) for line in lines}) == 1


@pytest.mark.parametrize("page", [*RULES, *MEANINGS], ids=lambda page: page.code)
def test_no_page_is_too_wide(page: object) -> None:
    text = as_text(page)  # type: ignore[arg-type]
    examples = [line for line in text.splitlines() if line.startswith("    ")]
    rest = [line for line in text.splitlines() if not line.startswith("    ")]
    assert max(map(len, rest)) <= WIDTH
    assert max(map(len, examples), default=0) <= 100


def test_in_colour(call: Run) -> None:
    assert call("rule", "STAT103", "--color", "always").stdout.startswith(
        "\x1b[1mSTAT103\x1b[0m: a count is at most its base\n"
    )


def test_the_documentation_has_the_same_pages(golden: Callable[[Path, str], None]) -> None:
    golden(ROOT / "docs" / "rules.md", document())


def test_as_markdown(call: Run) -> None:
    assert call("rule", "--output-format", "markdown").stdout == document()
    one = call("rule", "STAT103", "--output-format", "markdown").stdout
    assert one.startswith("## STAT103\n\nA count is") and one.strip() in document().replace(
        "## STAT103\n\n**A count is at most its base.**", "## STAT103"
    )
    done = call("rule", "FILE104", "--output-format", "markdown")
    assert (done.returncode, done.stderr) == (
        2,
        "reportgen: FILE104 is no rule; without --output-format its meaning is shown\n",
    )
