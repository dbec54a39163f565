"""How well listed values are found by their sound, and how often one is found where none was said.

    python benchmarks/soundalikes.py [--data ../shared/data] [--texts FILE] [--fit]

Recognizes the spoken orders in `barista` in silence and in kitchen noise (12 and 6 dB, as the set's authors
mix it) without any bias, and prints how many labelled values are found in the N-best lists, as written and
by sound, how many are wrong, and how many orders have a text with all their values once like-sounding
stretches are rewritten. Reads sentences of CLINC150 and BANKING77, which are about other matters,
with three bots' lists, and prints how many invent a value. `--texts` keeps what was recognized. `--fit`
prints the weights of `viva/understanding/lists/evidence.py` anew, and what they give on the half of the
orders and sentences that they were not fitted to. All of it is development data.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from viva.audio.files import read_audio
from viva.audio.pcm import from_float, to_float
from viva.dialogue.load import load_bot
from viva.dialogue.machine import Dialogue
from viva.hearing.registry import recognizer
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.candidate import best_cover
from viva.understanding.engine import EntitySpec, Language
from viva.understanding.expectation import Expectation
from viva.understanding.lists.evidence import ENOUGH, EXPECTED, WEIGHTS, Evidence
from viva.understanding.lists.finder import Considered, Lists
from viva.understanding.lists.lexicon import compile_lexicon
from viva.understanding.normalise import normalise, words_of
from viva.understanding.soundalikes import soundalikes
from viva.understanding.values.numbers import Numbers
from viva.understanding.vocabulary import vocabulary

ROOT = Path(__file__).parents[1]
LEVELS = ("clean", "12", "6")
FRAME = 2048
WORTH_A_LOOK = 0.05
"""Confidence from which a value counts as evidence for the fit."""
NAMES = "patel okafor lindqvist fernandez kowalski nakamura schmidt mbeki andersen rossi khan singh murphy"
PLACES = "cardiology,dermatology,radiology,physiotherapy,dental,eye clinic,blood test,vaccination,maternity"
CITIES = "paris rome oslo london chennai bombay madrid lisbon delhi boston austin reading nice cork bath"


class Row(NamedTuple):
    """A value that was considered, after the choice among those that overlap."""

    kind: str
    """`order`, or the lists that a sentence was read with."""
    source: str
    """What belongs to one fold: the recording or the sentence."""
    level: str
    name: str
    value: str
    confidence: float
    evidence: Evidence | None
    right: bool


def loudest(samples: np.ndarray) -> float:
    whole = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    return float((whole**2).sum(axis=1).max())


def recognized(data: Path, keep: Path | None) -> dict[str, list[str]]:
    """`recording level` -> texts of the N-best list, best first."""
    if keep and keep.exists():
        return dict(json.loads(keep.read_text("utf-8")))
    engine, texts = recognizer("moonshine-tiny"), {}
    noise = to_float(read_audio(data / "barista" / "kitchen_noise.flac"))
    for level in LEVELS:
        chance = np.random.default_rng(1)
        for file in sorted((data / "barista" / "clean").glob("*.flac")):
            speech = to_float(read_audio(file))
            if level != "clean":
                at = int(chance.integers(0, len(noise) - len(speech)))
                part = noise[at : at + len(speech)]
                mix = speech + part * np.sqrt(loudest(speech) / loudest(part) / 10 ** (int(level) / 10))
                speech = (mix / np.abs(mix).max() / 2).astype(np.float32)
            heard = engine.recognize(from_float(speech), Expectation())
            texts[f"{file.name} {level}"] = [one.text for one in heard.hypotheses]
    if keep:
        keep.write_text(json.dumps(texts, ensure_ascii=False, indent=1), "utf-8")
    return texts


def lists(language: Language) -> Lists:
    data, voice = vocabulary(language.code), pronouncer(language.code)
    numbers = Numbers(data)
    examples = (re.sub(r"\{.*?\}", " ", one) for listed in language.intents.values() for one in listed)
    return Lists(
        compile_lexicon(language.entities, numbers, voice),
        voice,
        numbers,
        ordinary=data.ordinary,
        fillers=data.fillers,
        of_examples=frozenset(word for example in examples for word in words_of(example)),
    )


def others() -> dict[str, Language]:
    """Lists of other kinds: of names, and of places and cities."""
    doctor = EntitySpec("doctor", "list", {name: (f"doctor {name}",) for name in NAMES.split()})
    place = EntitySpec("place", "list", dict.fromkeys(PLACES.split(","), ()))
    city = EntitySpec("city", "list", dict.fromkeys(CITIES.split(), ()))
    examples = {"book": ("I would like an appointment with {doctor}", "can I see {doctor} on friday")}
    travel = {"book": ("I want to go to {city}", "book a visit to {place} please")}
    return {
        "names": Language("en", examples, {"doctor": doctor}),
        "places": Language("en", travel, {"place": place, "city": city}),
    }


def sentences(data: Path) -> list[str]:
    clinc = json.loads((data / "intents/clinc150/data_full.json").read_text("utf-8"))["train"]
    with (data / "intents/banking77/train.csv").open(encoding="utf-8") as file:
        banking = [row["text"] for row in csv.DictReader(file)]
    return [text for text, _ in clinc[::6]] + banking[::7]


def chosen(considered: Sequence[Considered], least: float) -> Iterator[Considered]:
    """Those that are taken from `least` confidence on."""
    by_place = {
        (one.candidate.name, one.candidate.first, one.candidate.end, one.candidate.value): one
        for one in considered
    }
    kept = (one.candidate for one in considered if one.candidate.confidence >= least)
    for one in best_cover(kept):
        yield by_place[one.name, one.first, one.end, one.value]


def measured(data: Path, texts: dict[str, list[str]], least: float) -> list[Row]:
    """Values in the orders, of which each counts once for a recording, and in the sentences."""
    bot = load_bot(ROOT / "bots" / "barista")
    labels = json.loads((data / "barista" / "labels.json").read_text("utf-8"))
    own = lists(bot.language)
    expects = Dialogue(bot).start("2026-11-24T09:30:00").expects
    rows: dict[Any, Row] = {}
    for key, n_best in texts.items():
        recording, level = key.split()
        found = own.considered(
            [normalise(text) for text in n_best], dict.fromkeys(expects.entities, EXPECTED)
        )
        for rank, considered in enumerate(found):
            for one in chosen(considered, least):
                name, value = one.candidate.name, str(one.candidate.value)
                right = labels[recording]["slots"].get(name) == value
                row = Row(
                    "order", recording, level, name, value, one.candidate.confidence, one.evidence, right
                )
                rows.setdefault((key, name, value, one.evidence, rank == 0), row)
    for kind, language in {"barista": bot.language, **others()}.items():
        reader = lists(language)
        for text in sentences(data):
            for one in chosen(reader.considered([normalise(text)], {})[0], least):
                name, value = one.candidate.name, str(one.candidate.value)
                rows[kind, text, name, value] = Row(
                    kind, text, "", name, value, one.candidate.confidence, one.evidence, False
                )
    return list(rows.values())


def rewritten(data: Path, texts: dict[str, list[str]]) -> None:
    """How many orders have a text with all their values as written, without and with rewrites."""
    language = load_bot(ROOT / "bots" / "barista").language
    labels = json.loads((data / "barista" / "labels.json").read_text("utf-8"))
    found = soundalikes(language, pronouncer(language.code))

    def has_all(text: str, slots: dict[str, str]) -> bool:
        words = f" {' '.join(words_of(text))} "
        ways = ((value, *language.entities[slot].values[value]) for slot, value in slots.items())
        return all(any(f" {' '.join(words_of(way))} " in words for way in said) for said in ways)

    for level in LEVELS:
        own = {key.split()[0]: n_best for key, n_best in texts.items() if key.split()[1] == level}
        before = after = 0
        for recording, n_best in own.items():
            slots = labels[recording]["slots"]
            before += any(has_all(text, slots) for text in n_best)
            more = [one.text for text in n_best for one in found.rewrites(text)]
            after += any(has_all(text, slots) for text in [*n_best, *more])
        print(
            f"{level}: orders with a text that has all values {before / len(own):.1%}, with rewrites", end=" "
        )
        print(f"{after / len(own):.1%}")


def report(rows: Sequence[Row], data: Path, count: int) -> None:
    labels = json.loads((data / "barista" / "labels.json").read_text("utf-8"))
    wanted = sum(len(one["slots"]) for one in labels.values())
    for level in LEVELS:
        own = [row for row in rows if row.kind == "order" and row.level == level]
        written = {(row.source, row.name) for row in own if row.right and row.evidence is None}
        found = {(row.source, row.name) for row in own if row.right}
        wrong = {(row.source, row.name) for row in own if not row.right and row.evidence}
        print(
            f"{level}: of {wanted} values {len(written) / wanted:.1%} as written, {len(found) / wanted:.1%}"
            f" with those by sound; {len(wrong)} wrong ones by sound"
        )
    for kind in dict.fromkeys(row.kind for row in rows if row.kind != "order"):
        invented = len({row.source for row in rows if row.kind == kind and row.evidence})
        print(f"{kind}: {invented} of {count} sentences about other matters ({invented / count:.2%})")
    by_sound = [row for row in rows if row.kind == "order" and row.evidence]
    for low in (0.5, 0.6, 0.7, 0.8, 0.9):
        there = [row.right for row in by_sound if low <= row.confidence < low + 0.1]
        print(f"  said {low:.1f}: right {np.mean(there):.2f} of {len(there)}" if there else "")


def fitted(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method, held near 0 a little."""
    beta, hold = np.zeros(x.shape[1]), np.full(x.shape[1], 0.05)
    hold[-1] = 0.01
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(hold)
        beta += np.linalg.solve(hessian, x.T @ (weight * (y - p)) - hold * beta)
    return beta


