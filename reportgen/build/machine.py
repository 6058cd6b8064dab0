"""What goes wrong because the machine does: its disks, its memory, its count of open files."""

from __future__ import annotations

import errno
from pathlib import PurePath

_ITS_DOING = frozenset(
    {
        errno.EACCES, errno.EAGAIN, errno.EBUSY, errno.EDQUOT, errno.EFBIG, errno.EINTR, errno.EIO,
        errno.EMFILE, errno.ENFILE, errno.ENODEV, errno.ENOMEM, errno.ENOSPC, errno.ENXIO,
        errno.EPERM, errno.EROFS, errno.ESTALE, errno.ETIMEDOUT,
    }
)  # fmt: skip

SEE_TO_IT = "see that its disks are sound, and that disk, memory and open files suffice"
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
        if isinstance(cause, ImportError):
            return f"a part of the program cannot be loaded: {cause}"
        cause = cause.__cause__ or cause.__context__
    return None
