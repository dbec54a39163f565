"""eSpeak NG that begins anew: the same sentence, the same bytes."""

from __future__ import annotations

import resource
from collections.abc import Iterator

import pytest

from viva.errors import VivaError
from viva.pronunciation.espeak_library import Library
from viva.speaking.engine import Chunk, Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.espeak_fresh import FreshEspeak
from viva.speaking.espeak_plan import Run
from viva.speaking.espeak_render import Alone, render
from viva.speaking.script import Piece

VOICE, BREATHY = Voice("en-gb"), Voice("en-us+f2")
"""The breath of the second is noise."""


def said(synthesizer: EspeakSynthesizer, text: str, voice: Voice = VOICE) -> bytes:
    return b"".join(chunk.samples.tobytes() for chunk in synthesizer.stream((Piece(text),), voice))


@pytest.mark.parametrize("voice", [VOICE, BREATHY])
def test_a_sentence_is_the_same_whatever_was_said_before(voice: Voice) -> None:
    fresh = EspeakSynthesizer(FreshEspeak())
    first = said(fresh, "One large latte with oat milk, please.", voice)
    assert said(fresh, "Something else, and quite long at that.", BREATHY) != first
    assert said(fresh, "One large latte with oat milk, please.", voice) == first


def test_the_second_in_which_a_copy_was_made_does_not_matter() -> None:
    """A copy begins its noise with the clock's seconds; another number is another second."""

    class Copy:
        def __init__(self, seed: bool) -> None:
            self._seed = seed

        def stream(self, runs: tuple[Run, ...]) -> Iterator[Chunk]:
            engine, chunks = Library(copied=True), list[Chunk]()
            engine._lib.espeak_ng_SetRandSeed(99)
            if self._seed:
                engine.seed()
            render(engine, runs, chunks.append, Alone())
            engine.close()
            yield from chunks

    fresh = said(EspeakSynthesizer(FreshEspeak()), "A latte, please.", BREATHY)
    seeded, not_seeded = (EspeakSynthesizer(Copy(seed)) for seed in (True, False))
    assert said(seeded, "A latte, please.", BREATHY) == fresh
    assert said(not_seeded, "A latte, please.", BREATHY) != fresh


def test_without_it_the_pitch_flutters_on() -> None:
    """If this fails, eSpeak NG begins anew by itself, and `FreshEspeak` is not needed any more."""
    usual = EspeakSynthesizer()
    assert said(usual, "One large latte, please.") != said(usual, "One large latte, please.")


def test_copies_give_their_memory_back() -> None:
    fresh = EspeakSynthesizer(FreshEspeak())
    said(fresh, "Yes.")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(50):
        said(fresh, "Yes.")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000, "kB; a copy takes 1,400"


def test_trouble_is_raised_as_ever() -> None:
    with pytest.raises(VivaError, match="characters to speak at once"):
        said(EspeakSynthesizer(FreshEspeak()), "a" * 6000)
