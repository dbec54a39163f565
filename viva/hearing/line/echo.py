"""The bot's own voice in the caller's channel: how likely is it that a sound is nothing but that.

The levels of 16 bands of the caller's channel are compared with those of what the bot plays. Where they
rise and fall together at one delay, there is an echo; once its delay and its level in each band are known,
what exceeds the expected echo is the caller. Levels instead of waveforms: they stand a room, a clipping
loudspeaker, a codec and a jittering clock. The idea is that of double-talk detection by cross-correlation
(Ye and Wu 1991; Benesty, Morgan and Cho 2000) with the echo return loss of each band estimated as in
acoustic echo suppression (Faller and Chen 2005).
"""

from __future__ import annotations

import math

import numpy as np

from viva.hearing.line.bands import BANDS, FRAME, HOP, HOP_MS, RATE, Floats, band_levels
from viva.hearing.line.bot_voice import ADAPT, EARLY, LAGS, LATE, MOST_DB, RANGE_DB, BotVoice

TAIL = RATE * 9 // 10
"""Samples after the bot's voice in which its echo may still come: the longest delay and a room."""
BIAS_DB = 3.0
"""The lowest level of a band lies so far below the mean of its noise."""
SILENT = 1e-6
"""Mean square of a window, -60 dBFS, up to which it holds neither speech nor an echo that passes for it."""
SILENT_AFTER = 16
"""Silent windows in a row, 0.5 s, after which none is compared: most of a call is such silence. In shorter
ones the pauses of the bot show."""
ABOVE_DB = 3.0
"""What exceeds the noise by less is covered by it."""
RISE_DB = 0.08
"""The noise floor rises at most so much in a window, 2.5 dB in a second."""
SHORT, LONG = 0.64, 0.97
"""What a correlation keeps in each window: time constants of 70 ms and 1 s."""
FEW, MANY = 1e3, 1e5
"""Energy that is added below a correlation, dB^2: it is small until there is evidence."""
FIRST_RETURN_DB = -10.0
"""Expected level of an echo by the bot's voice, before anything is known."""
LEAST_RETURN_DB, MOST_RETURN_DB = -70.0, 3.0
ONSET, ONSET_AFTER = 10, 8
"""Windows (320 ms) in which an echo sets in, once it is due after so many windows without: what the known
path explains is then taken for it, before there is enough sound to be alike."""
UPWARDS = 2.0
"""The path is corrected upwards so much more than downwards: an echo then seldom exceeds what is expected."""
KNOWN_AFTER = 30.0
"""Windows of echo after which its path counts as known."""
_DB = np.float32(math.log(10) / 10)


