"""Calls in which the bot's own voice comes back: synthesized prompts, recorded callers, made rooms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from viva.audio.files import read_audio
from viva.audio.pcm import from_float, to_float
from viva.errors import VivaError
from viva.lab.sounds.humming import RATE, Floats
from viva.lab.sounds.levels import at_level, trimmed
from viva.lab.sounds.noise import through_a_telephone
from viva.speaking.engine import Voice
from viva.speaking.registry import say

LEAD_S = 1.0
ANSWER_AFTER_S = (0.5, 1.2)
"""The caller answers so long after the bot's sentence."""
LONGEST_ANSWER_S = 2.5
REPLY_AFTER_S = (0.15, 1.2)
"""And the bot replies so long after the caller's last word."""
TAIL_S = 1.5
JITTER_S = 0.02
"""Each sentence is played by the caller's side up to so much earlier or later than the one before it."""
RETURNS_DB = (-6, -10, -15, -20, -30, -40)
"""Level of the echo by that of the bot."""
SENTENCES = 3
VOICES = ("en-us", "en-gb", "en-gb-scotland", "en-us+f3", "en-gb+m5", "en-us+f1")
PROMPTS = (
    "Riverside clinic, good day. How can I help you?",
    "You can book, move or cancel an appointment, ask when we are open, or ask for a person.",
    "On Thursday I have nine fifteen, eleven thirty and two o'clock. What time would you like?",
    "Say the digits one by one, or key them in and press hash.",
    "We are open Monday to Friday, eight in the morning to six in the evening.",
    "Welcome to the coffee bar. What can I get you?",
    "We have coffee, latte, cappuccino, mocha, americano and espresso.",
    "So, one large dark roast americano with two sugars. Is that right?",
    "I am sorry, that day is fully booked. The next day with free times is Wednesday.",
    "Your parcel left the depot this morning and should reach you before six.",
    "For your security, please tell me the last four digits of your account number.",
    "Thank you for waiting. The technician will call you back within the hour.",
)


@dataclass(frozen=True, slots=True)
class EchoCall:
    """One made call: the caller's channel, what the bot played, and the truth about both."""

    echo_db: int
    caller: Floats
    """The channel without the echo."""
    echoed: Floats
    """And with it."""
    played: Floats
    sentences: tuple[tuple[int, int], ...]
    """Start and end of each of the bot's sentences, samples."""
    answers: tuple[int, ...]
    """Where the caller begins to speak after each sentence, samples."""
    speech_at: int | None
    """Where the caller begins to speak over a sentence; None: nowhere."""


class EchoCalls:
    """`part`: `train` or `judge`; they share no prompt, no caller and no room."""

    def __init__(self, data: Path, part: str) -> None:
        judged = part == "judge"
        files = sorted((data / "barista" / "clean").glob("*.flac"))
        if not files:
            raise VivaError(f"{data}: no recordings in barista/clean", hint="name the folder with --data")
        self._callers = [read_audio(f) for f in files[judged::2]]
        self._rng = np.random.default_rng(2 if judged else 1)
        self._prompts = [
            to_float(say(text, Voice(voice)).pcm)
            for i, text in enumerate(PROMPTS)
            for j, voice in enumerate(VOICES)
            if i % 2 == judged and j % 2 == judged
        ]

    def make(self, count: int, *, speaking: bool, returns: Sequence[int] = RETURNS_DB) -> Iterator[EchoCall]:
        """Each return level in turn; every second line is a telephone, a quarter of loudspeakers distorts,
        and a third of the echoes comes without a room, as from a telephone's own line."""
        for n in range(count):
            yield self._call(returns[n % len(returns)], speaking, n // len(returns))

    def _call(self, echo_db: int, speaking: bool, n: int) -> EchoCall:
        rng = self._rng
        at, sentences, prompts, answers = int(LEAD_S * RATE), [], [], []
        for i in rng.integers(0, len(self._prompts), SENTENCES):
            prompt = self._prompts[i]
            sentences.append((at, at + len(prompt)))
            prompts.append(prompt)
            voice = self._voice(rng.uniform(-30, -20))[: int(LONGEST_ANSWER_S * RATE)]
            at += len(prompt) + int(rng.uniform(*ANSWER_AFTER_S) * RATE)
            answers.append((at, voice))
            at += len(voice) + int(rng.uniform(*REPLY_AFTER_S) * RATE)
        length = at + int(TAIL_S * RATE)
        played, sounding = np.zeros((2, length), np.float32)
        for (begin, end), prompt in zip(sentences, prompts, strict=True):
            played[begin:end] = prompt
            moved = begin + int(rng.uniform(-JITTER_S, JITTER_S) * RATE)
            sounding[moved : moved + len(prompt)] = prompt
        echo = _echo(sounding, echo_db, rng, clips=n % 4 == 3, dry=n % 3 == 2)
        caller = rng.normal(0, 10 ** (rng.uniform(-72, -55) / 20), length).astype(np.float32)
        for begin, voice in answers:
            caller[begin : begin + len(voice)] += voice
        speech_at = None
        if speaking:
            start, end = sentences[n % SENTENCES]
            speech_at = int(rng.integers(start, max(start + 1, end - RATE // 2)))
            voice = self._voice(rng.uniform(-30, -20))[: length - speech_at]
            caller[speech_at : speech_at + len(voice)] += voice
        through = through_a_telephone if n % 2 else bytes
        return EchoCall(
            echo_db,
            to_float(through(from_float(caller))),
            to_float(through(from_float(caller + echo))),
            played,
            tuple(sentences),
            tuple(begin for begin, _ in answers),
            speech_at,
        )

    def _voice(self, level_db: float) -> Floats:
        voice = to_float(self._callers[int(self._rng.integers(len(self._callers)))])
        return at_level(trimmed(voice), level_db)


def _echo(played: Floats, level_db: float, rng: np.random.Generator, *, clips: bool, dry: bool) -> Floats:
    """Delayed by 20 to 400 ms, through a room of 0.2 to 0.5 s whose sound decays exponentially, or none."""
    limit = 0.5 * float(np.abs(played).max())
    source = np.clip(played, -limit, limit) if clips else played
    decay_s = rng.uniform(0.2, 0.5)
    t = np.arange(int(decay_s * RATE)) / RATE
    room = rng.normal(0, 1, len(t)) * 10 ** (-3 * t / decay_s)
    room[0] = np.abs(room).max() * rng.uniform(1, 4)  # the direct sound
    if dry:
        room = room[:1]
    size = 1 << (len(played) + len(room)).bit_length()
    wet = np.fft.irfft(np.fft.rfft(source, size) * np.fft.rfft(room, size), size)[: len(played)]
    delay = int(rng.uniform(0.02, 0.4) * RATE)
    late = np.concatenate((np.zeros(delay), wet))[: len(played)]
    return np.asarray(
        late * np.sqrt(np.mean(played**2) / np.mean(late**2)) * 10 ** (level_db / 20), np.float32
    )
