"""Calls recorded in virtual time, and the same callers once more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.lab.virtual.placing import placed
from viva.dialogue.bot import Bot
from viva.lab.replay.chosen import Chosen, choose
from viva.lab.replay.outcome import Outcome
from viva.lab.replay.work import Item, name_of, replayed
from viva.lab.virtual.far_end import FarEnd
from viva.lab.virtual.station import Station, open_station


def station_of(*bots: Bot, real: bool = False) -> Station:
    named = {name_of(bot): replace(bot, name=name_of(bot)) for bot in bots}
    return open_station(list(named.values()), stand_ins=not real)


def recorded(bot: Bot, far_end: FarEnd, data: Path, *, real: bool = False, **more: Any) -> Chosen:
    """A call in a data folder of its own."""
    station = open_station([bot], stand_ins=not real)
    placed(station, bot.name, far_end, data, **more)
    station.close()
    (chosen,) = choose(["all"], data)
    return chosen


def met(chosen: Chosen, was: Bot, new: Bot, *, real: bool = False) -> Outcome:
    station = station_of(was, new, real=real)
    try:
        return replayed(Item(chosen, was, new), station)
    finally:
        station.close()
