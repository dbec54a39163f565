"""What the bot does beyond talking. Each action is `async def name(call, **arguments)`."""

from typing import Any

_booked: list[tuple[int, str, str]] = []


async def book_table(call: Any, people: int, day: str, time: str) -> str:
    """Keep a booking; returns its reference. This is where your own system would be asked."""
    _booked.append((people, day, time))
    return f"{400 + len(_booked)}"
