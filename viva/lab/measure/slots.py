"""Values inside sentences, measured: entity F1 on SNIPS, exact span and type."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from statistics import median

import numpy as np

from viva.encoding.engine import Encoder
from viva.lab.evaluate.calibration import calibration_error
from viva.lab.measure.snips import Labelled, read_snips
from viva.understanding.marks import Marked
from viva.understanding.normalise import normalise
from viva.understanding.slots.tagger import SlotTagger, Tagged

_HELD_OUT = 10
"""One utterance of so many, by the hash of its text, is held out of training for choices."""

Found = tuple[str, int, int]
"""Entity and character offsets, without blanks and punctuation at the edges."""


@dataclass(slots=True)
class Counts:
    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        both = self.found + self.wanted
        return 2 * self.right / both if both else 0.0


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
    utterances: int = 0
    whole: int = 0
    """Utterances with all values right and none too many."""
    total: Counts = field(default_factory=Counts)
    by_intent: dict[str, Counts] = field(default_factory=dict)
    by_entity: dict[str, Counts] = field(default_factory=dict)
    verdicts: list[tuple[float, bool]] = field(default_factory=list)
    """Of each value found: its probability, and whether it is right."""

    @property
    def calibration_error(self) -> float:
        """Expected calibration error of the values' probabilities, 15 equal bins."""
        probabilities, right = np.array(self.verdicts, np.float64).reshape(-1, 2).T
        return calibration_error(probabilities, right > 0)


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
        _count(scores, one, tagged)
    scores.utterance_ms, scores.encoder_ms = 1000 * median(tagging), 1000 * median(encoding)
    return scores


def _count(scores: SlotScores, one: Labelled, tagged: Sequence[Tagged]) -> None:
    text = one.marked.text
    wanted = {_trimmed(text, *span) for span in one.marked.spans}
    found = {_trimmed(text, each.entity, each.start, each.end): each.probability for each in tagged}
    scores.utterances += 1
    scores.whole += wanted == set(found)
    scores.verdicts += [(probability, value in wanted) for value, probability in found.items()]
    intent = scores.by_intent.setdefault(one.intent, Counts())
    for counts, of in ((scores.total, None), (intent, None)):
        _add(counts, wanted, found, of)
    for entity in {name for name, _, _ in (*wanted, *found)}:
        _add(scores.by_entity.setdefault(entity, Counts()), wanted, found, entity)


def _add(counts: Counts, wanted: Iterable[Found], found: Iterable[Found], entity: str | None) -> None:
    """entity: only its values; None: all."""
    wanted = {one for one in wanted if entity in (None, one[0])}
    found = {one for one in found if entity in (None, one[0])}
    counts.right += len(wanted & found)
    counts.found += len(found)
    counts.wanted += len(wanted)


def _trimmed(text: str, entity: str, start: int, end: int) -> Found:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return entity, start, end


def _is_held_out(one: Labelled) -> bool:
    return _hash(one)[-1] * _HELD_OUT < 256


def _hash(one: Labelled) -> bytes:
    return sha256(one.marked.text.encode()).digest()


def _lowered(one: Labelled) -> Labelled:
    lower = one.marked.text.lower()
    same_length = len(lower) == len(one.marked.text)
    return Labelled(one.intent, Marked(lower, one.marked.spans) if same_length else one.marked)
