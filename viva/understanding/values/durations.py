"""What the rules for lengths of time mean: "an hour and a half", "two weeks"."""

from __future__ import annotations

from typing import NamedTuple

from viva.understanding.values.grammar import Args
from viva.understanding.values.reference import Reference

_DAY = 86400
_MONTH = 30
"""Days of a part of a month: "a month and a half" has fifteen beside the month."""
_MOST_DAYS = 400_000


class Length(NamedTuple):
    """A length of time. A month has no fixed number of days, so the parts stay apart."""

    months: int
    days: int
    seconds: int

    def text(self) -> str:
        """ISO 8601, equal lengths alike: `P2W`, `P1Y6M`, `PT1H30M`. Weeks where there are only whole ones;
        24 hours stay hours, since a day may have another length."""
        years, months = divmod(self.months, 12)
        if self.days and self.days % 7 == 0 and not self.months and not self.seconds:
            return f"P{self.days // 7}W"
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        date = "".join(f"{n}{sign}" for n, sign in ((years, "Y"), (months, "M"), (self.days, "D")) if n)
        time = "".join(f"{n}{sign}" for n, sign in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
        return f"P{date}" + (f"T{time}" if time else "")

    @property
    def minutes(self) -> float:
        """In all, with months of 30 days."""
        return (self.months * _MONTH + self.days) * 1440 + self.seconds / 60

    def times(self, count: float) -> Length | None:
        """So many of it, parts of months as days and parts of days as seconds; None beyond reason."""
        if not 0 < count < 1e9:
            return None
        months = int(self.months * count)
        days_in_all = (self.months * count - months) * _MONTH + self.days * count
        days = int(days_in_all + 1e-6)
        seconds = round((days_in_all - days) * _DAY + self.seconds * count)
        if months * _MONTH + days > _MOST_DAYS or seconds > _MOST_DAYS * _DAY:
            return None
        return Length(months, days, seconds)


def some(args: Args, about: Reference) -> Length | None:
    """`n` (1 unless kept) and perhaps a part (`part`) of a unit: "three days", "an hour and a half"."""
    return Length(*args["unit"]).times(args.get("n", 1) + args.get("part", 0))


def together(args: Args, about: Reference) -> Length | None:
    """ "One hour and twenty minutes": the second part is of a smaller unit."""
    a, b = args["a"], args["b"]
    if a.minutes <= b.minutes or b.minutes <= 0:
        return None
    return Length(a.months + b.months, a.days + b.days, a.seconds + b.seconds)


def smaller_unit(args: Args, about: Reference) -> Length | None:
    """ "Two hours fifteen": `m` of the next smaller unit, which is not said."""
    if not 0 < args["m"] < 60:
        return None
    return together({"a": args["a"], "b": Length(*args["unit"]).times(args["m"])}, about)


def mended(args: Args, about: Reference) -> Length | None:
    """ "Two hours, no, three": the unit stays, where there was but one."""
    length: Length = args["before"]
    for size in ((12, 0, 0), (1, 0, 0), (0, 7, 0), (0, 1, 0), (0, 0, 3600), (0, 0, 60), (0, 0, 1)):
        one = Length(*size)
        if all(part % of == 0 if of else part == 0 for part, of in zip(length, one, strict=True)):
            return one.times(args["n"])
    return None
