"""What the call needs of a voice, and what a voice gives."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from viva.speaking.prosody import Prosody
from viva.speaking.script import Piece
from viva.speaking.speech import WordMark

Feature = Literal["rate", "pitch", "pauses", "phonemes", "several", "marks"]
"""What a synthesizer does by itself: `rate`, `pitch`, `pauses` and `phonemes` of a piece are followed,
`several` pieces that differ in these are said as one sentence, `marks` say when each word begins. What it
does not do is done around it (speaker.py): by signal processing, one piece after the other, by alignment."""


_OWN_RATE = 165
"""Words per minute that stand for a voice's own rate."""
_OWN_PITCH = 50
"""Stands for a voice's own pitch."""
_ST_PER_PITCH = 24 / 100
"""From 0 to 100 are two octaves, as eSpeak NG has it."""


@dataclass(frozen=True, slots=True)
class Voice:
    name: str
    """The engine's own name for it, e.g. `en-gb`."""
    rate: int = _OWN_RATE
    """Words per minute."""
    pitch: int = _OWN_PITCH
    """0..100, 50 is the voice's own."""
    volume: int = 100
    """0..200, 100 is the voice's own."""

    @property
    def manner(self) -> Prosody:
        """Its rate and pitch, against the voice's own: for engines that have no such numbers."""
        return Prosody(self.rate / _OWN_RATE, (self.pitch - _OWN_PITCH) * _ST_PER_PITCH)


@dataclass(frozen=True, slots=True)
class Chunk:
    """The next stretch of a synthesis."""

    samples: NDArray[np.float32]
    """-1..1, mono, at the synthesizer's rate."""
    marks: tuple[WordMark, ...] = ()
    """Of words that begin in it, and of others about which more is known now: a word's last mark counts.
    `at_ms` from the start of the synthesis, offsets into the joined texts of the pieces."""


class Synthesizer(Protocol):
    """Speaks. Shared, stateless, safe to call from any thread. Blocking."""

    @property
    def rate(self) -> int:
        """Samples per second of what it gives."""
        ...

    @property
    def does(self) -> frozenset[Feature]: ...

    @property
    def identity(self) -> str:
        """Engine, version, model and whatever else decides how it sounds: speech is kept by it."""
        ...

    def stream(self, pieces: tuple[Piece, ...], voice: Voice) -> Generator[Chunk, None, None]:
        """Say the pieces as one sentence; the first chunk as soon as there is any audio.

        One piece where it does not do `several`. Closing the generator ends the work within 20 ms. Level and
        clips are no business of a synthesizer. Nothing where there is nothing to say.

        Raises:
            VivaError: the voice is unknown, or the engine cannot be reached or has failed.
        """
        ...
