"""How a bot's own words are pronounced: names, brands, abbreviations that a voice gets wrong. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from viva.speaking.patterns import BEGIN, END
from viva.speaking.script import Piece


@dataclass(frozen=True, slots=True)
class Pronunciation:
    written: str
    """A word or several, e.g. `Siobhan`, `GmbH`, `New Delhi`."""
    say: str = ""
    """What the voice is given in its place: "win" for Nguyen; '' the word itself."""
    phonemes: str = ""
    """In the international phonetic alphabet, for a voice that takes it: `ʃɪˈvɔːn`; '' none."""


class Lexicon:
    """A bot's pronunciations. Immutable; the longest that stands at a place is taken, as whole words only."""

    def __init__(self, entries: Sequence[Pronunciation]) -> None:
        """Capitals count where an entry has some behind its first letter: `US` is not "us"."""
        self._exact = {entry.written: entry for entry in entries if _has_inner_capital(entry.written)}
        self._any_case = {
            entry.written.casefold(): entry for entry in entries if entry.written not in self._exact
        }
        longest_first = sorted((entry.written for entry in entries), key=lambda word: (-len(word), word))
        alternatives = (
            re.escape(word) if word in self._exact else f"(?i:{re.escape(word)})" for word in longest_first
        )
        self._words = re.compile(f"{BEGIN}(?:{'|'.join(alternatives)}){END}") if entries else None

    def pieces(self, piece: Piece) -> list[Piece]:
        """The piece cut where its text has a word of the lexicon; texts joined are the piece's own.

        A piece that is said otherwise than it is written already, or played, stays whole.
        """
        if self._words is None or piece.say or piece.phonemes or piece.clip:
            return [piece]
        cut: list[Piece] = []
        at = 0
        for found in self._words.finditer(piece.text):
            entry = self._exact.get(found[0]) or self._any_case[found[0].casefold()]
            if found.start() > at:
                cut.append(replace(piece, text=piece.text[at : found.start()]))
            cut.append(replace(piece, text=found[0], say=entry.say, phonemes=entry.phonemes))
            at = found.end()
        if at < len(piece.text) or not cut:
            cut.append(replace(piece, text=piece.text[at:]))
        # The silence before the piece is before its first part only.
        return [cut[0], *(replace(part, pause_ms=0) for part in cut[1:])]


def _has_inner_capital(written: str) -> bool:
    """`GmbH` and `US`, but neither `Nguyen` nor `New Delhi`."""
    return any(letter.isupper() for word in written.split() for letter in word[1:])


NO_LEXICON = Lexicon(())
