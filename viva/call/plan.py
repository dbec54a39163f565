"""A reply before it is given: the dialogue's step, worded and cut into sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from viva.call.delivery import Delivery
from viva.dialogue.acts import HangUp, Run, Transfer
from viva.dialogue.machine import Step
from viva.speaking.script import Script
from viva.speaking.speech import WordMark
from viva.speaking.wording import Memory


@dataclass(slots=True)
class Sentence:
    """One sentence on its way to the caller."""

    number: int
    script: Script
    turn: int
    """The caller's turn that it answers; 0 before the first."""
    keep: bool = False
    """Said even if the caller says more before it is audible, such as what an action brought."""
    level_db: float = 0.0
    """Above the level that all speech has."""
    because: dict[str, float] = field(default_factory=dict)
    """Why it sounds as it does."""
    state: Literal["preparing", "ready", "failed"] = "preparing"
    """`ready`: there is audio, though perhaps not all of it."""
    whole: bool = False
    """All of its audio is there."""
    duration_ms: int = 0
    """Of the audio that there is."""
    marks: tuple[WordMark, ...] = ()
    """Of the words in it."""
    synthesis_ms: int = 0
    play_sent: bool = False
    started: bool = False
    started_at: int = 0

    @property
    def text(self) -> str:
        return self.script.text

    def anew(self, number: int) -> Sentence:
        """The same to be made and said once more."""
        return Sentence(number, self.script, self.turn, self.keep, self.level_db, self.because)


@dataclass(slots=True)
class CutOff:
    """What the bot broke off, so that it can go on with it."""

    sentences: tuple[Sentence, ...]
    """The one that was playing, or to play next, and those behind it."""
    before: tuple[str, ...]
    """What was heard of the reply before them."""
    heard: str = ""
    """What was heard of the first; known once the playback has stopped."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Free of effects until it is committed: it can be thrown away."""

    step: Step
    version: int
    """Of the dialogue state it was made from; another version by now makes it stale."""
    sentences: tuple[Sentence, ...]
    memory: Memory
    """How each prompt was said, this reply included."""
    delivery: Delivery
    """How the bot speaks from this reply on."""
    last_act: Run | Transfer | HangUp | None

    @property
    def audio_ready(self) -> bool:
        """Whether it can be heard at once."""
        return not self.sentences or self.sentences[0].state != "preparing"
