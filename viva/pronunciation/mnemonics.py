"""The international phonetic alphabet in eSpeak NG's own phoneme names, which it takes in `[[...]]`.

eSpeak NG writes IPA but does not read it, and its names are those of each voice's phoneme table: the tables
here are what its English and Hindi voices write themselves for the same sounds (1.52), and what dictionaries
write for them. A language without a table of its own is read by the common one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache


def _read(table: str) -> dict[str, str]:
    """`sound name, sound name`."""
    pairs = (entry.split() for entry in unicodedata.normalize("NFC", table).split(","))
    return {pair[0]: pair[1] for pair in pairs}


_COMMON = _read(
    """
    p p, b b, t t, d d, k k, f f, v v, s s, z z, m m, n n, l l, j j, w w, h h, x x, ɡ g, g g, θ T,
    ð D, ʃ S, ʒ Z, tʃ tS, dʒ dZ, ŋ N, ɲ n^, r r, ɹ r, ɾ r, ç C, ʔ ?, ɣ Q, i i, iː i:, ɪ I, e e,
    eː e:, ɛ E, æ a, a a, aː a:, ɑ A, ɑː A:, ɔ O, ɔː O:, o o, oː o:, ʊ U, u u, uː u:, y y, ø Y, œ W,
    ə @, ʌ V, eɪ eI, aɪ aI, ɔɪ OI, aʊ aU, oʊ oU
    """
)
_ENGLISH = _COMMON | _read(
    """
    ɲ nj, ɾ t#, ç h, e E, eː eI, aː A:, ɑ A:, ɔ O:, o oU, oː O:, u u:, y u:, ø 3:, œ 3:, ɫ l, ʍ w,
    ɒ 0, əʊ oU, ɜ 3:, ɜː 3:, ɝ 3:, ɝː 3:, ɚ 3, ɐ a#, ɪə i@, iə i@, eə e@, ɛə e@, ʊə U@, əl @L,
    l̩ @L, n̩ n-, ɛː e@
    """
)
_HINDI = _COMMON | _read(
    """
    w v, h H, θ t#, ð d, tʃ c, dʒ J, iː i, e e:, æ E:, ɑ a:, ɑː a:, o o:, uː u, y u, ø e:, œ e:,
    t̪ t, d̪ d, kʰ k#, ɡʰ g#, gʰ g#, ɡʱ g#, c c, tʃʰ c#, cʰ c#, ɟ J, dʒʱ J#, dʒʰ J#, ɟʰ J#, ʈ t.,
    ʈʰ t.#, ɖ d., ɖʰ d.#, ɖʱ d.#, ɳ n., tʰ t#, t̪ʰ t#, dʰ d#, dʱ d#, d̪ʱ d#, pʰ p#, bʰ b#, bʱ b#,
    ʋ v, ʂ s., ɦ H, q q, ɽ r., ɛː E:, ã a~, ãː a~:, ẽː e~:, ĩ i~, ĩː i~, ũ u~, ũː u~
    """
)
_TABLES = {"en": _ENGLISH, "hi": _HINDI}

_IGNORED = re.compile("[.\u0361\u035c\u203f/\\[\\]]")
_STRESS = {"ˈ": "'", "'": "'", "ˌ": ","}
_VOWEL_NAMES = "aeiouyAEIOUVYW@03"
_VOWELS = "iɪeɛæaɑɒɔoʊuyøœəʌɐɜɝɚãẽĩũ"


def mnemonics(ipa: str, language: str) -> str:
    """`ʃɪˈvɔːn` -> `SIv'O:n` for the language (BCP 47); '' where its voices lack a sound.

    The stress, which IPA writes before a syllable, stands before its vowel. Without any it is on the first.
    """
    names: list[str] = []
    stress = ""
    for sound in _sounds(ipa, language):
        if sound in _STRESS:
            stress = _STRESS[sound]
        elif sound == " ":
            names.append(" ")
        elif sound not in _table(language):
            return ""
        else:
            vowel = sound[0] in _VOWELS
            names.append((stress if vowel else "") + _table(language)[sound])
            stress = "" if vowel else stress
    said = "".join(names).strip()
    if "'" in said or not said:
        return said
    first = next((at for at, name in enumerate(names) if name[0] in _VOWEL_NAMES), 0)
    return "".join((*names[:first], "'", *names[first:])).strip()


def unknown_sounds(ipa: str, language: str) -> tuple[str, ...]:
    """The sounds that the language's voices have no name for, in order."""
    known = {*_table(language), *_STRESS, " "}
    return tuple(dict.fromkeys(sound for sound in _sounds(ipa, language) if sound not in known))


def _table(language: str) -> dict[str, str]:
    return _TABLES.get(language.replace("_", "-").partition("-")[0].lower(), _COMMON)


def _sounds(ipa: str, language: str) -> list[str]:
    """The longest sounds of the language's table that fit, in order; a sign that begins none, alone."""
    text = _IGNORED.sub("", unicodedata.normalize("NFC", " ".join(ipa.split())))
    return _splitter(language).findall(text)


@cache
def _splitter(language: str) -> re.Pattern[str]:
    longest_first = sorted(_table(language), key=lambda sound: (-len(sound), sound))
    return re.compile("|".join(map(re.escape, longest_first)) + "|.", re.DOTALL)
