"""Outputs: a Brief becomes bytes, and bytes become files."""

UNFINISHED = ".reportgen-unfinished"
"""The hidden folder in which files are made before they take their places; gone after a build."""
