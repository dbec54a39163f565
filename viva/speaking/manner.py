"""How each role and label sounds (data/prosody.yaml), and how that is laid over a sentence. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

import yaml

from viva.speaking.prompt import Role
from viva.speaking.prosody import PLAIN, Prosody
from viva.speaking.script import Piece, Script

RATE_STEP = 0.025
PITCH_STEP_ST = 0.5
"""No finer than is heard (about 5 % for rate: Quené 2007; about a semitone in speech: 't Hart 1981), so that
sentences that sound alike are kept once."""
SLOWEST, FASTEST = 0.5, 2.0
FARTHEST_ST = 12.0
"""Whatever comes together in a piece, it goes no further."""

_PHRASE = re.compile(r"[,;:]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Manners:
    """Sections of the data file."""

    roles: dict[str, Prosody]
    dictated: Prosody
    rate: dict[str, float]
    pitch: dict[str, float]
    volume: dict[str, float]
    breaks: dict[str, int]
    paragraph_ms: int
    emphasis: dict[str, Prosody]


@cache
def manners() -> Manners:
    data = yaml.safe_load((files("viva.speaking") / "data" / "prosody.yaml").read_text("utf-8"))
    ssml = data["ssml"]
    return Manners(
        {name: Prosody(**one) for name, one in data["roles"].items()},
        Prosody(**data["dictated"]),
        ssml["rate"],
        ssml["pitch"],
        ssml["volume"],
        ssml["break"],
        ssml["paragraph_ms"],
        {name: Prosody(**one) for name, one in ssml["emphasis"].items()},
    )


def of_role(role: Role) -> Prosody:
    return manners().roles[role]


def scaled(prosody: Prosody, by: float) -> Prosody:
    """So much of it, 0..1: 0 changes nothing."""
    return Prosody(1 + by * (prosody.rate - 1), by * prosody.pitch_st, by * prosody.level_db)


def laid_over(script: Script, prosody: Prosody, phrase_pause_ms: int = 0) -> Script:
    """The sentence said so as a whole, each piece with what is its own; rate and pitch in steps.

    The level is left out: whoever plays the sentence sees to it, so that one rendering serves all.
    `phrase_pause_ms`: silence between phrases, beside what the voice makes by itself.
    """
    if phrase_pause_ms:
        script = _phrased(script, phrase_pause_ms)
    if prosody == PLAIN and all(piece.prosody == PLAIN for piece in script.pieces):
        return script
    return Script(tuple(replace(piece, prosody=_steps(piece.prosody, prosody)) for piece in script.pieces))


def _steps(own: Prosody, whole: Prosody) -> Prosody:
    rate = round(own.rate * whole.rate / RATE_STEP) * RATE_STEP
    pitch = round((own.pitch_st + whole.pitch_st) / PITCH_STEP_ST) * PITCH_STEP_ST
    return Prosody(
        round(max(SLOWEST, min(FASTEST, rate)), 3),
        max(-FARTHEST_ST, min(FARTHEST_ST, pitch)),
        own.level_db,
    )


def _phrased(script: Script, pause_ms: int) -> Script:
    """Cut behind punctuation, with a pause before each phrase; what is said in other words stays whole."""
    starts = [match.end() for match in _PHRASE.finditer(script.text)]
    pieces: list[Piece] = []
    at = 0
    for piece in script.pieces:
        inside = [start - at for start in starts if at <= start < at + len(piece.text)]
        whole = bool(piece.say or piece.phonemes or piece.clip)
        cuts = [0, *(cut for cut in inside if cut and not whole), len(piece.text)]
        for begin, end in pairwise(cuts):
            pause = piece.pause_ms if begin == 0 else 0
            if begin in inside:
                pause = max(pause, pause_ms)
            pieces.append(replace(piece, text=piece.text[begin:end], pause_ms=pause))
        at += len(piece.text)
    return Script(tuple(pieces))
