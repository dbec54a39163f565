"""Speech that was made before: a prompt without places sounds at once, at no cost."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Generator, Iterable, Mapping, Sequence

from viva.speaking.script import Script, plain
from viva.speaking.sentences import split_sentences
from viva.speaking.speaker import Speaker
from viva.speaking.speech import Sound, Speech
from viva.speaking.wording import fill, places

_MARKER = "\ue000"
"""Stands for any value: a character of Unicode's private use, which no prompt holds."""
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
        marks = tuple(mark for sound in sounds for mark in sound.marks)
        self._keep(script, Speech(script.text, b"".join(sound.pcm for sound in sounds), marks))

    def render(self, script: Script) -> Speech:
        """The speech, made now unless it is kept. Blocking; raises as `stream` does.

        Two threads that ask for the same at once may both make it.
        """
        speech = self.get(script)
        if speech is None:
            speech = self.speaker.render(script)
            self._keep(script, speech)
        return speech

    def prerender(self, scripts: Iterable[Script]) -> None:
        """Render scripts until the cache is full."""
        for script in scripts:
            if self._bytes >= self._capacity:
                return
            self.render(script)

    def prerender_static(self, prompts: Mapping[str, Sequence[str]]) -> None:
        """Render all that a bot says without a slot's value."""
        self.prerender(plain(text) for text in static_sentences(prompts))

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


def static_sentences(prompts: Mapping[str, Sequence[str]]) -> list[str]:
    """The sentences that are said in the same words every time, in the prompts' order, each once.

    These are sentences without places, also of prompts that have places in others, with their optional
    parts left out and put in.
    """
    found: dict[str, None] = {}
    for variants in prompts.values():
        for variant in variants:
            marked = fill(variant, dict.fromkeys(places(variant), _MARKER))
            bare = fill(variant, {})
            same = split_sentences(bare) if _MARKER not in marked else _shared(variant, marked, bare)
            found.update(dict.fromkeys(same))
    return list(found)


def _shared(variant: str, marked: str, bare: str) -> list[str]:
    """Of a variant with places: sentences without a value, with all optional parts or with none.

    A sentence of `bare` counts only where the template itself holds it: elsewhere it is what is left
    of a sentence whose places are empty, and is never said.
    """
    sentences = [s for s in split_sentences(marked) if _MARKER not in s]
    return sentences + [s for s in split_sentences(bare) if s in variant and s not in sentences]
