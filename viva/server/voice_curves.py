"""How the caller's voice runs through a recorded call: worked out from the recording when somebody looks."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic_core import to_json

from viva.audio.pcm import SILENCE_DBFS, to_float
from viva.audio.recording import RATE, read_recording
from viva.hearing.voice.analyser import VoiceAnalyser
from viva.hearing.voice.frames import HOP_MS, VoiceFrames

PART_MS = 30_000
LEAD_MS = 1000
"""Heard before a part, so that pitch and loudness are known where it begins."""
TAIL_MS = 100
"""Heard after it: the analyser looks 70 ms ahead."""
BLOCK = RATE
"""Samples in one step: the call's own thread gets its turn between steps."""
KEPT = 64
"""Parts in memory, about 60 kB each."""
PER_MS = RATE // 1000


@dataclass(frozen=True, slots=True)
class Curves:
    """Lists of equal length, one value for each `step_ms` from `start_ms` on."""

    start_ms: int
    parts: int
    """Of the whole recording."""
    level_db: list[float]
    """dBFS, -100 for silence."""
    pitch_hz: list[float | None]
    """None: no voice."""
    tilt_db: list[float]
    step_ms: int = HOP_MS


def voice_curves(path: Path, part: int) -> tuple[Curves, bool]:
    """Part 1, 2, ... of the caller's channel, and whether it is whole (a live call's last part grows).

    Raises:
        ValueError: no such part, or not a recording.
    """
    caller = read_recording(path)[:, 0]
    duration_ms = len(caller) // PER_MS
    parts = max(1, -(-duration_ms // PART_MS))
    if not 1 <= part <= parts:
        raise ValueError(f"part={part}; this recording has parts 1 to {parts} of {PART_MS // 1000} s")
    start = (part - 1) * PART_MS
    end = min(start + PART_MS, duration_ms)
    heard_from = max(0, start - LEAD_MS)
    samples = to_float(caller[heard_from * PER_MS : (end + TAIL_MS) * PER_MS].tobytes())
    frames = _frames(samples, heard_from).between(start - HOP_MS / 2, end)
    count = -(-(end - start) // HOP_MS)
    at = np.rint((frames.times_ms - start) / HOP_MS).astype(int)
    kept = at < count
    at = at[kept]

    def curve(values: NDArray[np.float32], missing: float) -> NDArray[np.float64]:
        whole = np.full(count, missing)
        whole[at] = values[kept]
        return np.round(whole, 1)

    pitch = curve(frames.pitch_hz, np.nan)
    curves = Curves(
        start,
        parts,
        curve(frames.level_db, SILENCE_DBFS).tolist(),
        [None if np.isnan(hz) else float(hz) for hz in pitch],
        curve(frames.tilt_db, 0.0).tolist(),
    )
    return curves, end == start + PART_MS


def _frames(samples: NDArray[np.float32], start_ms: int) -> VoiceFrames:
    analyser = VoiceAnalyser()
    analyser.start(start_ms)
    blocks = [analyser.push(samples[i : i + BLOCK]) for i in range(0, len(samples), BLOCK)]
    return VoiceFrames.joined([*blocks, analyser.flush()])


class VoiceCurves:
    """Parts as JSON, the last ones kept. One is worked out at a time, beside the event loop."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Path, int], bytes] = OrderedDict()
        self._working = asyncio.Lock()

    async def part(self, path: Path, part: int) -> bytes:
        """As `voice_curves`.

        Raises:
            ValueError: likewise.
        """
        key = (path, part)
        async with self._working:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            curves, whole = await asyncio.to_thread(voice_curves, path, part)
            found = to_json(curves)
            if whole:
                self._kept[key] = found
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            return found
