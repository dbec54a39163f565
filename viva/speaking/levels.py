"""Everything the bot says, at one loudness, without silence around it; also while it is still being made."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from viva.speaking.limiter import limited
from viva.speaking.loudness import HOP_MS, HOPS, gated, hop_powers, loudness

RATE = 16_000
TARGET_LUFS = -20.5
"""Of every sentence. Telephone speech lies near it, and 20 dB are left for peaks."""
LEAD_MS = 30
TAIL_MS = 120
_FRAME_MS = 10
_FLOOR_DB = 50.0
"""Below the loudest frame: what is fainter is silence. A closing consonant lies 30 to 40 dB below."""
_FAINTEST = 1e-7
"""Mean square of -70 dBFS: what is fainter is silence in any case."""

HOLD_MS = 600
"""Of a sentence that are heard before it begins to go out, of a voice whose usual loudness is not known."""
HOLD_KNOWN_MS = 200
"""The same of a voice that has spoken before."""
_PRIOR_BLOCKS = 0.6
"""Of this voice's usual loudness, against the blocks of 400 ms of this sentence that were heard: the more,
the less it counts."""
_MADE_GOOD = 0.5
"""Of what came out too loud or too soft so far."""
_MOST_GAIN_DB = 25.0
"""While the rest is not known: what needs more is noise before the words."""
_SLOPE_DB = 1.0
"""The gain changes by so much in 100 ms at most: less than what words differ by."""


def _frame_power(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Mean square of each frame of 10 ms, the last padded with zeros."""
    size = rate * _FRAME_MS // 1000
    padded = np.zeros(-(-len(samples) // size) * size, np.float32)
    padded[: len(samples)] = samples
    frames = padded.reshape(-1, size)
    return np.asarray(np.einsum("ij,ij->i", frames, frames) / size, np.float32)


def speech_span(
    samples: NDArray[np.float32],
    rate: int = RATE,
    *,
    lead_ms: int = LEAD_MS,
    tail_ms: int = TAIL_MS,
    floor_db: float = _FLOOR_DB,
) -> tuple[int, int]:
    """First sample kept and the one after the last: speech with `lead_ms` and `tail_ms` around it.

    floor_db: below the loudest frame; less where a recording has noise. (0, 0) for silence.
    """
    power = _frame_power(samples, rate)
    if not len(power) or power.max() <= 0:
        return 0, 0
    loud = np.flatnonzero(power > power.max() * 10 ** (-floor_db / 10))
    size = rate * _FRAME_MS // 1000
    start = max(0, int(loud[0]) * size - rate * lead_ms // 1000)
    end = min(len(samples), (int(loud[-1]) + 1) * size + rate * tail_ms // 1000)
    return start, end


def levelled(samples: NDArray[np.float32], gain_db: float = 0.0) -> NDArray[np.float32]:
    """A sound that is known whole, at 16 kHz, brought to `TARGET_LUFS` + `gain_db`; peaks are limited."""
    level = loudness(samples)
    if level is None:
        return samples
    return limited(samples * np.float32(10 ** ((TARGET_LUFS - level) / 20)), gain_db)


class Trimmer:
    """Silence before the first word and behind the last cut short, as the stream goes by. 16 kHz."""

    def __init__(self, lead_ms: int = LEAD_MS, tail_ms: int = TAIL_MS) -> None:
        self._lead, self._tail = lead_ms * RATE // 1000, tail_ms * RATE // 1000
        self._held: NDArray[np.float32] = np.zeros(0, np.float32)
        """Silence that may be the last, and less than a frame behind it."""
        self._loudest = 0.0
        self.dropped: int | None = None
        """Samples cut off at the beginning; None before there was a sound."""

    def push(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """What is speech for certain by now: up to the last loud frame."""
        held = np.concatenate((self._held, samples))
        size = RATE * _FRAME_MS // 1000
        power = _frame_power(held[: len(held) // size * size], RATE)
        self._loudest = max(self._loudest, float(power.max(initial=0)))
        loud = np.flatnonzero(power > max(self._loudest * 10 ** (-_FLOOR_DB / 10), _FAINTEST))
        begin, end = 0, (int(loud[-1]) + 1) * size if len(loud) else 0
        if self.dropped is None and len(loud):
            begin = max(0, int(loud[0]) * size - self._lead)
            self.dropped = begin
        self._held = held[end:]
        return held[begin:end]

    def flush(self) -> NDArray[np.float32]:
        """The last silence, as much as is wanted of it."""
        return self._held[: self._tail] if self.dropped is not None else self._held[:0]


class Leveller:
    """Speech that is brought to `TARGET_LUFS` while the rest of it is not known. Trimmed, 16 kHz.

    The gain is that of what was heard, together with what is usual for the voice, and follows from there on,
    so that the whole comes out at the target; the more is heard before the first goes out, the better. What
    ends while all of it is held is brought there exactly.
    """

    def __init__(self, gain_db: float = 0.0, usual: float | None = None, *, hold_all: bool = False) -> None:
        """`usual`: LUFS of this voice before levelling, if known. `hold_all`: give nothing before the end."""
        self._target = TARGET_LUFS + gain_db
        self._usual = usual
        hold_ms = HOLD_MS if usual is None else HOLD_KNOWN_MS
        self._hold = math.inf if hold_all else hold_ms * RATE // 1000
        self._held: NDArray[np.float32] = np.zeros(0, np.float32)
        self._in: NDArray[np.float64] = np.zeros(0)
        """Powers of what came, whole hops."""
        self._out: NDArray[np.float64] = np.zeros(0)
        """Powers of what went out."""
        self._gain_db: float | None = None
        """Of the last sample that went out; None before the first."""

    @property
    def level(self) -> float | None:
        """LUFS of what came."""
        return gated(self._in)

    def push(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """What can go out: whole hops."""
        self._held = np.concatenate((self._held, samples))
        hop = RATE * HOP_MS // 1000
        whole = len(self._held) // hop * hop
        if len(self._held) < (hop if self._gain_db is not None else self._hold) or not whole:
            return self._held[:0]
        given, self._held = self._held[:whole], self._held[whole:]
        return self._raise(given, hop_powers(given))

    def flush(self) -> NDArray[np.float32]:
        """The rest."""
        rest, self._held = self._held, self._held[:0]
        if self._gain_db is not None:
            return rest * np.float32(10 ** (self._gain_db / 20))
        level = loudness(rest)
        self._in = hop_powers(rest)
        return rest if level is None else rest * np.float32(10 ** ((self._target - level) / 20))

    def _raise(self, given: NDArray[np.float32], powers: NDArray[np.float64]) -> NDArray[np.float32]:
        self._in = np.concatenate((self._in, powers))
        wanted = self._wanted()
        before = wanted if self._gain_db is None else self._gain_db
        # After each hop: as far towards what is wanted as it may go by then.
        reach = _SLOPE_DB * np.arange(len(powers) + 1)
        gains = before + np.clip(wanted - before, -reach, reach)
        self._gain_db = float(gains[-1])
        self._out = np.concatenate((self._out, powers * 10 ** ((gains[:-1] + gains[1:]) / 20)))
        at = np.arange(1, len(given) + 1) * len(powers) / len(given)
        gain = np.interp(at, np.arange(len(gains)), 10 ** (gains / 20))
        return np.asarray(given * gain, np.float32)

    def _wanted(self) -> float:
        """The gain for what comes: as if it were as loud as what came, making good what came out wrong."""
        heard, blocks = _so_far(self._in), len(self._in) / HOPS
        if heard is None:
            heard = self._target if self._usual is None else self._usual
        elif self._usual is not None:
            prior = _PRIOR_BLOCKS / (1 + blocks**2)
            heard = (prior * self._usual + blocks * heard) / (prior + blocks)
        wanted = self._target - heard
        came_out = _so_far(self._out)
        if came_out is not None:
            wanted += _MADE_GOOD * min(1.0, len(self._out) / HOPS) * (self._target - came_out)
        return min(wanted, _MOST_GAIN_DB)


def _so_far(powers: NDArray[np.float64]) -> float | None:
    """LUFS of a beginning: of less than a block without the silence that would fill it, since more comes."""
    return gated(np.resize(powers, HOPS)) if 0 < len(powers) < HOPS else gated(powers)
