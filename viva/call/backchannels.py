"""The bot's "mm-hm" while a caller tells a long story: it takes no floor and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from viva.call.commands import Discard, Play, Synthesize
from viva.call.context import CallContext
from viva.call.utterance import Utterance
from viva.hearing.voice.evidence import Voice
from viva.speaking.filling import Filling
from viva.speaking.manner import laid_over
from viva.speaking.wording import Memory, Wording
from viva.understanding.expectation import Expectation

PROMPT = "backchannel"
SOFTLY_DB = -6.0
"""Its level: below what is said to be answered."""


@dataclass(frozen=True, slots=True)
class BackchannelPolicy:
    """Where a backchannel fits, after Ward and Tsukahara 2000 ("Prosodic features which cue back-channel
    responses in English and Japanese"): at the end of a region of low pitch, after enough speech, and not
    soon after the last one."""

    story_ms: int = 5000
    """Speech in the utterance, before the first."""
    apart_ms: int = 6000
    """From one to the next."""
    over_most: float = 0.3
    """The turn must not be about to end: the probability that it is over is no more."""
    low_st: float = -1.0
    """Final pitch relative to the unit's median, semitones: theirs is the 26th percentile of the pitch."""
    sure: float = 0.5
    """Confidence from which the pitch counts; below, the pause is enough."""

    def fits(self, utterance: Utterance, expects: Expectation, over: float) -> bool:
        """`over`: the probability that the turn is over."""
        return (
            expects.kind == "open"
            and not utterance.over_bot
            and utterance.spoken_ms >= self.story_ms
            and over <= self.over_most
            and self._low(utterance.units[-1] if utterance.units else None)
            and not _within_value(utterance)
        )

    def _low(self, voice: Voice | None) -> bool:
        pitch = voice.final_pitch_st if voice is not None else None
        return pitch is None or pitch.confidence < self.sure or pitch.value <= self.low_st


def _within_value(utterance: Utterance) -> bool:
    """Whether the caller paused at the end of a value or in it: there may be more of it, such as digits."""
    if utterance.recognition is None or utterance.reading is None:
        return True
    end = len(utterance.reading.text.rstrip(" .,?!"))
    if any(e.end >= end for e in (*utterance.reading.entities, *utterance.reading.parts)):
        return True
    words = utterance.recognition.text.split()
    return bool(words) and any(c.isdigit() for c in words[-1])


class Backchannels:
    """Says them, one at a time. The sentence is never among those of a reply."""

    def __init__(self, context: CallContext, wording: Wording, policy: BackchannelPolicy | None) -> None:
        """`policy`: None says none."""
        self._context = context
        self._wording = wording
        self._policy = policy if PROMPT in wording.prompts else None
        self._memory: Memory = {}
        self._last: int | None = None
        self._waiting: int | None = None
        """The one that is being made."""
        self._level_db = SOFTLY_DB

    def offer(self, utterance: Utterance, expects: Expectation, over: float) -> None:
        """The caller has paused and the bot is silent: make one if it fits."""
        policy, t = self._policy, self._context.t
        if policy is None or not policy.fits(utterance, expects, over):
            return
        if self._last is not None and t - self._last < policy.apart_ms:
            return
        self.withdraw()
        worded, self._memory = self._wording.say(
            PROMPT, self._memory, Filling(language=self._wording.language)
        )
        if not worded.sentences:
            return
        self._last = t
        self._waiting = self._context.number()
        spoken = self._context.delivery.of(worded.role)
        self._level_db = SOFTLY_DB + spoken.prosody.level_db
        script = laid_over(worded.sentences[0], spoken.prosody)
        self._context.emit(Synthesize(self._waiting, script, spoken.because))

    def withdraw(self) -> None:
        """The pause is over: one that is not being said by now is not said."""
        if self._waiting is not None:
            self._context.emit(Discard((self._waiting,)))
            self._waiting = None

    def synthesized(self, number: int) -> None:
        if self._waiting == number:
            self._waiting = None
            self._context.emit(Play(number, self._level_db, aside=True))

    def failed(self, number: int) -> None:
        if self._waiting == number:
            self._waiting = None
