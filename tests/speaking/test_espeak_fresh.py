"""eSpeak NG that begins anew: the same sentence, the same bytes."""

from __future__ import annotations

import resource

import pytest

from viva.errors import VivaError
from viva.speaking.engine import Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.espeak_fresh import FreshEspeak
from viva.speaking.script import Piece

VOICE = Voice("en-gb")


def said(synthesizer: EspeakSynthesizer, text: str) -> bytes:
    return b"".join(chunk.samples.tobytes() for chunk in synthesizer.stream((Piece(text),), VOICE))


def test_a_sentence_is_the_same_whatever_was_said_before() -> None:
    fresh = EspeakSynthesizer(FreshEspeak())
    first = said(fresh, "One large latte with oat milk, please.")
    assert said(fresh, "Something else, and quite long at that.") != first
    assert said(fresh, "One large latte with oat milk, please.") == first


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
