"""What eSpeak NG writes of a pronunciation, as plain phonemes."""

from __future__ import annotations

import re

_NO_SOUND = re.compile(r"\([a-z-]+\)|[ˈˌːˑ0-9.\-‿͡˥˦˧˨˩ˀ;|'\u200d]")
"""Changes of language, `(en)`; stress; length; tones and breaks between syllables."""


def phonemes_of(written: str) -> tuple[str, ...]:
    """`d_ˈɑː_k ɹ_ˈəʊ_s_t` -> `("d", "ɑ", "k", "ɹ", "əʊ", "s", "t")`.

    Stress, length and tone are left out: a recognizer's words do not keep them apart.
    """
    apart = (_NO_SOUND.sub("", one) for one in re.split(r"[_\s]+", written))
    return tuple(one for one in apart if one)
