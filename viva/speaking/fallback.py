"""A speaker whose engine may fail or stall: then another one speaks, so that there is no silence."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from functools import partial

from viva.speaking.breaker import Breaker
from viva.speaking.handover import handed_over
from viva.speaking.script import Script, since
from viva.speaking.speaker import Speaker, speech_of
from viva.speaking.speech import Sound, Speech, WordMark, latest

log = logging.getLogger(__name__)

_BYTES_PER_MS = 32


class FallbackSpeaker(Speaker):
    """Safe to call from any thread."""

    def __init__(
        self, first: Speaker, spare: Speaker, *, limit_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`limit_s`: of waiting for the first audio of `first`, and for more of it. `clock`: seconds."""
        super().__init__(first.synthesizer, first.voice, first.recordings)
        self._first = first
        self._spare = spare
        self._limit_s = limit_s
        self._clock = clock
        self._breaker = Breaker()
        self._lock = threading.Lock()

    @property
    def usual(self) -> float | None:
        return self._first.usual

    def expect(self, usual: float | None) -> None:
        self._first.expect(usual)

    def stream(self, script: Script, *, skip_failed: bool = True) -> Generator[Sound, None, None]:
        """As `Speaker.stream`. What the spare one says is marked (`Sound.instead`); it begins with the word
        in which the first one broke off.

        Raises:
            VivaError: what the spare one raises.
        """
        with self._lock:
            asks, reason = self._breaker.asks(self._clock()), self._breaker.reason
        made_ms, marks = 0, tuple[WordMark, ...]()
        if asks:
            try:
                made = handed_over(partial(self._ask, script), limit_s=self._limit_s)
                with closing(made) as sounds:
                    for sound in sounds:
                        made_ms += len(sound.pcm) // _BYTES_PER_MS
                        marks = latest((*marks, *sound.marks))
                        yield sound
                with self._lock:
                    self._breaker.succeeded()
                return
            except Exception as error:  # noqa: BLE001  # the border between engines: another one speaks
                reason = str(error) or type(error).__name__
                with self._lock:
                    self._breaker.failed(self._clock(), reason)
                log.warning("another voice speaks: %s", reason)
        begun = [mark.start for mark in marks if mark.at_ms < made_ms]
        start = begun[-1] if begun else 0
        for sound in self._spare.stream(since(script, start), skip_failed=skip_failed):
            moved = (WordMark(m.start + start, m.end + start, m.at_ms + made_ms) for m in sound.marks)
            yield replace(sound, marks=tuple(moved), instead=reason)

    def render(self, script: Script) -> Speech:
        return speech_of(script, self.stream(script, skip_failed=False))

    def _ask(self, script: Script, give: Callable[[Sound], bool]) -> None:
        with closing(self._first.stream(script, skip_failed=False)) as sounds:
            for sound in sounds:
                if not give(sound):
                    return
