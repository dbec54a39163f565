"""Intervals and tests for figures that are made of counted rows. NumPy only."""
