"""What reportgen costs, counted in runs of a plain script: `make bench`."""
