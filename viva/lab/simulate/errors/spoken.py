"""An utterance on the call's clock, without a sound: when each word is said, and where the silences are."""

from __future__ import annotations

from dataclasses import dataclass

from viva.lab.calls.truth import Said
from viva.lab.simulate.errors.durations import Durations
from viva.lab.simulate.utterance import Utterance
from viva.lab.simulate.voice.said import GAP_MS

SOUND_MS = 350
"""Of a cough, a bump: something without words."""
SHORTEST_PAUSE_MS = 96
"""The detector bridges what is shorter."""


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
    """Start and end of what sounds; between them is silence."""

    def between(self, start: int, end: int) -> tuple[SpokenWord, ...]:
        """Words of which more than half lies between two moments."""
        return tuple(word for word in self.words if start <= (word.start + word.end) / 2 <= end)

    def said(self, until: int) -> Said:
        """What is known of it, as far as it was said at `until`."""
        utterance, end = self.utterance, min(self.end, until)
        whole = end == self.end
        ends = [one for _, one in self.stretches]
        begins = [one for one, _ in self.stretches]
        return Said(
            self.start,
            end,
            utterance.kind,
            utterance.act,
            utterance.text if whole else " ".join(word.text for word in self.words if word.end <= end),
            utterance.intent,
            dict(utterance.values),
            tuple((a, b) for a, b in zip(ends, begins[1:], strict=False) if b <= end),
        )


def spoken(utterance: Utterance, start: int, durations: Durations, rate: float = 1.0) -> Spoken:
    """Said from `start` on, at `rate` times the usual speed. A part without words is a sound."""
    words: list[SpokenWord] = []
    stretches: list[tuple[int, int]] = []
    at = start
    for part in utterance.parts:
        timed = durations.words(part.text, rate, at, pause_ms=GAP_MS)
        words += [SpokenWord(part.text[one.start : one.end], one.at_ms, one.until_ms) for one in timed]
        for one in timed:
            _add(stretches, one.at_ms, one.until_ms)
        if not timed and (part.text or not part.pause_ms):
            _add(stretches, at, at + SOUND_MS)
        at = (stretches[-1][1] if stretches else at) + part.pause_ms
    end = stretches[-1][1] if stretches else start
    return Spoken(utterance, start, end, tuple(words), tuple(stretches))


def _add(stretches: list[tuple[int, int]], start: int, end: int) -> None:
    """One more stretch, joined to the last where the silence between is too short to be seen."""
    if stretches and start - stretches[-1][1] < SHORTEST_PAUSE_MS:
        stretches[-1] = (stretches[-1][0], end)
    else:
        stretches.append((start, end))
