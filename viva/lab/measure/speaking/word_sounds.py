"""Sentences whose words can be told apart in the sound: what a caller heard of them is beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Generator
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from viva.speaking.engine import Chunk, Feature, Voice
from viva.speaking.prosody import Prosody
from viva.speaking.script import Piece, Script
from viva.speaking.speech import WordMark

PAUSE_MS = 150
"""Before each word; longer than any closure inside one."""
_APART_MS = 80
"""Silence of at least this length parts two words; a stretch halves a pause at most."""
_SILENT_DB = 45.0
"""Below the loudest millisecond."""
_WORD = re.compile(r"\S+\s*")


class Hummer:
    """A `Synthesizer` that hums each word: a buzz of a length of its own, then 150 ms of silence.

    It follows neither rate nor pitch, so that whoever uses it must stretch and shift.
    """

    rate = 22_050
    identity = "hummed words"
    does: frozenset[Feature] = frozenset({"marks"})

    def stream(self, pieces: tuple[Piece, ...], voice: Voice) -> Generator[Chunk, None, None]:
        """Chunks of 60 ms, as eSpeak NG gives them."""
        sounds, marks, at = list[NDArray[np.float32]](), list[WordMark](), 0
        text = "".join(piece.text for piece in pieces)
        for match in re.finditer(r"\S+", text):
            marks.append(WordMark(match.start(), match.end(), at * 1000 // self.rate))
            sound = _hum(match.group(), self.rate)
            sounds.append(sound)
            at += len(sound)
        whole = np.concatenate(sounds) if sounds else np.zeros(0, np.float32)
        size = self.rate * 60 // 1000
        for start in range(0, len(whole), size):
            end = start + size
            begun = tuple(m for m in marks if start <= m.at_ms * self.rate // 1000 < end)
            yield Chunk(whole[start:end], begun)


def one_by_one(text: str, prosody: Prosody) -> Script:
    """A sentence whose words are pieces with pauses between them."""
    return Script(
        tuple(
            Piece(match.group(), prosody=prosody, pause_ms=PAUSE_MS if match.start() else 0)
            for match in _WORD.finditer(text)
        )
    )


def ends_of_sounds(samples: NDArray[np.float32]) -> list[int]:
    """Where each stretch of sound ends, in milliseconds; 16 kHz."""
    size = 16
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    power = (frames**2).mean(axis=1)
    loud = np.flatnonzero(power > power.max(initial=0) * 10 ** (-_SILENT_DB / 10))
    if not len(loud):
        return []
    breaks = np.flatnonzero(np.diff(loud) > _APART_MS)
    return [int(one) + 1 for one in (*loud[breaks], loud[-1])]


def _hum(word: str, rate: int) -> NDArray[np.float32]:
    """Between 90 and 500 ms, longer for longer words, the same each time."""
    random = np.random.default_rng(crc32(word.encode()))
    length = round(rate * min(0.5, 0.06 + 0.04 * len(word) + random.uniform(0, 0.06)))
    t = np.arange(length) / rate
    buzz = sum(np.sin(2 * np.pi * 120 * k * t) / k for k in range(1, 12))
    edge = np.minimum(1, np.minimum(t, t[::-1]) / 0.008)
    silence = np.zeros(rate * PAUSE_MS // 1000)
    return np.concatenate((0.2 * np.asarray(buzz) * edge, silence)).astype(np.float32)
