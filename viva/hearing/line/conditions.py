"""The taxonomy: what can be wrong with a line, or on its other end, how it shows, and what a bot may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ConditionName = Literal[
    "noise",
    "hold",
    "unclear",
    "volume",
    "silent",
    "background_speech",
    "other_language",
    "ringing",
    "answering_machine",
    "person",
]


@dataclass(frozen=True, slots=True)
class Definition:
    meaning: str
    shows: str
    """How it is detected."""
    then: str
    """What a bot may do about it."""
    outbound: bool = False
    """Looked for only while a call that the bot placed is being answered."""


CONDITIONS: dict[ConditionName, Definition] = {
    "noise": Definition(
        "sounds around the caller cover the words",
        "speech less than 12 dB above what is heard between the words, over two seconds of speech",
        "ask shorter questions, check what was heard, offer the keypad",
    ),
    "hold": Definition(
        "the caller has put the bot on hold: music",
        "a loud sound without speech whose spectrum stands still for longer than that of speech or noise",
        "wait without asking again; speak when the music ends",
    ),
    "unclear": Definition(
        "words are heard that the recognizer is unsure of, turn after turn",
        "little agreement between the hypotheses of the last turns",
        "ask to repeat, to spell or to use the keypad; offer a person",
    ),
    "volume": Definition(
        "the caller is too soft or too loud",
        "speech below -38 dBFS or above -8 dBFS, or one sample in a hundred of it clipped",
        "ask to speak up, or to hold the telephone further away",
    ),
    "silent": Definition(
        "nothing at all comes from the caller's side: a muted or broken microphone",
        "nothing above -65 dBFS while the bot is silent, for 3 s, or for 6 s once the caller was heard",
        "say that nothing is heard; call back",
    ),
    "background_speech": Definition(
        "other people or a television speak near the caller",
        "stretches of speech at least 12 dB softer than the caller's, 1.5 s of them in the last 12 s",
        "ignore what was said softly; ask to move to a quieter place",
    ),
    "other_language": Definition(
        "the caller may speak a language that the bot does not",
        "long utterances, each recognized with very little confidence and refused; an indication, no more",
        "offer a person, or another language",
    ),
    "ringing": Definition(
        "the other telephone rings",
        "a ring-back tone of 400 to 480 Hz in its cadence",
        "wait",
        outbound=True,
    ),
    "answering_machine": Definition(
        "a machine answered",
        "the first utterance lasts more than 2.5 s without a pause; then a beep of one frequency",
        "leave a message after the beep, or call again",
        outbound=True,
    ),
    "person": Definition(
        "a person answered",
        "a first utterance of at most 2.5 s, then silence",
        "speak",
        outbound=True,
    ),
}
