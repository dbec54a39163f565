"""Speech that was made before: a prompt without places sounds at once, at no cost."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterable

from viva.speaking.kept import KeptSpeech
from viva.speaking.script import Script
from viva.speaking.speaker import Speaker, speech_of
from viva.speaking.speech import Sound, Speech

_PER_ENTRY = 500
"""Bytes of one kept speech beside its audio, about; bounds the number of empty ones too."""
_TOLD_S = 1.0
"""Who waits for prompts to be spoken is told each second how far it is."""


class PromptCache:
    """A speaker, and the speech it made last. Safe to call from any thread.

    On disk lies only what the bot says to everybody: sentences whose text was prerendered, in whatever
    prosody. What holds a caller's values is kept in memory alone, and gone when the server stops.
    """

    def __init__(self, speaker: Speaker, capacity_bytes: int, kept: KeptSpeech | None = None) -> None:
        """`capacity_bytes`: of audio in memory; 32,000 are one second. The least recently used goes first.

        kept: speech on disk; None: none is kept there.
        """
        self.speaker = speaker
        self._capacity = capacity_bytes
        self._disk = kept
        self._public: set[str] = set()
        """Texts of sentences that are the same for every caller."""
        self._kept: OrderedDict[Script, Speech] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, script: Script) -> Speech | None:
        """The speech if it is in memory. Never waits for the synthesizer, nor for the disk."""
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
        speech = self._found(script)
        if speech is not None:
            yield Sound(speech.pcm, speech.marks)
            return
        sounds: list[Sound] = []
        # A sentence ends where an engine fails: words left out of its middle would count as heard.
        with contextlib.closing(self.speaker.stream(script, skip_failed=False)) as stream:
            for sound in stream:
                sounds.append(sound)
                yield sound
        self._take(script, speech_of(script, sounds))

    def render(self, script: Script) -> Speech:
        """The speech, made now as a whole unless it is kept. Blocking; raises as `stream` does.

        Two threads that ask for the same at once may both make it.
        """
        speech = self._found(script)
        if speech is None:
            speech = self.speaker.render(script)
            self._take(script, speech)
        return speech

    def prerender(self, scripts: Iterable[Script], tell: Callable[[str], object] = lambda _: None) -> None:
        """Have scripts ready that are said to everybody, until the memory is full. From disk where they were
        made before; else they are made, by one process for all that start together.

        tell: given a text in pieces once that takes long, as a stream's `write` is.
        """
        wanted = list(scripts)
        self._public.update(script.text for script in wanted)
        missing = [script for script in wanted if not self._full and self._found(script) is None]
        if not missing:
            return
        told = time.monotonic()
        with self._disk.alone() if self._disk else contextlib.nullcontext():
            for count, script in enumerate(missing):
                if self._full:
                    return
                self.render(script)
                if time.monotonic() - told > _TOLD_S:
                    told = time.monotonic()
                    tell(f"{count + 1} of {len(missing)} sentences spoken\n")

    @property
    def _full(self) -> bool:
        return self._bytes >= self._capacity

    def _found(self, script: Script) -> Speech | None:
        """The speech if it is kept, in memory or on disk."""
        speech = self.get(script)
        if speech is None and self._disk is not None and script.text in self._public:
            found = self._disk.get(self.speaker.key(script), script.text)
            if found is not None:
                speech, usual = found
                self._keep(script, speech)
                self.speaker.expect(usual)
        return speech

    def _take(self, script: Script, speech: Speech) -> None:
        """Keep what was made now, unless another voice than the bot's spoke."""
        if speech.instead:
            return
        self._keep(script, speech)
        if self._disk is not None and script.text in self._public:
            self._disk.put(self.speaker.key(script), speech, self.speaker.usual)

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
