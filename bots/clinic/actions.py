"""A diary in memory. Half of its times are taken, the same ones for the same day."""

import asyncio
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

TIMES = tuple(f"{hour:02}:{minute:02}" for hour in range(8, 18) for minute in (0, 30))
_booked: dict[str, dict[str, str]] = {
    "5550100": {"day": "2030-01-15", "time": "10:30", "name": "Sam Rivers"},
}
"""Phone number -> its appointment."""


async def free_times(call: Any, day: str, today: str) -> dict[str, Any]:
    """The free times of a day, three of them to offer, or why there are none and the next day with some."""
    await asyncio.sleep(0)  # where a real diary would be asked
    times = _free(day) if day >= today else []
    if times:
        offered = [times[0], times[len(times) // 2], times[-1]]
        return {"times": times, "some_times": sorted(set(offered)), "reason": None}
    reason = "past" if day < today else "closed" if _weekday(day) > 4 else "full"
    ahead = (_later(max(day, today), days) for days in range(1, 15))
    return {"times": [], "reason": reason, "next_day": next(one for one in ahead if _free(one))}


async def book(call: Any, day: str, time: str, name: str, phone: str) -> str:
    """Book; returns the reference, or raises when somebody was faster."""
    if time not in _free(day):
        raise ValueError(f"{day} {time} is taken")
    _booked[phone] = {"day": day, "time": time, "name": name}
    return phone[-4:]


async def find(call: Any, phone: str) -> dict[str, str] | None:
    """The appointment of a phone number."""
    return _booked.get(phone)


async def move(call: Any, phone: str, day: str, time: str) -> None:
    """Move the appointment of a phone number."""
    _booked[phone] = {**_booked[phone], "day": day, "time": time}


async def cancel(call: Any, phone: str) -> None:
    """Cancel the appointment of a phone number."""
    _booked.pop(phone, None)


def _free(day: str) -> list[str]:
    if _weekday(day) > 4:
        return []
    taken = {(one["day"], one["time"]) for one in _booked.values()}
    return [time for time in TIMES if (day, time) not in taken and _open(day, time)]


def _open(day: str, time: str) -> bool:
    """Whether the practice keeps that time free: about half of them, told by the date alone."""
    return sha256(f"{day} {time}".encode()).digest()[0] % 2 == 0


def _weekday(day: str) -> int:
    return date.fromisoformat(day).weekday()


def _later(day: str, days: int) -> str:
    return (datetime.fromisoformat(day) + timedelta(days=days)).date().isoformat()
