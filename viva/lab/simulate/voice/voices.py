"""Which synthesized voices callers have: many, none of them the bot's, and none that nobody understands."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from viva.dialogue.bot import Bot
from viva.pronunciation.espeak_library import library
from viva.pronunciation.voices import find_voice, voice_of_language

ENGLISH = ("en-us", "en-gb", "en-gb-x-rp")
"""Ways to pronounce English: of eSpeak NG's others (New York, Scotland, the Caribbean, the West Midlands) a
recognizer that was trained on people misses a quarter to two thirds of the words."""
THROATS = (
    *("f1", "f2", "f3", "f4", "f5", "steph2", "steph3"),
    *("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "Denis", "Diogo", "Gene", "Hugo", "Mario", "Reed"),
    *("adam", "david", "grandpa", "john", "max", "mike2", "paul", "rob", "robert", "sandro", "victor"),
)
"""Variants of eSpeak NG of which a recognizer misses at most a fifth of the words, of 60 that were heard on
sentences of CLINC150's training part, and half of them over noises and lines on its validation part (`viva
bench callers`), and whose "yes" and "no" always wake the voice activity."""


def caller_voice(name: str, bot: Bot, rng: np.random.Generator) -> str:
    """`name`: of eSpeak NG; one without a variant (`en-gb`) is a way to pronounce, and a throat is drawn
    for it; '': of the bot's language.

    Raises:
        VivaError: eSpeak NG has no such voice, or none of the bot's language.
    """
    if not name:
        name = _accent(bot.language.code, rng)
    if "+" in name:
        return _checked(name)
    own = bot.voice.name.partition("+")[2]
    throats = [one for one in THROATS if one != own]
    return _checked(f"{name}+{throats[int(rng.integers(len(throats)))]}")


def _accent(code: str, rng: np.random.Generator) -> str:
    if code.split("-")[0].lower() == "en":
        return ENGLISH[int(rng.integers(len(ENGLISH)))]
    return voice_of_language(library(), code)


@lru_cache(maxsize=256)
def _checked(name: str) -> str:
    find_voice(library(), name)
    return name
