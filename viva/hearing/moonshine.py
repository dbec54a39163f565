"""Moonshine tiny (Useful Sensors, 2024, MIT; arXiv:2410.15608), int8, on ONNX Runtime.

An encoder over raw 16 kHz audio (one frame for 384 samples, 24 ms) and a decoder with a cache. Threads
may share one recognizer; each recognition runs on the thread that asks for it.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from viva.audio.pcm import to_float
from viva.hearing.alignment import HEAD, LAYER, heard, lost_its_place, said_anew, token_starts, word_spans
from viva.hearing.beam import Finished, search
from viva.hearing.bias.language import BotLanguage
from viva.hearing.bias.mixture import Mixture
from viva.hearing.bias.tokens import SPACE, Tokens
from viva.hearing.bursts import bursts
from viva.hearing.evidence import Ending, Hypothesis, Recognition, Word
from viva.hearing.explained import ExplainedHypothesis, biased_words, token_words
from viva.hearing.loudness import FRAME_MS, MARGIN, frame_levels, level_range, quiet_below, speech_segments
from viva.hearing.moonshine_graph import adapted
from viva.hearing.overlap import judge as judging
from viva.hearing.overlap.evidence import Overlap
from viva.hearing.overlap.heard import Guess, Heard
from viva.hearing.silero import SileroVad
from viva.hearing.trim import spoken_part
from viva.models.fetch import ensure
from viva.understanding.engine import Language
from viva.understanding.expectation import Expectation

Floats = np.ndarray[Any, np.dtype[np.float32]]

LAYERS, HEADS, HEAD_SIZE = 6, 8, 36
START, END = 1, 2
RATE = 16_000
SHORTEST = RATE // 2
"""Samples; the encoder is unsure of less, so shorter audio is filled up with silence."""
LONGEST_S = 20.0
"""Longer audio is cut at its quietest places: the model was trained on up to 30 s."""
UNSURE = -0.3
"""Mean natural log of a token's probability below which the search is done again with twice the beam."""
NOISY_DB = 23.0
"""And only where the level varies by less than this: 95 of 100 recordings with noise at 9 or 6 dB, one in ten
without noise, where the second search brings nothing and words cut off by a pause would often ask for it."""
GLIMPSE = 4
"""Hypotheses in the beam for a short sound over the bot."""
UNHEARD_BATCH = 16
SHARPNESS = 2.5
"""Scores are multiplied by this before they become posteriors: so the best text's is near the share of its
readings that are right (benchmarks/README.md)."""
TOKENS_PER_S = 6.5
"""Moonshine's own guard against repeating itself without end; no one speaks faster."""
NOTHING = 0.85
"""Probability of ending before the first word from which the audio holds no words. One-second pieces of
kitchen noise have a median of 0.96, tones 0.99; of 171 recordings of speech, 100 of them a single
digit, the highest has 0.76."""
_CACHE = [
    f"past_key_values.{layer}.{side}.{part}"
    for layer in range(LAYERS)
    for side in ("decoder", "encoder")
    for part in ("key", "value")
]


def token_facts() -> Tokens:
    """Of its tokenizer, without the networks."""
    return Tokens(Tokenizer.from_file(str(ensure("moonshine-tiny") / "tokenizer.json")), END)


