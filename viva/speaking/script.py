"""A sentence with how it is to be said: what every voice is given. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from viva.speaking.prosody import PLAIN, Prosody


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence that is said in one way."""

    text: str
    """As it is shown, with the spaces around it; marks and heard text speak of it."""
    say: str = ""
    """What the voice is given in its place, e.g. how a name is pronounced; '' the text itself."""
    phonemes: str = ""
    """In the international phonetic alphabet, for a voice that takes it; '' or not taken: `say`."""
    prosody: Prosody = PLAIN
    pause_ms: int = 0
    """Silence before it, beside what the voice makes by itself."""
    clip: str = ""
    """A recording in the bot's folder that is played in its place; '' none."""


@dataclass(frozen=True, slots=True)
class Script:
    """One sentence. Equal scripts sound the same, so that speech is kept by them."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """As it is shown: captions, marks and what was heard are of this text."""
        return "".join(piece.text for piece in self.pieces)


def plain(text: str) -> Script:
    """A sentence that the voice says as it does by itself."""
    return Script((Piece(text),))


def since(script: Script, start: int) -> Script:
    """What is left from an offset of the text on."""
    return _between(script, start, len(script.text))


def until(script: Script, end: int) -> Script:
    """What stands before an offset of the text."""
    return _between(script, 0, end)


def _between(script: Script, start: int, end: int) -> Script:
    kept: list[Piece] = []
    at = 0
    for piece in script.pieces:
        text = piece.text[max(0, start - at) : max(0, end - at)]
        if text and text == piece.text:
            kept.append(piece)
        elif text:  # what is said in place of all of it does not stand for a part of it
            kept.append(Piece(text, prosody=piece.prosody, pause_ms=0 if start > at else piece.pause_ms))
        at += len(piece.text)
    return Script(tuple(kept))
