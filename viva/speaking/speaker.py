"""From a sentence's script to the audio that goes to the caller: one voice, and a speaker's recordings."""

from __future__ import annotations

import hashlib
import logging
import math
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from viva.audio.pcm import from_float
from viva.errors import VivaError
from viva.models.built import code_hash
from viva.speaking.clip_marks import ClipMarks
from viva.speaking.clips import EDGE_MS, recorded
from viva.speaking.engine import Synthesizer, Voice
from viva.speaking.following import Follower
from viva.speaking.joining import Joiner
from viva.speaking.levels import LEAD_MS, RATE, TAIL_MS, Leveller, Trimmer
from viva.speaking.limiter import Raiser, limited
from viva.speaking.prosody import Prosody
from viva.speaking.recordings import NO_RECORDINGS, Clip, Recordings, digest
from viva.speaking.script import Script
from viva.speaking.speech import Sound, Speech, WordMark, latest
from viva.speaking.stitching import Part, border_ms, by_features, stitched
from viva.speaking.stretch import stretched

log = logging.getLogger(__name__)

_USUAL_WEIGHT = 0.1
"""Of the last sentence in what is usual for the voice."""

_Audio = tuple[NDArray[np.float32], tuple[WordMark, ...]]
"""Some of a part at 16 kHz; marks in the part's text and from its beginning."""