class MoonshineRecognizer:
    """`viva.hearing.engine.Recognizer`. `width`: hypotheses in the beam; the N-best list has up to twice as
    many."""

    def __init__(self, width: int = 6) -> None:
        folder = ensure("moonshine-tiny")
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        providers = ["CPUExecutionProvider"]
        self._encoder = ort.InferenceSession(str(folder / "encoder_model.onnx"), options, providers)
        decoder = adapted((folder / "decoder_model_merged.onnx").read_bytes(), LAYER)
        self._decoder = ort.InferenceSession(decoder, options, providers)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokens = Tokens(self._tokenizer, END)
        self._width = width
        self._keep = 2 * width if width > 1 else 1
        self._voice = SileroVad()
        self._languages: dict[Path, BotLanguage] = {}
        self._lock = threading.Lock()
        hiss = np.random.default_rng(0).normal(0, 300, RATE).astype("<i2")
        self.recognize(hiss.tobytes(), Expectation())  # the first run allocates

    def compile(self, language: Language, path: Path) -> None:
        BotLanguage.compiled(language, self._tokens, self._unheard).save(path)

    def recognize(self, pcm: bytes, expects: Expectation, language: Path | None = None) -> Recognition:
        bias = self._bias(expects, language)
        found, audio_ms = self._heard(pcm, bias)
        ending = _ending(found, bias) if bias is not None and found else None
        dictated = bursts(to_float(pcm[: len(pcm) & ~1])) if expects.kind == "digits" else None
        return Recognition(tuple(one.hypothesis for one in found), audio_ms, ending, dictated)

    def explain(
        self, pcm: bytes, expects: Expectation, language: Path | None = None
    ) -> list[ExplainedHypothesis]:
        bias = self._bias(expects, language)
        explained = []
        for hypothesis, stretches in self._heard(pcm, bias)[0]:
            words = tuple(word for one in stretches for word in biased_words(one, bias, self._piece))
            gain = sum(gain for one in stretches for gain in one.gains)
            explained.append(ExplainedHypothesis(hypothesis, gain, words))
        return explained

    def judge_overlap(
        self, pcm: bytes, expects: Expectation, usual_level_db: float | None, language: Path | None = None
    ) -> Overlap:
        samples = to_float(pcm[: len(pcm) & ~1])[: round(judging.LONGEST_S * RATE)]
        with self._lock:
            activity = judging.speech_probabilities(samples, self._voice)
        heard = self.glimpse(samples, self._bias(expects, language))
        return judging.judge(samples, activity, heard, expects, usual_level_db)

    def glimpse(self, samples: Floats, bias: Mixture | None = None) -> Heard:
        """A short sound in a narrow search, whether or not it holds words."""
        hidden = self.encoded(samples)
        decoder = _Cached(self._decoder, hidden)
        found = search(decoder, width=GLIMPSE, keep=2 * GLIMPSE, end=END, max_tokens=8, bias=bias)
        guesses = (
            Guess(self._tokenizer.decode(list(one.tokens)).strip(), one.log_prob, len(one.token_log_probs))
            for one in found
        )
        return Heard(math.exp(decoder.start()[0, END]), tuple(guesses), hidden[0])

    def encoded(self, samples: Floats) -> Floats:
        """What the encoder makes of audio, [1, frames, 288]; short audio is filled up."""
        padded = np.pad(samples, (0, max(0, SHORTEST - len(samples))))
        return np.asarray(self._encoder.run(None, {"input_values": padded[None]})[0])

    def _heard(self, pcm: bytes, bias: Mixture | None) -> tuple[list[_Found], int]:
        """The N-best, and the milliseconds of audio."""
        samples = to_float(pcm[: len(pcm) & ~1])
        parts: list[list[_Found]] = []
        with self._lock:
            start, stop = spoken_part(samples, self._voice, RATE, MARGIN)
        for first, last in speech_segments(samples[start:stop], LONGEST_S):
            first, last = first + start, last + start
            found = self._segment(samples[first:last], first * 1000 // RATE, bias)
            if found:
                parts.append(found)
        return _joined(parts, self._keep), len(samples) * 1000 // RATE

    def _bias(self, expects: Expectation, language: Path | None) -> Mixture | None:
        return self._language(language).at(expects) if language is not None and self._width > 1 else None

    def _piece(self, token: int) -> str:
        return self._tokenizer.id_to_token(token) or ""

    def _language(self, path: Path) -> BotLanguage:
        with self._lock:
            found = self._languages.get(path)
            if found is None:
                found = self._languages[path] = BotLanguage.load(path, self._tokens)
            return found

    def _unheard(self, sequences: Sequence[Sequence[int]]) -> Iterable[Floats]:
        """Of token sequences what comes next at each place, where nothing was heard: one frame of zeros."""
        past = dict.fromkeys(_CACHE, np.zeros((0, HEADS, 1, HEAD_SIZE), dtype=np.float32))
        for first in range(0, len(sequences), UNHEARD_BATCH):
            batch = sequences[first : first + UNHEARD_BATCH]
            ids = np.full((len(batch), 1 + max(map(len, batch))), END, dtype=np.int64)
            ids[:, 0] = START
            for row, sequence in enumerate(batch):
                ids[row, 1 : 1 + len(sequence)] = sequence
            inputs = {
                "input_ids": ids,
                "encoder_hidden_states": np.zeros((len(batch), 1, HEADS * HEAD_SIZE), dtype=np.float32),
                "use_cache_branch": np.array([False]),
                **past,
            }
            logits = self._decoder.run(["logits"], inputs)[0]
            for row, sequence in enumerate(batch):
                yield _log_softmax(logits[row, : len(sequence) + 1])

    def _segment(self, samples: Floats, offset_ms: int, bias: Mixture | None) -> list[_Found]:
        """The N-best of one stretch of speech, posteriors over the list.

        Hypotheses that differ in punctuation or capitals only are one, with their mass together.
        """
        seconds = len(samples) / RATE
        hidden = self.encoded(samples)
        max_tokens = max(8, round(seconds * TOKENS_PER_S) + 4)
        decoder = _Cached(self._decoder, hidden)
        if math.exp(decoder.start()[0, END]) > NOTHING:
            return []
        searched = partial(search, end=END, max_tokens=max_tokens, bias=bias)
        found = searched(decoder, width=self._width, keep=self._keep)
        unsure = found[0].log_prob < UNSURE * (len(found[0].tokens) + 1)
        if bias is not None and unsure and level_range(frame_levels(samples)) < NOISY_DB:
            # In noise the right words fall out of a narrow beam early.
            decoder.begin_again()
            found = searched(decoder, width=2 * self._width, keep=2 * self._keep)
        found = [one for one in found if not lost_its_place(one.tokens)] or found[:1]
        if bias is not None:
            found = [_without_unheard_gains(one, decoder.attention(one)) for one in found]
            found.sort(key=lambda one: -one.score)
        best: dict[tuple[str, ...], tuple[str, Finished]] = {}
        mass: dict[tuple[str, ...], float] = {}
        for hypothesis in found:
            text = self._tokenizer.decode(list(hypothesis.tokens)).strip()
            words = tuple(re.findall(r"[^\W_]+", text.lower()))
            if words:
                best.setdefault(words, (text, hypothesis))
                mass[words] = mass.get(words, 0.0) + math.exp(SHARPNESS * (hypothesis.score - found[0].score))
        total = sum(mass.values())
        return [
            _Found(
                Hypothesis(
                    best[words][0],
                    best[words][1].log_prob,
                    mass[words] / total,
                    self._words(best[words][1], decoder, samples, offset_ms),
                ),
                (best[words][1],),
            )
            for words in sorted(best, key=lambda words: -mass[words])
        ]

    def _words(self, found: Finished, decoder: _Cached, samples: Floats, offset_ms: int) -> tuple[Word, ...]:
        """Tokens gathered to words, each with its time and the least sure of its tokens."""
        pieces = [self._piece(token) for token in found.tokens]
        grouped = list(token_words(pieces))
        words = ["".join(pieces[at] for at in one).replace(SPACE, "") for one in grouped]
        log_probs = [min(found.token_log_probs[at] for at in one) for one in grouped]
        token_at = token_starts(decoder.attention(found))
        starts = [token_at[one[0]] for one in grouped]
        levels = frame_levels(samples)
        kept = [i for i, word in enumerate(words) if any(c.isalnum() for c in word)]
        spans = word_spans([starts[i] for i in kept], levels, FRAME_MS, quiet_below(levels))
        return tuple(
            Word(words[i].strip(".,?!;:"), offset_ms + start, offset_ms + end, math.exp(log_probs[i]))
            for i, (start, end) in zip(kept, spans, strict=True)
        )


class _Found(NamedTuple):
    """One entry of the N-best list, and what the search made of each stretch of speech in it."""

    hypothesis: Hypothesis
    stretches: tuple[Finished, ...]


class _Cached:
    """The decoder with its caches, for `beam.search`.

    All hypotheses look at one encoder's side of the cache: ONNX's products broadcast it. A copy for each of
    twelve would be 20 MB of 3 s of audio to read in each step, half of a step's time on a busy machine.
    """

    def __init__(self, session: ort.InferenceSession, hidden: Floats) -> None:
        self._session = session
        self._hidden = hidden
        empty = np.zeros((0, HEADS, 1, HEAD_SIZE), dtype=np.float32)
        self._past: dict[str, Floats] = dict.fromkeys(_CACHE, empty)
        self._size = 1
        self._attention: list[Floats] = []
        """Of each answer: [rows, encoder frames]."""
        self._first = self._run([START], hidden, first=True)
        self._begun = dict(self._past)

    def begin_again(self) -> None:
        """For another search of the same audio."""
        self._past, self._size = dict(self._begun), 1
        del self._attention[1:]

    def start(self) -> Floats:
        return self._first

    def step(self, tokens: Sequence[int], parents: Sequence[int]) -> Floats:
        size = len(tokens)
        if list(parents) != list(range(self._size)):
            for name in _CACHE:
                if ".decoder." in name:
                    self._past[name] = self._past[name][list(parents)]
        self._size = size
        # Once there is a cache, only the batch size of the encoder's output counts.
        return self._run(tokens, self._hidden[:, :1].repeat(size, axis=0), first=False)

    def attention(self, found: Finished) -> Floats:
        """[tokens, encoder frames]: where the decoder looked when it chose each token."""
        rows = zip(self._attention, found.rows[: len(found.tokens)], strict=False)
        return np.stack([answer[row] for answer, row in rows])

    def _run(self, tokens: Sequence[int], hidden: Floats, *, first: bool) -> Floats:
        inputs = {
            "input_ids": np.array(tokens, dtype=np.int64)[:, None],
            "encoder_hidden_states": hidden,
            "use_cache_branch": np.array([not first]),
            **self._past,
        }
        logits, *present, attention = self._session.run(None, inputs)
        for name, value in zip(_CACHE, present, strict=True):
            if first or ".decoder." in name:
                self._past[name] = value
        self._attention.append(attention[:, HEAD, -1])
        return _log_softmax(logits[:, -1])


def _without_unheard_gains(found: Finished, attention: Floats) -> Finished:
    """What is written after the end of the speech, or again and again, gains nothing by being of the bot's
    language.

    Without this, "a latte please" and then "thank you very much thank you" outdoes "a latte please".
    """
    listened = [*heard(attention), *([True] * (len(found.gains) - len(found.tokens)))]
    said = [*said_anew(found.tokens), *([True] * (len(found.gains) - len(found.tokens)))]
    gains = (
        gain if real and anew else min(gain, 0.0)
        for gain, real, anew in zip(found.gains, listened, said, strict=True)
    )
    return replace(found, gains=tuple(gains))


def _log_softmax(logits: Floats) -> Floats:
    shifted = np.asarray(logits - logits.max(axis=1, keepdims=True), dtype=np.float32)
    shifted -= np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return shifted


def _ending(found: list[_Found], bias: Mixture) -> Ending:
    """Of an N-best list that is not empty. What was said before a cut of `speech_segments` is forgotten."""
    complete = progress = 0.0
    for hypothesis, stretches in found:
        complete += hypothesis.posterior * bias.ends_after(stretches[-1].tokens)
        progress += hypothesis.posterior * len(hypothesis.words) / bias.usual_length
    return Ending(round(min(1.0, float(complete)), 4), round(float(progress), 3))


def _joined(parts: list[list[_Found]], width: int) -> list[_Found]:
    """Stretches one after the other: of each the best, and in turn the alternatives of each."""
    if not parts:
        return []
    if len(parts) == 1:
        return parts[0]
    choices = [[part[0] for part in parts]]
    for i, part in enumerate(parts):
        for other in part[1:]:
            choices.append([*(p[0] for p in parts[:i]), other, *(p[0] for p in parts[i + 1 :])])
    joined = [_in_a_row(choice) for choice in choices]
    joined = sorted(joined, key=lambda one: -one.hypothesis.posterior)[:width]
    total = sum(one.hypothesis.posterior for one in joined)
    return [
        one._replace(hypothesis=replace(one.hypothesis, posterior=one.hypothesis.posterior / total))
        for one in joined
    ]


def _in_a_row(choice: Sequence[_Found]) -> _Found:
    listed = [one.hypothesis for one in choice]
    whole = Hypothesis(
        " ".join(one.text for one in listed),
        sum(one.log_prob for one in listed),
        float(np.prod([one.posterior for one in listed])),
        tuple(word for one in listed for word in one.words),
    )
    return _Found(whole, tuple(stretch for one in choice for stretch in one.stretches))
