"""Recorded callers meet another version of their bot."""
