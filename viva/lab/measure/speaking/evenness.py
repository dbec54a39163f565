"""Whether all that a bot says is equally loud: synthesized, recorded, and what fills a wait."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from statistics import mean

import numpy as np

from viva.audio.pcm import from_float, to_float
from viva.call.fillers import PROMPT as FILLER
from viva.dialogue.bot import Bot
from viva.lab.say.asked import Asked, ways
from viva.lab.say.page import wav
from viva.lab.say.spoken import speaker_of
from viva.speaking.engine import Voice
from viva.speaking.loudness import loudness
from viva.speaking.recordings import Clip, Recordings
from viva.speaking.registry import say
from viva.speaking.script import Script, plain
from viva.speaking.speaker import Speaker

STUDIO = Voice("en-us+f3", rate=150)
"""Another voice, in place of a person in a studio."""
TAKES_DB = (-18.0, -9.0, 0.0, 5.0)
"""Levels of the takes: a folder of recordings is seldom even."""


def bench_evenness(bot: Bot) -> str:
    """LUFS of each kind of sentence as a call streams it: mean, lowest, highest; how far the means differ."""
    speaker = speaker_of(bot)
    prompts = {name: prompt for name, prompt in bot.prompts.items() if not prompt.places}
    texts = {name: [text for _, _, text in prompt.texts] for name, prompt in prompts.items()}
    scripts = {
        name: [plain(way.script.text) for text in found for way in ways(bot, Asked(text=text))]
        for name, found in texts.items()
    }
    fillers = scripts.pop(FILLER, [])
    spoken = [script for name, found in scripts.items() if name != "backchannel" for script in found]
    with tempfile.TemporaryDirectory() as folder:
        studio = Speaker(speaker.synthesizer, speaker.voice, _recorded(Path(folder), spoken))
        groups = {
            "synthesized": _levels(speaker, spoken),
            "recorded": _levels(studio, spoken),
            "filler": _levels(speaker, fillers),
        }
    lines = [f"{'kind':12} {'n':>4} {'mean':>7} {'lowest':>7} {'highest':>8}"]
    for name, levels in groups.items():
        lines.append(f"{name:12} {len(levels):4} {mean(levels):7.2f} {min(levels):7.2f} {max(levels):8.2f}")
    means = [mean(levels) for levels in groups.values()]
    lines.append(f"means differ by {max(means) - min(means):.2f} LU at most")
    return "\n".join(lines)


def _levels(speaker: Speaker, scripts: Iterable[Script]) -> list[float]:
    found = []
    for script in scripts:
        pcm = b"".join(sound.pcm for sound in speaker.stream(script))
        level = loudness(to_float(pcm))
        if level is not None:
            found.append(level)
    return found


def _recorded(folder: Path, scripts: Sequence[Script]) -> Recordings:
    """Every sentence as a clip, each at a level of its own."""
    clips = []
    for number, script in enumerate(scripts):
        gain = np.float32(10 ** (TAKES_DB[number % len(TAKES_DB)] / 20))
        take = wav(from_float(to_float(say(script.text, STUDIO).pcm) * gain))
        path = folder / f"{number}.wav"
        path.write_bytes(take)
        clips.append(Clip(path.name, script.text, path, sha256(take).hexdigest()))
    return Recordings(tuple(clips))
