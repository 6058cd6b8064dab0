"""What a code means, as a page: for the terminal, for the documentation, for other programs."""

from __future__ import annotations

import textwrap

from reportgen.checks.catalogue import IDLE_ALLOWANCE, MEANINGS, Meaning
from reportgen.checks.registry import RULES
from reportgen.checks.rule import Rule
from reportgen.cli.console import Paint, unpainted
from reportgen.problems import Severity

WIDTH = 80
DOCUMENT_WIDTH = 100
_ALLOWED = (
    "One place may break it all the same: the study's file says which, by some words of the line"
    " that the message points at, and why."
)
_BINDING = (
    "It is an error in any case: what breaks it cannot be drawn or said at all, so that no setting"
    " and no allowance changes that."
)
_INTRODUCTION = """\
# Rules

`reportgen check` holds every study to these rules, and so does `reportgen build`. `reportgen rule
CODE` shows the same page in the terminal. The examples are excerpts of a study: laid over a sound
one, the first breaks the rule, and the second breaks none.

An error stops the brief, a warning does not. `reportgen.toml` (or `pyproject.toml`, under
`[tool.reportgen]`) can give a rule another weight, and choose a standard of disclosure:

```toml
disclosure = "bpc"      # or "esomar", "aapor"; "house" without it

[rules]
TEXT202 = "error"       # or "warning"
STAT105 = "off"
```

What cannot be read, drawn or written has codes too; they stand in [errors.md](errors.md), and
none of them can be turned off, but for `ALLOW101`: an allowance that fits nothing.
"""


def titles() -> tuple[tuple[str, str], ...]:
    """Every code with its title: the rules first, then all that is no rule."""
    rules = ((rule.code, _title(rule)) for rule in RULES)
    return (*rules, *((meaning.code, _means(meaning)) for meaning in MEANINGS))


def _title(rule: Rule) -> str:
    if rule.profile:
        return f'{rule.title} (where disclosure = "{rule.profile}")'
    return f"{rule.title} (a warning)" if rule.severity is Severity.WARNING else rule.title


def _means(meaning: Meaning) -> str:
    return f"{meaning.means} (a warning)" if meaning is IDLE_ALLOWANCE else meaning.means


def explained(code: str) -> Rule | Meaning | None:
    """The rule or the meaning with this code; None where there is none."""
    pages: tuple[Rule | Meaning, ...] = (*RULES, *MEANINGS)
    return next((page for page in pages if page.code == code), None)


# --- For the terminal, and wherever text is plain ---------------------------------------


def as_text(page: Rule | Meaning, paint: Paint = unpainted) -> str:
    """The page as plain text, 80 characters wide."""
    parts = _meaning_parts(page, paint) if isinstance(page, Meaning) else _rule_parts(page, paint)
    return "\n\n".join(parts)


def _meaning_parts(meaning: Meaning, paint: Paint) -> list[str]:
    parts = [
        _head(meaning.code, meaning.means, paint),
        _wrapped(f"What to do: {meaning.remedy}."),
    ]
    if meaning is IDLE_ALLOWANCE:
        return [*parts, *_weight(meaning.code, "It is a warning", paint)]
    return [*parts, "It is an error in any case, and stops the brief."]


def _rule_parts(rule: Rule, paint: Paint) -> list[str]:
    return [
        _head(rule.code, rule.title, paint),
        _wrapped(rule.reason),
        paint("error", "Not so:"),
        _indented(rule.bad),
        "It is told:",
        _indented("\n".join(textwrap.wrap(rule.says, WIDTH - 4))),
        paint("good", "But so:"),
        _indented(rule.good),
        *_what_changes_it(rule, paint),
    ]


def _what_changes_it(rule: Rule, paint: Paint) -> list[str]:
    if rule.binding:
        return [_wrapped(_BINDING)]
    return [
        *_weight(rule.code, _severity(rule), paint),
        _wrapped(_ALLOWED),
        paint("accent", _indented(_allowance(rule))),
    ]


def _head(code: str, title: str, paint: Paint) -> str:
    # Wrapped as it is seen: the codes of colours have no width.
    return _wrapped(f"{code}: {title}").replace(code, paint("strong", code), 1)


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, WIDTH, break_on_hyphens=False))


def _indented(text: str) -> str:
    return textwrap.indent(text.rstrip("\n"), "    ")


def _severity(rule: Rule) -> str:
    word = "an error" if rule.severity is Severity.ERROR else "a warning"
    return f'It is {word} where disclosure = "{rule.profile}"' if rule.profile else f"It is {word}"


def _weight(code: str, severity: str, paint: Paint) -> list[str]:
    text = f"{severity}. reportgen.toml can change that to “error”, “warning” or “off”:"
    return [_wrapped(text), paint("accent", _indented(_setting(code)))]


def _setting(code: str) -> str:
    return f'[rules]\n{code} = "off"'


def _allowance(rule: Rule) -> str:
    return f"allow:\n  - code: {rule.code}\n    words: …\n    reason: …"


# --- For the documentation ---------------------------------------------------------------


def as_markdown(rule: Rule) -> str:
    """A rule's page as Markdown, without its heading."""
    return "\n\n".join(
        (
            _paragraph(rule.reason),
            f"Not so:\n\n```yaml\n{rule.bad}```",
            f"It is told:\n\n```text\n{rule.says}\n```",
            f"But so:\n\n```yaml\n{rule.good}```",
            _paragraph(_BINDING) if rule.binding else f"{_severity(rule)}.",
        )
    )


def document() -> str:
    """All rules as one Markdown document: docs/rules.md."""
    index = "\n".join(f"- [`{rule.code}`](#{rule.code.lower()}) {_title(rule)}" for rule in RULES)
    pages = (f"## {rule.code}\n\n**{_sentence(rule)}**\n\n{as_markdown(rule)}\n" for rule in RULES)
    allowed = _paragraph(_ALLOWED.replace(" it ", " a rule "))
    example = f"```yaml\n{_allowance(next(rule for rule in RULES if not rule.binding))}\n```\n"
    return "\n".join((_INTRODUCTION, f"{allowed}\n", example, f"{index}\n", *pages))


def _paragraph(text: str) -> str:
    return "\n".join(textwrap.wrap(text, DOCUMENT_WIDTH, break_on_hyphens=False))


def _sentence(rule: Rule) -> str:
    return f"{rule.title[:1].upper()}{rule.title[1:]}."
