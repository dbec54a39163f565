"""What a call needs of the line it is on. Each channel implements this one small interface.

The other direction, what a line brings, are the plain methods of `viva.server.session.Session`:
`caller_audio`, `key`, `text`, `played`, `muted`, `left`.
"""

from __future__ import annotations

from typing import Protocol

from viva.understanding.reading import JsonValue

FRAME_MS = 20
FRAME_BYTES = 640
"""20 ms of PCM16LE, mono, 16 kHz: the only audio inside VIVA (docs/decisions/0004)."""


class Line(Protocol):
    channel: str
    """`browser`, `websocket`, `file`, ...: kept with the call."""
    caller: str
    """Who calls, as far as the channel knows; '' if it does not."""

    ducks: bool
    """The far end lowers the bot's voice itself when told so (`duck`), also what it was sent before."""

    def describe(self) -> dict[str, JsonValue]:
        """What the channel adds to the `started` message, such as its audio format."""
        ...

    def send_audio(self, pcm: bytes) -> None:
        """One frame for the caller: FRAME_BYTES of 16 kHz PCM16LE. Never blocks."""
        ...

    def send_event(self, event: dict[str, JsonValue]) -> None:
        """A message for whoever watches (docs/reference/websocket.md). Never blocks."""
        ...

    def clear(self) -> None:
        """Drop audio that was sent and is not played yet, where the channel can."""
        ...

    def close(self, reason: str) -> None:
        """The call is over; nothing is sent after this."""
        ...
