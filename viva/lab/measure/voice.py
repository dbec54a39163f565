"""Pitch, periods and their cost against Praat, the instrument that phoneticians measure with."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from viva.audio.files import read_audio
from viva.audio.pcm import to_float
from viva.hearing.voice.analyser import VoiceAnalyser
from viva.hearing.voice.frames import HOP_MS, RATE, VoiceFrames
from viva.hearing.voice.listening import BLOCK_MS
from viva.hearing.voice.measure import measure
from viva.lab.sounds.noise import in_telephone_band, through_a_telephone

FLOOR_HZ, CEILING_HZ = 75, 600
"""Praat's own defaults, as are all its other settings here."""
GROSS = 0.2
"""A pitch further off is a gross error (Rabiner et al. 1976 have 1 ms; 20 % is the usual form since)."""
PERIODS = (0.0001, 0.02, 1.3)
"""Shortest and longest period in seconds and their largest ratio: Praat's defaults."""
PERIODS_EVERY = 4
"""One in so many recordings is enough for means, and Praat's harmonicity takes long."""

Floats = NDArray[np.float32]
LINES: dict[str, Callable[[bytes], bytes]] = {
    "as recorded": lambda pcm: pcm,
    "8 kHz, µ-law": through_a_telephone,
    "300-3400 Hz, µ-law": in_telephone_band,
}


@dataclass(slots=True)
class PitchScore:
    """Counts of frames of 10 ms; Praat on the recording as it is, is the truth."""

    frames: int = 0
    inside: int = 0
    """Between Praat's first and last voiced frame."""
    both: int = 0
    """Voiced by both."""
    gross: int = 0
    octave: int = 0
    """Of `gross`: half or twice the pitch, within 20 %."""
    missed: int = 0
    false: int = 0
    wrong_inside: int = 0
    """Voicing decisions that differ, inside."""

    def add(self, truth: Floats, found: Floats) -> None:
        """Pitches of the same frames in Hz; nan: unvoiced."""
        voiced, ours = ~np.isnan(truth), ~np.isnan(found)
        both = voiced & ours
        ratio = found[both] / truth[both]
        differ = voiced != ours
        span = np.flatnonzero(voiced)
        self.frames += len(truth)
        self.both += int(both.sum())
        self.gross += int((np.abs(ratio - 1) > GROSS).sum())
        self.octave += int(((np.abs(ratio * 2 - 1) < GROSS) | (np.abs(ratio / 2 - 1) < GROSS)).sum())
        self.missed += int((voiced & ~ours).sum())
        self.false += int((ours & ~voiced).sum())
        if len(span):
            self.inside += int(span[-1] + 1 - span[0])
            self.wrong_inside += int(differ[span[0] : span[-1] + 1].sum())

    @property
    def gross_error(self) -> float:
        return self.gross / max(self.both, 1)

    @property
    def octave_error(self) -> float:
        return self.octave / max(self.both, 1)

    @property
    def voicing_error(self) -> float:
        return (self.missed + self.false) / max(self.frames, 1)

    def row(self) -> str:
        return (
            f"gross {self.gross_error:6.2%} ({self.gross}/{self.both})   octave {self.octave_error:6.2%}   "
            f"voicing {self.voicing_error:6.2%} of {self.frames} (missed {self.missed}, false {self.false}), "
            f"inside {self.wrong_inside / max(self.inside, 1):6.2%}"
        )


def analysed(samples: Floats) -> VoiceFrames:
    """In the blocks of a call, all of the recording."""
    analyser, block = VoiceAnalyser(), BLOCK_MS * RATE // 1000
    parts = [analyser.push(samples[at : at + block]) for at in range(0, len(samples), block)]
    return VoiceFrames.joined([*parts, analyser.flush()])


def praat_pitch(parselmouth: Any, samples: Floats) -> tuple[Floats, Floats]:
    """Times (ms) and pitches (Hz, nan unvoiced) by Praat's `To Pitch (ac)`."""
    sound = parselmouth.Sound(samples.astype(np.float64), RATE)
    pitch = sound.to_pitch_ac(time_step=HOP_MS / 1000, pitch_floor=FLOOR_HZ, pitch_ceiling=CEILING_HZ)
    hertz = pitch.selected_array["frequency"].astype(np.float32)
    return (1000 * pitch.xs()).astype(np.float32), np.where(hertz > 0, hertz, np.float32(np.nan))


