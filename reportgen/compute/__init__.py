"""What follows from the reported results, and how it is said: pure functions."""
