"""What it costs to take one speech sound for another, or to miss it: from how the sounds are made.

Articulatory features with graded values, as in ALINE (G. Kondrak, "A New Algorithm for the Alignment of
Phonetic Sequences", NAACL 2000; its values for place and manner are taken over) and PanPhon (D. Mortensen
et al., COLING 2016). The weights are our own. Noise and the telephone's band hide first where a sound is
made, then whether it hisses or stops; voicing and nasality survive (G. Miller and P. Nicely, "An Analysis
of Perceptual Confusions Among Some English Consonants", JASA 27, 1955), so place weighs least.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# Symbols of the phonetic alphabet, voiceless then voiced, `.` for none; place from lips (1) to glottis.
_PLACES = {
    "bilabial": 1.0,
    "labiodental": 0.95,
    "dental": 0.9,
    "alveolar": 0.85,
    "retroflex": 0.8,
    "palatoalveolar": 0.75,
    "palatal": 0.7,
    "velar": 0.6,
    "uvular": 0.5,
    "pharyngeal": 0.3,
    "glottal": 0.1,
}
_CONSONANTS = """
stop bilabial pb, stop alveolar td, stop retroflex ʈɖ, stop palatal cɟ, stop velar kɡ, stop uvular qɢ
stop glottal ʔ., stop bilabial .ɓ, stop alveolar .ɗ, stop velar .ɠ
affricate alveolar ʦʣ, affricate palatoalveolar ʧʤ, affricate palatal ʨʥ, affricate retroflex ꭧꭦ
fricative bilabial ɸβ, fricative labiodental fv, fricative dental θð, fricative alveolar sz
fricative palatoalveolar ʃʒ, fricative retroflex ʂʐ, fricative palatal çʝ, fricative palatal ɕʑ
fricative velar xɣ, fricative uvular χʁ, fricative pharyngeal ħʕ, fricative glottal hɦ
fricative alveolar ɬɮ
nasal bilabial .m, nasal labiodental .ɱ, nasal alveolar .n, nasal retroflex .ɳ, nasal palatal .ɲ
nasal velar .ŋ, nasal uvular .ɴ
liquid alveolar .l, liquid alveolar .ɫ, liquid retroflex .ɭ, liquid palatal .ʎ, liquid alveolar .r
liquid alveolar .ɾ, liquid retroflex .ɽ, liquid uvular .ʀ, liquid alveolar .ɹ, liquid retroflex .ɻ
glide bilabial ʍw, glide labiodental .ʋ, glide palatal .j, glide palatal .ɥ, glide velar .ɰ
"""
_MANNERS = {"stop": 1.0, "nasal": 1.0, "affricate": 0.9, "fricative": 0.8, "liquid": 0.6, "glide": 0.5}
_LATERALS = "lɫɭʎɬɮ"
# Height from open (0) to close (1): front, central, back; in each the unrounded, then the rounded.
_VOWELS = {
    1.0: ("iy", "ɨʉ", "ɯu"),
    0.85: ("ɪʏ", "ᵻ", ".ʊ"),
    0.7: ("eø", "ɘɵ", "ɤo"),
    0.5: (".", "ə", "."),
    0.35: ("ɛœ", "ɜɞ", "ʌɔ"),
    0.15: ("æ", "ɐ", "."),
    0.0: ("aɶ", "ä", "ɑɒ"),
}
_OFFGLIDE = {"front": "1", "central": "2", "back": "3"}
"""The end of a diphthong, which is heard less than its beginning."""
_R_COLOUR = "˞"
"""The r of "car" where it is said; many speakers leave it out."""
_UNKNOWN = "�"

_PLACE, _MANNER, _VOICING, _NASAL, _LATERAL = 1.0, 1.5, 0.2, 0.4, 0.3
_HEIGHT, _BACKNESS, _ROUNDING = 0.3, 0.2, 0.05
_ALMOST_VOWELS = {"ji": 0.2, "jɪ": 0.3, "wu": 0.2, "wʊ": 0.3, "ɹ˞": 0.1, "r˞": 0.1, "j1": 0.2, "w3": 0.2}
_VOWEL_LEFT_OUT = 0.4
_LEFT_OUT = {
    **dict.fromkeys("əɪᵻɨ", 0.3),
    **dict.fromkeys("123˞", 0.15),
    **dict.fromkeys("hɦʔ", 0.35),
    **dict.fromkeys("jwɥɰ", 0.4),
    **dict.fromkeys("ɹrɾl", 0.6),
    **dict.fromkeys("td", 0.6),
}
"""Cost of a sound that only one of two phrases has; 1 for a consonant not named."""
_PAIRS = {"tʃ": "ʧ", "dʒ": "ʤ", "ts": "ʦ", "dz": "ʣ", "tɕ": "ʨ", "dʑ": "ʥ", "ʈʂ": "ꭧ", "ɖʐ": "ꭦ", "g": "ɡ"}


class _Sounds:
    """The table of all sounds, made once."""

    def __init__(self) -> None:
        self.consonants: dict[str, tuple[float, str, float]] = {}
        self.vowels: dict[str, tuple[float, float, float]] = {}
        for row in _CONSONANTS.replace("\n", ",").split(","):
            if row.strip():
                manner, place, pair = row.split()
                for voiced, symbol in enumerate(pair):
                    self.consonants.setdefault(symbol, (_PLACES[place], manner, voiced))
        for height, columns in _VOWELS.items():
            for column, symbols in enumerate(columns):
                for rounded, symbol in enumerate(symbols):
                    self.vowels.setdefault(symbol, (height, column / 2, rounded))
        for column, symbol in enumerate(_OFFGLIDE.values()):
            self.vowels[symbol] = (0.5 if column == 1 else 0.85, column / 2, column / 2)
        del self.consonants["."], self.vowels["."]
        # The first stands for nothing, so that phrases of any length fill a matrix.
        self.symbols = ["", *self.consonants, *self.vowels, _R_COLOUR, _UNKNOWN]
        self.code = {symbol: index for index, symbol in enumerate(self.symbols)}

    def indel(self, symbol: str) -> float:
        if not symbol:
            return 0.0
        return _LEFT_OUT.get(symbol, _VOWEL_LEFT_OUT if symbol in self.vowels else 1.0)

    def substitute(self, a: str, b: str) -> float:
        if a == b:
            return 0.0
        if not a or not b:
            return self.indel(a or b)
        if a in self.consonants and b in self.consonants:
            return min(1.0, self._between_consonants(a, b))
        if a in self.vowels and b in self.vowels:
            (h1, b1, r1), (h2, b2, r2) = self.vowels[a], self.vowels[b]
            return _HEIGHT * abs(h1 - h2) + _BACKNESS * abs(b1 - b2) + _ROUNDING * abs(r1 - r2)
        return _ALMOST_VOWELS.get(a + b, _ALMOST_VOWELS.get(b + a, 1.0))

    def _between_consonants(self, a: str, b: str) -> float:
        (place1, manner1, voiced1), (place2, manner2, voiced2) = self.consonants[a], self.consonants[b]
        cost = _PLACE * abs(place1 - place2) + _MANNER * abs(_MANNERS[manner1] - _MANNERS[manner2])
        cost += _VOICING * (voiced1 != voiced2)
        cost += _NASAL * ((manner1 == "nasal") != (manner2 == "nasal"))
        return cost + _LATERAL * ((a in _LATERALS) != (b in _LATERALS))


_SOUNDS = _Sounds()
SUBSTITUTE: Floats = np.array(
    [[_SOUNDS.substitute(a, b) for b in _SOUNDS.symbols] for a in _SOUNDS.symbols], np.float32
)
"""[symbols, symbols] Cost of one for the other, 0..1; row and column 0 stand for nothing."""
INDEL: Floats = np.array([_SOUNDS.indel(one) for one in _SOUNDS.symbols], np.float32)
"""[symbols] Cost of each where the other phrase has nothing, 0..1."""
_CLASSES = ("stop affricate fricative", "nasal", "liquid glide")
CLASS = np.array(
    [
        next((n for n, names in enumerate(_CLASSES) if _SOUNDS.consonants[one][1] in names.split()), 0)
        if one in _SOUNDS.consonants
        else len(_CLASSES)
        for one in _SOUNDS.symbols
    ]
)
"""[symbols] Of sounds that are easily taken for one another: 0 .. 2 consonants, 3 vowels."""


@lru_cache(maxsize=20_000)
def segments(phonemes: tuple[str, ...]) -> tuple[int, ...]:
    """Codes of the sounds in phonemes as a `Pronouncer` gives them: indices into the tables here.

    A diphthong is a vowel and an offglide, an affricate one sound; diacritics are passed over.
    """
    out: list[int] = []
    for phoneme in phonemes:
        for pair, single in _PAIRS.items():
            phoneme = phoneme.replace(pair, single)
        after_vowel = False
        for symbol in phoneme.replace("ɚ", "ə˞").replace("ɝ", "ɜ˞"):
            if symbol in _SOUNDS.vowels:
                column = ("front", "central", "back")[int(2 * _SOUNDS.vowels[symbol][1])]
                out.append(_SOUNDS.code[_OFFGLIDE[column] if after_vowel else symbol])
                after_vowel = True
            elif symbol in _SOUNDS.code:
                coloured = after_vowel and symbol in "ɹr"
                out.append(_SOUNDS.code[_R_COLOUR if coloured else symbol])
            elif unicodedata.category(symbol) in ("Ll", "Lu", "Lo"):
                out.append(_SOUNDS.code[_UNKNOWN])
    return tuple(out)
