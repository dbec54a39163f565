"""Whether the caller's turn is over: words, voice, this caller's pauses and the silence so far, weighed
against what a mistake costs.

The words and the voice give the odds that the turn is over, by logistic regression; with every moment of
silence these grow by how unlikely so long a pause is in a turn that goes on (Bayes' rule):

    odds(over | silence) = odds(over | words, voice) / P(this caller's pauses are longer)

The turn is taken once waiting for more costs more than it saves (Raux and Eskenazi 2009, "A finite-state
turn-taking model for spoken dialog systems").
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from viva.call import dictation
from viva.call.pauses import Pauses
from viva.call.score import Score, score_of
from viva.hearing.evidence import Ending, Recognition
from viva.hearing.voice.evidence import Measure, Voice
from viva.understanding.expectation import Expectation
from viva.understanding.reading import Reading

REVEALED_S = 0.5
"""Who waits although the turn goes on knows so after another half second, on average."""
SHORTEST_MS = 160
"""No turn is taken sooner: a consonant's closure may be as long."""
ANSWER = Ending(0.7, 1.0)
"""What an utterance that answers the question is taken for at least: short ones are as whole as long ones."""
COMPLETE_LEAST, COMPLETE_MOST = 0.018, 0.95
QUIET_MOST_DB, LOUD_MOST_DB = -15.0, 3.0


@dataclass(frozen=True, slots=True)
class TurnEvidence:
    """What an end-of-turn decision may weigh."""

    expects: Expectation
    recognition: Recognition | None
    """None until the recognizer has answered for this pause."""
    units: tuple[Voice, ...] = ()
    """How each inter-pausal unit of the utterance was said, in order; empty without voice analysis."""
    reading: Reading | None = None
    """Of that recognition; None until there is one."""
    pauses: Pauses = field(default_factory=Pauses)


class EndOfTurn(Protocol):
    """Decides when a turn ends. Asked again whenever the evidence or the silence has grown."""

    def score(self, evidence: TurnEvidence, silence_ms: int) -> Score: ...

    def threshold(self, expects: Expectation) -> float:
        """The probability at which the turn is taken."""
        ...

    def longest_ms(self, evidence: TurnEvidence) -> int:
        """The silence after which it is taken in any case."""
        ...


@dataclass(frozen=True, slots=True)
class Weight:
    of: float
    """Log odds for one unit of the input."""
    mean: float
    """The input's mean where it was fitted: what a missing one counts as."""


@dataclass(frozen=True, slots=True)
class Weights:
    usual: float
    """Log odds where every input is at its mean."""
    of: Mapping[str, Weight]
    """By the names of `words_inputs` and `voice_inputs`."""

    def sum(self, inputs: Mapping[str, float]) -> float:
        return sum(self.of[name].of * (value - self.of[name].mean) for name, value in inputs.items())


FITTED = Weights(
    -0.749,
    {
        "complete": Weight(1.427, -1.378),
        "progress": Weight(2.462, -0.14),
        "comma": Weight(-2.385, 0.309),
        "sure": Weight(0.725, -0.915),
        "level": Weight(-0.231, -5.856),
        "slope": Weight(0.008, -6.181),
        "lengthening": Weight(-0.154, 0.093),
        "pitch": Weight(-0.011, -2.781),
    },
)
"""By `viva bench turns --fit`; benchmarks/README.md has the data, and how good they are."""


@dataclass(frozen=True, slots=True)
class WeighedEndOfTurn:
    """`EndOfTurn` for a bot."""

    cut_in_cost: float = 3.0
    """Of cutting the caller off once, in the unit of:"""
    waiting_cost: float = 1.0
    """a second of waiting in vain."""
    longest_silence_ms: int = 2000
    weights: Weights = FITTED

    def score(self, evidence: TurnEvidence, silence_ms: int) -> Score:
        dictated = evidence.reading.dictated if evidence.reading is not None else None
        if evidence.expects.kind == "digits" and dictated is not None:
            return dictation.score(dictated, silence_ms)
        because = {
            "usual": self.weights.usual,
            "words": self.weights.sum(words_inputs(evidence)),
            "voice": self.weights.sum(voice_inputs(evidence.units)),
            "silence": -math.log(evidence.pauses.longer_than(silence_ms)),
        }
        return score_of(because)

    def threshold(self, expects: Expectation) -> float:
        if expects.kind == "digits":
            return 1.0  # how complete a number is says how long to wait
        cut_in = self.cut_in_cost if expects.cut_in_cost is None else expects.cut_in_cost
        waiting = self.waiting_cost if expects.waiting_cost is None else expects.waiting_cost
        return round(cut_in / (cut_in + waiting * REVEALED_S), 4)

    def longest_ms(self, evidence: TurnEvidence) -> int:
        longest = evidence.expects.longest_silence_ms or self.longest_silence_ms
        if evidence.expects.kind == "digits":
            return dictation.longest_ms(evidence.expects, evidence.reading, longest)
        return longest


