"""Numbers dictated in groups with pauses between them: of recorded single digits, or synthesized.

Each number is of one person. Of recordings, digits inside a group are 60 to 150 ms apart; between groups the
pause is lognormal with a median of 0.7 s (0.3 to 2.0 s), and after the last digit nothing is said for 3 s.
Pauses hold noise at the level of the quietest parts of that person's recordings. The recordings have no "oh"
and no "double": those are synthesized, with the same pauses. Deterministic by seed, but for some ms of
eSpeak NG's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from viva.audio.files import read_audio
from viva.audio.pcm import from_float, to_float
from viva.errors import VivaError
from viva.hearing.loudness import FRAME, frame_levels, quiet_below
from viva.speaking.engine import Voice
from viva.speaking.registry import say

Floats = np.ndarray[Any, np.dtype[np.float32]]

RATE = 16_000
GROUPINGS: dict[int, tuple[str, ...]] = {
    7: ("3-4", "3-2-2", "4-3", "7"),
    8: ("4-4", "2-2-2-2", "3-3-2"),
    9: ("3-3-3", "2-3-4", "3-2-2-2"),
    10: ("3-3-4", "5-5", "4-3-3", "2-2-3-3", "3-4-3", "4-6", "2-2-2-2-2", "10"),
    11: ("5-6", "3-4-4", "5-3-3", "4-3-4", "1-3-3-4"),
    12: ("4-4-4", "3-3-3-3", "2-5-5", "2-3-3-4"),
}
"""Digits -> ways in which people group them."""
PEOPLE = ("george", "jackson", "lucas", "nicolas")
DEVELOPMENT = ("george", "lucas")
"""On whom choices were made; the others are for the report."""
PAUSE_MEDIAN_S, PAUSE_SIGMA, PAUSE_S = 0.7, 0.5, (0.3, 2.0)
GAP_S = (0.06, 0.15)
BEFORE_S, AFTER_S = 0.5, 3.0
RECORDINGS = 20
"""Of each digit by each person."""
VOICES = ("en-gb", "en-us")
CARRIERS = ("", "", "my number is", "it's", "yes, it is")
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
AGAIN = 0.25
"""Share of synthesized digits that are the one before once more."""


@dataclass(frozen=True, slots=True)
class SpokenNumber:
    person: str
    digits: str
    grouping: str
    pcm: bytes
    """PCM16LE, 16 kHz mono."""
    ends_ms: tuple[int, ...]
    """The end of each group's last digit; the last of them is the end of the number."""


def dictated_numbers(
    folder: Path, count: int, lengths: Sequence[int], *, people: Sequence[str] = PEOPLE, seed: int = 7
) -> Iterator[SpokenNumber]:
    """`count` numbers, persons and lengths in turn, groupings drawn evenly.

    Raises:
        VivaError: the folder has not the recordings `<digit>_<person>_<n>.flac`.
    """
    rng = np.random.default_rng(seed)
    for index in range(count):
        person = people[index % len(people)]
        length = lengths[index // len(people) % len(lengths)]
        grouping = str(rng.choice(GROUPINGS[length]))
        digits = "".join(str(digit) for digit in rng.integers(0, 10, length))
        yield _spoken(folder, person, digits, grouping, rng)


def synthesized_numbers(count: int, length: int, *, seed: int = 4) -> Iterator[SpokenNumber]:
    """With words around them, "oh" for some zeros and "double" for what is said twice in a group."""
    rng = np.random.default_rng(seed)
    for index in range(count):
        voice = VOICES[index % len(VOICES)]
        grouping = str(rng.choice(GROUPINGS[length]))
        digits = ""
        for _ in range(length):
            again = digits and rng.random() < AGAIN
            digits += digits[-1] if again else str(rng.integers(0, 10))
        said, left = list[str](), digits
        for size in map(int, grouping.split("-")):
            said.append(_worded(left[:size], rng))
            left = left[size:]
        said[0] = f"{rng.choice(CARRIERS)} {said[0]}".strip()
        speech = [to_float(say(text, Voice(voice)).pcm) for text in said]
        yield _dictated(voice, digits, grouping, speech, 0.001, rng)


def _worded(group: str, rng: np.random.Generator) -> str:
    words, at = list[str](), 0
    while at < len(group):
        twice = group[at : at + 2] == 2 * group[at]
        word = "oh" if group[at] == "0" and rng.random() < 0.5 else WORDS[int(group[at])]
        words.append(f"double {word}" if twice else word)
        at += 2 if twice else 1
    return " ".join(words)


def _spoken(folder: Path, person: str, digits: str, grouping: str, rng: np.random.Generator) -> SpokenNumber:
    recordings = [_recording(folder, digit, person, int(rng.integers(0, RECORDINGS))) for digit in digits]
    quiet = min(_quietest(samples) for samples in recordings)
    left, groups = iter(recordings), list[Floats]()
    for size in map(int, grouping.split("-")):
        pieces = [_word(next(left))]
        for _ in range(size - 1):
            pieces += [_silence(rng.uniform(*GAP_S)), _word(next(left))]
        groups.append(np.concatenate(pieces))
    return _dictated(person, digits, grouping, groups, quiet, rng)


def _dictated(
    person: str,
    digits: str,
    grouping: str,
    groups: Sequence[Floats],
    quiet: float,
    rng: np.random.Generator,
) -> SpokenNumber:
    """Groups with pauses between them, over noise whose RMS is `quiet`."""
    row, ends = _silence(BEFORE_S), list[int]()
    for group in groups:
        row = np.concatenate([row, _silence(_pause(rng)) if ends else _silence(0), group])
        ends.append(len(row) * 1000 // RATE)
    row = np.concatenate([row, _silence(AFTER_S)])
    row = row + rng.normal(0, quiet, len(row)).astype(np.float32)
    return SpokenNumber(person, digits, grouping, from_float(np.clip(row, -1, 1)), tuple(ends))


def _recording(folder: Path, digit: str, person: str, number: int) -> Floats:
    file = folder / f"{digit}_{person}_{number}.flac"
    if not file.is_file():
        raise VivaError(
            f"{file}: no such recording",
            hint="name the folder of recorded digits with --data, as in the docs",
        )
    samples = to_float(read_audio(file))
    return np.asarray(0.5 * samples / max(float(np.abs(samples).max()), 0.05), np.float32)


def _word(samples: Floats) -> Floats:
    """Without the quiet before and after the word, so that gaps are as long as they are said to be."""
    levels = frame_levels(samples)
    spoken = np.flatnonzero(levels >= quiet_below(levels))
    return samples[int(spoken[0]) * FRAME : (int(spoken[-1]) + 1) * FRAME] if len(spoken) else samples


def _quietest(samples: Floats) -> float:
    """RMS of the quietest tenth of the frames."""
    return float(10 ** (np.percentile(frame_levels(samples), 10) / 20))


def _pause(rng: np.random.Generator) -> float:
    low, high = PAUSE_S
    return float(np.clip(rng.lognormal(np.log(PAUSE_MEDIAN_S), PAUSE_SIGMA), low, high))


def _silence(seconds: float) -> Floats:
    return np.zeros(round(seconds * RATE), np.float32)