class Speaker:
    """Safe to call from any thread."""

    def __init__(
        self,
        synthesizer: Synthesizer,
        voice: Voice,
        recordings: Recordings = NO_RECORDINGS,
        clip_marks: ClipMarks | None = None,
    ) -> None:
        """`clip_marks`: by a voice of the bot's language with marks; None: by this one, which gives them."""
        self.synthesizer = synthesizer
        self.voice = voice
        self.recordings = recordings
        self._clip_marks = clip_marks or ClipMarks(synthesizer, voice)
        self._usual: float | None = None

    @property
    def usual(self) -> float | None:
        """LUFS of this voice as it comes, a running mean; None: it has never spoken."""
        return self._usual

    def expect(self, usual: float | None) -> None:
        """What was usual when this voice spoke earlier: so that its first sentence need not be waited for
        until its loudness is known. No matter to a voice that has spoken."""
        if self._usual is None:
            self._usual = usual

    def stream(self, script: Script, *, skip_failed: bool = True) -> Generator[Sound, None, None]:
        """The sentence's audio as it is made, its marks in `script.text`. Blocking; closing it ends the work.

        skip_failed: a part that fails is left out, and what it raised is raised once the others were given.

        Raises:
            VivaError: what the synthesizer raises. A recording that fails is synthesized.
        """
        yield from self._speak(script, whole=False, skip_failed=skip_failed)

    def render(self, script: Script) -> Speech:
        """The whole sentence, its loudness exact; empty audio where there is nothing to say. Raises as
        `stream` does."""
        return speech_of(script, self._speak(script, whole=True, skip_failed=False))

    def key(self, script: Script) -> str:
        """SHA-256, hexadecimal, over all that decides how the sentence sounds."""
        clips = [part.clip for part in stitched(script, self.recordings) if part.clip is not None]
        return hashlib.sha256(repr((self._identity, script, digest(clips))).encode()).hexdigest()

    @cached_property
    def _identity(self) -> str:
        code = code_hash(("viva.speaking", ""), ("viva.pronunciation", ""), ("viva.audio", ""))
        return repr((code, self.synthesizer.identity, self.voice))

    def _speak(self, script: Script, *, whole: bool, skip_failed: bool) -> Generator[Sound, None, None]:
        joiner, failed = Joiner(), None
        parts = self._parts(script)
        spoken = [part for part in parts if not part.silent]
        pause_ms = 0
        for part in parts:
            pause_ms += part.pause_ms
            if part.silent:
                continue
            if part is not spoken[0]:
                pause_ms += border_ms(script.text, part.start)
            yield from _sound(joiner.border(pause_ms))
            pause_ms, begin_ms = 0, joiner.position * 1000 // RATE
            marks: tuple[WordMark, ...] = ()
            try:
                with closing(self._audio(part, part is spoken[0], part is spoken[-1], whole)) as audio:
                    for samples, told in audio:
                        moved = _moved(told, part.start, begin_ms)
                        marks = latest((*marks, *moved))
                        yield from _sound(joiner.push(samples), moved)
            except VivaError as error:
                if not skip_failed:
                    raise
                failed = failed or error
            end_ms = joiner.position * 1000 // RATE
            yield from _sound(np.zeros(0, np.float32), _put_right(marks, begin_ms, end_ms))
        yield from _sound(joiner.border(pause_ms) if pause_ms else joiner.flush())
        if failed is not None:
            raise failed

    def _parts(self, script: Script) -> list[Part]:
        parts: list[Part] = []
        for part in stitched(script, self.recordings):
            parts += [part] if part.clip is not None else by_features(part, self.synthesizer.does)
        return parts

    def _audio(self, part: Part, first: bool, last: bool, whole: bool) -> Generator[_Audio, None, None]:
        """A part from where it comes; `first` and `last` of those that are said."""
        if part.clip is not None:
            try:
                played = self._played(part, recorded(part.clip))
            except VivaError as error:
                log.warning("a recording is not played but synthesized: %s", error.message)
            else:
                yield played, self._marked(part, part.clip)
                return
        for one in by_features(replace(part, clip=None), self.synthesizer.does):
            for samples, marks in self._synthesized(one, first, last, whole):
                yield samples, _moved(marks, one.start - part.start, 0)

    def _played(self, part: Part, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """A recording, with the prosody of the words in whose place it stands."""
        own = part.prosody
        return stretched(limited(samples, self._gain_db(own)), RATE, rate=own.rate, pitch_st=own.pitch_st)

    def _marked(self, part: Part, clip: Clip) -> tuple[WordMark, ...]:
        """Of a recording as it is played; () where no voice can tell them."""
        try:
            marks = self._clip_marks.of(clip, part)
        except VivaError as error:
            log.warning("%s is played without marks: %s", clip.file, error.message)
            return ()
        rate = part.prosody.rate
        return tuple(replace(mark, at_ms=round(mark.at_ms / rate)) for mark in marks)

    def _synthesized(self, part: Part, first: bool, last: bool, whole: bool) -> Generator[_Audio, None, None]:
        """A part for which one call of the synthesizer is enough."""
        own = part.prosody
        follow = Follower(self.synthesizer, self.voice, own)
        trimmer = Trimmer(LEAD_MS if first else EDGE_MS, TAIL_MS if last else EDGE_MS)
        leveller, raiser = Leveller(self._gain_db(own), self._usual, hold_all=whole), Raiser(0.0)
        waiting: tuple[WordMark, ...] = ()
        with closing(self.synthesizer.stream(part.pieces, self.voice)) as chunks:
            for chunk in chunks:
                speech = trimmer.push(follow.push(chunk.samples))
                waiting = (*waiting, *(replace(mark, at_ms=follow.at(mark.at_ms)) for mark in chunk.marks))
                if trimmer.dropped is not None:
                    told, waiting = _moved(waiting, 0, -trimmer.dropped * 1000 // RATE), ()
                    yield raiser.push(leveller.push(speech)), told
        speech = np.concatenate((trimmer.push(follow.flush()), trimmer.flush()))
        speech = np.concatenate((leveller.push(speech), leveller.flush()))
        waiting = _moved(waiting, 0, -(trimmer.dropped or 0) * 1000 // RATE)
        yield np.concatenate((raiser.push(speech), raiser.flush())), waiting
        self._heard(leveller.level)

    def _gain_db(self, prosody: Prosody) -> float:
        return 20 * math.log10(max(1, self.voice.volume) / 100) + prosody.level_db

    def _heard(self, level: float | None) -> None:
        if level is not None:
            usual = level if self._usual is None else self._usual
            self._usual = usual + _USUAL_WEIGHT * (level - usual)


def speech_of(script: Script, sounds: Iterable[Sound]) -> Speech:
    """A sentence from all of its sounds."""
    together = list(sounds)
    marks = latest(mark for sound in together for mark in sound.marks)
    instead = next((sound.instead for sound in together if sound.instead), "")
    return Speech(script.text, b"".join(sound.pcm for sound in together), marks, instead)


def _sound(samples: NDArray[np.float32], marks: tuple[WordMark, ...] = ()) -> Iterator[Sound]:
    if len(samples) or marks:
        yield Sound(from_float(samples), marks)


def _moved(marks: Iterable[WordMark], characters: int, ms: int) -> tuple[WordMark, ...]:
    return tuple(
        WordMark(mark.start + characters, mark.end + characters, max(0, mark.at_ms + ms)) for mark in marks
    )


def _put_right(marks: tuple[WordMark, ...], begin_ms: int, end_ms: int) -> tuple[WordMark, ...]:
    """Those of a part that is over that went back, or beyond its end, where they must lie."""
    right: list[WordMark] = []
    last_ms = begin_ms
    for mark in marks:
        last_ms = min(max(last_ms, mark.at_ms), end_ms)
        right.append(replace(mark, at_ms=last_ms))
    return tuple(now for now, was in zip(right, marks, strict=True) if now != was)