class EchoGate:
    """`judge` takes the caller's audio window by window, from the start of the call."""

    def __init__(self) -> None:
        self._voice = BotVoice()
        self._position = 0
        self._silent = 0
        """Windows of silence in a row."""
        self._judged = 0.0
        self._past: Floats = np.zeros(HOP, np.float32)
        self._floor = np.zeros(BANDS, np.float32)
        """Level of the caller's noise in each band, dBFS; 0 before any was heard."""
        self._mean = np.zeros(BANDS, np.float32)
        self._short = np.zeros((2, LAGS), np.float32)
        """Product of the changes of both sides at each lag, and the bot's energy; the longest lag first."""
        self._long = np.zeros((2, LAGS), np.float32)
        self._energy = np.zeros(2)
        """Of the caller's side, short and long."""
        self._path = np.full(BANDS, FIRST_RETURN_DB, np.float32)
        """Level of the echo by that of the bot's voice, dB."""
        self._known = 0.0
        self._spread = 0.5
        """Mean excess of the echo over what is expected, dB: large where a loudspeaker distorts."""
        self._recent = np.zeros(3)
        self._lag = LATE
        self._since_echo = ONSET_AFTER
        """Windows since an echo was due."""
        self._onset = 0
        self.features: tuple[float, ...] = ()
        """Likeness lately; now, by that of the last second; of the last second; level by what is expected,
        dB; level of the expected echo by the noise, dB; an echo sets in and explains the sound; more is
        heard than it explains. The last two 0..1."""

    @property
    def delay_ms(self) -> int:
        """The delay at which the two sides are most alike."""
        return (LATE - self._lag) * HOP_MS

    @property
    def active(self) -> bool:
        """The bot is audible, or its echo may still come."""
        return 0 < self._voice.end > self._position - TAIL

    def play(self, samples: Floats, at_ms: int) -> None:
        """The bot plays this: after what it plays already, or from `at_ms` of the caller's audio on."""
        self._voice.play(samples, at_ms * RATE // 1000)

    def cut(self, at_ms: int) -> None:
        """What it was to play from `at_ms` on is not played."""
        self._voice.cut(at_ms * RATE // 1000)

    def judge(self, window: Floats) -> float:
        """The next 512 samples: probability that they are nothing but the bot's echo, given that they are
        speech. 0 while the bot is not audible. `ValueError` for another length."""
        if len(window) != FRAME:
            raise ValueError(f"a window of {len(window)} samples, expected {FRAME} ({2 * HOP_MS} ms)")
        power = float(window @ window)
        if not math.isfinite(power):
            window, power = np.zeros(FRAME, np.float32), 0.0
        past, self._past = self._past, window[HOP:]
        active, start = self.active, self._position
        self._silent = self._silent + 1 if power <= SILENT * FRAME else 0
        if self._silent > SILENT_AFTER:
            return self._silence()
        self._position += FRAME
        if not active:
            self._judged = 0.0
            self._recent[:] = 0
            self.features = ()
            return 0.0
        self._judged = self._compare(band_levels(np.concatenate((past, window))), start // HOP)
        return self._judged

    def _silence(self) -> float:
        """A window of a lasting silence: from it the next sound will rise."""
        self._position += FRAME
        self._mean = self._least_seen()
        return self._judged if self.active else 0.0

    def _compare(self, levels: Floats, hop: int) -> float:
        """`levels`: of this hop and the next, [2, 16]."""
        voice = self._voice
        changes = self._changes(levels)
        voice.make(hop + EARLY + 4, self._floor + np.float32(ABOVE_DB) - self._path)
        row = voice.row(hop)
        alike, similarity = self._correlate(changes, row)
        at = row - LATE + self._lag
        near = voice.levels[at - 2 : at + 4]  # a clock jitters, and a delay lies between two hops
        pairs = np.maximum(near[:-1], near[1:])
        sounding = np.maximum(np.maximum(pairs[:2], pairs[2:4]), near[4:])
        echo = sounding + self._path
        echo_power, floor_power = np.exp(echo * _DB), np.exp(self._floor * _DB)
        expected = echo_power + floor_power
        over = levels - np.log(expected) / _DB
        excess = float(np.minimum(np.maximum(over - 2, 0), 12).sum()) / over.size
        total = _ratio_db(float(np.exp(levels * _DB).sum()), float(expected.sum()), -3, 12)
        heard = _ratio_db(float(echo_power.sum()), 2 * float(floor_power.sum()), -10, 30)
        known = min(1.0, self._known / KNOWN_AFTER)
        self._recent = 0.5 * self._recent + 0.5 * np.array((excess, similarity, total))
        usual = 1.5 * self._spread
        fits = max(0.0, 1 - excess / (usual + 0.3))
        self.features = (
            float(self._recent[1]),
            similarity * alike,
            alike,
            float(self._recent[2]),
            heard,
            known * fits * self._begins(at),
            known * min(1.0, max(0.0, float(self._recent[0]) - usual)),
        )
        # Of what the room keeps only a rough guess is made: the path is learnt from the voice itself.
        fresh = voice.fresh[at : at + 2]
        active = fresh & (sounding > voice.peak_db - 30) & (np.maximum(levels, echo) > self._floor + 3)
        if active.any():
            self._learn(over, active, alike, similarity, excess)
        return _probability(self.features)

    def _begins(self, at: int) -> bool:
        """Whether an echo has just become due, at this row, after a silence."""
        due = bool(self._voice.fresh[at - 2 : at + 4].any())
        if due and self._since_echo >= ONSET_AFTER:
            self._onset = ONSET
        self._since_echo = 0 if due else self._since_echo + 1
        self._onset -= self._onset > 0
        return self._onset > 0

    def _changes(self, levels: Floats) -> Floats:
        """How the levels move, of what the noise does not cover: as `BotVoice.changes`, in the same range."""
        lowest = levels.min(axis=0) + np.float32(BIAS_DB)
        first = not self._floor.any()
        self._floor = lowest if first else np.minimum(lowest, self._floor + np.float32(RISE_DB))
        seen = np.maximum(levels, self._least_seen())
        if first:
            self._mean = seen[0]
        self._mean = self._mean + np.float32(ADAPT) * (seen.mean(axis=0) - self._mean)
        return np.asarray(np.minimum(np.maximum(seen - self._mean, -MOST_DB), MOST_DB), np.float32)

    def _least_seen(self) -> Floats:
        """Level in each band below which the noise covers what sounds, or it is out of range."""
        range_db = np.float32(self._voice.peak_db - RANGE_DB) + self._path
        return np.asarray(np.maximum(self._floor + np.float32(ABOVE_DB), range_db), np.float32)

    def _correlate(self, changes: Floats, row: int) -> tuple[float, float]:
        """Correlation at the best lag: over the last second, which chooses it, and over the last 70 ms."""
        voice, first, last = self._voice, row - LATE, row + EARLY + 1
        now = np.stack(
            (
                voice.changes[first:last] @ changes[0] + voice.changes[first + 1 : last + 1] @ changes[1],
                voice.energies[first:last] + voice.energies[first + 1 : last + 1],
            )
        )
        energy = float(np.vdot(changes, changes))
        self._short = np.float32(SHORT) * self._short + now
        self._energy[0] = SHORT * self._energy[0] + energy
        at = row - LATE + self._lag
        sounding = voice.fresh[at : at + 2] if self._known >= KNOWN_AFTER / 3 else voice.fresh[first:last]
        if sounding.any():  # what the caller says after the bot must not make the delay doubtful
            self._long = np.float32(LONG) * self._long + now
            self._energy[1] = LONG * self._energy[1] + energy
        long = self._long[0] / np.sqrt(self._long[1] * np.float32(self._energy[1]) + np.float32(MANY))
        self._lag = lag = int(long.argmax())
        beside = slice(max(0, lag - 2), lag + 3)
        short = self._short[0, beside] / np.sqrt(self._short[1, beside] * np.float32(self._energy[0]) + FEW)
        return float(long[lag]), float(short.max())

    def _learn(
        self,
        over: Floats,
        active: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
        alike: float,
        similarity: float,
        excess: float,
    ) -> None:
        """The echo's path: towards what is heard where the sides are alike; and once it is known down in any
        case, since an echo that is expected and not heard is none."""
        sure = min(1.0, max(0.0, (similarity - 0.5) / 0.3)) * min(1.0, max(0.0, 1.5 * alike))
        known = min(1.0, self._known / KNOWN_AFTER)
        error = np.minimum(np.maximum(over, -10), 10)
        error *= np.where(error < 0, np.float32(max(sure, 0.3 * known)), np.float32(UPWARDS * sure)) * active
        count = active.sum(axis=0)
        self._known += sure * float(active.mean())
        self._spread += 0.06 * sure * (min(excess, 4.0) - self._spread)
        all_bands = max(0.15, 1 / (self._known + 1)) * float(error.sum()) / float(count.sum())
        each_band = max(0.08, 0.5 / (self._known + 1)) * error.sum(axis=0) / np.maximum(count, 1)
        path = self._path + np.float32(all_bands) + each_band
        self._path = np.minimum(np.maximum(path, LEAST_RETURN_DB), MOST_RETURN_DB)


def _ratio_db(power: float, by: float, low: float, high: float) -> float:
    return min(high, max(low, 10 * math.log10(max(power, 1e-12) / max(by, 1e-12))))


WEIGHTS = (1.61, 5.08, 2.99, -0.23, -0.096, 2.76, -2.52, -1.92)
"""Of the features and a constant: logistic regression on the training part of `viva bench line`, where the
first windows of a caller count four times and those of an echo twice. The constant is raised by 0.15 for
safety; without that an echo alone started 9 of 540 sentences in cross-validation."""


def _probability(features: tuple[float, ...]) -> float:
    evidence = WEIGHTS[-1] + sum(w * f for w, f in zip(WEIGHTS, features, strict=False))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, evidence))))
