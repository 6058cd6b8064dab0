"""Rules that a study keeps so that its brief says nothing false."""
