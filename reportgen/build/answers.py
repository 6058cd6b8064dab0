"""What a worker sends back, read without trusting it.

A worker lays out what strangers wrote, with libraries in C: whoever finds a fault
in one of them says what the worker answers. A pickle can name any function and
have it called, so here it can name what answers are made of, and nothing else.
"""

from __future__ import annotations

import builtins
import io
import pickle
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

_ITS_CLASSES = frozenset(
    {
        ("reportgen.build.attempt", "Broken"),
        ("reportgen.build.attempt", "Done"),
        ("reportgen.build.attempt", "Failed"),
        ("reportgen.build.attempt", "MissingLibrary"),
        ("reportgen.checks.policy", "Policy"),
        ("reportgen.ingredients", "Ingredient"),
        ("reportgen.limits", "Limits"),
        ("reportgen.outputs.artifact", "Artifact"),
        ("reportgen.pipeline", "Order"),
        ("reportgen.pipeline", "Rendering"),
        ("reportgen.problems", "Problem"),
        ("reportgen.problems", "Span"),
    }
)
"""Of these, made by the unpickler itself and not by a call, every answer is built."""
_CALLED = frozenset(
    {
        ("pathlib", "PosixPath"),
        ("pathlib._local", "PosixPath"),  # its place in Python 3.13
        ("reportgen.problems", "Severity"),
    }
)
"""Of these, values are made by calling the class."""


class NoAnswer(Exception):  # noqa: N818 - what came instead of one
    """Bytes that are no answer; the text says why."""


def read_answer(content: bytes) -> tuple[bool, Any]:
    """(True, what came back) or (False, the exception), as pickled; raises NoAnswer.

    Nothing that the bytes name is run, but for the classes of results, of paths
    and of Python's own exceptions.
    """
    try:
        answer = _Reader(io.BytesIO(content)).load()
    except NoAnswer:
        raise
    except MemoryError:
        raise NoAnswer("it asks for too much memory") from None
    except Exception:  # whatever a spoiled pickle leads to
        raise NoAnswer("it cannot be read") from None
    match answer:
        case (bool() as came_back, value) if type(answer) is tuple:
            if came_back or isinstance(value, Exception):
                return came_back, value
    raise NoAnswer("it is neither a result nor an exception")


# The one written in Python: that in C takes memory for as many marks as the bytes say.
class _Reader(pickle._Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _ITS_CLASSES:
            return super().find_class(module, name)
        if (module, name) in _CALLED:
            # Not the class itself, which could then be given other attributes.
            return partial(super().find_class(module, name))
        found = getattr(builtins, name, None) if module == "builtins" else None
        if isinstance(found, type) and issubclass(found, Exception):
            return found
        raise NoAnswer(f"it names {module}.{name}"[:200])

    def _build(self: Any) -> None:
        # What is given a state is a value; a class would be changed for everybody.
        if isinstance(self.stack[-2], type):
            raise NoAnswer("it changes a class")
        pickle._Unpickler.dispatch[pickle.BUILD[0]](self)

    dispatch: ClassVar[dict[int, Callable[[Any], None]]] = {
        **pickle._Unpickler.dispatch,
        pickle.BUILD[0]: _build,
    }
