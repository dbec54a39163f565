"""How the bot speaks to this caller now: by what it says, how the caller speaks, what the line is like. Pure.

Entrainment is bounded: towards the caller's last two turns and the bot's own last, as people converge
(Levitan and Hirschberg 2011; Lubold and Pon-Barry 2014; Ward and Nakagawa 2004 for rate on the telephone).
docs/concepts/delivery.md has the table.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from viva.hearing.line.evidence import Line
from viva.hearing.voice.manner import Manner
from viva.speaking.manner import of_role, scaled
from viva.speaking.prompt import Role
from viva.speaking.prosody import PLAIN, Prosody

USUAL_RATE = 4.4
"""Syllables a second of an ordinary caller, as the estimator counts (hearing/voice/syllables.py): the median
of 106 spoken orders by more than 50 people. Phoneticians count 5.1 in American conversation (Jacewicz, Fox
and Wei 2010), of which the estimator misses what is swallowed. It is the same for all callers: who always
speaks slowly is to be answered slowly."""
SHORTEST_MS, SUREST = 1000, 0.8
"""A rate counts from a turn of this length and confidence on: five syllables."""
OUTLIER = (0.6, 1.5)
"""Of the usual rate: what is measured beyond is taken for this."""
RATES = (0.8, 1.15)
LEVELS_DB = (-3.0, 4.0)
"""Bounds of entrainment."""
HEARD = 0.05
"""A smaller change of rate is not heard (Quené 2007); it would only leave prompts that are ready unused."""

NOISY_DB, QUIET_DB = 12.0, 20.0
"""Speech over noise: below the first a line is noisy (as in hearing/line), from the second on it is quiet."""
LOMBARD = 0.3
"""Decibels louder for each of noise: people have 0.3 to 0.5 (Lane and Tranel 1971)."""
LOUDEST_DB = 4.0
NOISY = Prosody(rate=0.95)

CLEAR = (PLAIN, Prosody(rate=0.9, level_db=2.0), Prosody(rate=0.825, level_db=3.0))
CLEAR_PAUSE_MS = (0, 150, 250)
"""After "sorry?" once, and again. Clear speech is slower, has more and longer pauses and is 5 to 8 dB louder
(Picheny, Durlach and Braida 1986, who have half the rate); this is a part of it, which is no mockery."""

AROUSED, SURE = 1.5, 0.3
"""Arousal in deviations from this caller's usual, and its confidence, from which the bot is calm."""
CALM = Prosody(rate=0.95, pitch_st=-1.0, level_db=-1.5)
"""Slower, lower, softer: the other way than anger goes (Scherer 2003)."""

ALL_RATES = (0.7, 1.2)
ALL_LEVELS_DB = (-4.0, 6.0)
"""Bounds of everything together."""
LEVEL_STEP_DB = 0.5


@dataclass(frozen=True, slots=True)
class Cues:
    """What a turn of the caller tells about how to answer it."""

    voice: Manner | None = None
    """None: not spoken, or no voice analysis."""
    usual_level_db: float | None = None
    """At which the caller has spoken before this turn, dBFS."""
    dictated: bool = False
    """The caller was to dictate, which is slow by itself."""
    asked_again: bool = False
    """ "Sorry?", "say that again"."""
    missed: bool = False
    """It was not understood."""
    line: Line = field(default_factory=Line)


