"""An utterance on the call's clock, without a sound: when each word is said, and where the silences are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from viva.lab.calls.truth import Said
from viva.lab.simulate.errors.durations import Durations
from viva.lab.simulate.utterance import Utterance
from viva.lab.simulate.voice.said import GAP_MS
from viva.lab.simulate.voice.script import breath

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
    """Said from `start` on, at `rate` times the usual speed. chance: where voice activity takes a word's end
    for silence; None: nowhere."""
    if utterance.kind == "noise":
        end = start + (sum(part.pause_ms for part in utterance.parts) or SOUND_MS)
        return Spoken(utterance, start, end, (), ((start, end),))
    words: list[SpokenWord] = []
    stretches: list[tuple[int, int]] = []
    pauses: list[tuple[int, int]] = []
    at = float(start)
    for part in utterance.parts:
        said = _breath(part.text, at, durations, rate, clearly=utterance.act == "repeat")
        if said:
            if stretches and said[0].start - stretches[-1][1] >= SHORTEST_PAUSE_MS:
                pauses.append((stretches[-1][1], said[0].start))
            stretches += _stretches(said, part.text, chance)
            words += said
        at = (stretches[-1][1] if stretches else at) + part.pause_ms
    stretches = _joined(stretches)
    end = stretches[-1][1] if stretches else start
    return Spoken(utterance, start, end, tuple(words), tuple(stretches), tuple(pauses))


def _breath(text: str, at: float, durations: Durations, rate: float, *, clearly: bool) -> list[SpokenWord]:
    """As `viva.lab.simulate.voice.script` has it: hesitations drawn out, a repeat slower."""
    words: list[SpokenWord] = []
    for piece in breath(text, clearly=clearly).pieces:
        at += piece.pause_ms
        timed = durations.words(piece.text, rate * piece.prosody.rate, at, pause_ms=GAP_MS)
        words += [SpokenWord(piece.text[one.start : one.end], one.at_ms, one.until_ms) for one in timed]
        at = words[-1].end if words else at
    return words


def _stretches(
    words: Sequence[SpokenWord], text: str, chance: np.random.Generator | None
) -> list[tuple[int, int]]:
    """What voice activity takes for speech of one breath."""
    found: list[tuple[int, int]] = []
    begin, offset = words[0].start, 0
    for word, after in pairwise(words):
        offset = text.index(word.text, offset) + len(word.text)
        silence = _silence(word.text, text[offset : offset + 1], chance) if chance is not None else 0
        if silence:
            found.append((begin, max(begin, after.start - silence)))
            begin = after.start
    return [*found, (begin, words[-1].end)]


def _silence(word: str, sign: str, chance: np.random.Generator) -> int:
    """Milliseconds of silence that voice activity sees at the end of a word; 0: none."""
    hesitates = _HESITATION.fullmatch(word) is not None
    place = "hesitation" if hesitates else "sign" if sign in tuple(",;:.!?") else "word"
    if chance.random() >= SILENCES[place]:
        return 0
    return round(SHORTEST_PAUSE_MS + chance.exponential(SILENCE_MS))


def _joined(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where the silence between two is too short to be seen, they are one."""
    found: list[tuple[int, int]] = []
    for start, end in stretches:
        if found and start - found[-1][1] < SHORTEST_PAUSE_MS:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
