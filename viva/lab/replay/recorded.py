"""A recorded call with everything that a replay needs, or why it cannot be replayed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from viva.audio.recording import RATE, read_recording
from viva.call import events as ev
from viva.call.log import Header, Record, read_log
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot_files
from viva.dialogue.machine import Dialogue
from viva.errors import VivaError
from viva.lab.calls.truth import CallTruth, read_truth
from viva.lab.replay.chosen import Chosen
from viva.ops.store import Store
from viva.server.bot_host import new_call

NO_AUDIO = "call without its recording"
SHORT_AUDIO = "recording that ends before its call; used until there"
CUT_LOG = "log that was cut short; used until there"
NO_BOT = "call whose bot was not kept"
NO_LOG = "call whose log cannot be read"
EMPTY = "call that had not begun"
MISSING_MS = 200
"""Of a recording's end, at most; the last flush of a call that ended by itself brings all of it."""


class Unusable(VivaError):
    """A call that cannot be replayed. `kind`: under which name it is counted."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class Recorded:
    header: Header
    records: tuple[Record, ...]
    """Never empty; the first is `CallStarted`."""
    audio: npt.NDArray[np.int16]
    """(samples,): the caller's side, 16 kHz."""
    truth: CallTruth | None
    notes: tuple[tuple[str, str], ...]
    """What is wrong with it: kind, and what exactly."""

    @property
    def started(self) -> ev.CallStarted:
        first = self.records[0].event
        assert isinstance(first, ev.CallStarted)
        return first


def kept_bot(chosen: Chosen) -> Bot:
    """The bot as it was when it answered.

    Raises:
        Unusable: it was not kept, or cannot be loaded any more.
    """
    header, _ = _log(chosen)
    store = Store(chosen.data)
    try:
        return load_bot_files(*store.load_bot(header.fingerprint))
    except VivaError as error:
        raise Unusable(NO_BOT, f"{chosen.id}: {error}") from None
    finally:
        store.close()


def read_recorded(chosen: Chosen, bot: Bot) -> Recorded:
    """bot: as it was. A log from before the dialogue's moves were told is brought up to date with it.

    Raises:
        Unusable: what is missing; it names call and file.
    """
    header, (records, cut) = _log(chosen)
    if not records or not isinstance(records[0].event, ev.CallStarted):
        raise Unusable(EMPTY, f"{chosen.log}: it holds no answered call")
    notes: list[tuple[str, str]] = []
    left = records[-1].event
    ended = isinstance(left, ev.CallerLeft) or any(one["kind"] == "end_call" for one in records[-1].commands)
    if cut or not ended:
        notes.append((CUT_LOG, f"{chosen.log}: {len(records):,} events until {left.t / 1000:.1f} s"))
    audio, known_ms = _audio(chosen, records)
    if known_ms < left.t - MISSING_MS:
        what = f"{chosen.folder / 'audio.wav'}: {known_ms / 1000:.1f} s of {left.t / 1000:.1f} s"
        notes.append((SHORT_AUDIO, what))
        records = [record for record in records if record.event.t <= known_ms]
    try:
        truth = read_truth(chosen.folder)
    except VivaError as error:
        truth = None
        notes.append(("truth that cannot be read; left out", str(error)))
    return Recorded(header, tuple(_with_moves(bot, header, records)), audio, truth, tuple(notes))


def _log(chosen: Chosen) -> tuple[Header, tuple[list[Record], bool]]:
    try:
        header, records, cut = read_log(chosen.log)
    except VivaError as error:
        raise Unusable(NO_LOG, str(error)) from None
    return header, (records, cut)


def _audio(chosen: Chosen, records: list[Record]) -> tuple[npt.NDArray[np.int16], int]:
    """The caller's side, and how many milliseconds of it there are. Without a spoken word none is needed."""
    path = chosen.folder / "audio.wav"
    spoke = any(isinstance(record.event, ev.SpeechStarted) for record in records)
    if not path.is_file():
        if not spoke:
            return np.zeros(0, np.int16), records[-1].event.t
        raise Unusable(
            NO_AUDIO,
            f"{path}: there is no recording. `viva simulate --keep all` keeps those of successful calls too; "
            "calls in text (`--errors`) have none: simulate them once more `--with` the change",
        )
    try:
        both = read_recording(path)
    except (OSError, ValueError) as error:
        raise Unusable(NO_AUDIO, str(error)) from None
    return both[:, 0], len(both) * 1000 // RATE


def _with_moves(bot: Bot, header: Header, records: list[Record]) -> list[Record]:
    """Logs of before VIVA 0.5 do not tell the dialogue's moves: the core is told their events once more."""
    if any(one["kind"] == "dialogue_moved" for record in records for one in record.commands):
        return records
    from pydantic_core import to_jsonable_python

    call = new_call(bot, Dialogue(bot), header.settings)
    return [replace(one, commands=[to_jsonable_python(c) for c in call.handle(one.event)]) for one in records]
