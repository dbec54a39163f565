"""What the rules for times of day mean. Without morning or afternoon: from 07:00 to 18:59."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, NamedTuple

from viva.understanding.values.durations import Length
from viva.understanding.values.grammar import Args
from viva.understanding.values.reference import Reference

Half = Literal["", "am", "pm", "night", "day"]
"""Of the day: `night` is pm before midnight and am after it; `day`: the hour is one of 24."""

_DAY = 24 * 60
_FIRST_UNSAID = 7 * 60
"""Where no half of the day is said, the time is the one in the twelve hours from here on."""


class Clock(NamedTuple):
    """A reading of the clock face, before morning or afternoon need be known."""

    hour: int
    shift: int
    """Minutes after the hour, or before it where negative."""
    half: Half = ""

    def minutes(self) -> int:
        """Minutes since midnight."""
        hour = self.hour % 24
        if self.half == "day":
            return (60 * hour + self.shift) % _DAY
        at = 60 * (hour % 12) + self.shift
        if self.half in ("am", "pm"):
            return (60 * hour + self.shift if hour > 12 else at + 720 * (self.half == "pm")) % _DAY
        if self.half == "night":
            return (at + 720 * (hour % 12 > 5)) % _DAY
        if hour > 12 or hour == 0:
            return (60 * hour + self.shift) % _DAY
        return (at - _FIRST_UNSAID) % 720 + _FIRST_UNSAID


def text(minutes: int) -> str:
    """`HH:MM`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def hour(args: Args, about: Reference) -> Clock | None:
    """A full hour, 1 to `most` (12 unless told), perhaps with its half of the day."""
    if not args.get("least", 1) <= args["h"] <= args.get("most", 12):
        return None
    half: Half = args.get("half", "day" if args["h"] > 12 else "")
    return Clock(args["h"], 0, half)


def past(args: Args, about: Reference) -> Clock | None:
    """`m` minutes past the hour `h`."""
    return _shifted(args["h"], args["m"])


def to(args: Args, about: Reference) -> Clock | None:
    """`m` minutes before the hour `h`."""
    return _shifted(args["h"], -args["m"])


def hour_minute(args: Args, about: Reference) -> Clock | None:
    """ "Four thirty", "nine oh five": hour and minute one after the other, as a `pair` or as `h` and `m`."""
    h, m = args["pair"] if "pair" in args else (args["h"], args["m"])
    h = 0 if (h, m) == (24, 0) else h
    if not (0 <= h < 24 and args.get("least", 0) <= m < 60):
        return None
    if args.get("fives") and m % 5:
        return None
    return Clock(h, m, args.get("half", "day" if h > 12 or h == 0 else ""))


def four_figures(args: Args, about: Reference) -> Clock | None:
    """ "1630"; with `hundreds` only full hours: "sixteen hundred"."""
    if args["n"] < 100 or (args.get("hundreds") and args["n"] % 100):
        return None
    return hour_minute({"pair": divmod(args["n"], 100), **args}, about)


def halved(args: Args, about: Reference) -> Clock | None:
    """A clock with its half of the day said."""
    clock: Clock = args["clock"]
    if clock.half and clock.half != args["half"]:
        return None if clock.half in ("am", "pm") else clock
    return clock._replace(half=args["half"])


def named(args: Args, about: Reference) -> Clock:
    """A time with a name, `HH:MM`."""
    hour, minute = args["name"].split(":")
    return Clock(int(hour), int(minute), "day")


def from_now(args: Args, about: Reference) -> Clock | None:
    """ "In ten minutes"; `back`: ago. Only less than a day."""
    length: Length = args["span"]
    if length.months or length.days or not 0 < length.seconds < 86400:
        return None
    day = about.now.replace(year=2000, month=1, day=2)  # only its time counts, also at the calendar's ends
    there = day + timedelta(seconds=-length.seconds if args.get("back") else length.seconds)
    return Clock(there.hour, there.minute, "day")


def mended(args: Args, about: Reference) -> Clock:
    """ "Four pm, no, five": the half of the day stays."""
    before: Clock = args["before"]
    clock: Clock = args["clock"]
    return clock if clock.half or not before.half else clock._replace(half=before.half)


def _shifted(clock: Clock, minutes: int) -> Clock | None:
    if clock.shift or not 0 < abs(minutes) < 60:
        return None
    return clock._replace(shift=minutes)
