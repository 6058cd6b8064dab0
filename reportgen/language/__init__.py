"""Languages: numbers, dates, fractions in words, labels. One data file each."""
