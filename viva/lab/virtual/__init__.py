"""Calls in virtual time: everything that answers a real call, faster than the clock."""
