"""A recognizer's mistakes as a model fitted to real ones, and calls that need no audio because of it."""
