"""`viva bench callers`: what a recognizer hears of simulated callers, by voice, noise and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import numpy as np

from viva.hearing.engine import Recognizer
from viva.hearing.registry import recognizer as make_recognizer
from viva.lab.evaluate.asr import Heard, Spoken, score
from viva.lab.evaluate.normalise import english
from viva.lab.measure.intent_sets import clinc150
from viva.lab.measure.rows import Row, write_rows
from viva.lab.simulate.utterance import Part, Utterance
from viva.lab.simulate.voice.line import line
from viva.lab.simulate.voice.noise import FRAME, Background, level_of
from viva.lab.simulate.voice.said import PER_MS, spoken
from viva.lab.simulate.voice.voices import ENGLISH, THROATS
from viva.speaking.engine import Voice
from viva.understanding.expectation import Expectation

Condition = tuple[str, float | None, str, float]
"""Noise, its ratio in dB, line, share of packets lost."""
CONDITIONS: tuple[Condition, ...] = (
    ("", None, "wideband", 0.0),
    ("", None, "telephone", 0.0),
    ("", None, "mobile", 0.0),
    ("", None, "telephone", 0.05),
    *((kind, ratio, "wideband", 0.0) for kind in ("babble", "kitchen", "street") for ratio in (18.0, 9.0)),
    ("babble", 12.0, "mobile", 0.02),
)
WORDS = (4, 12)
"""Of a sentence."""
BEFORE_MS, AFTER_MS = 300, 300
RATES = (150, 165, 185)


def bench_callers(data: Path, *, sentences: int, recognizer: str, rows: Path | None) -> None:
    """Measure and print. Sentences are of CLINC150's validation part.

    Raises:
        VivaError: the sentences or the recognizer are not there, or the rows cannot be written.
    """
    texts = [text for text, _ in clinc150(data).validation if WORDS[0] <= len(text.split()) <= WORDS[1]]
    chosen = np.random.default_rng(6).choice(len(texts), sentences, replace=False)
    said = [texts[at] for at in chosen]
    ear = make_recognizer(recognizer)
    made: list[Row] = []
    with click.progressbar(list(_takes(said)), label="listening") as takes:
        for take in takes:
            made.append(_heard(ear, *take))
    if rows is not None:
        write_rows(rows, made)
    for column in ("condition", "throat", "accent"):
        click.echo(f"\n{column:<28} {'WER':>6} {'words':>6} {'nothing heard':>14}")
        for name in dict.fromkeys(str(row[column]) for row in made):
            _tell(name, [row for row in made if row[column] == name])


def _takes(said: Sequence[str]) -> Iterator[tuple[int, str, Voice, Condition]]:
    """Each sentence under each condition, in one voice after the other."""
    for at, text in enumerate(said):
        for k, condition in enumerate(CONDITIONS):
            n = at * len(CONDITIONS) + k
            name = f"{ENGLISH[n % len(ENGLISH)]}+{THROATS[n % len(THROATS)]}"
            yield n, text, Voice(name, RATES[n % len(RATES)]), condition


def _heard(ear: Recognizer, number: int, text: str, voice: Voice, condition: Condition) -> Row:
    noise, ratio, kind, loss = condition
    recognition = ear.recognize(_sent(number, text, voice, condition), Expectation())
    label = f"{noise} {ratio:g} dB" if ratio is not None else "clean"
    accent, _, throat = voice.name.partition("+")
    return {
        "id": str(number),
        "truth": text,
        "hypothesis": recognition.text,
        "speaker": voice.name,
        "noise": label,
        "line": kind,
        "condition": ", ".join([label, kind, *([f"{loss:.0%} lost"] if loss else [])]),
        "accent": accent,
        "throat": throat,
    }


def _sent(number: int, text: str, voice: Voice, condition: Condition) -> bytes:
    """PCM16LE, 16 kHz."""
    noise, ratio, kind, loss = condition
    rng = np.random.default_rng(number)
    sound = spoken(Utterance((Part(text),)), voice).samples
    padded = np.pad(sound, (BEFORE_MS * PER_MS, AFTER_MS * PER_MS + FRAME - len(sound) % FRAME))
    padded = padded[: len(padded) // FRAME * FRAME]
    background = Background(noise, level_of(ratio), rng) if ratio is not None else None
    carried = line(kind, loss, rng)
    frames = padded.reshape(-1, FRAME)
    return b"".join(carried.push(one if background is None else one + background.frame()) for one in frames)


def _tell(name: str, rows: Sequence[Row]) -> None:
    truth = [Spoken(str(row["truth"]), None, None) for row in rows]
    scored = score(truth, [Heard((str(row["hypothesis"]),), ()) for row in rows], english)
    lost = sum(not text for text in scored.heard)
    words = int(scored.words.sum())
    click.echo(f"{name:<28} {scored.errors.sum() / words:6.1%} {words:6} {lost:14}")
