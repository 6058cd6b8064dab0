"""The study: its model and its reader."""
