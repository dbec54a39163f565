"""How the words of one breath are said: hesitations drawn out, a repeat slower and clearer. Pure."""

from __future__ import annotations

import re

from viva.speaking.prosody import PLAIN, Prosody
from viva.speaking.script import Piece, Script

_HESITATION = re.compile(r"\b(?:u+h+m*|u+m+|e+r+m*|h+m+|a+h+m*)\b[,.…]*\s*", re.I)
DRAWN_OUT = Prosody(rate=0.6)
"""A filled pause lasts about 0.3 s, against 0.2 s of a syllable (Clark and Fox Tree 2002, Cognition 84)."""
AFTER_HESITATION_MS = 120
CLEARLY = Prosody(rate=0.85, level_db=2.0)
"""Speech that is said again for somebody who did not understand: slower by 10 to 20 %, a little louder
(Oviatt, MacEachern and Levow 1998, Speech Communication 24)."""


def breath(text: str, *, goes_on: bool = False, clearly: bool = False) -> Script:
    """The script of one part. `goes_on`: another part follows, so that the melody stays up."""
    usual = CLEARLY if clearly else PLAIN
    pieces: list[Piece] = []
    at, pause_ms = 0, 0
    for found in _HESITATION.finditer(text):
        if found.start() > at:
            pieces.append(Piece(text[at : found.start()], prosody=usual, pause_ms=pause_ms))
        pieces.append(Piece(found.group(), prosody=usual.then(DRAWN_OUT)))
        at, pause_ms = found.end(), AFTER_HESITATION_MS
    if at < len(text):
        pieces.append(Piece(text[at:], prosody=usual, pause_ms=pause_ms))
    if goes_on and pieces and pieces[-1].text.rstrip()[-1:].isalnum():
        last = pieces[-1]
        pieces[-1] = Piece(f"{last.text.rstrip()},", prosody=last.prosody, pause_ms=last.pause_ms)
    return Script(tuple(pieces))
