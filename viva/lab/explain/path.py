"""One utterance to a bot, from audio or words to its meaning, with all that was considered on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from viva.call.view.pauses import PauseView
from viva.dialogue.bot import Bot
from viva.encoding.registry import sentence_encoder
from viva.errors import VivaError
from viva.hearing.bias.store import language_file
from viva.hearing.evidence import Hypothesis, Recognition
from viva.hearing.explained import ExplainedHypothesis
from viva.hearing.registry import recognizer
from viva.lab.explain.turn_end import explain_pauses
from viva.lab.turns.detector import TurnDetector
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import Context
from viva.understanding.expectation import Expectation
from viva.understanding.explanation import Explanation
from viva.understanding.understander import build_understander

LONGEST_S = 120
"""Of one utterance; a call takes the turn long before."""
_BYTES_PER_S = 32_000


@dataclass(frozen=True, slots=True)
class Heard:
    audio_ms: int
    alternatives: tuple[ExplainedHypothesis, ...]
    """The N-best list as in a call, best first."""
    plain: tuple[Hypothesis, ...]
    """The same audio recognized without the bot's language."""


@dataclass(frozen=True, slots=True)
class Path:
    bot: str
    now: str
    """The caller's local date and time, ISO 8601."""
    expects: Expectation
    heard: Heard | None
    """None: the text was typed."""
    understood: Explanation
    pauses: tuple[PauseView, ...] = ()
    """In the audio: what a call would decide in each."""


def explain_text(bot: Bot, text: str, expects: Expectation, now: str) -> Path:
    """What is made of typed words.

    Raises:
        VivaError: a model is missing or damaged.
    """
    return _path(bot, Recognition.of_text(text), None, expects, now)


def explain_audio(bot: Bot, pcm: bytes, expects: Expectation, now: str) -> Path:
    """What is heard in audio and made of it. Compiles the bot's language where that was not done yet.

    pcm: PCM16LE, mono, 16 kHz.

    Raises:
        VivaError: more audio than an utterance has; a model is missing or damaged.
    """
    if len(pcm) > LONGEST_S * _BYTES_PER_S:
        raise VivaError(
            f"{len(pcm) / _BYTES_PER_S:.0f} s of audio; an utterance has at most {LONGEST_S} s",
            hint="cut out what the caller said in one turn",
        )
    name = bot.engines["recognizer"]
    engine, language = recognizer(name), language_file(name, bot.language)
    if not language.exists():
        engine.compile(bot.language, language)
    alternatives = tuple(engine.explain(pcm, expects, language))
    plain = engine.recognize(pcm, expects)
    recognition = Recognition(tuple(one.hypothesis for one in alternatives), plain.audio_ms)
    heard = Heard(plain.audio_ms, alternatives, plain.hypotheses)
    return replace(
        _path(bot, recognition, heard, expects, now),
        pauses=explain_pauses(TurnDetector(bot, expects), pcm, expects),
    )


def _path(bot: Bot, recognition: Recognition, heard: Heard | None, expects: Expectation, now: str) -> Path:
    understander = build_understander(
        bot.language, pronouncer=pronouncer(bot.language.code), encoder=sentence_encoder()
    )
    return Path(bot.name, now, expects, heard, understander.explain(recognition, Context(now, expects)))
