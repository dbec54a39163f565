"""One recorded call against another version, as a piece of long work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from viva.call.log import Header, Record
from viva.dialogue.bot import Bot
from viva.lab.calls.facts import CallFacts
from viva.lab.calls.read import facts_of
from viva.lab.replay.chosen import Chosen
from viva.lab.replay.counted import changes, counts
from viva.lab.replay.meeting import Met, meet
from viva.lab.replay.moves import moves_of
from viva.lab.replay.outcome import Outcome
from viva.lab.replay.parting import Compared, compare
from viva.lab.replay.recorded import Recorded, Unusable, read_recorded
from viva.lab.virtual.station import Station, open_station


@dataclass(frozen=True, slots=True)
class Item:
    """A call, the bot as it was, and the one that it meets now."""

    chosen: Chosen
    was: Bot
    new: Bot


@contextmanager
def opened() -> Iterator[Callable[[Item], Outcome]]:
    """What replays items, one after the other; engines stay loaded as long as the bots are the same."""
    stations = _Stations()
    try:
        yield lambda item: replayed(item, stations.of(item.was, item.new))
    finally:
        stations.close()


class _Stations:
    def __init__(self) -> None:
        self._bots: tuple[Bot, Bot] | None = None
        self._station: Station | None = None

    def of(self, *bots: Bot) -> Station:
        if self._station is None or self._bots != bots:
            self.close()
            named = {name_of(bot): replace(bot, name=name_of(bot)) for bot in bots}
            self._station, self._bots = open_station(list(named.values())), (bots[0], bots[1])
        return self._station

    def close(self) -> None:
        if self._station is not None:
            self._station.close()
            self._station = None


def name_of(bot: Bot) -> str:
    """Tells versions of a bot apart."""
    return f"{bot.name}@{bot.fingerprint[:12]}"


def replayed(item: Item, station: Station) -> Outcome:
    """The bot as it was meets the caller again, then the changed one does. The call's faults are told."""
    begun = time.monotonic()
    chosen, was = item.chosen, name_of(item.was)
    audio = chosen.folder / "audio.wav"
    base = Outcome(chosen.id, chosen.place, was, audio=str(audio) if audio.is_file() else "")
    try:
        call = read_recorded(chosen, item.was)
    except Unusable as error:
        return replace(base, problems=((error.kind, error.message),), usable=False)
    again = meet(station, was, call, moves_of(call.records), call.header.settings)
    changed = again
    if item.new.files != item.was.files:
        changed = meet(station, name_of(item.new), call, moves_of(again.records))
    found = judged(base, call, again.records, changed.records)
    cut = [("replay that was cut short", f"{chosen.id}: {one.problem}") for one in _cut(again, changed)]
    seconds = time.monotonic() - begun
    return replace(found, problems=(*call.notes, *cut), seconds=seconds)


def _cut(*met: Met) -> Iterator[Met]:
    yield from (one for one in met if one.problem)


def judged(base: Outcome, call: Recorded, again: Sequence[Record], changed: Sequence[Record]) -> Outcome:
    """Three columns: the record, the bot as it was once more, and the changed one."""
    moves = [moves_of(records) for records in (call.records, again, changed)]
    noise, found = compare(moves[0], moves[1]), compare(moves[1], moves[2])
    parting = found.parting
    if parting is not None and noise.parting is not None and parting.after > noise.parting.after:
        parting = None  # the record had stopped to fit before
    until = min(_alike(noise), found.turns if parting is None else parting.turn)
    alike = min(until, _alike(found))
    facts = [_facts(call.header, records, call) for records in (call.records, again, changed)]
    return replace(
        base,
        duration_ms=call.records[-1].event.t,
        noise=noise.parting,
        parting=parting,
        turns=len(facts[0].turns),
        counted=until,
        recorded=counts(facts[0], until, facts[0]),
        again=counts(facts[1], until, facts[0]),
        changed=counts(facts[2], until, facts[0]),
        noises=tuple(changes(facts[0], facts[1], until)),
        changes=tuple(changes(facts[1], facts[2], alike)),
        reworded=tuple(one for one in found.reworded if one[0] <= alike),
    )


def _alike(compared: Compared) -> int:
    """Turns that both took at the same place."""
    parting = compared.parting
    return compared.turns if parting is None or parting.heard_alike else max(0, parting.turn - 1)


def _facts(header: Header, records: Sequence[Record], call: Recorded) -> CallFacts:
    return facts_of(header, records, call.truth)
