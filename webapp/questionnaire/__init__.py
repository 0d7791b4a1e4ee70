"""The questions, as data."""
