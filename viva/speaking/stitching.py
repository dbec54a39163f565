"""Which parts of a sentence are played from recordings, and which are synthesized. Pure.

As in telephone systems for decades (VoiceXML's `<audio>` with text inside, Asterisk's `say`): the longest
stretches that a speaker has recorded, and the voice for the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from viva.speaking.engine import Feature
from viva.speaking.prosody import Prosody
from viva.speaking.recordings import Clip, Recordings
from viva.speaking.script import Piece, Script, since, until
from viva.speaking.words import has_words, words_of

PAUSES_MS = {",": 140, "\u2013": 180, "\u2014": 180, ";": 200, ":": 200} | dict.fromkeys(".!?\u0964", 300)
"""Silence where a part ends with this and another begins: what speakers make there, about."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence that comes from one place."""

    start: int
    """Character offset in the sentence's text."""
    pieces: tuple[Piece, ...]
    """How it is synthesized, if need be."""
    clip: Clip | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def pause_ms(self) -> int:
        """That was asked for before it."""
        return self.pieces[0].pause_ms

    @property
    def prosody(self) -> Prosody:
        """Of most of its words."""
        if len({piece.prosody for piece in self.pieces}) == 1:
            return self.pieces[0].prosody
        counts: Counter[Prosody] = Counter()
        for piece in self.pieces:
            counts[piece.prosody] += len(words_of(piece.text))
        return counts.most_common(1)[0][0]

    @property
    def silent(self) -> bool:
        """Whether there is nothing to say in it."""
        return self.clip is None and not any(_is_said(piece) for piece in self.pieces)


def stitched(script: Script, recordings: Recordings) -> list[Part]:
    """The sentence in its order: the clips that cover most words first, then what they leave."""
    taken: list[tuple[int, int, Clip]] = []
    for _, start, end, clip in sorted(_matches(script, recordings), key=lambda m: (-m[0], m[1])):
        if all(end <= other_start or start >= other_end for other_start, other_end, _ in taken):
            taken.append((start, end, clip))
    if not taken:
        return [Part(0, script.pieces)] if script.pieces else []
    parts: list[Part] = []
    at = 0

    def add(start: int, end: int, clip: Clip | None) -> None:
        pieces = since(until(script, end), start).pieces
        if pieces:
            parts.append(Part(start, pieces, clip))

    for start, end, clip in sorted(taken, key=lambda one: one[:2]):
        begin, end = _with_signs(script.text, at, start), _with_signs_behind(script.text, end)
        add(at, begin, None)
        add(begin, end, clip)
        at = end
    add(at, len(script.text), None)
    return parts


def border_ms(text: str, start: int) -> int:
    """The pause that the punctuation before an offset asks for."""
    before = text[:start].rstrip().rstrip("\"'\u2019\u201d)]")
    return PAUSES_MS.get(before[-1:], 0)


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int
    opens: bool
    """Whether a clip may begin with it: not inside a piece that is said in other words than written."""
    closes: bool


def _matches(script: Script, recordings: Recordings) -> Iterator[tuple[int, int, int, Clip]]:
    """(words, start, end, clip) for every stretch that a clip has, as it is said or as it is written."""
    at = 0
    for piece in script.pieces:
        clip = recordings.named(piece.clip) if piece.clip else None
        if clip is not None:
            yield 1_000, at, at + len(piece.text), clip
        at += len(piece.text)
    if not recordings.longest:
        return
    for said in (True, False):
        tokens = _tokens(script, said=said)
        for first, token in enumerate(tokens):
            if not token.opens:
                continue
            for last in range(first, min(len(tokens), first + recordings.longest)):
                clip = recordings.saying(tuple(one.word for one in tokens[first : last + 1]))
                if clip is not None and tokens[last].closes:
                    yield last + 1 - first, token.start, tokens[last].end, clip


def _tokens(script: Script, *, said: bool) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    for piece in script.pieces:
        whole = bool(piece.say or piece.phonemes or piece.clip)
        words = words_of((piece.say if said else "") or piece.text)
        for index, word in enumerate(words):
            start, end = (at, at + len(piece.text)) if whole else (at + word.start, at + word.end)
            opens, closes = not whole or index == 0, not whole or index == len(words) - 1
            tokens.append(_Token(word.folded, start, end, opens, closes))
        at += len(piece.text)
    return tokens


def _with_signs(text: str, low: int, start: int) -> int:
    """The start of a word with the opening signs before it."""
    while start > low and not text[start - 1].isspace() and not text[start - 1].isalnum():
        start -= 1
    return start


def _with_signs_behind(text: str, end: int) -> int:
    while end < len(text) and not text[end].isspace() and not text[end].isalnum():
        end += 1
    return end


def by_features(part: Part, does: frozenset[Feature]) -> list[Part]:
    """A part that is synthesized, cut into what a synthesizer says in one go.

    Level is never its business. One that says no pieces that differ gets one piece for each part, joined
    from those that are alike.
    """
    parts: list[Part] = []
    at = part.start
    for piece in part.pieces:
        before = parts[-1].pieces[-1] if parts else None
        if before is None or _is_cut(before, piece, does):
            parts.append(Part(at, (piece,)))
        else:
            parts[-1] = replace(parts[-1], pieces=(*parts[-1].pieces, piece))
        at += len(piece.text)
    return parts if "several" in does else [replace(one, pieces=(_as_one(one.pieces),)) for one in parts]


def _is_said(piece: Piece) -> bool:
    return bool(piece.phonemes or has_words(piece.say or piece.text))


def _is_cut(before: Piece, piece: Piece, does: frozenset[Feature]) -> bool:
    old, new = before.prosody, piece.prosody
    several = "several" in does
    return (
        old.level_db != new.level_db
        or (old.rate != new.rate and not (several and "rate" in does))
        or (old.pitch_st != new.pitch_st and not (several and "pitch" in does))
        or (piece.pause_ms > 0 and not (several and "pauses" in does and _is_said(piece)))
        or (not several and "phonemes" in does and bool(before.phonemes or piece.phonemes))
    )


def _as_one(pieces: tuple[Piece, ...]) -> Piece:
    if len(pieces) == 1:
        return pieces[0]
    say = "".join(piece.say or piece.text for piece in pieces)
    text = "".join(piece.text for piece in pieces)
    return replace(pieces[0], text=text, say=say if say != text else "")
