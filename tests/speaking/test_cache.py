from __future__ import annotations

import threading

from viva.speaking.cache import PromptCache
from viva.speaking.engine import Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.registry import synthesizer
from viva.speaking.script import plain
from viva.speaking.speaker import Speaker

VOICE = Voice("en-gb")


def test_what_was_rendered_is_kept_and_the_oldest_goes_first() -> None:
    cache = PromptCache(Speaker(EspeakSynthesizer(), VOICE), 70_000)
    assert cache.get(plain("One.")) is None
    first = cache.render(plain("One."))
    assert cache.get(plain("One.")) is first
    assert cache.render(plain("One.")) is first
    for text in ("Two.", "Three.", "Four.", "Five.", "Six.", "Seven."):
        cache.render(plain(text))
        assert cache.get(plain(text)) is not None
    assert cache.get(plain("One.")) is None
    assert len(cache) >= 2


def test_a_speech_beyond_the_capacity_is_given_and_not_kept() -> None:
    cache = PromptCache(Speaker(EspeakSynthesizer(), VOICE), 1000)
    assert cache.render(plain("Good morning.")).pcm
    assert len(cache) == 0


def test_what_is_prerendered_is_ready_until_the_cache_is_full() -> None:
    cache = PromptCache(Speaker(synthesizer("espeak"), VOICE), 70_000)
    cache.prerender(
        [plain("Good morning."), plain("How can I help?"), *(plain(f"Bye {n}.") for n in range(9))]
    )
    assert 2 <= len(cache) < 11


def test_threads_may_share_it() -> None:
    cache = PromptCache(Speaker(EspeakSynthesizer(), VOICE), 60_000)
    wrong: list[str] = []

    def ask() -> None:
        for text in ("Yes.", "No.", "Maybe.", "Sure.") * 3:
            speech = cache.render(plain(text))
            if speech.text != text or not speech.pcm:
                wrong.append(text)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
