"""What a bot hears of a caller without audio: recognitions and judgements drawn by an error model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from viva.call.commands import JudgeOverlap, Recognize
from viva.hearing.evidence import Hypothesis, Recognition, Word
from viva.hearing.overlap.evidence import Overlap
from viva.hearing.voice.evidence import Measure, Voice
from viva.lab.simulate.errors.draw import Told, draw
from viva.lab.simulate.errors.model import Background, ErrorModel
from viva.lab.simulate.errors.overlaps import judged, kind_of
from viva.lab.simulate.errors.spoken import Spoken, SpokenWord
from viva.lab.simulate.errors.text_host import TextHost

RECOGNIZES, JUDGES, LISTENS, CALLS = 1, 2, 4, 5
"""What chance is for: each has its own."""
SURE = 0.8
"""Confidence of the measures of a voice."""
USUAL_LEVEL, USUAL_PITCH = Measure(-26.0, SURE), Measure(150.0, SURE)


class Ears:
    """In one call. What is heard follows from the seed, the number of the utterance and the words alone."""

    def __init__(self, host: TextHost, errors: ErrorModel, noise: str, seed: int) -> None:
        self._host = host
        self._errors = errors
        self._condition = errors.conditions[errors.nearest(noise)]
        self._seed = seed
        self._trouble = float(np.random.default_rng([seed, CALLS]).random())

    @property
    def background(self) -> Background:
        """What is heard where nobody speaks."""
        return self._condition.background

    def recognize(self, said: Sequence[Spoken], command: Recognize) -> Recognition:
        """`said`: the caller's utterances so far, the one that is being said among them."""
        numbers, words, whole = words_within(said, command.start_ms, command.end_ms)
        chance = np.random.default_rng([self._seed, *numbers[:1], RECOGNIZES])
        told = draw(
            [word.text.lower() for word in words],
            self._errors,
            self._condition,
            self._host.neighbours,
            chance,
            whole=whole,
            trouble=self._trouble,
        )
        begin = command.start_ms
        hypotheses = tuple(_hypothesis(one, words, begin) for one in told)
        bursts = len(words) if command.expects.kind == "digits" else None
        ending = self._host.endings.ending(hypotheses, command.expects)
        return Recognition(hypotheses, command.end_ms - begin, ending, bursts)

    def voice(self, number: int, stretch: int, duration_ms: int, *, over: bool) -> Voice | None:
        """How a stretch of an utterance ended; None where nothing is known of it. The level and the pitch are
        always the usual ones."""
        units = self._condition.over if over else self._condition.goes_on
        if not units:
            return None
        chance = np.random.default_rng([self._seed, number, stretch, LISTENS])
        unit = units[int(chance.integers(len(units)))]
        return Voice(
            duration_ms,
            level_db=USUAL_LEVEL,
            pitch_hz=USUAL_PITCH,
            pitch_slope_st_s=_measure(unit.slope_st_s),
            final_level_db=_measure(unit.level_db),
            final_lengthening=_measure(unit.lengthening),
            final_pitch_st=_measure(unit.pitch_st),
        )

    def judge(self, said: Sequence[Spoken], command: JudgeOverlap) -> Overlap:
        numbers, words, _ = words_within(said, command.start_ms, command.end_ms)
        meant = kind_of(said[numbers[0]].utterance) if numbers else "noise"
        chance = np.random.default_rng([self._seed, *numbers[:1], JUDGES])
        text = " ".join(word.text for word in words)
        return judged(meant, text, command.expects, self._errors.overlaps, chance)


def words_within(said: Sequence[Spoken], start: int, end: int) -> tuple[list[int], list[SpokenWord], bool]:
    """The numbers of what sounds in a stretch of time, the words in it, and whether the last of these ends an
    utterance."""
    numbers: list[int] = []
    words: list[SpokenWord] = []
    whole = True
    for number, one in enumerate(said):
        if one.end < start or one.start > end:
            continue
        numbers.append(number)
        own = one.between(start, end)
        if own:
            words += own
            whole = own[-1] is one.words[-1]
    return numbers, words, whole


def _measure(value: float | None) -> Measure | None:
    return None if value is None else Measure(value, SURE)


def _hypothesis(told: Told, words: Sequence[SpokenWord], begin: int) -> Hypothesis:
    """With a capital and a sign at the end, as recognizers write. A word that was inserted sounds where the
    one before it ends; those of a text that has nothing to do with what was said share its time."""
    text = " ".join(told.words)
    text = text[:1].upper() + text[1:] + told.mark
    known = [words[source] if source is not None else None for source in told.sources]
    first, last = (words[0].start, words[-1].end) if words else (begin, begin)
    step = (last - first) / max(len(told.words), 1)
    lost = not any(known)
    at = first
    spoken: list[Word] = []
    for index, (word, source, sure) in enumerate(zip(told.words, known, told.sure, strict=True)):
        if source is not None:
            start, end = source.start, source.end
        elif lost:
            start, end = round(first + index * step), round(first + (index + 1) * step)
        else:
            start = end = at
        at = end
        spoken.append(Word(word, max(0, start - begin), max(0, end - begin), sure))
    score = float(np.log(max(told.posterior, 1e-6)))
    return Hypothesis(text, round(score, 4), told.posterior, tuple(spoken))
