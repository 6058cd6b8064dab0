"""Building many briefs: who does the work, what is kept of it, and the manifest."""
