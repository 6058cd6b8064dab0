"""Showing briefs while they are written: pages from memory, to this machine alone."""
