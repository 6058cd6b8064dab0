"""How a problem is told: in two or three lines, whatever it quotes."""

from __future__ import annotations

from reportgen.problems import Problem, Span


def _at(text: str, column: int, width: int = 1) -> str:
    span = Span("a.yml", 3, column, width, text)
    return Problem(code="TEXT101", message="is wrong", span=span, remedy="mend it").full()


def test_a_line_of_common_length_is_shown_whole() -> None:
    text = "  lead: " + "ord " * 38
    assert _at(text, 9, 3) == (
        f"a.yml:3:9: TEXT101 is wrong\n    {text}\n            ^^^\n    mend it"
    )


def test_a_long_line_is_shown_around_its_place() -> None:
    text = "a" * 500 + "HERE" + "b" * 500
    assert _at(text, 501, 4) == (
        "a.yml:3:501: TEXT101 is wrong\n"
        f"    …{'a' * 59}HERE{'b' * 95}…\n"
        f"    {' ' * 60}^^^^\n"
        "    mend it"
    )


def test_a_long_line_is_shown_from_its_beginning_and_to_its_end() -> None:
    text = "AB" + "-" * 400 + "YZ"
    assert _at(text, 1, 2).splitlines()[1:3] == [f"    AB{'-' * 157}…", "    ^^"]
    assert _at(text, 404).splitlines()[1:3] == [f"    …{'-' * 157}YZ", f"    {' ' * 159}^"]
    # What is underlined ends where the line that is shown ends.
    assert _at(text, 300, 90).splitlines()[2] == f"    {' ' * 60}{'^' * 90}"
    assert _at("x" * 2000, 1000, 900).splitlines()[2] == f"    {' ' * 60}{'^' * 100}"


def test_what_a_message_quotes_is_cut_in_its_middle() -> None:
    problem = Problem(code="A", message=f"“{'x' * 9000}” is no colour", span=Span("a.yml"))
    assert problem.message == f"“{'x' * 299}…{'x' * 186}” is no colour"
    assert Problem(code="A", message="x" * 600, span=Span("a")).message == "x" * 600
