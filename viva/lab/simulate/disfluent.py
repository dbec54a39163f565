"""Speech as it comes: fillers, repeated words, restarts and pauses put into what is to be said.

The rates are a persona's; that fillers stand where something is being planned, before values and at the
beginning, follows Shriberg (1994, Preliminaries to a Theory of Speech Disfluencies).
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from viva.lab.simulate.format import Speech
from viva.lab.simulate.phrases import Phrases
from viva.lab.simulate.spoken import Piece
from viva.lab.simulate.utterance import Part


def parts(pieces: Sequence[Piece], speech: Speech, phrases: Phrases, random: Random) -> tuple[Part, ...]:
    """Pieces as parts between silences. Fillers, repeats and restarts take no word away and add no value."""
    fluent = _restarted(list(pieces), speech, random)
    said: list[tuple[str, int]] = []
    for index, piece in enumerate(fluent):
        words = piece.text.split()
        dictated = bool(piece.pause_ms) or (index > 0 and bool(fluent[index - 1].pause_ms))
        filler = not dictated and random.random() < min(0.9, speech.fillers * len(words))
        pause = not dictated and (bool(piece.slot) or filler) and random.random() < speech.pauses
        if filler:
            said.append((phrases.one("fillers", random), 0))
        if pause and said:
            said[-1] = (said[-1][0], max(said[-1][1], speech.pause_ms.whole(random)))
        said.append((_repeated(piece, speech, random), piece.pause_ms))
    return _joined(said)


def _restarted(pieces: list[Piece], speech: Speech, random: Random) -> list[Piece]:
    """ "can I, can I have a latte": the first words once more."""
    words = pieces[0].text.split() if pieces and not pieces[0].slot else []
    if len(words) < 3 or random.random() >= speech.restarts:
        return pieces
    return [Piece(" ".join(words[: random.randint(1, 2)])), *pieces]


def _repeated(piece: Piece, speech: Speech, random: Random) -> str:
    words: list[str] = []
    for word in piece.text.split():
        if not piece.slot and random.random() < speech.repeats:
            words.append(word)
        words.append(word)
    return " ".join(words)


def _joined(said: Sequence[tuple[str, int]]) -> tuple[Part, ...]:
    out: list[Part] = []
    words: list[str] = []
    for text, pause in said:
        words.append(text)
        if pause:
            out.append(Part(_written(words), pause))
            words = []
    if words:
        out.append(Part(_written(words)))
    elif out:
        out[-1] = Part(out[-1].text)
    return tuple(out)


def _written(words: Sequence[str]) -> str:
    return " ".join(words).replace(" ,", ",")
