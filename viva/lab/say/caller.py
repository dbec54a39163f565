"""The caller that something is said to, as a small JSON file describes one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from viva.call.delivery import USUAL_RATE, Cues, Delivery
from viva.errors import VivaError
from viva.hearing.line.evidence import Line
from viva.hearing.voice.evidence import Measure, Voice
from viva.hearing.voice.manner import Manner

_RANGES = {"rate": (0.5, 2.0), "level_db": (-30.0, 30.0), "arousal": (-3.0, 3.0), "snr_db": (-10.0, 60.0)}

_TURN_MS = 3000
"""Of a turn that is measured well."""
_USUAL_DBFS = -26.0
"""At which the caller has spoken so far; only what is above or below it counts."""


class CallerError(VivaError):
    """A caller is not described as it must be."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Caller:
    rate: float | None = None
    """Of the caller's speech in the last two turns, times the usual rate; None: not heard yet."""
    level_db: float | None = None
    """Likewise, decibels above the usual level."""
    arousal: float | None = None
    """How excited the caller sounds, in deviations from what is usual for the caller; None: not known."""
    snr_db: float | None = None
    """Of the caller's speech over the noise on the line; None: not known."""
    asked_again: bool = False
    """Has just said "sorry?"."""
    returning: bool = False
    """Has called this bot before."""


NOBODY = Caller()
"""A caller of whom nothing is known."""


def read_caller(path: Path) -> Caller:
    """Raises CallerError: no such file, not JSON, or not a caller."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CallerError(f"{path} cannot be read: {error}") from None
    except json.JSONDecodeError as error:
        raise CallerError(
            f"{path}:{error.lineno}: no JSON: {error.msg}", hint='write such as {"rate": 0.8}'
        ) from None
    return as_caller(found, str(path))


def as_caller(found: Any, where: str = "caller") -> Caller:
    """A caller from JSON. Raises CallerError, which names `where` and the key."""
    keys = [field.name for field in fields(Caller)]
    if not isinstance(found, Mapping):
        raise CallerError(
            f"{where}: expected an object, got {_short(found)}", hint=f"keys: {', '.join(keys)}"
        )
    for key, value in found.items():
        if key not in keys:
            near = get_close_matches(str(key), keys, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"keys: {', '.join(keys)}"
            raise CallerError(f"{where}: a caller has no {key!r}", hint=hint)
        _check(where, key, value)
    return Caller(**found)


def described(caller: Caller) -> dict[str, float | bool]:
    """What is known of the caller."""
    usual = asdict(NOBODY)
    return {key: value for key, value in asdict(caller).items() if value != usual[key]}


def delivery(caller: Caller, adapt: float = 1.0) -> Delivery:
    """How a bot speaks to this caller: after two turns that were like this, as adaptation looks back on two.

    `adapt`: how much of it, as in the bot's file.
    """
    found = Delivery(adapt)
    for last in (False, True):
        found = found.after(turn_of(caller, asked_again=last and caller.asked_again))
    return found


def turn_of(caller: Caller, *, asked_again: bool = False) -> Cues:
    """What one turn of such a caller tells."""
    voice = Voice(
        _TURN_MS,
        level_db=None if caller.level_db is None else _sure(_USUAL_DBFS + caller.level_db),
        rate=None if caller.rate is None else _sure(USUAL_RATE * caller.rate),
    )
    arousal = None if caller.arousal is None else _sure(caller.arousal)
    line = Line() if caller.snr_db is None else Line(snr_db=_sure(caller.snr_db))
    return Cues(Manner(voice, arousal=arousal), _USUAL_DBFS, asked_again=asked_again, line=line)


def _sure(value: float) -> Measure:
    return Measure(value, 1.0)


def _check(where: str, key: str, value: object) -> None:
    if key in _RANGES:
        low, high = _RANGES[key]
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if value is not None and not (number and low <= value <= high):  # type: ignore[operator]
            raise CallerError(
                f"{where}: {key}: expected a number from {low:g} to {high:g}, got {_short(value)}"
            )
    elif not isinstance(value, bool):
        raise CallerError(f"{where}: {key}: expected true or false, got {_short(value)}")


def _short(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:60]