def our_pitch(samples: Floats) -> tuple[Floats, Floats]:
    """The same by VIVA."""
    frames = analysed(samples)
    return frames.times_ms, frames.pitch_hz


def at_times(times_ms: Floats, pitch_hz: Floats, wanted_ms: Floats) -> Floats:
    """The pitch of the frame nearest to each wanted time."""
    nearest = np.rint((wanted_ms - times_ms[0]) / HOP_MS).astype(int)
    return np.asarray(pitch_hz[np.clip(nearest, 0, len(pitch_hz) - 1)])


def praat_periods(parselmouth: Any, samples: Floats) -> tuple[float, float, float]:
    """Jitter (local), shimmer (local) and mean harmonicity (dB) by Praat."""
    call = parselmouth.praat.call
    sound = parselmouth.Sound(samples.astype(np.float64), RATE)
    points = call(sound, "To PointProcess (periodic, cc)", FLOOR_HZ, CEILING_HZ)
    harmonicity = sound.to_harmonicity_cc(time_step=HOP_MS / 1000).values
    return (
        call(points, "Get jitter (local)", 0, 0, *PERIODS),
        call([sound, points], "Get shimmer (local)", 0, 0, *PERIODS, 1.6),
        float(harmonicity[harmonicity > -200].mean()),
    )


def bench_voice(data: Path, *, every: int) -> None:
    """Print pitch errors by line, periods against Praat's, and the cost per second of speech."""
    try:
        parselmouth = importlib.import_module("parselmouth")  # a test dependency: the rest runs without it
    except ImportError:
        click.echo("skipped: praat-parselmouth is not installed (pip install praat-parselmouth)")
        return
    sets = {name: sorted((data / name).glob("*.flac"))[::every] for name in ("barista/clean", "digits")}
    if not any(sets.values()):
        click.echo(f"skipped: no recordings in {data}/barista/clean or {data}/digits")
        return
    for name, files in sets.items():
        if not files:
            continue
        recordings = [read_audio(path) for path in files]
        for line, degrade in LINES.items():
            click.echo(f"{name:14} {line:20} {pitch_score(parselmouth, recordings, degrade).row()}")
        praats = partial(praat_pitch, parselmouth)
        row = pitch_score(parselmouth, recordings, in_telephone_band, praats).row()
        click.echo(f"{name:14} {'the same, by Praat':20} {row}")
        click.echo(f"{name:14} cost: {cost(recordings):.2%} of a core while listening")
        if name != "digits":
            _periods(parselmouth, recordings[::PERIODS_EVERY])


def pitch_score(
    parselmouth: Any,
    recordings: Sequence[bytes],
    degrade: Callable[[bytes], bytes],
    track: Callable[[Floats], tuple[Floats, Floats]] = our_pitch,
) -> PitchScore:
    """`track` on the degraded recordings against Praat on the recordings as they are (PCM16LE, 16 kHz)."""
    score = PitchScore()
    for pcm in recordings:
        times, truth = praat_pitch(parselmouth, to_float(pcm))
        score.add(truth, at_times(*track(to_float(degrade(pcm))), times))
    return score


def cost(recordings: Sequence[bytes]) -> float:
    """Share of a core that the analysis takes while it listens."""
    audio = [to_float(pcm) for pcm in recordings]
    begun = process_time()
    for samples in audio:
        analysed(samples)
    return (process_time() - begun) / max(sum(map(len, audio)) / RATE, 1e-9)


def _periods(parselmouth: Any, recordings: Sequence[bytes]) -> None:
    names = ("jitter", "shimmer", "harmonics_db")
    pairs: list[tuple[tuple[float, ...], tuple[float, ...]]] = []
    for pcm in recordings:
        samples = to_float(pcm)
        found = [getattr(measure(analysed(samples)), name) for name in names]
        if None not in found:
            pairs.append((praat_periods(parselmouth, samples), tuple(one.value for one in found)))
    truth, ours = (np.array(side) for side in zip(*pairs, strict=True))
    for index, name in enumerate(names):
        r = np.corrcoef(truth[:, index], ours[:, index])[0, 1]
        means = f"{truth[:, index].mean():.4g} by Praat, {ours[:, index].mean():.4g} by VIVA"
        click.echo(f"{name}: correlation {r:.2f} over {len(pairs)} recordings; mean {means}")
