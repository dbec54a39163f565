"""The sounds that come over the bot in `viva bench overlaps`, by kind and by what they are made of.

What is to fit on and what is to judge is apart by person, file, synthesized voice, phrase or seed. Real
people and synthesized voices are in both kinds of speech, so that neither can be told by who speaks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from viva.audio.files import read_audio
from viva.audio.pcm import to_float
from viva.errors import VivaError
from viva.hearing.overlap.evidence import OverlapKind
from viva.lab.measure.intent_sets import clinc150
from viva.lab.overlaps.beginnings import beginnings
from viva.lab.overlaps.phrases import ACCENTS, INTERRUPTING, LISTENING, LISTENING_FIRST, VOICES, Part
from viva.lab.sounds.bumps import BUMPS
from viva.lab.sounds.humming import RATE, Floats, glottis, hum, voice_of
from viva.lab.sounds.room import far
from viva.speaking.engine import Voice
from viva.speaking.registry import say

DRAW = "second"
"""Goes into every seed. A set that was judged is no longer unseen: another word here draws another."""
JUDGED = 4
"""Tenths of the orders and of the kitchen noise that are to judge."""
COUNT: dict[Part, int] = {"words": 7000, "train": 120, "judged": 40}
"""Of sounds. `words`: backchannels, and as many other phrases. Other groups have some times this many."""
TIMES: dict[Part, int] = {"train": 4, "judged": 2}
"""How often an order is put into a call."""
PEOPLE: dict[Part, tuple[str, ...]] = {"train": ("george", "lucas"), "judged": ("jackson", "nicolas")}
"""Of the digits. The orders name nobody: they are apart by file, and a person may be in both parts."""
NOISE_S = 1.6
"""Of a piece of kitchen noise."""


@dataclass(frozen=True, slots=True)
class Sound:
    kind: OverlapKind
    group: str
    """What it is made of, e.g. `order`, `hum of a person`."""
    part: Part
    name: str
    """Unique; chance that places it in a call is drawn from it."""
    source: str
    """The voice, person, file or seed that it is of."""
    samples: Floats
    """16 kHz, at any level."""


@dataclass(frozen=True, slots=True)
class Recordings:
    """`barista/clean`, `barista/kitchen_noise.flac`, `digits` and `intents/clinc150` of a data folder."""

    orders: tuple[Path, ...]
    digits: tuple[Path, ...]
    noise: Floats
    asked: tuple[str, ...]
    """What people ask a bot for, in writing."""

    @classmethod
    def read(cls, data: Path) -> Recordings:
        """Raises VivaError: the folder has no such recordings."""
        orders, digits = (
            sorted((data / "barista/clean").glob("*.flac")),
            sorted((data / "digits").glob("*.flac")),
        )
        if not orders or not digits:
            raise VivaError(
                f"{data}: barista/clean, barista/kitchen_noise.flac and digits were expected",
                hint="name the folder above them with --data",
            )
        noise = to_float(read_audio(data / "barista/kitchen_noise.flac"))
        asked = tuple(text for text, _ in clinc150(data / "intents").train)
        return cls(tuple(orders), tuple(digits), noise, asked)

    def room(self, part: Part) -> Floats:
        """The part's stretch of kitchen noise."""
        border = len(self.noise) * JUDGED // 10
        return self.noise[:border] if part == "judged" else self.noise[border:]


