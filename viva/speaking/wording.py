"""From a prompt and its values to the sentences that are said, each a script. Pure and deterministic.

The variant is chosen by the occasion, and a question is never put twice running in the same words: variants
take turns, and where an author gave too few, a lead-in stands before it (the prompt `once_more`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from viva.speaking import ssml
from viva.speaking.filling import DICTATED_BEGIN, DICTATED_END, Filling, fill
from viva.speaking.language import sayings
from viva.speaking.lexicon import NO_LEXICON, Lexicon
from viva.speaking.manner import manners
from viva.speaking.normalise import normalise
from viva.speaking.prompt import Occasion, Prompt, Role
from viva.speaking.script import Piece, Script, since, until
from viva.speaking.sentences import split_sentences

LEAD_IN = "once_more"
LED_IN: tuple[Role, ...] = ("question", "confirmation", "offer")
"""What may have a lead-in; an apology has none."""

_BEHIND = re.compile(rf"{DICTATED_END}([.,;:?!]+)")
_DICTATED = re.compile(f"{DICTATED_BEGIN}(.*?){DICTATED_END}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Used:
    """How a prompt was said in this call."""

    turns: Mapping[str, int] = field(default_factory=dict)
    """Occasion -> how often its words were said: whose turn it is."""
    last: str = ""
    """Its words the last time."""
    repeated: bool = False
    """That was because the caller asked to hear them again."""


Memory = Mapping[str, Used]
"""Prompt -> how it was said; empty when the call begins."""


@dataclass(frozen=True, slots=True)
class Worded:
    sentences: tuple[Script, ...]
    role: Role

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


class Wording:
    """The words of one bot; shared by its calls."""

    def __init__(
        self, prompts: Mapping[str, Prompt], language: str = "en", lexicon: Lexicon = NO_LEXICON
    ) -> None:
        self.prompts = prompts
        self.language = language
        self._lexicon = lexicon

    def say(
        self, name: str, memory: Memory, filling: Filling, occasion: Occasion = "first"
    ) -> tuple[Worded, Memory]:
        """The sentences of a prompt, and the memory with this use added.

        Never raises: a place without a value is left out, broken markup too, and a prompt that the bot does
        not have gives an apology.
        """
        prompt = self.prompts.get(name)
        if prompt is None:
            prompt = Prompt((sayings(self.language).unknown_prompt,), role="apology")
        used = memory.get(name, Used())
        if occasion == "repeated" and used.last and not used.repeated:
            text = used.last
            memory = {**memory, name: replace(used, repeated=True)}
        else:
            text, memory = self._next(name, prompt, memory, filling, occasion)
        return Worded(tuple(self.sentences(text, filling)), prompt.role), memory

    def _next(
        self, name: str, prompt: Prompt, memory: Memory, filling: Filling, occasion: Occasion
    ) -> tuple[str, Memory]:
        """The variant whose turn it is: of those that do not sound as the last time, where there is one."""
        used = memory.get(name, Used())
        owner, variants = prompt.of(occasion)
        turn = used.turns.get(owner, 0)
        in_turn = [variants[(turn + after) % len(variants)] for after in range(len(variants))]
        texts = [fill(variant, filling) for variant in in_turn]
        other = [at for at, text in enumerate(texts) if text != used.last]
        at = other[0] if other else 0
        text = texts[at] if texts else ""
        same = text and len(set(texts)) == 1 and used.last.endswith(text)
        if same and occasion in ("again", "repeated") and prompt.role in LED_IN:
            text, memory = self._led_in(text, used.last, memory, filling)
        turns = {**used.turns, owner: turn + at + 1}
        return text, {**memory, name: Used(turns, text, occasion == "repeated")}

    def _led_in(self, text: str, last: str, memory: Memory, filling: Filling) -> tuple[str, Memory]:
        """A question that has one wording, so that it is not the same as the last time."""
        prompt, used = self.prompts.get(LEAD_IN, Prompt()), memory.get(LEAD_IN, Used())
        turn = used.turns.get("first", 0)
        leads = [prompt.first[(turn + after) % len(prompt.first)] for after in range(len(prompt.first))]
        for after, lead in enumerate(leads):
            led = f"{fill(lead, filling)} {text}"
            if led != last:
                return led, {**memory, LEAD_IN: Used({"first": turn + after + 1})}
        return text, memory

    def sentences(self, text: str, filling: Filling) -> Iterator[Script]:
        """Filled text, cut into sentences, in words: figures, short forms and the bot's own names as said."""
        for written in self.written(text, filling):
            pieces = [part for piece in written.pieces for part in self._in_words(piece, filling)]
            yield from self._cut(pieces, ())  # again: words are longer than figures

    def _in_words(self, piece: Piece, filling: Filling) -> list[Piece]:
        if _replaced(piece):
            return [piece]
        spoken = replace(piece, text=normalise(piece.text, self.language, filling.now))
        return self._lexicon.pieces(spoken) if spoken.text or piece.pause_ms else []

    def written(self, text: str, filling: Filling) -> Iterator[Script]:
        """Filled text, cut into sentences, each with what its author and its values ask of the voice."""
        starts: tuple[int, ...] = ()
        pieces: list[Piece] = [Piece(text)]
        if ssml.is_markup(text):
            markup = ssml.read(text, now=filling.now, language=self.language)
            pieces, starts = list(markup.pieces), markup.starts
        if DICTATED_BEGIN in text:
            starts = tuple(_unmarked(pieces, start) for start in starts)
            pieces = [part for piece in pieces for part in _dictated(piece)]
        yield from self._cut(pieces, starts)

    def _cut(self, pieces: list[Piece], starts: tuple[int, ...]) -> Iterator[Script]:
        """Into sentences; `starts`: offsets at which one begins in any case."""
        script = Script(tuple(pieces))
        shown = "".join("x" * len(p.text) if _replaced(p) else p.text for p in pieces)
        at = 0
        for end in [*sorted(starts), len(shown)]:
            for sentence in split_sentences(shown[at:end], self.language):
                begin = shown.find(sentence, at)
                yield since(until(script, begin + len(sentence)), begin)
                at = begin + len(sentence)
            at = max(at, end)


def _replaced(piece: Piece) -> bool:
    """Whether something else is said in place of its text, so that it is never cut."""
    return bool(piece.say or piece.phonemes or piece.clip)


def _dictated(piece: Piece) -> Iterator[Piece]:
    """A piece with its dictated values as pieces of their own, said so that somebody can write along."""
    if _replaced(piece):
        yield replace(piece, text=_DICTATED.sub(r"\1", piece.text))
        return
    slow = piece.prosody.then(manners().dictated)
    pause_ms = piece.pause_ms
    marked = _BEHIND.sub(rf"\1{DICTATED_END}", piece.text)  # a sign alone is no piece
    for index, text in enumerate(_DICTATED.split(marked)):
        if text:
            yield replace(piece, text=text, prosody=slow if index % 2 else piece.prosody, pause_ms=pause_ms)
            pause_ms = 0


def _unmarked(pieces: list[Piece], offset: int) -> int:
    """An offset into the pieces' text as it is without the marks of dictated values."""
    before = "".join(piece.text for piece in pieces)[:offset]
    return offset - before.count(DICTATED_BEGIN) - before.count(DICTATED_END)
