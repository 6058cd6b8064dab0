"""What is measured: a row of the table is a file here and a line in `registry.py`."""
