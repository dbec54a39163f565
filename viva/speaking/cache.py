"""Speech that was made before: a prompt without places sounds at once, at no cost."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Generator, Iterable

from viva.speaking.script import Script
from viva.speaking.speaker import Speaker
from viva.speaking.speech import Sound, Speech, latest

_PER_ENTRY = 500
"""Bytes of one kept speech beside its audio, about; bounds the number of empty ones too."""


class PromptCache:
    """A speaker, and the speech it made last. Safe to call from any thread."""

    def __init__(self, speaker: Speaker, capacity_bytes: int) -> None:
        """`capacity_bytes`: of audio kept; 32,000 are one second. The least recently used goes first."""
        self.speaker = speaker
        self._capacity = capacity_bytes
        self._kept: OrderedDict[Script, Speech] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, script: Script) -> Speech | None:
        """The speech if it is kept. Never waits for the synthesizer."""
        with self._lock:
            speech = self._kept.get(script)
            if speech is not None:
                self._kept.move_to_end(script)
            return speech

    def stream(self, script: Script) -> Generator[Sound, None, None]:
        """The speech in one piece if it is kept, else as it is made. Blocking; closing it ends the work.

        Raises:
            VivaError: what the speaker raises.
        """
        speech = self.get(script)
        if speech is not None:
            yield Sound(speech.pcm, speech.marks)
            return
        sounds: list[Sound] = []
        for sound in self.speaker.stream(script):
            sounds.append(sound)
            yield sound
        if not any(sound.instead for sound in sounds):
            marks = latest(mark for sound in sounds for mark in sound.marks)
            self._keep(script, Speech(script.text, b"".join(sound.pcm for sound in sounds), marks))

    def render(self, script: Script) -> Speech:
        """The speech, made now unless it is kept. Blocking; raises as `stream` does.

        Two threads that ask for the same at once may both make it.
        """
        speech = self.get(script)
        if speech is not None:
            return speech
        sounds = list(self.stream(script))
        marks = latest(mark for sound in sounds for mark in sound.marks)
        made = Speech(script.text, b"".join(sound.pcm for sound in sounds), marks)
        return self.get(script) or made

    def prerender(self, scripts: Iterable[Script]) -> None:
        """Render scripts until the cache is full."""
        for script in scripts:
            if self._bytes >= self._capacity:
                return
            self.render(script)

    def _keep(self, script: Script, speech: Speech) -> None:
        size = _size(speech)
        if size > self._capacity:
            return
        with self._lock:
            replaced = self._kept.pop(script, None)
            if replaced is not None:
                self._bytes -= _size(replaced)
            self._kept[script] = speech
            self._bytes += size
            while self._bytes > self._capacity:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= _size(oldest)


def _size(speech: Speech) -> int:
    return len(speech.pcm) + _PER_ENTRY
