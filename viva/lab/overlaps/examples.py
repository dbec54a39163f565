"""Scenes as the judge sees them at several moments: features, and what was heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import click

from viva.audio.pcm import to_float
from viva.hearing.moonshine import MoonshineRecognizer
from viva.hearing.overlap.heard import Heard
from viva.hearing.overlap.judge import speech_probabilities
from viva.hearing.silero import SileroVad
from viva.lab.overlaps.material import Recordings, Sound, sounds
from viva.lab.overlaps.phrases import Part
from viva.lab.overlaps.scene import Scene, scenes
from viva.lab.sounds.humming import Floats

MOMENTS_MS = (300, 430, 500)
"""After the onset: when a call asks for a judgement, and when the decision is due."""


@dataclass(frozen=True, slots=True)
class Example:
    scene: Scene
    ms: int
    samples: Floats
    activity: Floats
    heard: Heard


@dataclass(slots=True)
class Woken:
    """Sounds by kind and group: how many there were, and how many woke the voice activity."""

    made: Counter[tuple[str, str]]
    woke: Counter[tuple[str, str]]


class Set:
    """One part of the set, made as it is gone through."""

    def __init__(self, recordings: Recordings, part: Part, size: float) -> None:
        self._recordings = recordings
        self._part: Part = part
        self._size = size
        self._voice = SileroVad()
        self.woken = Woken(Counter(), Counter())

    def scenes(self) -> Iterator[Scene]:
        made = sounds(self._recordings, self._part, self._size)
        with click.progressbar(scenes(made, self._recordings, self._voice), label=self._part) as bar:
            for found in bar:
                sound = found if isinstance(found, Sound) else found.sound
                self.woken.made[sound.kind, sound.group] += 1
                if isinstance(found, Scene):
                    self.woken.woke[sound.kind, sound.group] += 1
                    yield found

    def examples(self, recognizer: MoonshineRecognizer) -> Iterator[Example]:
        for scene in self.scenes():
            for ms in MOMENTS_MS:
                samples = to_float(scene.until(ms))
                activity = speech_probabilities(samples, self._voice)
                yield Example(scene, ms, samples, activity, recognizer.glimpse(samples))
