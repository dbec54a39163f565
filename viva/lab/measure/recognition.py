"""Spoken orders accepted at levels of noise, what is outside the bot's language, and what hearing costs."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Any

import click
import numpy as np
import numpy.typing as npt

from viva.audio.files import read_audio
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.dialogue.machine import Dialogue
from viva.encoding.registry import sentence_encoder
from viva.errors import VivaError
from viva.hearing.bias.store import language_file
from viva.hearing.engine import Recognizer
from viva.hearing.evidence import Recognition
from viva.hearing.registry import recognizer as make_recognizer
from viva.lab.evaluate.alignment import align
from viva.lab.evaluate.calibration import calibration_error
from viva.lab.evaluate.slots import Filled, capture
from viva.lab.measure.rows import Row, write_rows
from viva.lab.sounds.noise import through_a_telephone, with_noise
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import Context, Understander
from viva.understanding.expectation import Expectation
from viva.understanding.reading import Reading
from viva.understanding.understander import build_understander

LEVELS = (24, 21, 18, 15, 12, 9, 6)
"""Signal-to-noise ratios in dB, as published."""
PUBLISHED = {24: 99.0, 21: 99.0, 18: 98.5, 15: 98.5, 12: 98.0, 9: 96.5, 6: 93.5}
"""Picovoice Rhino's acceptance, cafe and kitchen averaged, read off the chart of its authors."""
NOW = "2026-11-24T09:30:00"
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
DIGITS_IN_A_ROW = 7
_OPEN = Expectation()


@dataclass(frozen=True, slots=True)
class Order:
    """A recorded order and what it means."""

    name: str
    pcm: bytes
    intent: str
    slots: dict[str, str]


@dataclass(slots=True)
class Tally:
    """Of the orders at one level of noise."""

    rows: list[Row] = field(default_factory=list)
    """As `viva eval slots` reads them: the intent is one more slot, so that an order is accepted where every
    slot is captured."""
    cpu_s: float = 0.0
    audio_s: float = 0.0
    understanding_ms: list[float] = field(default_factory=list)
    posteriors: list[float] = field(default_factory=list)
    """Of the best text of each order; NaN where nothing was heard."""

    @property
    def accepted(self) -> npt.NDArray[np.bool_]:
        """Whether intent and every labelled value are right, (orders,)."""
        return np.asarray(self._count("captured") == self._count("true"))

    @property
    def exact(self) -> npt.NDArray[np.bool_]:
        """Accepted, and nothing else was read."""
        invented = [len(_values(one, "hypothesis")) > len(_values(one, "truth")) for one in self.rows]
        return np.asarray(self.accepted & ~np.array(invented, bool))

    @property
    def share(self) -> float:
        return float(self.accepted.mean())

    def _count(self, name: str) -> npt.NDArray[np.float64]:
        truth, found = (
            [Filled(None, _values(one, side), None) for one in self.rows] for side in ("truth", "hypothesis")
        )
        return capture(truth, found, call_of=str).tally.column(name)


class Hearing:
    """A bot's own recognizer and understander, as in a call that begins."""

    def __init__(self, folder: Path, *, biased: bool = True, recognizer: Recognizer | None = None) -> None:
        self.bot: Bot = load_bot(folder)
        name = self.bot.engines["recognizer"]
        self.recognizer = recognizer or make_recognizer(name)
        self.language = language_file(name, self.bot.language) if biased else None
        if self.language is not None and not self.language.exists():
            self.recognizer.compile(self.bot.language, self.language)
        voice = pronouncer(self.bot.language.code)
        self.understander: Understander = build_understander(
            self.bot.language, pronouncer=voice, encoder=sentence_encoder()
        )
        self.expects: Expectation = Dialogue(self.bot).start(NOW).expects

    def recognize(self, pcm: bytes) -> Recognition:
        return self.recognizer.recognize(pcm, self.expects, self.language)

    def read(self, recognition: Recognition) -> Reading:
        return self.understander.understand(recognition, Context(NOW, self.expects))


