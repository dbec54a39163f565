"""How words sound by eSpeak NG: in several languages, beside a synthesis, the same each time."""

from __future__ import annotations

import pickle
import threading

import pytest

from viva.errors import VivaError
from viva.pronunciation.espeak_library import library
from viva.pronunciation.ipa import phonemes_of
from viva.pronunciation.pronouncer import EspeakPronouncer, pronouncer
from viva.pronunciation.voices import voice_of_language
from viva.speaking.engine import Voice
from viva.speaking.registry import say


@pytest.mark.parametrize(
    ("code", "word", "sounds"),
    [
        ("en", "mocha", "m əʊ k ə"),
        ("en", "cappuccino", "k a p u tʃ i n əʊ"),
        ("en", "16", "s ɪ k s t i n"),
        ("en-US", "dark", "d ɑɹ k"),
        ("en-IN", "dark", "d ɑ k"),
        ("de-CH", "ich", "ɪ ç"),
        ("fr", "brûlée", "b ʁ y l e"),
        ("hi", "नमस्ते", "n ə m ʌ s t e"),
        ("hi", "coffee", "k ɒ f i"),
        ("en", "", ""),
        ("en", "…", ""),
        ("en", "\x00", ""),
    ],
)
def test_words_and_their_sounds(code: str, word: str, sounds: str) -> None:
    assert pronouncer(code).phonemes(word) == tuple(sounds.split())


def test_stress_length_and_tone_are_left_out() -> None:
    assert phonemes_of("d_ˈɑː_k ɹ_ˌəʊ_s_t") == ("d", "ɑ", "k", "ɹ", "əʊ", "s", "t")
    assert phonemes_of("n_i2_χ_ˈɑu2_\n(en)_tʃ_ˈaɪ_(fr)") == ("n", "i", "χ", "ɑu", "tʃ", "aɪ")


@pytest.mark.parametrize(
    ("code", "word", "known"),
    [
        ("en", "crème", True),
        ("en", "16", True),
        ("en", "чай", False),
        ("ru-RU", "чай", True),
        ("ru", "latte", True),
        ("en", "日本", False),
        ("ja", "日本のお茶", True),
        ("hi", "कॉफ़ी", True),
        ("hi", "காபி", False),
        ("en", "", True),
    ],
)
def test_letters_that_a_voice_reads(code: str, word: str, known: bool) -> None:
    assert pronouncer(code).reads(word) is known


def test_a_word_of_any_length() -> None:
    assert len(pronouncer("en").phonemes("xyz" * 10_000)) < 2000


@pytest.mark.parametrize(
    ("code", "identifier"),
    [("en", "gmw/en"), ("en-gb", "gmw/en"), ("en_GB", "gmw/en"), ("fr-FR", "roa/fr"), ("zh", "sit/cmn")],
)
def test_the_voice_of_a_language(code: str, identifier: str) -> None:
    assert voice_of_language(library(), code) == identifier


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(VivaError, match="eSpeak NG has no voice for the language 'qqq'"):
        pronouncer("qqq")


def test_a_synthesis_in_between_changes_neither() -> None:
    """Both share one library and its one voice; each gets its own, also a word that is new."""
    alone = say("A large mocha, please.", Voice("en-us", rate=220, pitch=80))
    words = [f"blunkard{letter}" for letter in "abcdefgh"]
    before = [EspeakPronouncer("de").phonemes(word) for word in words]
    between = say("A large mocha, please.", Voice("en-us", rate=220, pitch=80))
    assert abs(between.duration_ms - alone.duration_ms) <= 40
    assert [mark.start for mark in between.marks] == [mark.start for mark in alone.marks]
    assert [EspeakPronouncer("de").phonemes(word) for word in words] == before


def test_threads_do_not_mix_up() -> None:
    codes = ("en", "de", "fr", "hi")
    texts = [f"santori{number}" for number in range(40)]
    alone = {code: [phonemes_of(library().phonemes(text, voice(code))) for text in texts] for code in codes}
    wrong: list[str] = []

    def say(code: str) -> None:
        if [phonemes_of(library().phonemes(text, voice(code))) for text in texts] != alone[code]:
            wrong.append(code)

    threads = [threading.Thread(target=say, args=(code,)) for code in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def voice(code: str) -> str:
    return voice_of_language(library(), code)


def test_it_is_pickled_as_its_language() -> None:
    assert pickle.loads(pickle.dumps(pronouncer("en"))) is pronouncer("en")
