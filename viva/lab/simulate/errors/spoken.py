"""An utterance on the call's clock, without a sound: when each word is said, and where the silences are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from viva.lab.calls.truth import Said
from viva.lab.simulate.errors.durations import Durations, Timed
from viva.lab.simulate.utterance import Utterance
from viva.lab.simulate.voice.said import GAP_MS

SOUND_MS = 350
"""Of a cough, a bump: something without words."""
SHORTEST_PAUSE_MS = 96
"""The detector bridges what is shorter."""
SILENCES = {"sign": 0.10, "hesitation": 0.14, "word": 0.007}
"""How often voice activity takes the end of a word for silence though nobody paused: before a sign, after an
"um", elsewhere. Of 7,517 places in 430 spoken calls of `viva bench simulate barista`."""
SILENCE_MS = 40.0
"""By how much such a silence is longer than `SHORTEST_PAUSE_MS`, on average (there)."""
_HESITATION = re.compile(r"(?:u+h*m*|e+r+m*|h+m+|a+h+m*)", re.I)


@dataclass(frozen=True, slots=True)
class SpokenWord:
    text: str
    start: int
    """Call's clock, milliseconds."""
    end: int


@dataclass(frozen=True, slots=True)
class Spoken:
    utterance: Utterance
    start: int
    end: int
    words: tuple[SpokenWord, ...]
    stretches: tuple[tuple[int, int], ...]
    """Start and end of what voice activity takes for speech; between them is silence."""
    pauses: tuple[tuple[int, int], ...] = ()
    """Start and end of the silences that were meant."""

    def between(self, start: int, end: int) -> tuple[SpokenWord, ...]:
        """Words of which more than half lies between two moments."""
        return tuple(word for word in self.words if start <= (word.start + word.end) / 2 <= end)

    def said(self, until: int) -> Said:
        """What is known of it, as far as it was said at `until`."""
        utterance, end = self.utterance, min(self.end, until)
        whole = end == self.end
        return Said(
            self.start,
            end,
            utterance.kind,
            utterance.act,
            utterance.text if whole else " ".join(word.text for word in self.words if word.end <= end),
            utterance.intent,
            dict(utterance.values),
            tuple(pause for pause in self.pauses if pause[1] <= end),
        )


def spoken(
    utterance: Utterance,
    start: int,
    durations: Durations,
    rate: float = 1.0,
    chance: np.random.Generator | None = None,
) -> Spoken:
    """Said from `start` on, at `rate` times the usual speed. A part without words is a sound. chance: where
    voice activity takes a word's end for silence; None: nowhere."""
    words: list[SpokenWord] = []
    stretches: list[tuple[int, int]] = []
    pauses: list[tuple[int, int]] = []
    at = start
    for part in utterance.parts:
        timed = durations.words(part.text, rate, at, pause_ms=GAP_MS)
        words += [SpokenWord(part.text[one.start : one.end], one.at_ms, one.until_ms) for one in timed]
        if timed and stretches and timed[0].at_ms - stretches[-1][1] >= SHORTEST_PAUSE_MS:
            pauses.append((stretches[-1][1], timed[0].at_ms))
        for number, one in enumerate(timed):
            _add(stretches, one.at_ms, one.until_ms)
            if chance is not None and number + 1 < len(timed):
                silence = _silence(part.text, one, chance)
                if silence:
                    begun = stretches[-1][0]
                    stretches[-1] = (begun, max(begun, timed[number + 1].at_ms - silence))
        if not timed and (part.text or not part.pause_ms):
            _add(stretches, at, at + SOUND_MS)
        at = (stretches[-1][1] if stretches else at) + part.pause_ms
    end = stretches[-1][1] if stretches else start
    return Spoken(utterance, start, end, tuple(words), tuple(stretches), tuple(pauses))


def _silence(text: str, word: Timed, chance: np.random.Generator) -> int:
    """Milliseconds of silence that voice activity sees at the end of a word; 0: none."""
    place: Literal["sign", "hesitation", "word"] = "word"
    if _HESITATION.fullmatch(text[word.start : word.end]):
        place = "hesitation"
    elif text[word.end : word.end + 1] in tuple(",;:.!?"):
        place = "sign"
    if chance.random() >= SILENCES[place]:
        return 0
    return round(SHORTEST_PAUSE_MS + chance.exponential(SILENCE_MS))


def _add(stretches: list[tuple[int, int]], start: int, end: int) -> None:
    """One more stretch, joined to the last where the silence between is too short to be seen."""
    if stretches and start - stretches[-1][1] < SHORTEST_PAUSE_MS:
        stretches[-1] = (stretches[-1][0], end)
    else:
        stretches.append((start, end))
