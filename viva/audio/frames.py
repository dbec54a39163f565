"""Bytes that come as they like, taken out as frames of one size; never more than a limit is kept."""

from __future__ import annotations


class FrameBuffer:
    """First in, first out, in frames of `frame_bytes`.

    What exceeds `max_bytes` pushes out the oldest whole frames: late audio is worth less than new.
    """

    def __init__(self, frame_bytes: int, max_bytes: int) -> None:
        if not 0 < frame_bytes <= max_bytes:
            raise ValueError(f"a limit of {max_bytes} bytes holds no frame of {frame_bytes}")
        self._frame_bytes = frame_bytes
        self._max_bytes = max_bytes
        self._held = bytearray()
        self._taken = 0
        """Bytes at the front of `_held` that were given out; they are deleted now and then."""

    def __len__(self) -> int:
        """Bytes held, part of a frame included."""
        return len(self._held) - self._taken

    def push(self, chunk: bytes) -> int:
        """Adds bytes; returns how many old ones were dropped for them, whole frames always."""
        self._held += chunk
        excess = len(self) - self._max_bytes
        if excess <= 0:
            return 0
        dropped = -(-excess // self._frame_bytes) * self._frame_bytes
        self._taken += dropped
        self._tidy()
        return dropped

    def pop(self) -> bytes | None:
        """The oldest frame, or None while there is no whole one."""
        if len(self) < self._frame_bytes:
            return None
        frame = bytes(self._held[self._taken : self._taken + self._frame_bytes])
        self._taken += self._frame_bytes
        self._tidy()
        return frame

    def drain(self) -> bytes:
        """All that is left, part of a frame included; the buffer is empty then."""
        rest = bytes(self._held[self._taken :])
        self._held.clear()
        self._taken = 0
        return rest

    def _tidy(self) -> None:
        # Deleting at the front moves what follows: not for every frame.
        if self._taken == len(self._held) or self._taken > self._max_bytes:
            del self._held[: self._taken]
            self._taken = 0
