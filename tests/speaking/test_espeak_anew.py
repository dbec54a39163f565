from __future__ import annotations

import pytest

from viva.speaking.engine import Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.espeak_anew import EspeakAnew
from viva.speaking.script import plain
from viva.speaking.speaker import Speaker

TEXT = "Can I get a large latte with whole milk, please?"


@pytest.mark.parametrize("name", ["en-us", "en-gb+f3", "en-us+m3", "en-gb+klatt3", "en-us+whisper"])
def test_the_same_sentence_is_the_same_to_the_byte_whatever_was_said_before(name: str) -> None:
    """Also for voices with breath, whose noise is drawn."""
    anew = EspeakSynthesizer(EspeakAnew())
    first = Speaker(anew, Voice(name)).render(plain(TEXT))
    Speaker(anew, Voice("en-gb", rate=250)).render(plain("Something else."))
    Speaker(EspeakSynthesizer(), Voice(name)).render(plain("And in this process's own library."))
    again = Speaker(anew, Voice(name)).render(plain(TEXT))
    assert again.pcm == first.pcm
    assert again.marks == first.marks
