"""What a call would decide in each pause of a recording, as if the recognizer answered at once."""

from __future__ import annotations

import numpy as np

from viva.audio.pcm import to_float
from viva.call.listener import RENEWED_MS
from viva.call.turn_end import SHORTEST_MS, EndOfTurn
from viva.call.view.pauses import PauseView, ScoreView
from viva.call.view.reasons import held, taken
from viva.lab.turns.detector import Pause, TurnDetector
from viva.understanding.expectation import Expectation

WINDOW = 512
SILENCE_S = 1.0
"""Added to the recording, so that its last pause is noticed."""


def explain_pauses(detector: TurnDetector, pcm: bytes, expects: Expectation) -> tuple[PauseView, ...]:
    """`pcm`: PCM16LE, mono, 16 kHz; one turn of the caller."""
    samples = np.concatenate((to_float(pcm), np.zeros(int(16_000 * SILENCE_S), np.float32)))
    detector.reset()
    seen: list[int] = []
    ended: list[int] = []
    for at in range(0, len(samples) - WINDOW + 1, WINDOW):
        silence, _ = detector.push(samples[at : at + WINDOW])
        clock = (at + WINDOW) // 16
        if len(detector.heard.pauses) > len(seen):
            seen.append(clock)
        elif silence == 0 and len(seen) > len(ended):
            ended.append(clock)
    ways = zip(detector.heard.pauses, seen, [*ended, None], strict=False)
    return tuple(_viewed(detector.policy, expects, *way) for way in ways)


def _viewed(policy: EndOfTurn, expects: Expectation, pause: Pause, seen: int, ended: int | None) -> PauseView:
    """`seen`, `ended`: when the call knew of the pause, and that the caller goes on; None: not."""
    longest, threshold = policy.longest_ms(pause.evidence), policy.threshold(expects)
    recognition = pause.evidence.recognition
    view = PauseView(pause.end_ms, pause.end_ms, text=recognition.text if recognition else "")
    silence = max(SHORTEST_MS, seen - pause.end_ms)
    while ended is None or pause.end_ms + silence < ended:
        score = policy.score(pause.evidence, silence)
        at = pause.end_ms + silence
        view.scores.append(ScoreView(at, silence, score.over, threshold, score.because))
        if score.over >= threshold or silence >= longest:
            view.outcome, view.end_ms = "taken", at
            view.why = taken(silence, score.over, threshold, score.because, view.text)
            if pause.resumed_ms is not None:
                length = pause.resumed_ms - pause.end_ms
                view.why += f"; the caller, who went on after {length} ms, would have been cut off"
            return view
        silence = min((silence // RENEWED_MS + 1) * RENEWED_MS, longest)
    assert pause.resumed_ms is not None
    view.outcome, view.end_ms = "went_on", pause.resumed_ms
    last = view.scores[-1]
    view.why = held(view.end_ms - pause.end_ms, last.over, threshold, last.because, view.text)
    return view
