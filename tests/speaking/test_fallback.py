"""Never silence: whatever an engine does, the sentence is spoken, and what was heard of it is known."""

from __future__ import annotations

import threading
from collections.abc import Generator

import numpy as np
import pytest

from viva.audio.pcm import to_float
from viva.errors import VivaError
from viva.speaking.align import Aligned
from viva.speaking.breaker import FAILURES, FIRST_WAIT_S
from viva.speaking.cache import PromptCache
from viva.speaking.engine import Chunk, Feature, Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.fallback import FallbackSpeaker
from viva.speaking.levels import TARGET_LUFS
from viva.speaking.loudness import loudness
from viva.speaking.script import Piece, plain
from viva.speaking.speaker import Speaker
from viva.speaking.speech import Sound, latest

TEXT = "You have an appointment on Thursday, the twenty sixth of November."
VOICE = Voice("en-gb")


class Faulty(Speaker):
    """Speaks up to a share of a sentence, then raises or hangs; well again when `well` is set."""

    def __init__(self, share: float = 0.0, *, hangs: bool = False) -> None:
        super().__init__(EspeakSynthesizer(), Voice("en-us"))
        self.share = share
        self.hangs = hangs
        self.well = False
        self.asked = 0
        self.released = threading.Event()

    def stream(self, script, *, skip_failed=True):  # type: ignore[no-untyped-def]  # as Speaker's
        self.asked += 1
        whole = Speaker(self.synthesizer, self.voice).render(script)
        end = len(whole.pcm) if self.well else int(len(whole.pcm) * self.share) // 640 * 640
        for at in range(0, end, 3200):
            before, until = at // 32, (at + 3200) // 32
            marks = tuple(mark for mark in whole.marks if before <= mark.at_ms < until)
            yield Sound(whole.pcm[at : min(at + 3200, end)], marks)
        if self.well:
            return
        if self.hangs:
            self.released.wait(10)
        raise VivaError("the endpoint is on fire")


def fallback(first: Speaker, now: list[float], limit_s: float = 2.0) -> FallbackSpeaker:
    return FallbackSpeaker(first, Speaker(EspeakSynthesizer(), VOICE), limit_s=limit_s, clock=lambda: now[0])


def test_a_voice_that_is_well_speaks_alone() -> None:
    first = Faulty()
    first.well = True
    sounds = list(fallback(first, [0.0]).stream(plain(TEXT)))
    assert len(sounds) > 10
    assert not any(sound.instead for sound in sounds)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.4, 0.8])
@pytest.mark.parametrize("hangs", [False, True])
def test_a_voice_that_breaks_off_is_carried_on_from_its_word(share: float, hangs: bool) -> None:
    first = Faulty(share, hangs=hangs)
    sounds = list(fallback(first, [0.0], 0.3 if hangs else 2.0).stream(plain(TEXT)))
    first.released.set()
    own = [sound for sound in sounds if not sound.instead]
    other = [sound for sound in sounds if sound.instead]
    assert bool(own) == (share > 0)
    reason = "the engine gave nothing for 0.3 s" if hangs else "the endpoint is on fire"
    assert {sound.instead for sound in other} == {reason}
    marks = latest(mark for sound in sounds for mark in sound.marks)
    assert [TEXT[mark.start : mark.end] for mark in marks] == TEXT.split()
    assert [mark.at_ms for mark in marks] == sorted(mark.at_ms for mark in marks)
    level = loudness(to_float(b"".join(sound.pcm for sound in other)))
    assert level is not None
    assert level == pytest.approx(TARGET_LUFS, abs=2.5)


def test_a_broken_voice_is_not_asked_for_every_sentence() -> None:
    first, now = Faulty(), [0.0]
    speaker = fallback(first, now)
    for _ in range(20):
        sounds = list(speaker.stream(plain(TEXT)))
        assert all(sound.instead == "the endpoint is on fire" for sound in sounds)
    assert first.asked == FAILURES
    now[0] += FIRST_WAIT_S
    first.well = True
    assert not any(sound.instead for sound in speaker.stream(plain(TEXT)))
    assert not any(sound.instead for sound in speaker.stream(plain(TEXT)))
    assert first.asked == FAILURES + 2


def test_what_the_spare_voice_said_is_not_kept() -> None:
    first = Faulty()
    cache = PromptCache(fallback(first, [0.0]), 10_000_000)
    assert cache.render(plain(TEXT)).duration_ms > 1000
    assert cache.get(plain(TEXT)) is None
    first.well = True
    cache.render(plain(TEXT))
    assert cache.get(plain(TEXT)) is not None


def test_closing_ends_the_first_voice() -> None:
    closed = threading.Event()

    class Endless(Speaker):
        def stream(self, script, *, skip_failed=True):  # type: ignore[no-untyped-def]  # as Speaker's
            try:
                while True:
                    yield Sound(bytes(640))
            finally:
                closed.set()

    sounds = fallback(Endless(EspeakSynthesizer(), VOICE), [0.0]).stream(plain(TEXT))
    next(sounds)
    sounds.close()
    assert closed.wait(5)


def test_a_fault_of_any_kind_is_caught() -> None:
    class Wrong:
        rate, does = 16_000, frozenset[Feature]()

        def stream(self, pieces: tuple[Piece, ...], voice: Voice) -> Generator[Chunk, None, None]:
            yield Chunk(np.zeros(1600, np.float32))
            raise ZeroDivisionError("a bug")

    first = Speaker(Aligned(Wrong(), EspeakSynthesizer(), VOICE), VOICE)
    sounds = list(fallback(first, [0.0]).stream(plain(TEXT)))
    assert sounds[-1].instead == "a bug"
    assert sum(len(sound.pcm) for sound in sounds) > 32_000
