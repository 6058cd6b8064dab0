"""What goes wrong because the machine does: its disks, its memory, its count of open files."""

from __future__ import annotations

import errno
from pathlib import PurePath
from traceback import walk_tb

_US = "reportgen"
_ITS_DOING = frozenset(
    {
        errno.EACCES, errno.EAGAIN, errno.EBUSY, errno.EDQUOT, errno.EFBIG, errno.EINTR, errno.EIO,
        errno.EMFILE, errno.ENFILE, errno.ENODEV, errno.ENOMEM, errno.ENOSPC, errno.ENXIO,
        errno.EPERM, errno.EROFS, errno.ESTALE, errno.ETIMEDOUT,
    }
)  # fmt: skip

SEE_TO_IT = (
    "see that reportgen is wholly installed, that disks are sound, and that there is room on them,"
    " memory and open files enough"
)
"""What can be done about it."""


def of_the_machine(error: BaseException) -> str | None:
    """What the machine refused, in words; None where that is not what went wrong.

    Libraries wrap such errors in their own, so what an error came from counts, too.
    """
    met: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in met:
        met.add(id(cause))
        if isinstance(cause, OSError) and cause.errno in _ITS_DOING:
            name = PurePath(str(cause.filename)).name if cause.filename else ""
            return f"the machine refused: {cause.strerror}{f' ({name})' if name else ''}"
        if _is_half_installed(cause):
            return f"a part of the program cannot be loaded: {cause}"
        cause = cause.__cause__ or cause.__context__
    return None


def _is_half_installed(error: BaseException) -> bool:
    """Whether a module is not there, not readable, or comes to a stop while it is loaded.

    Python takes a file that cannot be looked at for one that is not there, so that modules of
    others may lack a name, or each other. What ours lack is a fault of ours.
    """
    if isinstance(error, ModuleNotFoundError):
        return True
    if isinstance(error, ImportError):
        compiled = (error.path or "").endswith((".so", ".dylib"))
        return compiled or not _is_ours(error.name or _US)
    at = [frame for frame, _ in walk_tb(error.__traceback__)]
    loading = any(frame.f_code.co_filename.startswith("<frozen importlib") for frame in at)
    return loading and not _is_ours(at[-1].f_globals.get("__name__", _US))


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == _US