def fit(rows: Sequence[Row], utterances: int, count: int) -> None:
    """Orders and sentences weigh the same. Expected entities are likelier beforehand by `EXPECTED`."""
    rows = [row for row in rows if row.evidence]
    times = Counter((row.source, row.level, row.name, row.value) for row in rows if row.kind == "order")
    kinds = len({row.kind for row in rows} - {"order"})
    weight = np.array(
        [
            1 / times[row.source, row.level, row.name, row.value]
            if row.kind == "order"
            else utterances / (kinds * count)
            for row in rows
        ]
    )
    x = np.array([row.evidence for row in rows], float)
    y = np.array([row.right for row in rows], float)
    fold = np.array([int(hashlib.md5(row.source.encode()).hexdigest(), 16) % 2 for row in rows])
    held = np.zeros(len(rows))
    for part in (0, 1):
        beta = fitted(x[fold != part], y[fold != part], weight[fold != part])
        held[fold == part] = 1 / (1 + np.exp(-x[fold == part] @ beta))
    weights = fitted(x, y, weight)
    weights[-1] -= EXPECTED  # the orders were expected
    print("fitted:", Evidence(*(round(float(one), 2) for one in weights)))
    print("now:   ", WEIGHTS)
    taken, order = held >= ENOUGH, np.array([row.kind == "order" for row in rows])
    print(
        f"held out, from {ENOUGH}: {(weight * y)[taken & order].sum():.0f} right and"
        f" {(weight * (1 - y))[taken & order].sum():.0f} wrong in orders,"
        f" {(taken & ~order).sum()} in {kinds * count} readings of sentences"
    )
    for low in np.arange(0, 1, 0.1):
        there = (held >= low) & (held < low + 0.1)
        if there.any():
            print(
                f"  said {low:.1f}: right {np.average(y[there], weights=weight[there]):.2f} of {there.sum()}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    texts = recognized(options.data, options.texts)
    count = len(sentences(options.data))
    report(measured(options.data, texts, ENOUGH), options.data, count)
    rewritten(options.data, texts)
    if options.fit:
        fit(measured(options.data, texts, WORTH_A_LOOK), len(texts), count)


if __name__ == "__main__":
    main()