@dataclass(frozen=True, slots=True)
class Spoken:
    """How a sentence is to be said."""

    prosody: Prosody
    pause_ms: int
    """Between phrases."""
    because: dict[str, float]
    """What it follows from: `entrainment.rate` and the like, factors, semitones (`_st`), decibels (`_db`)."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where the adaptation stands; `after` gives the next one."""

    adapt: float = 1.0
    """How much of everything, 0..1."""
    rates: tuple[float, ...] = ()
    """The caller's last two turns that could be measured, as factors of the usual rate."""
    levels_db: tuple[float, ...] = ()
    """Likewise, above the caller's own usual level."""
    rate: float = 1.0
    """The bot's last, by entrainment alone."""
    level_db: float = 0.0
    clarity: int = 0
    """Index into `CLEAR`."""
    aroused: bool = False
    snr_db: float | None = None

    def after(self, cues: Cues) -> Delivery:
        """Once the caller has taken a turn."""
        rates, levels = self.rates, self.levels_db
        rate, level = self.rate, self.level_db
        heard_rate, heard_level = _rate(cues), _level_db(cues)
        if heard_rate is not None:
            rates = (*rates, heard_rate)[-2:]
            rate = _within(RATES, (sum(rates) + rate) / (len(rates) + 1))
        if heard_level is not None:
            levels = (*levels, heard_level)[-2:]
            level = _within(LEVELS_DB, (sum(levels) + level) / (len(levels) + 1))
        snr = cues.line.snr_db.value if cues.line.snr_db is not None else None
        noisy = (snr is not None and snr < NOISY_DB) or cues.line.has("noise")
        unclear = cues.asked_again or (cues.missed and noisy)
        clarity = min(len(CLEAR) - 1, self.clarity + 1) if unclear else max(0, self.clarity - 1)
        arousal = cues.voice.arousal if cues.voice is not None else None
        aroused = arousal is not None and arousal.confidence >= SURE and arousal.value >= AROUSED
        return replace(
            self,
            rates=rates,
            levels_db=levels,
            rate=rate,
            level_db=level,
            clarity=clarity,
            aroused=aroused,
            snr_db=snr,
        )

    def of(self, role: Role) -> Spoken:
        """How a sentence of this role is said now."""
        parts = {
            "entrainment": self._entrainment(),
            "clarity": CLEAR[self.clarity],
            "noise": self._noise(),
            "calm": CALM if self.aroused else PLAIN,
        }
        parts = {name: scaled(part, self.adapt) for name, part in parts.items()}
        together = PLAIN
        for part in parts.values():
            together = together.then(part)
        own = scaled(of_role(role), self.adapt)
        whole = Prosody(
            _within(ALL_RATES, together.rate), together.pitch_st, _within(ALL_LEVELS_DB, together.level_db)
        ).then(own)
        level = round(whole.level_db / LEVEL_STEP_DB) * LEVEL_STEP_DB
        pause_ms = round(self.adapt * CLEAR_PAUSE_MS[self.clarity])
        because = _reasons({"role": own, **parts})
        if pause_ms:
            because["clarity.pause_ms"] = float(pause_ms)
        return Spoken(replace(whole, level_db=level), pause_ms, because)

    def _entrainment(self) -> Prosody:
        """Never faster and louder together with a caller who is upset."""
        rate = self.rate if abs(self.rate - 1) >= HEARD else 1.0
        if self.aroused:
            return Prosody(min(1.0, rate), level_db=min(0.0, self.level_db))
        return Prosody(rate, level_db=self.level_db)

    def _noise(self) -> Prosody:
        if self.snr_db is None or self.snr_db >= QUIET_DB:
            return PLAIN
        louder = Prosody(level_db=min(LOUDEST_DB, LOMBARD * (QUIET_DB - self.snr_db)))
        return louder.then(NOISY) if self.snr_db < NOISY_DB else louder


def _rate(cues: Cues) -> float | None:
    """Of the usual rate; None: too short to tell, or dictated."""
    voice = cues.voice.voice if cues.voice is not None else None
    if voice is None or voice.rate is None or cues.dictated:
        return None
    if voice.duration_ms < SHORTEST_MS or voice.rate.confidence < SUREST:
        return None
    return _within(OUTLIER, voice.rate.value / USUAL_RATE)


def _level_db(cues: Cues) -> float | None:
    """Above the caller's usual one; None: there is none yet."""
    voice = cues.voice.voice if cues.voice is not None else None
    if voice is None or voice.level_db is None or cues.usual_level_db is None:
        return None
    return voice.level_db.value - cues.usual_level_db


def _within(bounds: tuple[float, float], value: float) -> float:
    return max(bounds[0], min(bounds[1], value))


def _reasons(parts: dict[str, Prosody]) -> dict[str, float]:
    """What each part changes; nothing for what it leaves as it is."""
    found: dict[str, float] = {}
    for name, part in parts.items():
        for key, usual in (("rate", 1.0), ("pitch_st", 0.0), ("level_db", 0.0)):
            value = round(getattr(part, key), 3)
            if value != usual:
                found[f"{name}.{key}"] = value
    return found
