"""Turns with pauses, made from recorded utterances: real speech before each pause, with its own melody.

An utterance is cut where its level dips, and a pause of the recording's own background is put in. A pause is
a place where a system must hold; only after the last speech may it take the turn.
"""

from __future__ import annotations

import json
from pathlib import Path
from zlib import crc32

import numpy as np
import soundfile
from numpy.typing import NDArray

from viva.audio.files import read_audio
from viva.audio.pcm import to_float
from viva.errors import VivaError

RATE = 16_000
FRAME = RATE // 100
DIP_DB = 12.0
"""A place to cut lies so far below the speech within 0.3 s around it."""
ABOVE_BACKGROUND_DB = 12.0
"""Speech begins and ends where the level is so far above the recording's quietest tenth."""
APART = 40
"""Frames between two cuts, and from the ends."""
MEDIAN_S, SPREAD, SHORTEST_S, LONGEST_S = 0.6, 0.5, 0.25, 2.0
"""Of the pauses: lognormal, as in spontaneous speech (Campione and Véronis 2002)."""
CUTS = (0, 1, 1, 1, 2)
LEAD_S, TAIL_S = 0.5, 3.0
SOUNDS = (".flac", ".wav")
Floats = NDArray[np.float32]


def make_turns(recordings: Path, folder: Path, *, seed: int = 0) -> int:
    """Write one turn for each recording into `folder`, with `turns.json`; the number of pauses put in.

    The same recordings and seed give the same turns. Raises VivaError where there are none.
    """
    paths = sorted(path for path in recordings.glob("*") if path.suffix.lower() in SOUNDS)
    if not paths:
        hint = "a folder with WAV or FLAC files, one turn in each"
        raise VivaError(f"{recordings}: no recordings", hint=hint)
    folder.mkdir(parents=True, exist_ok=True)
    turns: dict[str, dict[str, list[list[float]]]] = {}
    for path in paths:
        chance = np.random.default_rng([seed, crc32(path.stem.encode())])
        audio, spans = paused(to_float(read_audio(path)), chance)
        soundfile.write(folder / f"{path.stem}.wav", audio, RATE, subtype="PCM_16")
        turns[path.stem] = {"speech": spans}
    (folder / "turns.json").write_text(json.dumps(turns, indent=1), encoding="utf-8")
    return sum(len(turn["speech"]) - 1 for turn in turns.values())


def paused(audio: Floats, chance: np.random.Generator) -> tuple[Floats, list[list[float]]]:
    """The utterance with pauses, 16 kHz, and [start, end] of each stretch of speech in seconds."""
    level = _level(audio)
    first, last = _extent(level)
    places = _dips(level, first, last)
    count = min(len(places), int(chance.choice(CUTS)))
    cuts = sorted(int(one) for one in chance.choice(places, count, replace=False)) if count else []
    pauses = np.clip(chance.lognormal(np.log(MEDIAN_S), SPREAD, count), SHORTEST_S, LONGEST_S)
    background = _background(audio, first, last, chance, level)
    pieces, spans = [], []
    at, clock = max(0, first * FRAME - round(LEAD_S * RATE)), 0
    begun = (first * FRAME - at) / RATE
    for cut, silence in zip([*cuts, last], [*pauses, TAIL_S], strict=True):
        speech = audio[at : cut * FRAME].copy()
        speech[-FRAME:] *= np.linspace(1, 0, FRAME, dtype=np.float32)
        gap = np.resize(background, round(float(silence) * RATE))
        pieces += [speech, gap]
        spans.append([round(begun, 3), round((clock + len(speech)) / RATE, 3)])
        clock += len(speech) + len(gap)
        at, begun = cut * FRAME, clock / RATE
    return np.concatenate(pieces), spans


def _level(audio: Floats) -> Floats:
    """dB of each 10 ms, over three frames."""
    frames = audio[: len(audio) // FRAME * FRAME].reshape(-1, FRAME)
    power = np.convolve(np.square(frames).mean(axis=1) + 1e-10, np.ones(3) / 3, mode="same")
    return np.asarray(10 * np.log10(power), np.float32)


def _extent(level: Floats) -> tuple[int, int]:
    quiet, loud = np.percentile(level, (10, 99))
    spoken = np.flatnonzero(level > max(quiet + ABOVE_BACKGROUND_DB, loud - 35))
    return int(spoken[0]), int(spoken[-1]) + 1


def _dips(level: Floats, first: int, last: int) -> list[int]:
    found: list[int] = []
    for at in range(first + APART, last - APART):
        around = np.percentile(level[max(at - 30, first) : at + 30], 80)
        lowest = level[at] == level[at - 8 : at + 9].min()
        if lowest and level[at] < around - DIP_DB and (not found or at - found[-1] >= APART):
            found.append(at)
    return found


def _background(audio: Floats, first: int, last: int, chance: np.random.Generator, level: Floats) -> Floats:
    quiet = np.concatenate([audio[: max(0, first * FRAME - 800)], audio[last * FRAME + 1600 :]])
    if len(quiet) >= RATE // 10:
        return quiet
    loudness = 10 ** (float(np.percentile(level, 10)) / 20)
    return np.asarray(chance.normal(0, loudness, RATE // 2), np.float32)
