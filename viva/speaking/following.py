"""The audio of any synthesizer at 16 kHz, with the rate and pitch that it does not follow by itself: those of
the bot's voice, and those of the words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viva.audio.resample import Resampler
from viva.speaking.engine import Synthesizer, Voice
from viva.speaking.levels import RATE
from viva.speaking.prosody import Prosody
from viva.speaking.stretch import FASTEST, SLOWEST, Stretcher


class Follower:
    """A stream of one synthesis."""

    def __init__(self, synthesizer: Synthesizer, voice: Voice, prosody: Prosody) -> None:
        wanted = voice.manner.then(prosody)
        self._resampler = Resampler(synthesizer.rate, RATE)
        self._rate = 1.0 if "rate" in synthesizer.does else min(max(wanted.rate, SLOWEST), FASTEST)
        pitch_st = 0.0 if "pitch" in synthesizer.does else wanted.pitch_st
        changed = self._rate != 1.0 or pitch_st != 0.0
        self._stretcher = Stretcher(RATE, rate=self._rate, pitch_st=pitch_st) if changed else None

    def at(self, ms: int) -> int:
        """Where in the output something of the input lies, milliseconds."""
        return round(ms / self._rate)

    def push(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 [n] at the synthesizer's rate -> what is ready."""
        samples = self._resampler.push(samples)
        return samples if self._stretcher is None else self._stretcher.push(samples)

    def flush(self) -> NDArray[np.float32]:
        """The rest."""
        rest = self._resampler.flush()
        if self._stretcher is None:
            return rest
        return np.concatenate((self._stretcher.push(rest), self._stretcher.flush()))