def words_inputs(evidence: TurnEvidence) -> dict[str, float]:
    """By name, what is known of them. Log odds that the words are a whole utterance; the log of how far they
    have come; how much of the N-best ends on a comma; the log of how sure the recognizer is of the last word
    (a word that a pause cuts in two is no word)."""
    recognition = evidence.recognition
    if recognition is None or not recognition.hypotheses:
        return {}
    ending = recognition.ending
    if evidence.reading is not None and answers(evidence.expects, evidence.reading):
        ending = max(ending or ANSWER, ANSWER, key=lambda one: one.complete)
        ending = replace(ending, progress=max(ending.progress, ANSWER.progress))
    found: dict[str, float] = {}
    hypotheses = recognition.hypotheses
    found["comma"] = sum(h.posterior for h in hypotheses if h.text.rstrip().endswith(","))
    if hypotheses[0].words:
        found["sure"] = max(-4.0, math.log(max(hypotheses[0].words[-1].confidence, 1e-3)))
    if ending is not None:
        complete = min(max(ending.complete, COMPLETE_LEAST), COMPLETE_MOST)
        found["complete"] = math.log(complete / (1 - complete))
        found["progress"] = min(max(math.log(max(ending.progress, 1e-3)), -1.5), 1.0)
    return found


def answers(expects: Expectation, reading: Reading) -> bool:
    """Whether the utterance has what was asked for, and ends with it, or with no more than a "please"."""
    if expects.kind == "yes_no":
        return reading.has("yes") or reading.has("no")
    if expects.more and reading.has("no"):
        return True
    if not (expects.step and expects.entities) or expects.free:
        return False
    return any(
        entity.name == expects.entities[0] and len(reading.text[entity.end :].split()) <= 1
        for entity in reading.entities
    )


def voice_inputs(units: Sequence[Voice]) -> dict[str, float]:
    """By name, what is known of the end of the last unit: its level (dB) and pitch (semitones) relative to
    the whole utterance, the slope of the pitch, and the log of how much its last syllable is drawn out."""
    if not units:
        return {}
    last, found = units[-1], dict[str, float]()
    usual_level = _mean_level(units)
    if last.final_level_db is not None and last.level_db is not None and usual_level is not None:
        level = last.final_level_db.value + last.level_db.value - usual_level
        found["level"] = min(max(level, QUIET_MOST_DB), LOUD_MOST_DB)
    if last.pitch_slope_st_s is not None:
        found["slope"] = min(max(last.pitch_slope_st_s.value, -30.0), 30.0)
    if last.final_lengthening is not None:
        found["lengthening"] = min(max(math.log(max(last.final_lengthening.value, 0.05)), -1.5), 1.5)
    usual_pitch = _mean([(one.pitch_hz, one.duration_ms) for one in units])
    if last.final_pitch_st is not None and last.pitch_hz is not None and usual_pitch:
        pitch = last.final_pitch_st.value + 12 * math.log2(last.pitch_hz.value / usual_pitch)
        found["pitch"] = min(max(pitch, -10.0), 10.0)
    return found


def _mean(measures: Sequence[tuple[Measure | None, int]]) -> float | None:
    """Weighed by duration."""
    known = [(one.value, ms) for one, ms in measures if one is not None and ms > 0]
    total = sum(ms for _, ms in known)
    return sum(value * ms for value, ms in known) / total if total else None


def _mean_level(units: Sequence[Voice]) -> float | None:
    """Of the powers, dBFS."""
    known = [(10 ** (one.level_db.value / 10), one.duration_ms) for one in units if one.level_db is not None]
    total = sum(ms for _, ms in known)
    return 10 * math.log10(sum(power * ms for power, ms in known) / total) if total else None
