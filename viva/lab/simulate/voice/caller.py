"""A simulated caller on the line: its mind says what and when, its voice how, and the line what arrives."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from viva.call.commands import Command, EndCall
from viva.call.core import Call
from viva.call.events import CallerLeft, Event, LeaveReason
from viva.errors import VivaError
from viva.lab.calls.truth import Said
from viva.lab.simulate.caller import Caller, Leave
from viva.lab.simulate.utterance import Utterance
from viva.lab.simulate.voice.echo import Echo
from viva.lab.simulate.voice.line import Line
from viva.lab.simulate.voice.noise import FRAME, Background
from viva.lab.simulate.voice.said import PER_MS, Spoken, spoken
from viva.lab.sounds.humming import Floats
from viva.speaking.engine import Voice

FRAME_MS = 20
_DRIFT_DB = 1.0
"""Step of the level from one utterance to the next (standard deviation), ..."""
_MOST_DRIFT_DB = 3.0
"""... and how far it comes at most."""


@dataclass(slots=True)
class _Saying:
    utterance: Utterance
    sound: Spoken
    start_ms: int
    samples: Floats
    at: int = 0
    """Samples that went out."""


class SpeakingCaller:
    """A `FarEnd`."""

    def __init__(
        self,
        mind: Caller,
        voice: Voice,
        line: Line,
        rng: np.random.Generator,
        *,
        level_db: float = 0.0,
        background: Background | None = None,
        echo: Echo | None = None,
    ) -> None:
        """`level_db`: against `LEVEL_DBFS`."""
        self._mind, self._voice, self._line, self._rng = mind, voice, line, rng
        self._level_db, self._drift_db = level_db, 0.0
        self._background, self._echo = background, echo
        self._saying: _Saying | None = None
        self._leaves: LeaveReason | None = None
        self._said: list[Said] = []
        self._late_ms = round(line.delay_ms)
        self.problems: list[str] = []
        """Recordings that could not be played; a synthesized voice spoke instead."""

    # ------------------------------------------------------------------ the far end

    def audio(self, t: int) -> bytes:
        if self._saying is None:
            self._decide(t - FRAME_MS)
        frame = self._speech(t)
        if self._background is not None:
            frame = frame + self._background.frame()
        echo = self._echo.frame(t) if self._echo is not None else None
        return self._line.push(frame if echo is None else frame + echo)

    def hear(self, frame: bytes, t: int) -> None:
        if self._echo is not None:
            self._echo.hear(frame, t)

    def silenced(self, t: int) -> None:
        if self._echo is not None:
            self._echo.silenced(t)

    def told(self, event: Event, commands: list[Command], call: Call) -> None:
        self._mind.notice(event, commands, call.state)
        if isinstance(event, CallerLeft) or any(isinstance(one, EndCall) for one in commands):
            self._cut(event.t)

    def leaves(self, t: int) -> LeaveReason | None:
        return self._leaves

    # ------------------------------------------------------------------ what was said

    @property
    def said(self) -> list[Said]:
        """In the order of their beginnings. What is being said counts as far as it has come."""
        if self._saying is None:
            return list(self._said)
        saying = self._saying
        return [*self._said, self._as_said(saying, saying.start_ms + saying.at // PER_MS)]

    # ------------------------------------------------------------------

    def _decide(self, now: int) -> None:
        if self._leaves is not None or self._mind.due is None or self._mind.due > now:
            return
        doing = self._mind.act(now)
        if isinstance(doing, Leave):
            self._leaves = doing.reason
        elif doing is not None:
            utterance, sound = self._sound(doing)
            self._saying = _Saying(utterance, sound, now, sound.samples * self._gain())
            if not len(sound.samples):
                self._finish(now)

    def _sound(self, utterance: Utterance) -> tuple[Utterance, Spoken]:
        """A recording that cannot be played is spoken instead."""
        if utterance.recording is not None:
            try:
                return utterance, spoken(utterance, self._voice)
            except VivaError as error:
                self.problems.append(error.message)
                utterance = replace(utterance, recording=None)
        return utterance, spoken(utterance, self._voice)

    def _gain(self) -> np.float32:
        drift = self._drift_db + float(self._rng.normal(0, _DRIFT_DB))
        self._drift_db = float(np.clip(drift, -_MOST_DRIFT_DB, _MOST_DRIFT_DB))
        return np.float32(10 ** ((self._level_db + self._drift_db) / 20))

    def _speech(self, t: int) -> Floats:
        frame = np.zeros(FRAME, np.float32)
        saying = self._saying
        if saying is None:
            return frame
        samples = saying.samples[saying.at : saying.at + FRAME]
        frame[: len(samples)] = samples
        saying.at += len(samples)
        if saying.at >= len(saying.samples):
            self._finish(t)
        return frame

    def _finish(self, t: int) -> None:
        saying, self._saying = self._saying, None
        if saying is None:
            return
        end_ms = min(t, saying.start_ms + saying.sound.duration_ms)
        self._said.append(self._as_said(saying, end_ms))
        self._mind.uttered(saying.utterance, saying.start_ms, end_ms)

    def _cut(self, t: int) -> None:
        """The call is over in the midst of a word."""
        saying, self._saying = self._saying, None
        if saying is not None:
            self._said.append(self._as_said(saying, min(t, saying.start_ms + saying.at // PER_MS)))

    def _as_said(self, saying: _Saying, end_ms: int) -> Said:
        """Times as they arrive, behind the line."""
        utterance, late, start = saying.utterance, self._late_ms, saying.start_ms
        pauses = ((start + begin, start + end) for begin, end in saying.sound.pauses)
        return Said(
            start + late,
            end_ms + late,
            utterance.kind,
            utterance.act,
            utterance.text,
            utterance.intent,
            dict(utterance.values),
            tuple((begin + late, end + late) for begin, end in pauses if end <= end_ms),
            utterance.recording.name if utterance.recording is not None else "",
        )