def bench_recognition(
    bot: Path,
    data: Path,
    *,
    every: int,
    levels: Sequence[int],
    telephone: bool,
    biased: bool,
    outside: Path,
    rows: Path | None = None,
) -> None:
    """Measure and print.

    Raises:
        VivaError: the recordings, a bot or a model is not there, or `rows` cannot be written.
    """
    orders = read_orders(data / "barista", every)
    noise = _floats(read_audio(data / "barista" / "kitchen_noise.flac"))
    hearing = Hearing(bot, biased=biased)
    click.echo(f"{len(orders)} orders to {hearing.bot.name}, {'with' if biased else 'without'} its language")
    click.echo(
        f"{'level':>9} {'accepted':>9} {'of':>5} {'exactly':>8} {'Rhino':>6} {'cost':>6} {'reading':>12}"
    )
    made: list[Row] = []
    for narrow in (False, True) if telephone else (False,):
        tallies = {level: measure(hearing, orders, noise, level, narrow=narrow) for level in (None, *levels)}
        for level, tally in tallies.items():
            _print(level, tally, narrow)
            made += tally.rows
        shares = [tally.share for level, tally in tallies.items() if level is not None]
        if shares:
            mean = sum(PUBLISHED.get(level, np.nan) for level in levels) / len(levels)
            click.echo(f"{'mean':>9} {sum(shares) / len(shares):9.1%} {'':>5} {'':>8} {mean:6.1f}")
        confidence = np.concatenate([tally.posteriors for tally in tallies.values()])
        right = np.concatenate([tally.accepted for tally in tallies.values()])
        heard = ~np.isnan(confidence)
        error = calibration_error(confidence[heard], right[heard])
        click.echo(f"posterior of the best text as the chance that its reading is right: error {error:.3f}")
    if rows is not None:
        write_rows(rows, made)
    _outside(hearing, orders, data / "digits", outside)


def measure(
    hearing: Hearing,
    orders: Sequence[Order],
    noise: np.ndarray[Any, np.dtype[np.float32]],
    level: int | None,
    *,
    narrow: bool = False,
) -> Tally:
    """Orders at one level of noise, None for none."""
    tally = Tally()
    with click.progressbar(orders, label=_label(level)) as bar:
        for order in bar:
            pcm = noisy(order, noise, level)
            if narrow:
                pcm = through_a_telephone(pcm)
            started = process_time()
            recognition = hearing.recognize(pcm)
            tally.cpu_s += process_time() - started
            started = process_time()
            reading = hearing.read(recognition)
            tally.understanding_ms.append(1000 * (process_time() - started))
            tally.audio_s += len(pcm) / 32_000
            best = recognition.hypotheses[0].posterior if recognition.hypotheses else np.nan
            tally.posteriors.append(best)
            line = "telephone" if narrow else "wideband"
            tally.rows.append(row(order, reading, noise=_label(level), line=line, heard=recognition.text))
    return tally


def row(order: Order, reading: Reading, **context: str) -> Row:
    """Of `viva eval slots`; in `heard` the words."""
    found = {entity.name: entity.value for entity in reading.entities}
    return {
        "id": " ".join((order.name, *(context[one] for one in ("noise", "line") if one in context))),
        "audio": order.name,
        "truth": {"intent": order.intent, **order.slots},
        "hypothesis": {"intent": reading.intent, **found},
        **context,
    }


def _label(level: int | None) -> str:
    return "clean" if level is None else f"{level} dB"


def _values(one: Row, side: str) -> dict[str, str]:
    values = one[side]
    assert isinstance(values, dict)
    return {slot: str(value) for slot, value in values.items() if value is not None}


def noisy(order: Order, noise: np.ndarray[Any, np.dtype[np.float32]], level: int | None) -> bytes:
    """The order with noise at a level; the place in the noise follows from the file's name and the level."""
    if level is None:
        return order.pcm
    seed = int(hashlib.sha1(f"{order.name}{level}".encode()).hexdigest()[:8], 16)
    mixed = with_noise(_floats(order.pcm), noise, level, np.random.default_rng(seed))
    return (mixed * 32767).astype("<i2").tobytes()


def read_orders(folder: Path, every: int = 1) -> list[Order]:
    """Every `every`th labelled recording.

    Raises:
        VivaError: the folder has no `labels.json` and `clean`.
    """
    labels = folder / "labels.json"
    if not labels.is_file():
        raise VivaError(
            f"{folder}: labels.json and the folder clean with recordings were expected",
            hint="name the folder above it with --data",
        )
    listed = sorted(json.loads(labels.read_text(encoding="utf-8")).items())
    return [
        Order(name, read_audio(folder / "clean" / name), label["intent"], label["slots"])
        for name, label in listed[::every]
    ]


