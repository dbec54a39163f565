"""Sounds that are made: backchannels, coughs, music, rooms, noise and lines, for measuring and simulating."""
