"""What a program asked of the kernel, as strace(1) wrote it down.

Every line becomes an `Act` of one kind: it looked at a path, read one, changed one,
started a program, bore a process, used the network, or sent a signal. A call that is
not known here is `unknown`, so that nothing new passes for harmless.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

TRACED = "%file,%network,%process"

_LOOKS = frozenset((
    "stat", "stat64", "newfstatat", "fstatat64", "lstat", "lstat64", "statx", "access",
    "faccessat", "faccessat2", "readlink", "readlinkat", "getcwd", "statfs", "statfs64",
    "getxattr", "lgetxattr", "listxattr", "llistxattr", "chdir", "fchdir", "inotify_add_watch",
    "name_to_handle_at",
))  # fmt: skip
_OPENS = frozenset(("open", "openat", "openat2", "creat"))
_CHANGES = frozenset((
    "mkdir", "mkdirat", "rmdir", "rename", "renameat", "renameat2", "unlink", "unlinkat", "link",
    "linkat", "symlink", "symlinkat", "chmod", "fchmodat", "fchmodat2", "chown", "lchown",
    "fchownat", "utime", "utimes", "futimesat", "utimensat", "truncate", "truncate64", "mknod",
    "mknodat", "setxattr", "lsetxattr", "removexattr", "lremovexattr",
))  # fmt: skip
_STARTS = frozenset(("execve", "execveat"))
_BIRTHS = frozenset(("clone", "clone3", "fork", "vfork"))
_SIGNALS = frozenset((
    "kill", "tkill", "tgkill", "pidfd_send_signal", "rt_sigqueueinfo", "rt_tgsigqueueinfo",
))  # fmt: skip
_WAITS = frozenset(["wait4", "waitid", "waitpid", "exit", "exit_group"])
_NETWORK = frozenset((
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto",
    "recvfrom", "sendmsg", "recvmsg", "sendmmsg", "recvmmsg", "shutdown", "getsockname",
    "getpeername", "setsockopt", "getsockopt", "send", "recv",
))  # fmt: skip
_WRITING = re.compile(r"\bO_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)\b")

_LINE = re.compile(r"(?P<pid>\d+) +(?P<rest>.*)")
_UNFINISHED = " <unfinished ...>"
_RESUMED = re.compile(r"<\.\.\. (?P<name>\w+) resumed>(?P<rest>.*)")
_CALL = re.compile(r"(?P<name>\w+)\((?P<given>.*)\) += (?P<result>.+)")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(\.\.\.)?')
_AT = re.compile(r"(?:AT_FDCWD|\d+)<(?P<folder>(?:[^<>\\]|\\.)*)>, $")
_OPENED = re.compile(r"\d+<(?P<path>(?:[^<>\\]|\\.)*)>")
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|([0-7]{1,3})|(.))")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a process asked for; `path` is empty where the call names none.

    Of the network it is the call's name. A path is absolute, without `.` and `..`; of
    what was opened it is the one that the kernel arrived at, links followed.
    """

    kind: str  # look, read, change, start, birth, thread, network, signal, unknown
    path: str
    call: str  # as strace wrote it

    @property
    def told(self) -> str:
        """For a message: the call, cut to a line."""
        return self.call if len(self.call) <= 300 else f"{self.call[:300]} …"


def command(log: Path) -> list[str]:
    """How strace is called, up to the program; `log` is the file that it writes."""
    return [
        "strace", "--follow-forks", "--decode-fds=path", "--seccomp-bpf", "--string-limit=8192",
        "--quiet=attach,exit,path-resolution,personality,thread-execve,superseded",
        f"--trace={TRACED}", f"--output={log}", "--",
    ]  # fmt: skip


