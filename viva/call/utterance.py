"""The caller's utterance while it is open, and the turn it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from viva.call.plan import CutOff, Plan
from viva.hearing.evidence import Recognition
from viva.hearing.overlap.evidence import Overlap
from viva.hearing.voice.evidence import Voice
from viva.understanding.reading import Reading

Dismissal = Literal["backchannel", "noise", "background_speech", "too_short_over_bot"]


@dataclass(slots=True)
class Judgement:
    """Of a sound over the bot, while it is open or after the bot went on in spite of it."""

    began: int
    """The onset that its times count from."""
    answers: bool = False
    """It began over the last words of a question for yes or no: a "yes" is the answer to it."""
    asked: int = 0
    """How often."""
    request: int | None = None
    """The question that is under way."""
    covered: int = 0
    """How far the audio of the last question went."""
    last: Overlap | None = None
    """The last answer, one that was not sure."""
    failed: bool = False
    """The judge gave no answer: it is not asked again."""
    before: Dismissal | None = None
    """What it was judged to be before it went on for so long that it is judged again."""
    dismissed: Dismissal | None = None
    """Why the bot goes on, while the sound does too."""


@dataclass(slots=True)
class Utterance:
    """One stretch of the caller's speech, pauses included, that is not yet a turn."""

    start: int
    resumed_at: int
    """Where the speech that is going on, or was last, began."""
    speaking: bool = True
    end: int = 0
    """End of the last speech in it; meaningful in a pause."""
    spoken_ms: int = 0
    """Speech in it, without the one that is going on."""
    units: list[Voice] = field(default_factory=list)
    """How its inter-pausal units were said."""
    pauses_ms: list[int] = field(default_factory=list)
    """Between them."""
    over_bot: bool = False
    """It began while the bot was audible, and the bot has not yielded to it."""
    overlapped: bool = False
    """It began over the bot, and was in question."""
    judgement: Judgement | None = None
    """What it is, where it is over the bot; None: not in question."""
    cut_off: CutOff | None = None
    """What the bot broke off for it."""
    weighed_again: int | None = None
    """The request that asks whether the bot was right to."""
    forced: bool = False
    """It reached the maximum length of a turn."""
    quiet: bool = False
    """The caller has fallen silent since."""
    failed: bool = False
    """An engine gave no answer, so that its words are not known."""
    due: bool = False
    """The turn is over; it is taken as soon as its reading is there."""
    pause_seen: int = 0
    """When the core was told of the last pause."""
    taken_at: int = 0
    request: int | None = None
    """The recognition or understanding that is under way."""
    recognition: Recognition | None = None
    reading: Reading | None = None
    read_at: int = 0
    """When its reading was there."""
    recognition_ms: int = 0
    understanding_ms: int = 0
    plan: Plan | None = None
    """The prepared reply."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of the caller that is over and understood: for the dialogue to answer."""

    by: Literal["speech", "text", "keys"]
    start: int
    end: int
    recognition: Recognition
    reading: Reading
    keys: str = ""
    utterance: Utterance | None = None
    """For speech: where it came from, with the reply that was prepared."""
