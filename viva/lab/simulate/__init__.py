"""Simulated callers: what they want, how they speak, and the calls they place."""
