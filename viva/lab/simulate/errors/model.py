"""A recognizer's mistakes as data: what is kept of real recognitions (docs/concepts/error-model.md).

Whole N-best lists are kept as *profiles*: where each hypothesis departs from what was said, how much it is
believed, how sure its words are. To hear an utterance, a profile of one like it is drawn and laid over its
words; which word is mistaken, and for what, follows from rates and confusions of words. So the figures that
belong together stay together: how many errors, at which rank the right text stands, what the posteriors are.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

Places = np.ndarray[Any, np.dtype[np.float64]]
Counts = np.ndarray[Any, np.dtype[np.int64]]
EditKind = Literal["s", "d", "i"]
"""A word substituted, deleted, or inserted before the word at the place."""

PRIOR = 12.0
"""A word's own count of errors is weighed against so many words of its kind."""
LONG = 6
"""Letters from which a word is long."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place at which some hypothesis of a list departs from what was said."""

    kind: EditKind
    at: int
    """Index of the word; for an insertion of the word after it."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A hypothesis, by how it departs from what was said."""

    posterior: float
    edits: tuple[tuple[int, int], ...]
    """Sites, and at each which of the words that are heard there."""
    mark: str
    """The sign at its end; '' for none."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One N-best list."""

    said: tuple[str, ...]
    risk: float
    """Mean error rate of those words, by `Rates`."""
    sites: tuple[Site, ...]
    heard: tuple[tuple[str, ...], ...]
    """At each site: the words that are heard there, in the order in which hypotheses have them."""
    guesses: tuple[Guess, ...]
    """Best first; empty: nothing was heard."""
    sure: tuple[tuple[float, bool], ...]
    """Confidence of each word of the best hypothesis, and whether it is right."""
    trouble: float = 0.5
    """Share of the condition's callers who were heard better than the one who said it."""


@dataclass(frozen=True, slots=True)
class Garbled:
    """An N-best list that has next to nothing of what was said; or of something where nothing was."""

    said: tuple[str, ...]
    risk: float
    texts: tuple[tuple[float, str], ...]
    """Posteriors and texts."""
    sure: tuple[float, ...]
    """Confidence of each word of the best."""
    trouble: float = 0.5


Heard = Profile | Garbled


@dataclass(frozen=True, slots=True)
class Background:
    """Sounds of the caller's surroundings that voice activity takes for speech."""

    per_minute: float = 0.0
    """In which the caller is silent."""
    lengths_ms: tuple[int, ...] = ()
    """Of some of them."""


OTHER_WORDS = 2.0
"""How far utterances without a common word are apart, in the unit of `place`, ..."""
OTHER_CALLER = 2.0
"""... and those of the caller who was heard best and the one who was heard worst."""


class Listed:
    """Profiles, and how far each is from an utterance."""

    def __init__(self, profiles: tuple[Heard, ...]) -> None:
        self.profiles = profiles
        self._places = np.array([place(len(one.said), one.risk) for one in profiles]).reshape(-1, 2)
        self._troubles = np.array([one.trouble for one in profiles])
        self._lengths = np.array([len(one.said) for one in profiles])
        self._counts: dict[str, Counts] = {}
        """Word -> how often each profile has it."""
        for at, one in enumerate(profiles):
            for word in one.said:
                self._counts.setdefault(word, np.zeros(len(profiles), np.int64))[at] += 1

    def apart(self, words: Sequence[str], risk: float, trouble: float) -> Places:
        """Float [profiles]: by their lengths, by how easily their words are mistaken, by the share of words
        that they have in common (Dice 1945), and by how well their callers were heard."""
        common = np.zeros(len(self.profiles), np.int64)
        for word, count in Counter(words).items():
            if word in self._counts:
                common += np.minimum(self._counts[word], count)
        shares = 2 * common / (self._lengths + len(words))
        apart = np.abs(self._places - place(len(words), risk)).sum(axis=1)
        apart += OTHER_CALLER * np.abs(self._troubles - trouble)
        return np.asarray(apart + OTHER_WORDS * (1 - shares), np.float64)


@dataclass(frozen=True, slots=True)
class Unit:
    """How the end of speech before a silence sounds, as `viva.hearing.voice.evidence.Voice` has it."""

    level_db: float | None
    slope_st_s: float | None
    lengthening: float | None
    pitch_st: float | None


@dataclass(frozen=True)
class Condition:
    """How the recognizer heard in one noise and over one line."""

    whole: tuple[Heard, ...]
    """Whole utterances."""
    broken_off: tuple[Heard, ...]
    """What is heard in a pause, before the caller goes on."""
    silent: tuple[Heard, ...]
    """Sounds without words; one without guesses where nothing was heard."""
    background: Background = Background()
    over: tuple[Unit, ...] = ()
    """Ends of utterances."""
    goes_on: tuple[Unit, ...] = ()
    """Ends of speech where the caller went on."""

    @cached_property
    def said(self) -> tuple[Listed, Listed]:
        """What was said of whole and of broken-off profiles."""
        return Listed(self.whole), Listed(self.broken_off)


