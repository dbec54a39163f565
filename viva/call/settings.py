"""The times a call goes by, milliseconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallSettings:
    no_input_ms: int = 6000
    max_turn_ms: int = 30_000
    max_call_ms: int = 1_800_000
    between_keys_ms: int = 3000
    """After a key, how long the next is waited for."""
    lead_in_ms: int = 200
    """Audio given to the recognizer before the detected start of speech: soft onsets."""
    lead_out_ms: int = 120
    """And after its end."""
    short_sound_ms: int = 300
    """Sound without words below this length is a noise; above, words that were not understood."""
    patience_ms: int = 8000
    """How long the call waits for an engine or for playback before it goes on without."""
    closing_ms: int = 60_000
    """The longest goodbye."""
