"""Charts: findings and a brand become drawings with their text alternative and table."""