@dataclass(frozen=True)
class Rates:
    """How often words are mistaken, all conditions together."""

    said: Mapping[str, int]
    wrong: Mapping[str, int]
    """By word; a word that is not there was never said."""
    kinds: Mapping[str, float]
    """By `kind_of`: for words that were not said often."""

    def of(self, word: str) -> float:
        """Probability that the word is substituted or deleted, on average over the conditions."""
        usual = self.kinds.get(kind_of(word), 0.1)
        said = self.said.get(word, 0)
        return (self.wrong.get(word, 0) + PRIOR * usual) / (said + PRIOR)


@dataclass(frozen=True)
class ErrorModel:
    made: str
    """From what, in words."""
    rates: Rates
    confusions: Mapping[str, Mapping[str, int]]
    """Word -> what was heard instead, and in how many hypotheses."""
    inserted: Mapping[str, int]
    conditions: Mapping[str, Condition]
    overlaps: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Sounds over the bot: what they were -> what they were taken for -> how many."""

    def nearest(self, label: str) -> str:
        """The condition that is most like one: by its line first, then the kind of noise, then its level."""
        if label in self.conditions:
            return label
        line, kind, level = _described(label)

        def apart(one: str) -> tuple[bool, bool, float, str]:
            own = _described(one)
            return own[0] != line, bool(kind) and own[1] not in ("", kind), abs(own[2] - level), one

        return min(self.conditions, key=apart)


BAND_DB = 4
"""Levels of noise that are heard alike: those from 8 to 12 dB are `10 dB`."""
ANY_KIND = "noise"
"""In the place of a kind of noise: several of which there were too few."""


NARROW_LINE = "narrow line"
"""In the place of a telephone and a mobile one."""


def condition_label(noise: str, line: str) -> str:
    """Of a cast caller's `noise` (as `clean`, `babble 11 dB`) and `line` (as `wideband`, `telephone`): the
    condition that stands for it, `babble 10 dB`."""
    level = _LEVEL.search(noise)
    if level:
        band = int(float(level[1]) // BAND_DB) * BAND_DB + BAND_DB // 2
        noise = f"{noise[: level.start()].strip() or ANY_KIND} {band} dB"
    if line in ("", "wideband"):
        return noise
    return line if noise == "clean" else f"{line}, {noise}"


def of_any_kind(label: str) -> str:
    """The condition of the same line and level, whatever the kind of noise."""
    level = _LEVEL.search(label)
    if not level:
        return label
    line, comma, _ = label[: level.start()].rpartition(",")
    return f"{line}{comma} {ANY_KIND} {level[0]}".strip()


def of_any_line(label: str) -> str:
    """The condition of the same level, over a telephone or a mobile one, whatever the kind of noise."""
    line, comma, noise = of_any_kind(label).rpartition(",")
    return f"{NARROW_LINE}{comma}{noise}" if line in _NARROW else label


NO_NOISE_DB = 30.0
"""Stands for a line without noise."""
_LEVEL = re.compile(r"(-?\d+(?:\.\d+)?)\s*dB", re.I)
_NARROW = ("telephone", "mobile", "phone", "narrow", "8 khz")


def _described(label: str) -> tuple[bool, str, float]:
    """Whether a condition's label speaks of a telephone, the kind of its noise, and its level in dB."""
    level = _LEVEL.search(label)
    narrow = any(one in label.lower() for one in _NARROW)
    kind = label[: level.start()].split(",")[-1].strip() if level else ""
    decibels = min(NO_NOISE_DB, float(level[1])) if level else NO_NOISE_DB
    return narrow, "" if kind == ANY_KIND else kind, decibels


def kind_of(word: str) -> str:
    """Words that are mistaken about as often as each other: function words, and others by length."""
    if word in FUNCTION_WORDS:
        return "function"
    return "short" if len(word) <= 3 else "long" if len(word) >= LONG else "middling"


def place(words: int, risk: float) -> tuple[float, float]:
    """By which utterances are alike: log of the number of words, and odds of their mean error rate."""
    share = min(max(risk, 1e-3), 1 - 1e-3)
    return math.log(max(words, 1)), math.log(share / (1 - share))


def mean_risk(words: Sequence[str], rates: Rates) -> float:
    return math.fsum(rates.of(word) for word in words) / len(words) if words else 0.0


FUNCTION_WORDS = frozenset(
    """
    a an the and or but of to in on at by for from with as is am are was be been it its this that these those
    i i'd i'll i'm you your we us he she they them my me do does did have has had can could will would shall
    should may might not no so if then than there here what which who when where how
    """.split()  # noqa: SIM905  # a list of words is read more easily without its quotes
)
"""Of English: unstressed, and mistaken more often for their length. Words of other languages count as
content words."""
