"""What a value is read against: the caller's own now, and whether what is past or to come is meant."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Reference:
    now: datetime
    """The caller's local time, without a zone."""
    past: bool
    """Of the days that fit, the latest up to today is meant and not the first from today on."""
    currency: str = ""
    """ISO 4217, taken where none is said; '' for none."""

    @property
    def today(self) -> date:
        return self.now.date()


def real_date(year: int, month: int, day: int) -> date | None:
    """None where there is no such day."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def months_later(day: date, months: int) -> date | None:
    """The same day so many months on (negative: back), or that month's last; None beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_later(day: date, days: int) -> date | None:
    """None beyond the calendar."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def last_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(day.weekday())
