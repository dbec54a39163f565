"""Whether all that a bot says is equally loud, and as much louder as is asked: measured on the audio."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from viva.audio.pcm import to_float
from viva.audio.resample import resample
from viva.dialogue.bot import Bot
from viva.speaking.engine import Voice
from viva.speaking.levels import RATE, TARGET_LUFS, levelled
from viva.speaking.limiter import raised
from viva.speaking.loudness import loudness
from viva.speaking.prepared import prepared
from viva.speaking.recordings import Clip, Recordings
from viva.speaking.registry import synthesizer
from viva.speaking.script import plain
from viva.speaking.speaker import Speaker, speech_of

SPEAKERS = ("en-us+f3", "en-gb+m7", "en-gb-scotland+f2")
"""Voices that stand for people in a studio."""
RATES = (8_000, 16_000, 22_050, 44_100, 48_000)
GAINS_DB = (-6, -3, 1, 2, 3, 4, 5, 6)
FILLERS = ("filler", "backchannel")


@dataclass(frozen=True, slots=True)
class Levels:
    """What differs from what it should be, LU."""

    what: str
    errors: tuple[float, ...]

    def row(self) -> str:
        found = np.abs(self.errors)
        share = 100 * float(np.mean(found <= 1))
        return (
            f"{self.what:42}{len(found):6}{np.mean(self.errors):+8.2f}{np.percentile(found, 95):8.2f}"
            f"{found.max():8.2f}{share:8.1f} %"
        )


HEADER = f"{'':42}{'number':>6}{'mean':>8}{'p95':>8}{'worst':>8}{'within 1':>10}"


def measure(bots: Sequence[Bot], voices: Iterable[str], people: Path | None = None) -> Iterator[Levels]:
    """`people`: a folder of recordings of real speakers, WAV or FLAC."""
    made = dict.fromkeys(script.text for bot in bots for script in prepared(bot.wording))
    sentences = [text for text in made if any(map(str.isalnum, text))]
    fillers = [text for bot in bots for name in FILLERS for text in bot.prompts[name].first]
    pcm: list[bytes] = []
    for voice in voices:
        speaker = Speaker(synthesizer("espeak"), Voice(voice))
        whole = [speaker.render(plain(text)).pcm for text in sentences]
        streamed = [speech_of(plain(text), speaker.stream(plain(text))).pcm for text in sentences]
        yield _against_target(f"{voice}: prompts", whole)
        yield _against_target(f"{voice}: as they are made", streamed)
        yield _against_target(f"{voice}: fillers", [speaker.render(plain(text)).pcm for text in fillers])
        pcm += whole
    yield _against_target("recorded: any rate, level, some noise", list(_recorded(sentences)))
    if people is not None:
        files = sorted((*people.rglob("*.flac"), *people.rglob("*.wav")))
        takes = [soundfile.read(file, dtype="float32") for file in files]
        yield Levels(
            "recorded: people", tuple(_error(levelled(resample(take, hz, RATE))) for take, hz in takes)
        )
    for gain_db in GAINS_DB:
        errors = [_error(to_float(raised(one, gain_db))) - _error(to_float(one)) - gain_db for one in pcm]
        yield Levels(f"raised by {gain_db:+d} dB", tuple(errors))


def _recorded(sentences: Sequence[str]) -> Iterator[bytes]:
    """Each sentence from a clip that a speaker's recording stands for."""
    random = np.random.default_rng(5)
    with tempfile.TemporaryDirectory() as folder:
        for index, text in enumerate(sentences):
            voice = Voice(SPEAKERS[index % len(SPEAKERS)])
            rate = RATES[index % len(RATES)]
            spoken = to_float(Speaker(synthesizer("espeak"), voice).render(plain(text)).pcm)
            take = resample(spoken, RATE, rate) * np.float32(10 ** (random.uniform(-15, 5) / 20))
            silence = np.zeros(rate // 2, np.float32)
            take = np.concatenate((silence, np.clip(take, -1, 1), silence))
            noise = 10 ** (random.uniform(-75, -55) / 20) * random.standard_normal(len(take))
            path = Path(folder) / f"{index}.wav"
            soundfile.write(path, take + noise.astype(np.float32), rate)
            clip = Clip(path.name, text, path, hashlib.sha256(path.read_bytes()).hexdigest())
            yield Speaker(synthesizer("espeak"), voice, Recordings((clip,))).render(plain(text)).pcm


def _against_target(what: str, spoken: Iterable[bytes]) -> Levels:
    return Levels(what, tuple(_error(to_float(pcm)) for pcm in spoken if pcm))


def _error(samples: NDArray[np.float32]) -> float:
    level = loudness(samples)
    return (-np.inf if level is None else level) - TARGET_LUFS
