"""How far a build is: what is said of few briefs, and of many."""

from __future__ import annotations

import pytest

from reportgen.cli.console import Voice
from reportgen.cli.progress import A_LINE_EACH, Lines, Pace
from reportgen.problems import Problem, Span


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def paced(total: int, *steps: float) -> str:
    clock = Clock()
    pace = Pace(total, clock)
    for seconds in steps:
        clock.now += seconds
        pace.step()
    return str(pace)


@pytest.mark.parametrize(
    ("total", "steps", "said"),
    [
        (1000, [0.2], ""),  # one says nothing of the next
        (1000, [0.5] * 20, "2.0/s, 8 min 10 s left"),
        (40, [10.0] * 4, "6.0/min, 6 min 0 s left"),
        (10_000, [2.0] * 10, "30.0/min, 5 h 33 min left"),
        (12, [0.5] * 10, "2.0/s, 1 s left"),
        (4, [0.5] * 4, "2.0/s"),
        # What came out of the cache at once is forgotten after half a minute.
        (1000, [0.001] * 500 + [2.0] * 40, "30.0/min, 15 min 20 s left"),
    ],
)
def test_rate_and_time_left(total: int, steps: list[float], said: str) -> None:
    assert paced(total, *steps) == said


def lines(total: int, seconds: float, capsys: pytest.CaptureFixture[str]) -> list[str]:
    clock = Clock()
    shown = Lines(Voice(), total, clock)
    for number in range(1, total + 1):
        clock.now += seconds
        if number == 7:
            shown.problem(Problem(code="BUILD102", message="took long", span=Span("s7.yml")))
            shown.step("failed: s7.yml")
        else:
            shown.step(f"built: s{number}.yml")
    return capsys.readouterr().err.splitlines()


def test_a_few_have_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    said = lines(A_LINE_EACH, 1.0, capsys)
    assert len(said) == A_LINE_EACH + 1
    assert said[0] == "[1/50] built: s1.yml"
    assert said[6:8] == ["s7.yml: BUILD102 took long", "[7/50] failed: s7.yml"]


def test_of_many_a_line_every_few_seconds_and_all_that_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert lines(200, 0.25, capsys) == [
        "s7.yml: BUILD102 took long",
        "[7/200] failed: s7.yml",
        "[20/200] 4.0/s, 45 s left",
        "[40/200] 4.0/s, 40 s left",
        "[60/200] 4.0/s, 35 s left",
        "[80/200] 4.0/s, 30 s left",
        "[100/200] 4.0/s, 25 s left",
        "[120/200] 4.0/s, 20 s left",
        "[140/200] 4.0/s, 15 s left",
        "[160/200] 4.0/s, 10 s left",
        "[180/200] 4.0/s, 5 s left",
        "[200/200] 4.0/s",
    ]
