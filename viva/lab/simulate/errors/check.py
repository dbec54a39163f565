"""How near an error model comes to what it was not fitted to: half of the rows against the other half."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from viva.lab.evaluate.alignment import distances
from viva.lab.simulate.errors.draw import draw
from viva.lab.simulate.errors.fit import Aligned, Row, aligned, fit
from viva.lab.simulate.errors.neighbours import Neighbours

DRAWS = 5
"""Each utterance is heard so often by the model, so that its figures waver less than the real ones."""
POINTS = np.linspace(0, 1, 101)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some utterances as they were heard."""

    utterances: int
    words: int
    wer: float
    best_of_n: float
    """Word error rate of the best of the hypotheses that are kept."""
    ser: float
    """Share of utterances with an error in the best hypothesis."""
    lost: float
    """Share of utterances of which nothing was heard."""
    posterior: np.ndarray[tuple[int], np.dtype[np.float64]]
    """Of the best hypothesis: its distribution function at `POINTS`."""
    mean_right: float
    """Mean posterior of the best hypothesis where it is right, and where it is wrong."""
    mean_wrong: float


@dataclass(frozen=True, slots=True)
class Compared:
    noise: str
    real: Figures
    model: Figures

    @property
    def apart(self) -> float:
        """Kolmogorov's distance between the distributions of the best posterior."""
        return float(np.abs(self.real.posterior - self.model.posterior).max())


def held_out(rows: Sequence[Row], neighbours: Neighbours, *, language: str = "en") -> list[Compared]:
    """The model of one half hears the other; by condition, then over all. No caller is in both halves; where
    callers are not known, no utterance is."""
    listed = [one for one in aligned(rows, language) if one.said and one.row.whole]
    halves = [crc32((one.row.caller or " ".join(one.said)).encode()) % 2 for one in listed]
    fitted = [one for one, half in zip(listed, halves, strict=True) if half == 0]
    rest = [one for one, half in zip(listed, halves, strict=True) if half == 1]
    model = fit(fitted)
    found = []
    drawn: dict[str, list[Heard]] = {}
    for number, one in enumerate(rest):
        condition = model.conditions[model.nearest(one.row.noise)]
        for turn in range(DRAWS):
            chance = np.random.default_rng([number, turn])
            told = draw(one.said, model, condition, neighbours, chance, trouble=chance.random())
            heard = Heard(one.said, tuple(own.words for own in told), told[0].posterior if told else 0.0)
            drawn.setdefault(one.row.noise, []).append(heard)
    real = {
        noise: [_heard(one) for one in rest if one.row.noise == noise]
        for noise in sorted({one.row.noise for one in rest})
    }
    for noise, listed_heard in real.items():
        found.append(Compared(noise, figures(listed_heard), figures(drawn[noise])))
    both = [one for part in real.values() for one in part], [one for part in drawn.values() for one in part]
    return [*found, Compared("all", figures(both[0]), figures(both[1]))]


@dataclass(frozen=True, slots=True)
class Heard:
    said: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    posterior: float


def _heard(one: Aligned) -> Heard:
    return Heard(one.said, one.heard, one.row.nbest[0].posterior if one.row.nbest else 0.0)


def figures(listed: Sequence[Heard]) -> Figures:
    errors, oracle = np.zeros((2, len(listed)))
    for at, one in enumerate(listed):
        edits = [_distance(one.said, text) for text in one.texts] or [len(one.said)]
        errors[at], oracle[at] = edits[0], min(edits)
    words = sum(len(one.said) for one in listed)
    posterior = np.array([one.posterior for one in listed])
    wrong = errors > 0
    return Figures(
        len(listed),
        words,
        float(errors.sum()) / max(words, 1),
        float(oracle.sum()) / max(words, 1),
        float(wrong.mean()),
        float(np.mean([not one.texts for one in listed])),
        np.array([float((posterior <= point).mean()) for point in POINTS]),
        float(posterior[~wrong].mean()) if (~wrong).any() else float("nan"),
        float(posterior[wrong].mean()) if wrong.any() else float("nan"),
    )


def _distance(said: Sequence[str], heard: Sequence[str]) -> int:
    codes: dict[str, str] = {}
    a, b = (
        "".join(codes.setdefault(word, chr(0x4E00 + len(codes))) for word in one) for one in (said, heard)
    )
    return int(distances([a], [b])[0])
