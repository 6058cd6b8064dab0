"""What strace wrote is read as it was meant, and a breach of the closed world is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from checked import not_there

from hardening.closed_world import strace_works
from hardening.drive import BEGINS, ENDS, NEXT
from hardening.syscalls import Act, acts, command
from hardening.world import Places, account_of, closed_world


def _read(*lines: str) -> list[tuple[str, str]]:
    return [(act.kind, act.path) for act in acts(lines, "/here")]


@pytest.mark.parametrize(
    ("line", "kind", "path"),
    [
        ('7 openat(AT_FDCWD</a>, "b/../c", O_RDONLY|O_CLOEXEC) = 3</a/c>', "read", "/a/c"),
        ('7 openat(AT_FDCWD</a>, "c", O_RDONLY) = 3</etc/passwd>', "read", "/etc/passwd"),
        ('7 openat(AT_FDCWD</a>, "c", O_RDONLY) = -1 ENOENT (No such file)', "read", "/a/c"),
        ('7 openat(5</b>, "c", O_WRONLY|O_CREAT, 0666) = 3</b/c>', "change", "/b/c"),
        ('7 open("c", O_RDWR) = -1 EACCES (Permission denied)', "change", "/here/c"),
        ('7 newfstatat(3</a/d>, "", {st_mode=S_IFREG}, AT_EMPTY_PATH) = 0', "look", "/a/d"),
        ('7 access("/x", R_OK) = 0', "look", "/x"),
        ('7 mkdir("out", 0777) = 0', "change", "/here/out"),
        ("7 utimensat(3</a/e>, NULL, NULL, 0) = 0", "change", "/a/e"),
        ('7 readlink("/proc/self/exe", "/usr/bin/python", 4096) = 15', "look", "/proc/self/exe"),
        ('7 readlink("/proc/7/exe", "/usr/bin/python", 4096) = 15', "look", "/proc/self/exe"),
        ('7 symlink("/etc/passwd", "/a/f") = 0', "change", "/a/f"),
        ('7 openat(AT_FDCWD</a>, "\\303\\245\\n\\"", O_RDONLY) = -1 ENOENT (x)', "read", '/a/å\n"'),
        ('7 execve("/bin/sh", ["sh", "-c", "/etc/x"], 0x7 /* 3 vars */) = 0', "start", "/bin/sh"),
        ("7 clone3({flags=CLONE_VM|CLONE_THREAD, stack=0x7}, 88) = 9", "thread", ""),
        ("7 clone(child_stack=NULL, flags=SIGCHLD) = 9", "birth", ""),
        ("7 kill(9, SIGKILL) = 0", "signal", ""),
        ("7 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3", "network", "socket"),
        ("7 socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0", "network", "socketpair AF_UNIX"),
        ("7 frobnicate(1) = 0", "unknown", ""),
        ("what is this", "unknown", ""),
    ],
)
def test_a_call_is_read_as_an_act(line: str, kind: str, path: str) -> None:
    assert _read(line) == [(kind, path)]


def test_a_call_in_two_lines_is_one() -> None:
    assert _read(
        '7 openat(AT_FDCWD</a>, "x", O_RDONLY <unfinished ...>',
        "8 exit(0) = ?",
        "7 <... openat resumed>) = 3</a/x>",
    ) == [("wait", ""), ("read", "/a/x")]


def test_both_ends_of_a_renaming_count() -> None:
    line = '7 renameat(3</a>, ".x.part", 4</b>, "x") = 0'
    assert _read(line) == [("change", "/a/.x.part"), ("change", "/b/x")]


def test_where_a_process_goes_its_paths_follow() -> None:
    assert _read('7 chdir("/elsewhere") = 0', '7 mkdir("out", 0777) = 0') == [
        ("look", "/elsewhere"),
        ("change", "/elsewhere/out"),
    ]


def test_what_lies_outside_the_marks_is_not_judged(tmp_path: Path) -> None:
    def act(path: str, kind: str = "look") -> Act:
        return Act(kind, path, path)

    allowed = closed_world(
        Places((tmp_path / "in",), (tmp_path / "out",), tmp_path / "c", tmp_path)
    )
    found = account_of(
        [
            act("/etc/passwd", "read"),
            act(BEGINS),
            act(f"{NEXT}one"),
            act(str(tmp_path / "in" / "a.yml"), "read"),
            act(str(tmp_path / "in" / "a.yml"), "change"),
            act(str(tmp_path / "out" / "a.pdf"), "change"),
            act(str(tmp_path / "outside"), "read"),
            act(ENDS),
            act("/etc/passwd", "read"),
        ],
        allowed,
    )
    assert [(name, each.kind, each.path) for name, each in found.breaches] == [
        ("one", "change", str(tmp_path / "in" / "a.yml")),
        ("one", "read", str(tmp_path / "outside")),
    ]


_BAD = """
import os, socket, subprocess
os.path.exists({begins!r})
open("/etc/passwd").read()
open({new!r}, "w")
subprocess.run(["true"])
socket.socket().connect_ex(("127.0.0.1", 9))
os.path.exists({ends!r})
"""


def test_a_program_that_breaks_out_is_caught(tmp_path: Path) -> None:
    """The proof would be worth nothing if it could not fail."""
    if not strace_works():
        not_there("strace is not installed, or may not trace")
    log = tmp_path / "log"
    code = _BAD.format(begins=BEGINS, ends=ENDS, new=str(tmp_path / "new"))
    subprocess.run([*command(log), sys.executable, "-c", code], check=True, cwd=tmp_path)
    places = Places((tmp_path / "in",), (tmp_path / "out",), tmp_path / "c", tmp_path / "home")
    with log.open(encoding="ascii") as lines:
        account = account_of(acts(lines, str(tmp_path)), closed_world(places))
    caught = {(act.kind, act.path) for _, act in account.breaches}
    assert ("read", "/etc/passwd") in caught
    assert ("change", str(tmp_path / "new")) in caught
    assert ("network", "connect") in caught
    assert {"birth", "start"} <= {kind for kind, _ in caught}
