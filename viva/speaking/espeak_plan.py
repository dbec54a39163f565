"""What eSpeak NG is to say, from the pieces of a sentence: its text with commands in it, and the way back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from viva.pronunciation.espeak_library import Manner
from viva.pronunciation.mnemonics import mnemonics
from viva.speaking.engine import Voice
from viva.speaking.espeak_prosody import manner
from viva.speaking.prosody import PLAIN
from viva.speaking.script import Piece

LONGEST_RUN = 300
"""Characters that are synthesized in one go. Sentences are shorter: only floods are cut."""
_CUT_PAUSE_MS = 250
_NOT_SPOKEN = str.maketrans(dict.fromkeys("<>[]{}|\\^~`", " "))
"""Signs of markup, each replaced by a space so that offsets stay: eSpeak NG reads some of them aloud."""
_COMMAND = "\x01"
_CUT = re.compile(rf".{{1,{LONGEST_RUN - 1}}}(?:[.!?;,।]\s|\s|$)|.{{1,{LONGEST_RUN}}}", re.S)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch that is said in one manner."""

    written: str
    """Of the pieces' texts."""
    said: str
    """What eSpeak NG is given in its place, without commands."""
    rate: float
    """Asked for, times the voice's own."""
    manner: Manner
    pause_ms: int = 0
    """Before it."""
    bare: bool = False
    """No sign stands before it at which the voice makes a pause by itself."""


@dataclass(frozen=True, slots=True)
class Told:
    """The text that eSpeak NG is given."""

    text: str
    places: tuple[tuple[int, int], ...]
    """For each of its characters: which part it is of, and the offset in the written text it stands for."""
    first: Manner
    """How it begins."""


@dataclass(frozen=True, slots=True)
class Run:
    """Parts that are one synthesis, so that the melody goes through them."""

    identifier: str
    """Of the voice."""
    own_rate: int
    """Of the voice, words per minute."""
    parts: tuple[Part, ...]

    @property
    def written(self) -> str:
        return "".join(part.written for part in self.parts)

    @property
    def characters(self) -> int:
        return sum(len(part.said) for part in self.parts)

    def told(self, *, own_rate: bool = False) -> Told:
        """`own_rate`: all as fast as the voice speaks by itself, however fast is asked for."""
        text, places, offset = "", list[tuple[int, int]](), 0
        now = first = self._manner(0, own_rate)
        for index, part in enumerate(self.parts):
            wanted = self._manner(index, own_rate)
            commands = _commands(now, wanted)
            text, now = text + commands + part.said, wanted
            places += [(index, offset)] * len(commands)
            share = len(part.written) / max(1, len(part.said)) if part.said != part.written else 1.0
            places += [(index, offset + int(at * share)) for at in range(len(part.said))]
            offset += len(part.written)
        return Told(text, tuple(places), first)

    def _manner(self, index: int, own_rate: bool) -> Manner:
        asked = self.parts[index].manner
        return replace(asked, rate=self.own_rate) if own_rate else asked


def _commands(now: Manner, wanted: Manner) -> str:
    """What changes within a text; eSpeak NG takes them for no part of a word."""
    numbers = ((now.rate, wanted.rate, "S"), (now.pitch, wanted.pitch, "P"), (now.range, wanted.range, "R"))
    return "".join(f"{_COMMAND}{value}{sign}" for before, value, sign in numbers if before != value)


def plan(pieces: tuple[Piece, ...], identifier: str, voice: Voice) -> tuple[Run, ...]:
    """One run as a rule; several where the text is a flood. Runs that say nothing are left out."""
    own = manner(identifier, voice, PLAIN)
    runs: list[list[Part]] = []
    room = 0
    for part in _parts(pieces, identifier, voice):
        if len(part.said) > room:
            runs.append([])
            room = LONGEST_RUN
            if len(runs) > 1:
                part = replace(part, pause_ms=part.pause_ms + _CUT_PAUSE_MS)
        if part.pause_ms and runs[-1] and runs[-1][-1].said.rstrip()[-1:].isalnum():
            # A comma, so that the voice prepares for the pause.
            runs[-1][-1] = replace(runs[-1][-1], said=f"{runs[-1][-1].said.rstrip()}, ")
            part = replace(part, bare=True)
        runs[-1].append(part)
        room -= len(part.said)
    return tuple(Run(identifier, own.rate, tuple(parts)) for parts in runs)


def speaks(text: str) -> bool:
    """Whether a voice has something to say: letters, digits or signs with a name, an emoji too."""
    return any(c.isalnum() or unicodedata.category(c)[0] == "S" for c in text)


def clean(text: str) -> str:
    """As long as `text`, without control characters and signs of markup: nothing in it is a command."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text.translate(_NOT_SPOKEN))


def _parts(pieces: tuple[Piece, ...], identifier: str, voice: Voice) -> Iterator[Part]:
    language = identifier.rpartition("/")[2].partition("+")[0]
    for piece in pieces:
        wanted = manner(identifier, voice, piece.prosody)
        pause_ms = piece.pause_ms
        for written, said in _stretches(piece, language):
            yield Part(written, said, piece.prosody.rate, wanted, pause_ms)
            pause_ms = 0


def _stretches(piece: Piece, language: str) -> Iterator[tuple[str, str]]:
    """(written, said); what is said in place of a text stays whole, up to the longest that is taken.

    Phonemes that the language's voices have no name for are passed over: the text is said, or `say`.
    """
    text = piece.text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    names = mnemonics(piece.phonemes, language) if piece.phonemes else ""
    if names and len(names) < LONGEST_RUN // 2:
        yield text, f"{before}[[{names}]]{after}"
        return
    if not piece.say:
        yield from ((cut, clean(cut)) for cut in _CUT.findall(text))
        return
    said = f"{before}{clean(piece.say).strip()}{after}"
    yield from zip((text, *[""] * len(said)), _CUT.findall(said), strict=False)
