"""A channel's audio format against the 16 kHz PCM16 inside, as streams that go one way."""

from __future__ import annotations

from viva.audio import g711
from viva.audio.resample import Downsampler, Upsampler


class AudioDecoder:
    """From the wire to 16 kHz PCM16LE. `audio`: `pcm16`, `mulaw` or `alaw`; `rate`: 8000 or 16000."""

    def __init__(self, audio: str, rate: int) -> None:
        self._law = None if audio == "pcm16" else audio
        self._up = Upsampler() if rate == 8000 else None

    def push(self, payload: bytes) -> bytes:
        """Whole samples in, all that follow from them out (behind by the filter's 3 ms at 8 kHz)."""
        pcm = payload if self._law is None else g711.decode(payload, self._law)
        return pcm if self._up is None else self._up.push(pcm)


class AudioEncoder:
    """From 16 kHz PCM16LE to the wire."""

    def __init__(self, audio: str, rate: int) -> None:
        self._law = None if audio == "pcm16" else audio
        self._rate = rate
        self.reset()

    def reset(self) -> None:
        """Forget the past: what comes next does not continue what was sent."""
        self._down = Downsampler() if self._rate == 8000 else None

    def push(self, pcm: bytes) -> bytes:
        narrow = pcm if self._down is None else self._down.push(pcm)
        return narrow if self._law is None else g711.encode(narrow, self._law)
