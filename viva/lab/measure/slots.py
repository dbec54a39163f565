"""Values inside sentences, measured on SNIPS: what was tagged, for `viva eval slots`, and how fast."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from statistics import median

import numpy as np

from viva.encoding.engine import Encoder
from viva.lab.evaluate.calibration import calibration_error
from viva.lab.evaluate.spans import Span
from viva.lab.measure.rows import Row
from viva.lab.measure.snips import Labelled, read_snips
from viva.understanding.marks import Marked
from viva.understanding.normalise import normalise
from viva.understanding.reading import JsonValue
from viva.understanding.slots.tagger import SlotTagger, Tagged

_HELD_OUT = 10
"""One utterance of so many, by the hash of its text, is held out of training for choices."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Spans: slot, offset of the first character and behind the last, no blanks and signs at the edges."""

    intent: str
    text: str
    true: frozenset[Span]
    found: dict[Span, float]
    """With their probabilities."""


@dataclass(slots=True)
class SlotScores:
    trained_on: int
    """Utterances."""
    train_s: float
    """Wall time of training, encoding of the examples included."""
    utterance_ms: float
    """Median wall time to tag one utterance alone."""
    encoder_ms: float
    """The encoder's part of it, measured apart."""
    answers: list[Answer] = field(default_factory=list)

    @property
    def calibration_error(self) -> float:
        """Expected calibration error of the values' probabilities, 15 equal bins."""
        verdicts = [(p, span in one.true) for one in self.answers for span, p in one.found.items()]
        probabilities, right = np.array(verdicts, np.float64).reshape(-1, 2).T
        return calibration_error(probabilities, right > 0)

    def rows(self) -> list[Row]:
        return [
            {
                "id": str(number),
                "text": one.text,
                "intent": one.intent,
                "truth": [_cell(span) for span in sorted(one.true)],
                "hypothesis": [_cell(span) for span in sorted(one.found)],
            }
            for number, one in enumerate(self.answers)
        ]


def measure_slots(
    folder: Path, encoder: Encoder | None, *, held_out: bool, lower: bool, examples: int | None = None
) -> SlotScores:
    """Train on SNIPS and tag its test utterances.

    held_out: tag a tenth of the training utterances instead, which are then not trained on. lower:
    without capitals, as much of the literature has it. examples: train on so many, drawn by the hashes of
    their texts.

    Raises VivaError where the data is not there.
    """
    training = read_snips(folder, "train")
    if held_out:
        test = [one for one in training if _is_held_out(one)]
        training = [one for one in training if not _is_held_out(one)]
    else:
        test = read_snips(folder, "test")
    if lower:
        training, test = [_lowered(one) for one in training], [_lowered(one) for one in test]
    if examples is not None:
        training = sorted(training, key=_hash)[:examples]
    begun = time.perf_counter()
    tagger = SlotTagger([one.marked for one in training], encoder)
    trained = time.perf_counter()
    scores = SlotScores(len(training), trained - begun, 0.0, 0.0)
    tagging, encoding = [], []
    for one in test:
        started = time.perf_counter()
        (tagged,) = tagger.find([normalise(one.marked.text)])
        ended = time.perf_counter()
        if encoder:
            encoder.tokens([one.marked.text])
        tagging.append(ended - started)
        encoding.append(time.perf_counter() - ended)
        scores.answers.append(_answer(one, tagged))
    scores.utterance_ms, scores.encoder_ms = 1000 * median(tagging), 1000 * median(encoding)
    return scores


def _answer(one: Labelled, tagged: Sequence[Tagged]) -> Answer:
    text = one.marked.text
    true = frozenset(_trimmed(text, *span) for span in one.marked.spans)
    found = {_trimmed(text, each.entity, each.start, each.end): each.probability for each in tagged}
    return Answer(one.intent, text, true, found)


def _trimmed(text: str, entity: str, start: int, end: int) -> Span:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return entity, start, end


def _cell(span: Span) -> JsonValue:
    slot, start, end = span
    return {"slot": slot, "start": start, "end": end}


def _is_held_out(one: Labelled) -> bool:
    return _hash(one)[-1] * _HELD_OUT < 256


def _hash(one: Labelled) -> bytes:
    return sha256(one.marked.text.encode()).digest()


def _lowered(one: Labelled) -> Labelled:
    lower = one.marked.text.lower()
    same_length = len(lower) == len(one.marked.text)
    return Labelled(one.intent, Marked(lower, one.marked.spans) if same_length else one.marked)
