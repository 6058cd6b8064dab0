"""The command line: the only room that speaks and exits."""
