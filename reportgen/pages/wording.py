"""Moved to reportgen.compute.wording."""

from reportgen.compute.wording import word

__all__ = ["word"]
