"""A text in the phonetic alphabet for neural voices that read nothing else, clause by clause."""

from __future__ import annotations

import re
import unicodedata

from viva.pronunciation.espeak_library import library
from viva.speaking.script import Piece

_CLAUSE = re.compile(r"(.+?)([.,;:!?…।]+(?=\s|$)|$)\s*", re.S)
_NO_PHONEME = re.compile(r"\([a-z-]+\)|[_\n\u200d]")
"""Changes of language, `(en)`; what eSpeak NG puts between phonemes and clauses."""
_ENDS = {"…": ".", "।": "."}
_FEWEST = 25
"""Phonemes, 1.7 s of speech: a voice that is given less at once sounds chopped."""


def clauses(piece: Piece, voice: str) -> list[str]:
    """The piece's phonemes as Piper's and Kokoro's voices were trained on them: stress marks, a space between
    words, the sign that ends a clause. Each part is said by itself, so that the first sounds early.

    `voice`: eSpeak NG's identifier. What the piece gives as `phonemes` is taken as it is.
    """
    if piece.phonemes:
        return [unicodedata.normalize("NFD", piece.phonemes)]
    found: list[str] = []
    for words, end in _CLAUSE.findall(piece.say or piece.text):
        phonemes = " ".join(_NO_PHONEME.sub("", library().phonemes(words, voice).replace("\n", " ")).split())
        if phonemes:
            found.append(phonemes + _ENDS.get(end[:1], end[:1]))
    return [unicodedata.normalize("NFD", part) for part in _joined(found)]


def _joined(clauses: list[str]) -> list[str]:
    """Neighbours put together where the earlier one is short; the last is never a short one by itself."""
    parts: list[str] = []
    for clause in clauses:
        if parts and len(parts[-1]) < _FEWEST:
            parts[-1] += " " + clause
        else:
            parts.append(clause)
    if len(parts) > 1 and len(parts[-1]) < _FEWEST:
        last = parts.pop()
        parts[-1] += " " + last
    return parts
