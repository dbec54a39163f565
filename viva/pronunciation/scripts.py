"""Which letters a voice can read: those of its language, and Latin ones, which all voices know."""

from __future__ import annotations

import unicodedata

# Unicode's names of scripts, and the languages written in them; a language not named here is in Latin.
_WRITTEN_IN = {
    "ARABIC": "ar fa ur ug sd ps ckb",
    "ARMENIAN": "hy hyw",
    "BENGALI": "bn as bpy",
    "CHEROKEE": "chr",
    "CJK": "zh cmn yue hak nan ja",
    "CYRILLIC": "ru uk be bg mk sr kk ky tt ba cv mn tg nog",
    "DEVANAGARI": "hi mr ne sa kok",
    "ETHIOPIC": "am ti",
    "GEORGIAN": "ka",
    "GREEK": "el grc",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he yi",
    "HIRAGANA": "ja",
    "KANNADA": "kn",
    "KATAKANA": "ja",
    "KATAKANA-HIRAGANA": "ja",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my shn",
    "ORIYA": "or",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
    "TIBETAN": "bo",
}


def reads(code: str, word: str) -> bool:
    """Whether every letter of the word belongs to the language (BCP 47). Digits and signs are no letters."""
    language = code.lower().replace("_", "-").split("-")[0]
    return all(
        script in ("LATIN", "FEMININE", "MASCULINE") or language in _WRITTEN_IN.get(script, "").split()
        for script in (unicodedata.name(one, "").split(" ")[0] for one in word if one.isalpha())
    )
