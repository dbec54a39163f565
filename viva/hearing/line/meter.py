"""What the line is like, from the caller's audio as it comes. Pure, one for each caller."""

from __future__ import annotations

import math

import numpy as np

from viva.hearing.line.bands import FRAME, RATE, Floats
from viva.hearing.line.conditions import CONDITIONS, ConditionName
from viva.hearing.line.evidence import Condition, Line
from viva.hearing.line.levels import NOT_SPEECH, SPEECH, Levels, level_of
from viva.hearing.line.music import MusicMeter
from viva.hearing.line.others import OtherSpeakers
from viva.hearing.line.progress import CallProgress
from viva.hearing.voice.evidence import Measure

WINDOW_MS = 1000 * FRAME // RATE
EVERY = 8
"""Windows between two looks at the conditions, 256 ms."""
AT_MOST_EVERY = 32
"""Windows between two reports, 1 s."""
HOLDS, HELD = 0.5, 0.3
"""A condition is told from the first confidence, and until it is below the second."""
STEP_DB = 3.0
"""A change of level that is told."""
NOISE_SNR_DB = 12.0
LOUD_NOISE_DB = -32.0
"""Noise that loud is told although nobody has spoken yet."""
SOFT_DB, LOUD_DB = -38.0, -8.0
CLIPPING = 0.01
SILENT_DB = -65.0
SILENT_AFTER = 94
"""Windows, 3 s; twice as much in a call in which the caller was heard before."""


class LineMeter:
    """`hear` takes audio in blocks of any length; `judge` a window of 512 samples (32 ms) of it, in order."""

    def __init__(self, *, outbound: bool = False) -> None:
        """`outbound`: the bot placed the call, so that ringing and machines are looked for."""
        self._heard: Floats = np.zeros(0, np.float32)
        self._levels = Levels()
        self._music = MusicMeter()
        self._others = OtherSpeakers()
        self._progress = CallProgress() if outbound else None
        self._windows = 0
        self._silent = 0
        self._spoken = 0
        self._told = Line()
        self._told_at = -AT_MOST_EVERY

    @property
    def line(self) -> Line:
        """As it was last told."""
        return self._told

    def hear(self, samples: Floats) -> None:
        """float32 [n], -1..1, at 16 kHz."""
        samples = np.asarray(samples, np.float32)
        if not float(np.abs(samples).max(initial=0.0)) <= 1.0:  # beyond full scale, or no numbers
            samples = np.clip(np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0), -1, 1)
        self._heard = np.concatenate((self._heard, samples)) if len(self._heard) else samples

    def judge(self, speech: float, *, bot_audible: bool = False) -> Line | None:
        """The next window holds the caller's speech with this probability; None: nothing to tell.

        While the bot is audible only speech is measured: what else is heard may be its echo. A line is told
        when it has changed materially, at most once a second. A window that was not heard is passed over.
        """
        if len(self._heard) < FRAME:
            return None
        window, self._heard = self._heard[:FRAME], self._heard[FRAME:]
        level = level_of(window)
        self._windows += 1
        if speech >= SPEECH or not bot_audible:
            self._levels.add(window, level, speech)
        if not bot_audible:
            self._spoken += speech >= SPEECH
            self._silent = self._silent + 1 if level < SILENT_DB and speech < NOT_SPEECH else 0
            self._others.add(level, speech, self._levels.loudest_db)
            if self._progress is not None:
                self._progress.add(window, level, speech)
            if self._progress is None or self._progress.answered:  # ring-back stands still as music does
                self._music.add(window, level, speech)
        if self._windows % EVERY or self._windows - self._told_at < AT_MOST_EVERY:
            return None
        line = self._look()
        if not _differs(line, self._told):
            return None
        self._told, self._told_at = line, self._windows
        return line

    def _look(self) -> Line:
        levels = self._levels
        snr, noise, speech = levels.snr, levels.noise, levels.speech
        confidences: dict[ConditionName, float] = {
            "noise": _noisy(snr, noise if self._music.ready else None),
            "hold": self._music.probability(),
            "volume": _off_level(speech, levels.clipping),
            "silent": min(1.0, 0.5 * self._silent / (SILENT_AFTER * (2 if self._spoken else 1))),
            "background_speech": self._others.confidence,
        }
        if confidences["hold"] >= HOLDS:
            confidences["noise"] = 0.0
        if self._progress is not None:
            confidences.update(self._progress.confidences)
            if not self._progress.answered:  # nobody can have put the bot on hold, or speak in noise
                confidences["noise"] = confidences["hold"] = confidences["silent"] = 0.0
        held = {
            name: round(confidences.get(name, 0.0), 2)
            for name in CONDITIONS
            if confidences.get(name, 0.0) >= (HELD if self._told.has(name) else HOLDS)
        }
        return Line(snr, noise, speech, levels.clipping, tuple(Condition(n, c) for n, c in held.items()))


def _noisy(snr: Measure | None, noise: Measure | None) -> float:
    if snr is not None:
        return snr.confidence * _above(NOISE_SNR_DB - snr.value, 2.0)
    return 0.0 if noise is None else noise.confidence * _above(noise.value - LOUD_NOISE_DB, 3.0)


def _off_level(speech: Measure | None, clipping: float) -> float:
    if speech is None:
        return 0.0
    off = max(_above(SOFT_DB - speech.value, 1.5), _above(speech.value - LOUD_DB, 1.5))
    return speech.confidence * max(off, _above(math.log(max(clipping, 1e-6) / CLIPPING), 0.5))


def _above(excess: float, scale: float) -> float:
    """0.5 at no excess, in steps of `scale`."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, excess / scale))))


def _differs(line: Line, told: Line) -> bool:
    if [one.name for one in line.conditions] != [one.name for one in told.conditions]:
        return True
    pairs = (
        (line.snr_db, told.snr_db),
        (line.noise_db, told.noise_db),
        (line.speech_db, told.speech_db),
    )
    return any(_moved(now, before) for now, before in pairs)


def _moved(now: Measure | None, before: Measure | None) -> bool:
    if now is None or before is None:
        return now is not before and (now is None or now.confidence >= 0.5)
    return abs(now.value - before.value) >= STEP_DB
