"""Speaking: colours, and texts that cannot forge anything."""

from __future__ import annotations

import io
import json

import pytest

from reportgen.cli.app import shared_first
from reportgen.cli.console import (
    CannotRun,
    Colour,
    Voice,
    as_json,
    as_xml,
    coloured,
    one_line,
    painted,
    safe,
    told,
    without_commands,
)
from reportgen.problems import Problem, Severity, Span


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "environ", "on_terminal", "piped"),
    [
        ("auto", {}, True, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": ""}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, True, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"TERM": "dumb", "FORCE_COLOR": "1"}, False, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, True, True),
        ("never", {"FORCE_COLOR": "1"}, False, False),
    ],
)
def test_when_to_colour(
    choice: str, environ: dict[str, str], on_terminal: bool, piped: bool
) -> None:
    assert coloured(Terminal(), Colour(choice), environ) is on_terminal
    assert coloured(io.StringIO(), Colour(choice), environ) is piped


def test_no_control_characters_reach_the_terminal() -> None:
    hostile = "a\x1b[31mb\x07\x9bc\rd\u202ee\ud800f\tg\nh\u061ci"
    assert safe(hostile) == "a\ufffd[31mb\ufffd\ufffdc\ufffdd\ufffde\ufffdf\tg\nh\ufffdi"
    assert one_line("62\u00a0procent\när") == "62 procent är"


def test_no_line_commands_github() -> None:
    text = "::error::a\n   ::set-env name=b::c\nd ::e\n##[group]f ###[g]\n:x"
    assert without_commands(text) == (
        "\uff1a:error::a\n   \uff1a:set-env name=b::c\nd ::e\n#\uff03[group]f ##\uff03[g]\n:x"
    ).replace("#\uff03[group]", "\uff03#[group]").replace("##\uff03[g]", "#\uff03#[g]")


@pytest.mark.parametrize(
    "command", ["##vso[task.setvariable a]b", "##teamcity[x name='y']", "##[error]x", "::error::x"]
)
@pytest.mark.parametrize("service", ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"])
def test_no_line_commands_a_service(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], service: str, command: str
) -> None:
    for each in ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"):
        monkeypatch.delenv(each, raising=False)
    Voice().out(command)
    monkeypatch.setenv(service, "true")
    Voice().out(command)
    as_it_is, disarmed = capsys.readouterr().out.splitlines()
    assert as_it_is == command
    assert disarmed == {"#": "\uff03", ":": "\uff1a"}[command[0]] + command[1:]


def test_json_and_xml_hold_no_command_and_lose_nothing() -> None:
    text = "###[error] ##vso[x] a#b"
    assert "##" not in as_json({"x": text})
    assert json.loads(as_json({"x": text})) == {"x": text}
    assert as_xml(f"<x>{text}</x>") == "<x>&#35;&#35;#[error] &#35;#vso[x] a#b</x>"


def test_a_problem_keeps_its_caret_in_place() -> None:
    problem = Problem(
        code="TEXT101",
        message="two\nlines",
        span=Span("[/x].yml", 3, 4, 2, "a\x1b\tbc"),
        remedy="do [bold]this",
        severity=Severity.WARNING,
    )
    assert told(problem) == (
        "[/x].yml:3:4: TEXT101 two lines\n    a\ufffd\tbc\n      \t^^\n    do [bold]this"
    )
    assert told(problem, painted) == (
        "\x1b[1m[/x].yml:3:4:\x1b[0m \x1b[1;33mTEXT101\x1b[0m two lines\n"
        "    a\ufffd\tbc\n"
        "\x1b[1;33m      \t^^\x1b[0m\n"
        "\x1b[36m    do [bold]this\x1b[0m"
    )


def test_one_sentence() -> None:
    assert str(CannotRun("it is not there", "look elsewhere")) == "it is not there; look elsewhere"
    assert str(CannotRun("it is not there")) == "it is not there"


def test_shared_options_may_stand_anywhere() -> None:
    assert shared_first(["build", "-q", "x", "--color", "never", "--to", "pdf", "--debug"]) == [
        "-q",
        "--color",
        "never",
        "--debug",
        "build",
        "x",
        "--to",
        "pdf",
    ]
    assert shared_first(["check", "--color=always", "--", "-q"]) == [
        "--color=always",
        "check",
        "--",
        "-q",
    ]
