"""Ctrl-C and SIGTERM: at once, but never in the midst of what must stay whole."""

from __future__ import annotations

import contextlib
import os
import signal
import threading

import pytest

from reportgen.build.interruption import Interruption, Terminated


@pytest.mark.parametrize(
    ("number", "raised"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, Terminated)]
)
def test_a_signal_is_raised_and_the_old_ways_return(number, raised):
    before = signal.getsignal(number)
    with pytest.raises(raised) as caught, Interruption():
        os.kill(os.getpid(), number)
    assert caught.type is raised
    assert signal.getsignal(number) is before


def test_what_is_held_comes_to_its_end():
    done = []
    with pytest.raises(Terminated), Interruption() as interruption:
        with interruption.held():
            os.kill(os.getpid(), signal.SIGTERM)
            done.append("first file")
            done.append("second file")
        done.append("next brief")
    assert done == ["first file", "second file"]


def test_what_a_library_swallowed_is_raised_by_check():
    with pytest.raises(KeyboardInterrupt), Interruption() as interruption:
        interruption.check()
        with contextlib.suppress(BaseException):
            os.kill(os.getpid(), signal.SIGINT)
        interruption.check()


def test_a_signal_that_is_to_be_ignored_stays_so(monkeypatch):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interruption():
            os.kill(os.getpid(), signal.SIGINT)
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_another_thread_hears_nothing():
    def enter() -> None:
        with Interruption() as interruption, interruption.held():
            heard.append(signal.getsignal(signal.SIGTERM))

    before = signal.getsignal(signal.SIGTERM)
    heard: list[object] = []
    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert heard == [before]
