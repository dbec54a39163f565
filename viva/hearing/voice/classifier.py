"""A classifier of the voice that a team trains on its own labels: multinomial logistic regression."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from viva.hearing.voice.baseline import SPREAD, Baseline
from viva.hearing.voice.evidence import Emotion, Voice

FORMAT = "viva-voice-1"
FEATURES = tuple(SPREAD)
"""Measures that it looks at, as z-scores against the speaker's own."""
FARTHEST = 4.0
"""z-scores are cut at it: one odd measure must not decide."""


@dataclass(frozen=True, slots=True)
class VoiceClassifier:
    """Weights of each label; the file that `viva train voice` writes holds just these."""

    weights: Mapping[str, Mapping[str, float]]
    """Label -> feature -> weight; the feature `bias` is always 1."""
    accuracy: float
    """Cross-validated by speaker when it was trained, 0..1."""
    recordings: int
    """That it was trained on."""

    def emotion(self, voice: Voice, baseline: Baseline) -> Emotion | None:
        """None while the speaker's usual voice is unknown."""
        scores = features(voice, baseline)
        if scores is None:
            return None
        odds = {
            label: weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * z for name, z in scores.items())
            for label, weights in self.weights.items()
        }
        most = max(odds.values())
        total = sum(math.exp(one - most) for one in odds.values())
        label = max(odds, key=lambda one: odds[one])
        return Emotion(label, float(f"{1 / total:.3g}"))

    def to_json(self) -> str:
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, ensure_ascii=False) + "\n"


def read_classifier(text: str) -> VoiceClassifier:
    """From the text of a file. Raises ValueError with what is wrong."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error}") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f'is no classifier of the voice: expected `"format": "{FORMAT}"`')
    try:
        weights = {
            str(label): {str(name): float(weight) for name, weight in of.items()}
            for label, of in data["weights"].items()
        }
        classifier = VoiceClassifier(weights, float(data["accuracy"]), int(data["recordings"]))
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise ValueError(f"has no usable weights: {error}") from None
    unknown = {name for of in weights.values() for name in of} - {*FEATURES, "bias"}
    if unknown or len(weights) < 2:
        what = f"unknown measures ({', '.join(sorted(unknown))})" if unknown else "fewer than two labels"
        raise ValueError(f"has {what}; train it again with `viva train voice`")
    return classifier


def features(voice: Voice, baseline: Baseline) -> dict[str, float] | None:
    """z-scores by measure; what is missing is taken as usual (0). None: no measure has a baseline."""
    found = {name: z for name in FEATURES if (z := baseline.z(name, voice)) is not None}
    if not found:
        return None
    return {name: max(-FARTHEST, min(FARTHEST, found.get(name, 0.0))) for name in FEATURES}
