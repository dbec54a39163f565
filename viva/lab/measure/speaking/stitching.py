"""Sentences stitched from recordings and the voice, with when each word truly begins.

Another voice of the synthesizer stands for the speaker. When its words begin is known from how the clip was
made, which is hidden from who plays it; where the clip lies in the sentence is found in the sound.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from random import Random

import numpy as np
import soundfile
from numpy.typing import NDArray

from viva.audio.pcm import to_float
from viva.speaking.clips import recorded
from viva.speaking.engine import Voice
from viva.speaking.levels import RATE
from viva.speaking.prosody import Prosody
from viva.speaking.recordings import Clip, Recordings
from viva.speaking.registry import synthesizer
from viva.speaking.script import Piece, Script, plain
from viva.speaking.speaker import Speaker
from viva.speaking.speech import Sound, WordMark, latest
from viva.speaking.stitching import stitched
from viva.speaking.stretch import stretched

PEOPLE = ("en-us+f3", "en-gb+m7", "en-gb-scotland+f2", "en-us+klatt2")
_PER_MS = RATE // 1000


def stitch(
    text: str, prosody: Prosody, voice: Voice, chance: Random, folder: Path
) -> tuple[tuple[Sound, ...], tuple[int, ...]]:
    """A sentence of three words or more whose beginning and end come from clips, and when each of its words
    ends: where the next begins, in milliseconds. Of the voice's words between, its own marks are the truth.
    () where a clip is played elsewhere, too.
    """
    words = [match.span() for match in re.finditer(r"\S+", text)]
    first, last = sorted(chance.sample(range(1, len(words)), 2))
    spans = ((0, words[first - 1][1]), (words[last][0], len(text)))
    takes = [_take(text[start:end], chance, folder) for start, end in spans]
    recordings = Recordings(tuple(clip for clip, _ in takes))
    script = Script((Piece(text, prosody=prosody),))
    clips = [part.clip for part in stitched(script, recordings)]
    if clips != [takes[0][0], None, takes[1][0]]:
        return (), ()
    sounds = tuple(Speaker(synthesizer("espeak"), voice, recordings).stream(script))
    samples = to_float(b"".join(sound.pcm for sound in sounds))
    begins = {mark.start: mark.at_ms for mark in latest(mark for sound in sounds for mark in sound.marks)}
    for (start, _), (clip, marks) in zip(spans, takes, strict=True):
        played = stretched(recorded(clip), RATE, rate=prosody.rate, pitch_st=prosody.pitch_st)
        begin_ms = place(played, samples) / _PER_MS
        begins |= {mark.start + start: round(begin_ms + mark.at_ms / prosody.rate) for mark in marks}
    true = [begins[at] for at in sorted(begins)]
    return sounds, (*true[1:], len(samples) // _PER_MS)


def place(part: NDArray[np.float32], samples: NDArray[np.float32]) -> int:
    """The sample at which a part, at some level, begins in a sound: where the two are most alike."""
    size = len(part) + len(samples)
    alike = np.fft.irfft(np.fft.rfft(samples, size) * np.conj(np.fft.rfft(part, size)), size)
    return int(np.argmax(alike[: len(samples)]))


def _take(words: str, chance: Random, folder: Path) -> tuple[Clip, list[WordMark]]:
    """A clip by somebody, and its true marks in `recorded`."""
    speech = Speaker(synthesizer("espeak"), Voice(chance.choice(PEOPLE))).render(plain(words))
    spoken = to_float(speech.pcm)
    path = folder / f"{chance.getrandbits(64):x}.wav"
    soundfile.write(path, spoken, RATE)
    clip = Clip(path.name, words, path, hashlib.sha256(path.read_bytes()).hexdigest())
    cut_ms = place(recorded(clip), spoken) // _PER_MS
    marks = [WordMark(mark.start, mark.end, max(0, mark.at_ms - cut_ms)) for mark in speech.marks]
    return clip, marks
