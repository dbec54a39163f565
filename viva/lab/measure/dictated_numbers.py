"""Numbers dictated in groups with pauses between them, put together from recordings of single digits.

Each number is of one person. Inside a group the digits are 60 to 150 ms apart, between groups the pause is
lognormal with a median of 0.7 s (0.3 to 2.0 s), and after the last digit come 3 s in which nothing is said.
Pauses hold noise at the level of the quietest parts of that person's recordings. Deterministic by seed.
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
"""Of each digit by each person; the set has 50 of some."""


@dataclass(frozen=True, slots=True)
class Dictated:
    person: str
    digits: str
    grouping: str
    pcm: bytes
    """PCM16LE, 16 kHz mono."""
    ends_ms: tuple[int, ...]
    """The end of each group's last digit; the last of them is the end of the number."""


def dictated_numbers(
    folder: Path, count: int, lengths: Sequence[int], *, people: Sequence[str] = PEOPLE, seed: int = 4
) -> Iterator[Dictated]:
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


def _spoken(folder: Path, person: str, digits: str, grouping: str, rng: np.random.Generator) -> Dictated:
    recordings = [_recording(folder, digit, person, int(rng.integers(0, RECORDINGS))) for digit in digits]
    quiet = min(_quietest(samples) for samples in recordings)
    pieces, ends, length = [_silence(BEFORE_S)], list[int](), round(BEFORE_S * RATE)
    left = iter(recordings)
    for size in map(int, grouping.split("-")):
        if ends:
            pieces.append(_silence(_pause(rng)))
            length += len(pieces[-1])
        for place in range(size):
            if place:
                pieces.append(_silence(rng.uniform(*GAP_S)))
                length += len(pieces[-1])
            pieces.append(_word(next(left)))
            length += len(pieces[-1])
        ends.append(length * 1000 // RATE)
    row = np.concatenate([*pieces, _silence(AFTER_S)])
    row = row + rng.normal(0, quiet, len(row)).astype(np.float32)
    return Dictated(person, digits, grouping, from_float(np.clip(row, -1, 1)), tuple(ends))


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
