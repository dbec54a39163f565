"""What the bot says in virtual time: when it is there depends on the sentence, not on who said it before."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from viva.server.caller_audio import BYTES_PER_MS
from viva.server.prompts import Prompts
from viva.speaking.script import Script
from viva.speaking.speech import Sound, Speech

FIRST_MS = 300
"""Of audio that come first, as from eSpeak NG."""


class StatedPrompts:
    """`viva.server.prompts.Prompts`: a sentence that is prepared for every caller is there at once; as far as
    a call can tell every other is made anew, though its audio may be kept."""

    def __init__(self, kept: Prompts, prepared: Iterable[Script]) -> None:
        self._kept = kept
        self._prepared = frozenset(prepared)

    def get(self, script: Script) -> Speech | None:
        return self._kept.render(script) if script in self._prepared else None

    def stream(self, script: Script) -> Generator[Sound, None, None]:
        """The beginning, and the rest. Its loudness is exact, as that of a whole sentence."""
        speech = self._kept.render(script)
        size = FIRST_MS * BYTES_PER_MS
        first = tuple(mark for mark in speech.marks if mark.at_ms < FIRST_MS)
        yield Sound(speech.pcm[:size], first, speech.instead)
        if len(speech.pcm) > size:
            yield Sound(speech.pcm[size:], speech.marks[len(first) :], speech.instead)

    def render(self, script: Script) -> Speech:
        return self._kept.render(script)