def sounds(recordings: Recordings, part: Part, size: float = 1.0) -> Iterator[Sound]:
    """Of one part, the same at each run in a fresh process; `size` scales how many."""
    phrases, count = INTERRUPTING[part], max(1, round(COUNT[part] * size))
    if part == "words":
        begun = beginnings(recordings.asked, count, chance("beginnings"), INTERRUPTING["judged"])
        yield from _spoken(part, "backchannel", "word", LISTENING, count)
        yield from _spoken(part, "interruption", "phrase", phrases, count // 2)
        yield from _spoken(part, "interruption", "beginning", begun, count - count // 2)
        return
    times = max(1, round(TIMES[part] * size))
    yield from _orders(recordings, part, "interruption", "order", times)
    yield from _digits(recordings, part, 2 * count)
    yield from _spoken(part, "interruption", "phrase", phrases, 4 * count)
    if part == "judged":
        yield from _spoken(part, "interruption", "yeah, but", LISTENING_FIRST, count)
    yield from _spoken(part, "backchannel", "word", LISTENING, 4 * count)
    yield from _hummed(recordings, part, 2 * count)
    yield from _kitchen(recordings, part, 12 * count)
    yield from _bumped(part, 3 * count)
    yield from _orders(recordings, part, "background_speech", "order far away", 2 * times)
    yield from _spoken(part, "background_speech", "phrase far away", phrases + LISTENING, 4 * count)


def chance(name: str) -> np.random.Generator:
    """The same for the same name."""
    return np.random.default_rng(int(hashlib.sha1(f"{name} {DRAW}".encode()).hexdigest()[:12], 16))


def _orders(recordings: Recordings, part: Part, kind: OverlapKind, group: str, times: int) -> Iterator[Sound]:
    for path in recordings.orders:
        tenth = int(hashlib.sha1(path.stem.encode()).hexdigest()[:8], 16) % 10
        if (tenth < JUDGED) != (part == "judged"):
            continue
        samples = to_float(read_audio(path))[: 3 * RATE]
        for time in range(times):
            name = f"{group} {path.stem} {time}"
            placed = far(samples, chance(name)) if "far" in group else samples
            yield Sound(kind, group, part, name, path.stem, placed)


def _digits(recordings: Recordings, part: Part, count: int) -> Iterator[Sound]:
    """Single digits: short answers, by people."""
    files = [one for one in recordings.digits if one.stem.split("_")[1] in PEOPLE[part]]
    rng = chance(f"digits {part}")
    for path in (files[i] for i in sorted(rng.choice(len(files), min(count, len(files)), replace=False))):
        person = path.stem.split("_")[1]
        samples = to_float(read_audio(path))
        yield Sound("interruption", "digit", part, f"digit {path.stem}", person, samples)


def _spoken(
    part: Part,
    kind: OverlapKind,
    group: str,
    texts: Sequence[str],
    count: int,
) -> Iterator[Sound]:
    rng = chance(f"{kind} {group} {part}")
    for index in range(count):
        throat = VOICES[part][int(rng.integers(len(VOICES[part])))]
        accent = ACCENTS[int(rng.integers(len(ACCENTS)))]
        voice = Voice(f"{accent}+{throat}", int(rng.integers(125, 230)), int(rng.integers(15, 85)))
        text = texts[index % len(texts)]
        samples = to_float(say(text, voice).pcm)
        name = f"{group} {text} {voice} {index}"
        placed = far(samples, rng) if "far" in group else samples
        yield Sound(kind, group, part, name, throat, placed)


def _hummed(recordings: Recordings, part: Part, count: int) -> Iterator[Sound]:
    """By synthetic voices, and by people of the digits and the orders."""
    rng = chance(f"hums {part}")
    people = [one for one in recordings.digits if one.stem.split("_")[1] in PEOPLE[part]]
    people = [people[i] for i in rng.permutation(len(people))]
    made = 0
    while made < count and people:
        path = people.pop()
        voice = voice_of(to_float(read_audio(path)), rng)
        if voice is not None:
            person = path.stem.split("_")[1]
            yield Sound("backchannel", "hum of a person", part, f"hum {path.stem}", person, hum(voice, rng))
            made += 1
    for index in range(count):
        name = f"hum {part} {index}"
        yield Sound("backchannel", "hum", part, name, name, hum(glottis(rng), rng))


def _kitchen(recordings: Recordings, part: Part, count: int) -> Iterator[Sound]:
    room, length = recordings.room(part), round(NOISE_S * RATE)
    rng = chance(f"kitchen {part}")
    for at in rng.integers(0, len(room) - length, count):
        stretch = f"kitchen {part} {at // (5 * RATE)}"
        yield Sound("noise", "kitchen", part, f"kitchen {part} {at}", stretch, room[at : at + length])


def _bumped(part: Part, count: int) -> Iterator[Sound]:
    for name, make in BUMPS.items():
        for index in range(count):
            key = f"{name} {part} {index}"
            yield Sound("noise", name, part, key, key, make(chance(key)))
