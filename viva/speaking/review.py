"""What of a speaker's recordings is bad, heard, or missing: for whoever makes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viva.audio.files import read_audio
from viva.audio.pcm import to_float
from viva.errors import VivaError
from viva.speaking.clips import silence_below
from viva.speaking.levels import speech_span
from viva.speaking.loudness import loudness
from viva.speaking.prepared import ANY, with_any_values
from viva.speaking.prompt import Prompt
from viva.speaking.recordings import Clip, Recordings
from viva.speaking.stitching import Part, stitched
from viva.speaking.wording import Wording
from viva.speaking.words import folded_words

MIN_RATE = 16_000
MIN_LUFS = -60.0
MIN_SNR_DB = 25.0
"""Of speech over what is heard between the words; below it the voice that comes next sounds cut out."""
_CLIPPED_RUN = 3
"""Samples in a row at the same extreme: sound seldom stays at its peak so long."""


@dataclass(frozen=True, slots=True)
class Fault:
    message: str
    hint: str


def faults(clip: Clip) -> list[Fault]:
    """What is wrong with a clip's sound."""
    import soundfile  # 30 ms to import

    try:
        samples = to_float(read_audio(clip.path))
    except VivaError as error:
        return [Fault("cannot be read as audio.", error.hint)]
    level = loudness(samples)
    if level is None or level < MIN_LUFS:
        return [Fault("there is no speech in it.", "Record it again.")]
    found: list[Fault] = []
    own, rate = soundfile.read(clip.path, dtype="float32", always_2d=True)
    if rate < MIN_RATE:
        what = f"recorded at {rate} Hz, expected {MIN_RATE} or more: it sounds dull beside the others."
        found.append(Fault(what, "Record it again; a higher rate cannot be made from it."))
    clipped = max(_clipped(channel) for channel in own.T)
    if clipped:
        what = f"clipped in {clipped} place{'s' if clipped > 1 else ''}: it was recorded too loud."
        found.append(Fault(what, "Record it again with less gain."))
    snr = _snr_db(samples)
    if snr is not None and snr < MIN_SNR_DB:
        what = f"noise lies only {snr:.0f} dB below the speech, expected {MIN_SNR_DB:.0f} dB or more."
        found.append(Fault(what, "Record it in a quieter room."))
    return found


def used(prompts: Iterable[Prompt], wording: Wording, recordings: Recordings) -> set[Clip]:
    """The clips that are played somewhere in these prompts."""
    parts = (part for prompt in prompts for part in _parts(prompt, wording, recordings))
    return {part.clip for part in parts if part.clip is not None}


def unrecorded(prompt: Prompt, wording: Wording, recordings: Recordings) -> list[str]:
    """Stretches of a prompt's words that no clip has, in order, each once; values are no part of them."""
    stretches = [
        stretch.strip(" ,;:")
        for part in _parts(prompt, wording, recordings)
        if part.clip is None
        for stretch in part.text.split(ANY)
    ]
    return [stretch for stretch in dict.fromkeys(stretches) if folded_words(stretch)]


def _parts(prompt: Prompt, wording: Wording, recordings: Recordings) -> Iterator[Part]:
    """Of all its variants, as they are said whatever the values."""
    for _, _, text in prompt.texts:
        for script in with_any_values(text, wording):
            yield from stitched(script, recordings)


def _clipped(samples: NDArray[np.float32]) -> int:
    """Places at which a recording stays at its extreme."""
    peak = float(np.abs(samples).max(initial=0))
    if peak < 0.5:
        return 0
    at_peak = np.abs(samples) >= 0.999 * peak
    edges = np.flatnonzero(np.diff(np.concatenate(([0], at_peak.astype(np.int8), [0]))))
    return int(np.sum(edges[1::2] - edges[::2] >= _CLIPPED_RUN))


def _snr_db(samples: NDArray[np.float32]) -> float | None:
    """Speech over what lies before, behind and between the words; None where there is no such silence."""
    start, end = speech_span(samples, lead_ms=0, tail_ms=0, floor_db=silence_below(samples))
    frames = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    power = np.mean(np.square(frames), axis=1, dtype=np.float64)
    quiet, speech = np.percentile(power, 10), np.mean(np.square(samples[start:end]), dtype=np.float64)
    if end - start == 0 or len(frames) < 20:
        return None
    return float(10 * np.log10((speech + 1e-12) / (quiet + 1e-12)))