def acts(lines: Iterable[str], folder: str) -> Iterator[Act]:
    """Every act in a log; `folder` is where the program was started."""
    begun: dict[str, str] = {}
    pids: set[str] = set()
    here = folder
    for line in lines:
        found = _LINE.match(line.rstrip("\n"))
        if found is None:
            yield Act("unknown", "", line)
            continue
        pid, rest = found["pid"], found["rest"]
        pids.add(pid)
        if rest.startswith(("+++", "---", "<... ???")):
            continue  # an end or a signal: what became of a call at that moment, nobody knows
        if rest.endswith(_UNFINISHED):
            begun[pid] = rest.removesuffix(_UNFINISHED)
            continue
        if resumed := _RESUMED.match(rest):
            rest = begun.pop(pid, f"{resumed['name']}(") + resumed["rest"]
        for act in _acts_of(rest, here):
            if rest.startswith("chdir(") and rest.endswith(" = 0"):
                here = act.path  # only the process that runs the commands goes anywhere
            yield replace(act, path=_own(act.path, pids))


def _own(path: str, pids: set[str]) -> str:
    """A process that looks itself up is shown by its number."""
    if re.fullmatch(r"\w+:\[\d+\]", path):
        return ""  # a pipe or a socket, which has no path
    found = re.match(r"/proc/(\d+)(?=/|$)", path)
    return f"/proc/self{path[found.end() :]}" if found and found[1] in pids else path


def _acts_of(call: str, folder: str) -> Iterator[Act]:
    found = _CALL.match(call)
    if found is None:
        # A process that ends in the midst of a call leaves it without a result.
        name = call.partition("(")[0]
        yield Act("wait" if name in _WAITS else "unknown", "", call)
        return
    name, given, result = found["name"], found["given"], found["result"]
    kind = _kind(name, given)
    if kind == "network":
        makes = name in ("socket", "socketpair", "connect", "bind")
        yield Act(kind, f"{name} AF_UNIX" if makes and "AF_UNIX" in given else name, call)
        return
    if kind in ("signal", "birth", "thread", "wait", "unknown"):
        yield Act(kind, "", call)
        return
    opened = _OPENED.match(result)
    if name in _OPENS and opened:
        yield Act(kind, _unescaped(opened["path"]), call)
        return
    yield from (Act(kind, path, call) for path in _paths(name, given, folder))


def _kind(name: str, given: str) -> str:
    if name in _OPENS:
        return "change" if name == "creat" or _WRITING.search(given) else "read"
    if name in _BIRTHS:
        return "thread" if "CLONE_THREAD" in given else "birth"
    kinds = {
        "look": _LOOKS, "change": _CHANGES, "start": _STARTS, "signal": _SIGNALS, "wait": _WAITS,
        "network": _NETWORK,
    }  # fmt: skip
    return next((kind for kind, names in kinds.items() if name in names), "unknown")


def _paths(name: str, given: str, folder: str) -> Iterator[str]:
    """The paths among a call's arguments, absolute; the target of a link is none of them."""
    strings = list(_STRING.finditer(given))
    if name in ("getcwd",):
        return
    if name in ("execve", "readlink", "readlinkat", "execveat"):
        strings = strings[:1]
    elif name in ("symlink", "symlinkat"):
        strings = strings[1:2]
    elif name.endswith("xattr"):
        strings = strings[:1]
    if not strings:  # by a descriptor alone, which shows its path
        at = re.match(r"(?:AT_FDCWD|\d+)<((?:[^<>\\]|\\.)*)>", given)
        yield os.path.normpath(_unescaped(at[1])) if at else ""
    for string in strings:
        at = _AT.search(given, 0, string.start())
        base = _unescaped(at["folder"]) if at else folder
        yield os.path.normpath(os.path.join(base, _unescaped(string[1])))


def _unescaped(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        if found[1] is not None:
            return chr(int(found[1], 16))
        if found[2] is not None:
            return chr(int(found[2], 8))
        return _NAMED.get(found[3], found[3])

    # strace shows bytes; names are UTF-8.
    plain = _ESCAPE.sub(character, text)
    return plain.encode("latin-1", "replace").decode("utf-8", "surrogateescape")
