"""IPA in eSpeak NG's own names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.pronunciation.mnemonics import mnemonics, unknown_sounds


@pytest.mark.parametrize(
    ("ipa", "language", "names"),
    [
        ("ʃɪˈvɔːn", "en", "SIv'O:n"),
        ("həˈləʊ", "en-GB", "h@l'oU"),
        ("həˈloʊ", "en-US", "h@l'oU"),
        ("wɪn", "en", "w'In"),
        ("/t͡ʃɜː.t͡ʃ/", "en", "tS'3:tS"),
        ("ˌjuː ˈneɪ", "en", "j,u: n'eI"),
        ("nəˈmʌsteː", "hi", "n@m'Vste:"),
        ("tʃaːi", "hi", "c'a:i"),
        ("mãː", "hi", "m'a~:"),
        ("ǃa", "en", ""),
        ("", "en", ""),
    ],
)
def test_sounds_and_stress(ipa: str, language: str, names: str) -> None:
    assert mnemonics(ipa, language) == names


def test_sounds_that_a_language_lacks_are_named() -> None:
    assert unknown_sounds("ǃaʃǃʘ", "en") == ("ǃ", "ʘ")
    assert unknown_sounds("ʃɪˈvɔːn", "en") == ()


@given(st.text(max_size=30), st.sampled_from(["en", "hi", "de", "rubbish"]))
def test_any_text_is_read(ipa: str, language: str) -> None:
    assert isinstance(mnemonics(ipa, language), str)
