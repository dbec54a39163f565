"""Letters of a script that the language's voices cannot read, in Latin letters, which all voices know. Pure.

So a name that a caller writes in Devanagari is said by an English voice too, if roughly. The scripts of
India and Sri Lanka, Kana and Hangul name their letters by their sounds in Unicode ("DEVANAGARI LETTER KA");
Greek and Cyrillic have tables here; letters of other scripts are left out.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from viva.pronunciation.scripts import reads

_TABLES = {
    "CYRILLIC": str.maketrans(
        {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "є": "ye"}
        | {"ё": "yo", "ї": "yi", "ъ": "", "ь": ""}
        | dict(zip("абвгдезийклмнопрстуфыэіґўј", "abvgdeziyklmnoprstufyeigwy", strict=True))
    ),
    "GREEK": str.maketrans(
        {"θ": "th", "χ": "ch", "ψ": "ps"}
        | dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True))
    ),
}
_SOUNDS = {
    "ca": "cha",
    "cha": "chha",
    "tta": "ta",
    "ttha": "tha",
    "dda": "da",
    "ddha": "dha",
    "nna": "na",
    "ssa": "sha",
}
_SOUNDS |= {
    "lla": "la",
    "rra": "ra",
    "aa": "a",
    "ii": "i",
    "uu": "u",
    "vocalic r": "ri",
    "candra o": "o",
    "candra e": "e",
}
_MARKS = {"ANUSVARA": "n", "CANDRABINDU": "n", "VISARGA": "h"}
_SILENT_LAST = ("DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI")
"""Scripts in which the vowel of a word's last consonant is not said."""


def in_script_of(language: str, text: str) -> str:
    """`text` with each letter that the language (BCP 47) does not read in Latin letters, or left out."""
    if text.isascii() or not foreign(language, text):
        return text
    said: list[str] = []
    for at, one in enumerate(text):
        if (one.isalpha() or unicodedata.category(one)[0] == "M") and not _reads(language, one):
            _append(said, one, text[at + 1 : at + 2])
        elif one not in "\u200c\u200d":
            said.append(one)
    return "".join(said)


def foreign(language: str, text: str) -> str:
    """The letters of `text` that the language does not read, each once."""
    return "".join(dict.fromkeys(one for one in text if one.isalpha() and not _reads(language, one)))


@lru_cache(maxsize=4096)
def _reads(language: str, one: str) -> bool:
    """Also for vowel signs, which are no letters: by the script in their name."""
    if one.isalpha():
        return reads(language, one)
    script = unicodedata.name(one, "").partition(" ")[0]
    letter = next((a for a in (f"{script} LETTER KA", f"{script} LETTER A") if _named(a)), "")
    return not letter or reads(language, unicodedata.lookup(letter))


def _named(name: str) -> bool:
    try:
        unicodedata.lookup(name)
    except KeyError:
        return False
    return True


def _append(said: list[str], one: str, following: str) -> None:
    script, _, name = unicodedata.name(one, "").partition(" ")
    if script in _TABLES:
        sound = one.lower().translate(_TABLES[script])
        if not sound.isascii():  # an accent: the letter below it
            sound = unicodedata.normalize("NFD", sound)[0].translate(_TABLES[script])
        said.append(sound.capitalize() if one.isupper() else sound)
    elif script == "HANGUL":
        said.append(name.rpartition(" ")[2].lower())
    elif "VOWEL SIGN" in name or name.endswith(("VIRAMA", "AL-LAKUNA", "PULLI")):
        if said and said[-1].endswith("a"):
            said[-1] = said[-1][:-1]
        said.append(_sound(name.partition("VOWEL SIGN ")[2]))
    elif name.startswith("SIGN "):
        said.append(_MARKS.get(name[5:], ""))
    elif "LETTER " in name:
        sound = _sound(name.rpartition("LETTER ")[2].removeprefix("SMALL "))
        last = not (following.isalpha() or unicodedata.category(following or " ")[0] == "M")
        silent = last and script in _SILENT_LAST and len(sound) > 1
        said.append(sound.removesuffix("a") if silent else sound)


def _sound(name: str) -> str:
    sound = name.lower()
    return _SOUNDS.get(sound, sound if " " not in sound and len(sound) <= 4 else "")
