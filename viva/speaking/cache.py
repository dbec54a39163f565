"""Speech that was made before: a prompt without places sounds at once, at no cost."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

from viva.speaking.engine import Synthesizer, Voice
from viva.speaking.sentences import split_sentences
from viva.speaking.speech import Speech
from viva.speaking.wording import fill, places

_MARKER = "\ue000"
"""Stands for any value: a character of Unicode's private use, which no prompt holds."""
_PER_ENTRY = 500
"""Bytes of one kept speech beside its audio, about; bounds the number of empty ones too."""


class PromptCache:
    """A synthesizer with one voice, and the speech it made last. Safe to call from any thread."""

    def __init__(self, synthesizer: Synthesizer, voice: Voice, capacity_bytes: int) -> None:
        """`capacity_bytes`: of audio kept; 32,000 are one second. The least recently used goes first."""
        self.voice = voice
        self._synthesizer = synthesizer
        self._capacity = capacity_bytes
        self._kept: OrderedDict[str, Speech] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, text: str) -> Speech | None:
        """The speech if it is kept. Never waits for the synthesizer."""
        with self._lock:
            speech = self._kept.get(text)
            if speech is not None:
                self._kept.move_to_end(text)
            return speech

    def render(self, text: str) -> Speech:
        """The speech, synthesized now unless it is kept. Blocking; raises what the synthesizer raises.

        Two threads that ask for the same text at once may both synthesize it.
        """
        speech = self.get(text)
        if speech is None:
            speech = self._synthesizer.synthesize(text, self.voice)
            self._keep(speech)
        return speech

    def prerender(self, texts: Iterable[str]) -> None:
        """Render texts, each one sentence, until the cache is full."""
        for text in texts:
            if self._bytes >= self._capacity:
                return
            self.render(text)

    def prerender_static(self, prompts: Mapping[str, Sequence[str]]) -> None:
        """Render all that a bot says without a slot's value."""
        self.prerender(static_sentences(prompts))

    def _keep(self, speech: Speech) -> None:
        size = _size(speech)
        if size > self._capacity:
            return
        with self._lock:
            replaced = self._kept.pop(speech.text, None)
            if replaced is not None:
                self._bytes -= _size(replaced)
            self._kept[speech.text] = speech
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