def _outside(hearing: Hearing, orders: Sequence[Order], digits: Path, other: Path) -> None:
    """Speech outside the language of a bot: strings of digits, and orders to another bot."""
    elsewhere = Hearing(other, recognizer=hearing.recognizer)
    rows = [(pcm, words) for pcm, words in digit_strings(digits, 100)] if digits.is_dir() else []
    plain = word_errors(hearing.recognizer, rows, None)
    biased = word_errors(hearing.recognizer, rows, elsewhere.language)
    name = elsewhere.bot.name
    if rows:
        click.echo(
            f"strings of digits: word error without a bot's language {plain:.1%}, with that of {name} "
            f"{biased:.1%} ({biased / plain - 1:+.1%} relative), {sum(len(w) for _, w in rows)} digits"
        )
    texts = [
        [hearing.recognizer.recognize(order.pcm, _OPEN, language).text for order in orders]
        for language in (None, elsewhere.language)
    ]
    found = [sum(_found(text, order) for text, order in zip(row, orders, strict=True)) for row in texts]
    total = sum(len(_value_words(order)) for order in orders)
    click.echo(
        f"orders to {name}: words of the labelled values missed without its language "
        f"{1 - found[0] / total:.1%}, with it {1 - found[1] / total:.1%} of {total}"
    )


def digit_strings(folder: Path, count: int) -> Iterator[tuple[bytes, list[str]]]:
    """Recorded digits of one person in a row, with short pauses: PCM16LE at 16 kHz, and the words."""
    rng = np.random.default_rng(1)
    spoken: dict[str, list[Path]] = {}
    for file in sorted(folder.glob("*.flac")):
        spoken.setdefault(file.stem.split("_")[1], []).append(file)
    people = sorted(spoken)
    for index in range(count):
        files = [spoken[people[index % len(people)]][i] for i in rng.integers(0, 200, DIGITS_IN_A_ROW)]
        pieces = [np.zeros(4000, np.float32)]
        for file in files:
            samples = _floats(read_audio(file))
            pieces += [0.5 * samples / max(float(np.abs(samples).max()), 0.05)]
            pieces += [np.zeros(int(rng.integers(800, 3200)), np.float32)]
        row = np.concatenate(pieces)
        row += rng.normal(0, 0.001, len(row)).astype(np.float32)
        pcm = (np.clip(row, -1, 1) * 32767).astype("<i2").tobytes()
        yield pcm, [DIGITS[int(file.stem.split("_")[0])] for file in files]


def word_errors(
    recognizer: Recognizer, rows: Sequence[tuple[bytes, list[str]]], language: Path | None
) -> float:
    """Word error rate: substitutions, insertions and deletions over the words that were said."""
    truth = [" ".join(said) for _, said in rows]
    heard = [digit_words(recognizer.recognize(pcm, _OPEN, language).text) for pcm, _ in rows]
    edits = align(truth, [" ".join(words) for words in heard])
    errors = edits.substitutions.sum() + edits.deletions.sum() + edits.insertions.sum()
    return float(errors) / max(sum(len(said) for _, said in rows), 1)


def digit_words(text: str) -> list[str]:
    """Words in lower case, figures as words, "oh" as zero."""
    out = []
    for word in re.findall(r"[a-z']+|\d", text.lower()):
        word = DIGITS[int(word)] if word.isdecimal() else word
        out.append("zero" if word in ("oh", "o") else word)
    return out


def _value_words(order: Order) -> list[str]:
    return [word for value in order.slots.values() for word in value.split()]


def _found(text: str, order: Order) -> int:
    words = set(re.findall(r"[a-z]+", text.lower()))
    return sum(word in words for word in _value_words(order))


def _print(level: int | None, tally: Tally, narrow: bool) -> None:
    shown = _label(level) + (" µ" if narrow else "")
    rhino = f"{PUBLISHED[level]:.1f}" if level in PUBLISHED else ""
    times = np.percentile(tally.understanding_ms, [50, 95])
    click.echo(
        f"{shown:>9} {tally.share:9.1%} {len(tally.rows):5} {tally.exact.mean():8.1%} {rhino:>6} "
        f"{tally.cpu_s / max(tally.audio_s, 1e-9):6.3f} {times[0]:5.1f} {times[1]:5.1f} ms"
    )


def _floats(pcm: bytes) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.asarray(np.frombuffer(pcm, "<i2") / 32768, dtype=np.float32)
