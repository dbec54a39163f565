"""A prompt said as a call would say it to a caller: for `viva say` and the page."""
