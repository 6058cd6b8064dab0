"""The exit codes. 0 is that all is well."""

FINDINGS = 1
"""Something is wrong in a study or a brand, or some briefs failed while the rest were built."""
COULD_NOT_RUN = 2
"""Usage, settings, a missing input or native library."""
INTERNAL_ERROR = 3
"""A fault of reportgen."""
INTERRUPTED = 130
"""Ctrl-C."""
TERMINATED = 143
"""SIGTERM, while a build was under way."""
