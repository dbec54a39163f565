"""Training of the voice classifier: multinomial logistic regression, judged on speakers left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from viva.audio.files import AudioFileError, read_audio
from viva.audio.pcm import to_float
from viva.errors import VivaError
from viva.hearing.voice.analyser import VoiceAnalyser
from viva.hearing.voice.baseline import Baseline
from viva.hearing.voice.classifier import FEATURES, VoiceClassifier, features
from viva.hearing.voice.evidence import Voice
from viva.hearing.voice.frames import VoiceFrames
from viva.hearing.voice.measure import BELOW_LOUDEST_DB, measure
from viva.lab.labelled import Labelled, read_labelled

FOLDS = 10
RIDGE = 1.0
"""Of the squared weights, beside the summed loss: as much as one recording."""
STEPS = 400
Floats = NDArray[np.float64]


def train_voice(data: Path, out: Path) -> None:
    """Train on labelled recordings, print what it is worth, write the file.

    Raises:
        VivaError: rows that are wrong, recordings that hold no speech, a file name that no bot can name.
    """
    if not out.name.endswith(".voice.json"):
        raise VivaError(f"{out}: expected a name like moods.voice.json", hint="a bot's files are known by it")
    recordings = read_labelled(data)
    voices = [heard(one.path) for one in recordings]
    labels = sorted({one.label for one in recordings})
    x = scores(recordings, voices)
    y = np.array([labels.index(one.label) for one in recordings])
    guessed = _cross_validated(x, y, _groups(recordings), len(labels))
    right = guessed == y
    for line in _report(recordings, labels, y, guessed):
        click.echo(line)
    weights = _fit(x, y, len(labels))
    names = (*FEATURES, "bias")
    table = {
        label: {name: float(f"{w:.4g}") for name, w in zip(names, row, strict=True)}
        for label, row in zip(labels, weights, strict=True)
    }
    out.write_text(
        VoiceClassifier(table, float(f"{right.mean():.4g}"), len(recordings)).to_json(), encoding="utf-8"
    )
    click.echo(f"wrote {out}; in bot.yaml:  engines: {{voice: {out.name}}}")


def heard(path: Path) -> Voice:
    """The measures of a recording, taken as one inter-pausal unit; silence around it is left out."""
    try:
        samples = to_float(read_audio(path))
    except AudioFileError as error:
        raise VivaError(f"{error.message}", hint=error.hint) from error
    analyser = VoiceAnalyser()
    frames = VoiceFrames.joined([analyser.push(samples), analyser.flush()])
    loud = np.flatnonzero(frames.level_db >= frames.level_db.max(initial=-100.0) - BELOW_LOUDEST_DB)
    if not len(loud) or not frames.voiced.any():
        raise VivaError(f"{path}: no voice is heard in it", hint="remove it from the data")
    begin, end = frames.times_ms[loud[0]], frames.times_ms[loud[-1]]
    return measure(frames.between(float(begin), float(end) + 1))


def scores(recordings: Sequence[Labelled], voices: Sequence[Voice]) -> Floats:
    """z-scores [n, features + 1] against each speaker's own recordings, and a last column of ones.

    Labels are not looked at. Recordings without a speaker count as one speaker's.
    """
    baselines: dict[str, Baseline] = {}
    for one, voice in zip(recordings, voices, strict=True):
        baselines[one.speaker] = baselines.get(one.speaker, Baseline()).with_voice(voice)
    rows = [features(v, baselines[r.speaker]) or {} for r, v in zip(recordings, voices, strict=True)]
    return np.array([[*(row.get(name, 0.0) for name in FEATURES), 1.0] for row in rows])


def _groups(recordings: Sequence[Labelled]) -> NDArray[np.intp]:
    """The fold of each recording: all of a speaker's in one; by recording where only one speaker is known."""
    speakers = sorted({one.speaker for one in recordings})
    if len(speakers) == 1:
        return np.arange(len(recordings)) % FOLDS
    return np.array([speakers.index(one.speaker) % FOLDS for one in recordings])


def _cross_validated(
    x: Floats, y: NDArray[np.intp], groups: NDArray[np.intp], labels: int
) -> NDArray[np.intp]:
    guessed = np.zeros_like(y)
    for group in np.unique(groups):
        out = groups == group
        guessed[out] = (x[out] @ _fit(x[~out], y[~out], labels).T).argmax(axis=1)
    return guessed


def _fit(x: Floats, y: NDArray[np.intp], labels: int) -> Floats:
    """Weights [labels, features + 1] of least balanced log loss, by gradient descent with momentum."""
    counts = np.maximum(np.bincount(y, minlength=labels), 1)
    share = (len(y) / labels / counts)[y][:, None]
    wanted = np.eye(labels)[y]
    bound = 0.5 * float((share * np.square(x)).sum()) + RIDGE
    weights, previous = np.zeros((labels, x.shape[1])), np.zeros((labels, x.shape[1]))
    for step in range(STEPS):
        ahead = weights + step / (step + 3) * (weights - previous)
        odds = x @ ahead.T
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        gradient = (share * (odds / odds.sum(axis=1, keepdims=True) - wanted)).T @ x + RIDGE * ahead
        previous, weights = weights, ahead - gradient / bound
    return weights


def _report(
    recordings: Sequence[Labelled], labels: list[str], y: NDArray[np.intp], guessed: NDArray[np.intp]
) -> list[str]:
    """Accuracy with counts: by label, by speaker, and what guessing the commonest label gives."""
    right = guessed == y
    speakers = sorted({one.speaker for one in recordings})
    by = "speakers" if len(speakers) > 1 else "recordings (no speakers are given)"
    lines = [f"{len(recordings)} recordings, {len(speakers)} speakers; judged on {by} left out of training"]
    for index, label in enumerate(labels):
        lines.append(f"  {label}: {right[y == index].sum()} of {(y == index).sum()}")
    if len(speakers) > 1:
        for speaker in speakers:
            of = np.array([one.speaker == speaker for one in recordings])
            lines.append(f"  speaker {speaker or '(not given)'}: {right[of].sum()} of {of.sum()}")
    commonest = Counter(y.tolist()).most_common(1)[0][1]
    accuracy = f"accuracy {right.mean():.1%} ({right.sum()} of {len(y)})"
    return [*lines, f"{accuracy}; the commonest label alone: {commonest / len(y):.1%}"]
