"""Finished calls as data: what was said, what was decided, and what came of it."""
