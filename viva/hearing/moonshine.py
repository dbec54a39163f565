"""Moonshine tiny (Useful Sensors, 2024, MIT; arXiv:2410.15608), int8, on ONNX Runtime.

An encoder over raw 16 kHz audio (one frame for 384 samples, 24 ms) and a decoder with a cache. Threads
may share one recognizer; each recognition runs on the thread that asks for it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from viva.hearing.alignment import word_spans
from viva.hearing.beam import Bias, Finished, search
from viva.hearing.evidence import Hypothesis, Recognition, Word
from viva.hearing.loudness import speech_segments
from viva.hearing.moonshine_graph import prepared
from viva.models.fetch import ensure
from viva.understanding.expectation import Expectation

Floats = np.ndarray[Any, np.dtype[np.float32]]

LAYERS, HEADS, HEAD_SIZE = 6, 8, 36
START, END = 1, 2
RATE = 16_000
SHORTEST = RATE // 2
"""Samples; the encoder is unsure of less, so shorter audio is filled up with silence."""
LONGEST_S = 20.0
"""Longer audio is cut at its quietest places: the model was trained on up to 30 s."""
TOKENS_PER_S = 6.5
"""Moonshine's own guard against repeating itself without end; no one speaks faster."""
_CACHE = [
    f"past_key_values.{layer}.{side}.{part}"
    for layer in range(LAYERS)
    for side in ("decoder", "encoder")
    for part in ("key", "value")
]


class MoonshineRecognizer:
    """`viva.hearing.engine.Recognizer`. `width`: hypotheses in the beam, and N of the N-best list."""

    def __init__(self, width: int = 4) -> None:
        folder = ensure("moonshine-tiny")
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        providers = ["CPUExecutionProvider"]
        self._encoder = ort.InferenceSession(str(folder / "encoder_model.onnx"), options, providers)
        first, following = prepared(folder / "decoder_model_merged.onnx")
        self._first = ort.InferenceSession(str(first), options, providers)
        self._next = ort.InferenceSession(str(following), options, providers)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._width = width
        self.recognize(bytes(2 * RATE), Expectation())  # the first run allocates

    def recognize(self, pcm: bytes, expects: Expectation, bias: Bias | None = None) -> Recognition:
        samples = np.frombuffer(pcm[: len(pcm) & ~1], dtype="<i2").astype(np.float32) / np.float32(32768)
        audio_ms = len(samples) * 1000 // RATE
        parts: list[list[Hypothesis]] = []
        for start, end in speech_segments(samples, LONGEST_S):
            found = self._segment(samples[start:end], start * 1000 // RATE, bias)
            if found:
                parts.append(found)
        return Recognition(tuple(_joined(parts, self._width)), audio_ms)

    def _segment(self, samples: Floats, offset_ms: int, bias: Bias | None) -> list[Hypothesis]:
        """The N-best of one stretch of speech, posteriors over the list.

        Hypotheses that differ in punctuation or capitals only are one, with their mass together.
        """
        seconds = len(samples) / RATE
        if len(samples) < SHORTEST:
            samples = np.pad(samples, (0, SHORTEST - len(samples)))
        hidden = self._encoder.run(None, {"input_values": samples[None]})[0]
        max_tokens = max(8, round(seconds * TOKENS_PER_S) + 4)
        found = search(
            _Cached(self._first, self._next, hidden),
            width=self._width,
            end=END,
            max_tokens=max_tokens,
            bias=bias,
        )
        best: dict[tuple[str, ...], tuple[str, Finished]] = {}
        mass: dict[tuple[str, ...], float] = {}
        for hypothesis in found:
            text = self._tokenizer.decode(list(hypothesis.tokens)).strip()
            words = tuple(re.findall(r"[^\W_]+", text.lower()))
            if words:
                best.setdefault(words, (text, hypothesis))
                mass[words] = mass.get(words, 0.0) + math.exp(hypothesis.score - found[0].score)
        total = sum(mass.values())
        return [
            Hypothesis(
                best[words][0],
                best[words][1].log_prob,
                mass[words] / total,
                self._words(best[words][1], samples, seconds, offset_ms),
            )
            for words in sorted(best, key=lambda words: -mass[words])
        ]

    def _words(self, found: Finished, samples: Floats, seconds: float, offset_ms: int) -> tuple[Word, ...]:
        """Tokens gathered to words, each with its time and the least sure of its tokens."""
        words: list[str] = []
        log_probs: list[float] = []
        for token, log_prob in zip(found.tokens, found.token_log_probs, strict=False):
            piece = self._tokenizer.id_to_token(token) or ""
            if piece.startswith("▁") or not words:
                words.append("")
                log_probs.append(0.0)
            words[-1] += piece.replace("▁", "")
            log_probs[-1] = min(log_probs[-1], log_prob)
        kept = [(w, p) for w, p in zip(words, log_probs, strict=True) if any(c.isalnum() for c in w)]
        spans = word_spans([w for w, _ in kept], samples[: round(seconds * RATE)])
        return tuple(
            Word(w.strip(".,?!;:"), offset_ms + a, offset_ms + b, float(np.exp(p)))
            for (w, p), (a, b) in zip(kept, spans, strict=True)
        )


class _Cached:
    """The decoder with its caches, for `beam.search`."""

    def __init__(self, first: ort.InferenceSession, following: ort.InferenceSession, hidden: Floats) -> None:
        self._first = first
        self._next = following
        self._hidden = hidden
        self._past: dict[str, Floats] = {}
        self._encoded: dict[str, Floats] = {}
        """The encoder's side of the cache for a beam of one."""
        self._size = 1

    def start(self) -> Floats:
        tokens = np.array([[START]], dtype=np.int64)
        logits, *present = self._first.run(None, {"input_ids": tokens, "encoder_hidden_states": self._hidden})
        self._past = dict(zip(_CACHE, present, strict=True))
        self._encoded = {name: self._past[name] for name in _CACHE if ".encoder." in name}
        return _log_softmax(logits[:, -1])

    def step(self, tokens: Sequence[int], parents: Sequence[int]) -> Floats:
        size = len(tokens)
        past = self._past
        if list(parents) != list(range(self._size)):
            for name in _CACHE:
                if ".decoder." in name:
                    past[name] = past[name][list(parents)]
        if size != self._size:
            for name, value in self._encoded.items():
                past[name] = np.repeat(value, size, axis=0)
            self._size = size
        ids = np.array(tokens, dtype=np.int64)[:, None]
        logits, *present = self._next.run(None, {"input_ids": ids, **past})
        for name, value in zip(_CACHE, present, strict=True):
            if ".decoder." in name:
                past[name] = value
        return _log_softmax(logits[:, -1])


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), dtype=np.float32)


def _joined(parts: list[list[Hypothesis]], width: int) -> list[Hypothesis]:
    """Stretches one after the other: of each the best, and in turn the alternatives of each."""
    if not parts:
        return []
    if len(parts) == 1:
        return parts[0]
    choices = [[part[0] for part in parts]]
    for i, part in enumerate(parts):
        for other in part[1:]:
            choices.append([*(p[0] for p in parts[:i]), other, *(p[0] for p in parts[i + 1 :])])
    joined = [
        Hypothesis(
            " ".join(h.text for h in choice),
            sum(h.log_prob for h in choice),
            float(np.prod([h.posterior for h in choice])),
            tuple(w for h in choice for w in h.words),
        )
        for choice in choices
    ]
    joined = sorted(joined, key=lambda h: -h.posterior)[:width]
    total = sum(h.posterior for h in joined)
    return [Hypothesis(h.text, h.log_prob, h.posterior / total, h.words) for h in joined]
