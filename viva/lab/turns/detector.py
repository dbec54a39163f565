"""The end of a turn as a call hears it, on audio that is pushed: the same parts in the same order.

`barista` makes one for the benchmark of paused turns, whose detectors have `reset` and `push`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

import numpy as np
from numpy.typing import NDArray

from viva.audio.pcm import from_float, to_float
from viva.call.pauses import Pauses
from viva.call.settings import CallSettings
from viva.call.turn_end import EndOfTurn, TurnEvidence
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.dialogue.machine import Dialogue
from viva.dialogue.training import Training
from viva.hearing.bias.store import language_file
from viva.hearing.registry import recognizer
from viva.hearing.silero import SileroVad
from viva.hearing.speech import SpeechDetector
from viva.hearing.voice.listening import BLOCK_MS, TAIL_MS, VoiceListener
from viva.server.bot_host import end_of_turn
from viva.understanding.engine import Context
from viva.understanding.expectation import Expectation

PER_MS = 32
"""Bytes of 16 kHz PCM16."""
_NOW = "2026-01-05T10:00:00"


@dataclass(slots=True)
class Pause:
    """One pause as the call hears it."""

    end_ms: int
    """Where the speech ended."""
    evidence: TurnEvidence
    took_s: float
    """Processor time of recognition and understanding."""
    resumed_ms: int | None = None
    """Where speech followed, so that the turn was not over; None: nowhere."""

    @property
    def resumed(self) -> bool:
        return self.resumed_ms is not None


@dataclass(slots=True)
class Heard:
    """Of one turn so far."""

    pcm: bytearray = field(default_factory=bytearray)
    start_ms: int | None = None
    units: list = field(default_factory=list)  # type: ignore[type-arg]
    pauses: list[Pause] = field(default_factory=list)
    caller: Pauses = field(default_factory=Pauses)


class TurnDetector:
    """Deterministic. The recognizer's answer is there at once: `Pause.took_s` says what it took."""

    def __init__(self, bot: Bot, expects: Expectation | None = None) -> None:
        """`expects`: what the caller was asked; None: what the bot asks first."""
        name = bot.engines["recognizer"]
        self._recognizer = recognizer(name)
        self._language = language_file(name, bot.language)
        if not self._language.exists():
            self._recognizer.compile(bot.language, self._language)
        self._expects = expects or Dialogue(bot).start(_NOW).expects
        self._understander = Training(bot.language).understander
        self.policy: EndOfTurn = end_of_turn(bot)
        self._settings = CallSettings()
        self._vad = SileroVad()
        self._stream: int | None = None
        self.reset()

    def reset(self) -> None:
        """A new turn of a new caller."""
        if self._stream is not None:
            self._vad.close(self._stream)
        self._stream = self._vad.open()
        self._speech = SpeechDetector()
        self._voice = VoiceListener()
        self.heard = Heard()

    def push(self, chunk: NDArray[np.float32]) -> tuple[float, float]:
        """512 samples at 16 kHz -> seconds of silence as the call counts it, 0 while the caller speaks; and
        the probability that the turn is over, 0 before the first pause."""
        assert self._stream is not None
        heard = self.heard
        heard.pcm += from_float(chunk)
        t = len(heard.pcm) // PER_MS
        probability = float(self._vad.probabilities([self._stream], chunk[None].astype(np.float32))[0])
        for found in self._speech.push(probability, t):
            if found.kind == "started":
                self._started(found.at_ms)
            else:
                self._paused(found.at_ms, t)
        start = self._voice.next_ms
        if start is not None and t - start >= BLOCK_MS:
            self._analyse(start, t)
        if heard.start_ms is None:
            return t / 1000, 0.0
        if self._speech.speaking:
            return 0.0, 0.0
        pause = heard.pauses[-1]
        silence = t - pause.end_ms
        return silence / 1000, self.policy.score(pause.evidence, silence).over

    def _started(self, at_ms: int) -> None:
        heard = self.heard
        if heard.start_ms is None:
            heard.start_ms = at_ms
        if heard.pauses:
            heard.pauses[-1].resumed_ms = at_ms
            heard.caller = heard.caller.after(at_ms - heard.pauses[-1].end_ms)
        self._voice.started(at_ms)

    def _paused(self, at_ms: int, t: int) -> None:
        heard, settings = self.heard, self._settings
        start = self._voice.next_ms
        if start is not None:
            self._analyse(start, min(t, at_ms + TAIL_MS))
        voice = self._voice.paused(at_ms)
        if voice is not None:
            heard.units.append(voice)
        assert heard.start_ms is not None
        first = max(0, heard.start_ms - settings.lead_in_ms) * PER_MS
        last = min(t, at_ms + settings.lead_out_ms) * PER_MS
        begun = process_time()
        recognition = self._recognizer.recognize(bytes(heard.pcm[first:last]), self._expects, self._language)
        reading = None
        if self._expects.step or self._expects.kind != "open":  # else the score does not look at it
            reading = self._understander.understand(recognition, Context(_NOW, self._expects))
        took_s = process_time() - begun
        evidence = TurnEvidence(self._expects, recognition, tuple(heard.units), reading, heard.caller)
        heard.pauses.append(Pause(at_ms, evidence, took_s))

    def _analyse(self, start_ms: int, end_ms: int) -> None:
        if end_ms > start_ms:
            self._voice.push(to_float(bytes(self.heard.pcm[start_ms * PER_MS : end_ms * PER_MS])))


def barista() -> TurnDetector:
    """For the bar on spoken coffee orders: `python score_turns.py TURNS viva.lab.turns.detector:barista`."""
    return TurnDetector(load_bot(Path("bots/barista")))
