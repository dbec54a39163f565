"""The caller's audio as it arrives, put on the call's clock.

Audio is taken no faster than the clock runs. Where the wire is silent for a short while it is waited
for, since a burst usually follows and belongs there; where it stays silent, silence is put in its place
so that the clock, the recording and the ears stay together.
"""

from __future__ import annotations

from typing import Literal

BYTES_PER_MS = 32
"""PCM16LE, mono, 16 kHz."""
GAP_MS = 500
"""Nothing on the wire for so long is a gap."""
AHEAD_MS = 2000
"""Audio that came too fast is kept so far ahead of the clock."""

Change = Literal["audio_gap", "audio_resumed", "audio_overflow"]


class CallerAudio:
    """Holds the recent audio of one caller; positions are milliseconds on the call's clock."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._heard = bytearray()
        self._base = 0
        """Byte position of the first kept byte."""
        self._gap = False
        self._overflow = False

    @property
    def end(self) -> int:
        """Bytes taken so far: the position of the ears."""
        return self._base + len(self._heard)

    def arrive(self, pcm: bytes, t: int) -> Change | None:
        """16 kHz PCM16 from the wire. Tells when too much came for real time, once until it is used up."""
        self._waiting += pcm
        ahead = self.end + len(self._waiting) - (t + AHEAD_MS) * BYTES_PER_MS
        if ahead <= 0:
            return None
        del self._waiting[: ahead + (ahead & 1)]
        if self._overflow:
            return None
        self._overflow = True
        return "audio_overflow"

    def take(self, t: int) -> tuple[bytes, Change | None]:
        """What is heard up to `t`, and whether a gap began or ended."""
        wanted = t * BYTES_PER_MS - self.end
        if wanted <= 0:
            return b"", None
        waiting = self._waiting
        if waiting:
            taken = bytes(waiting[:wanted])
            del waiting[:wanted]
            if not waiting:
                self._overflow = False
            self._heard += taken
            if self._gap:
                self._gap = False
                return taken, "audio_resumed"
            return taken, None
        if self._gap or wanted >= GAP_MS * BYTES_PER_MS:
            silence = bytes(wanted)
            self._heard += silence
            if self._gap:
                return silence, None
            self._gap = True
            return silence, "audio_gap"
        return b"", None

    def slice(self, start_ms: int, end_ms: int) -> bytes:
        """Audio between two positions, as far as it is kept."""
        start = max(0, start_ms * BYTES_PER_MS - self._base)
        end = max(start, end_ms * BYTES_PER_MS - self._base)
        return bytes(self._heard[start:end])

    def window(self, position: int, size: int) -> bytes | None:
        """`size` bytes from byte `position`, or None while they have not been heard."""
        start = position - self._base
        if start + size > len(self._heard):
            return None
        return bytes(self._heard[start : start + size])

    def forget_before(self, ms: int) -> None:
        """Free what lies before a position; done in large steps, since it moves the rest."""
        surplus = ms * BYTES_PER_MS - self._base
        if surplus > 1000 * BYTES_PER_MS:
            del self._heard[:surplus]
            self._base += surplus
