"""Moved to reportgen.compute.wording."""

from reportgen.compute.wording import in_full, in_words, short

__all__ = ["in_full", "in_words", "short"]
