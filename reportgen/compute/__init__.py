"""What follows from the reported results: pure functions, no text."""
