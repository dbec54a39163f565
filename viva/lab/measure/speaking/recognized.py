"""Whether what the bots say is what a listener hears: prompts through a telephone line, recognized again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.hearing.engine import Recognizer
from viva.hearing.evidence import Recognition
from viva.hearing.registry import recognizer as make_recognizer
from viva.lab.measure.speaking.concepts import Words
from viva.lab.say.asked import Asked, ways
from viva.lab.say.asked import Context as Occasion
from viva.lab.say.samples import NOW, Sample, kind_of_entity, places_with_manners, samples
from viva.lab.say.spoken import Renders, speak, speaker_of
from viva.lab.sounds.noise import through_a_telephone
from viva.pronunciation.pronouncer import pronouncer
from viva.speaking.engine import Voice
from viva.speaking.settings import EngineSettings
from viva.speaking.values import say_value
from viva.understanding.engine import Context, Understander
from viva.understanding.expectation import Expectation
from viva.understanding.reading import JsonValue
from viva.understanding.understander import build_understander

FILLS = 3
"""Of a text with places, each time with other values."""
BEFORE_MS, AFTER_MS = 300, 500
"""Silence around what is said: a call hands over an utterance with about as much."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One prompt as it is said once."""

    prompt: str
    asked: Asked
    said: str
    """Its words, with its values said."""
    values: tuple[Sample, ...]
    """That were filled in, one for each concept."""


@dataclass(frozen=True, slots=True)
class Ear:
    """Who listens."""

    recognizer: Recognizer
    understander: Understander
    words: Words


@dataclass(frozen=True, slots=True)
class Heard:
    utterance: Utterance
    text: str
    """What was recognized, '' for nothing."""
    values: int
    lost_values: tuple[JsonValue, ...]
    words: int
    """Content words outside the values."""
    lost_words: tuple[str, ...]


def utterances(bot: Bot) -> Iterator[Utterance]:
    """Every variant of every prompt; with places, `FILLS` times."""
    for name, prompt in bot.prompts.items():
        for occasion, variant, text in prompt.texts:
            places = dict(places_with_manners(text))
            for fill in range(FILLS if places else 1):
                chosen = {place: _chosen(bot, place, manner, fill) for place, manner in places.items()}
                values = {place: sample.value for place, sample in chosen.items()}
                kinds = {place: kind_of_entity(bot, sample.entity) for place, sample in chosen.items()}
                context = cast(Occasion, "" if occasion == "first" else occasion)
                asked = Asked(name, values=values, kinds=kinds, context=context, variant=variant, now=NOW)
                said = " ".join(way.script.text for way in ways(bot, asked))
                concepts = [one for sample in chosen.values() for one in _single(bot, sample)]
                yield Utterance(name, asked, said, tuple(concepts))


def hear(bot: Bot, speaker: Renders, ear: Ear, said: Utterance) -> Heard:
    """Say it, send it over a telephone line, and look for its concepts in what is recognized without any
    knowledge of the bot."""
    pcm = through_a_telephone(with_silence(speak(speaker, ways(bot, said.asked)).pcm))
    recognition = ear.recognizer.recognize(pcm, Expectation("open"))
    text = recognition.hypotheses[0].text if recognition.hypotheses else ""
    lost_values = tuple(one.value for one in said.values if not _understood(one, text, ear))
    value_words = [word for one in said.values for word in ear.words.of(_say(one.value))]
    words = ear.words.content(said.said, without=value_words)
    return Heard(said, text, len(said.values), lost_values, len(words), tuple(ear.words.lost(words, text)))


def with_silence(pcm: bytes) -> bytes:
    """PCM16LE at 16 kHz, as it stands in a call."""
    return bytes(32 * BEFORE_MS) + pcm + bytes(32 * AFTER_MS)


def _chosen(bot: Bot, place: str, manner: str, fill: int) -> Sample:
    found = samples(bot, place, manner)
    return found[fill % len(found)]


def _single(bot: Bot, sample: Sample) -> list[Sample]:
    """A list is as many concepts; words are none: they count as content words."""
    if isinstance(sample.value, list):
        entity = next((slot.entity for slot in bot.slots.values() if slot.entity == "time"), "")
        return [
            Sample(one, sample.entity or entity) for one in sample.value if isinstance(one, str) and entity
        ]
    return [sample] if sample.entity else []


def _understood(sample: Sample, text: str, ear: Ear) -> bool:
    """Whether the value is understood, or at least its words are heard in their order."""
    expectation = Expectation("open", "ask.1", (sample.entity,))
    reading = ear.understander.understand(Recognition.of_text(text), Context(NOW, expectation))
    if any(one.value == sample.value for one in reading.entities):
        return True
    return ear.words.has(text, _say(sample.value))


def _say(value: JsonValue) -> str:
    return say_value(value, now=NOW)


def table(bots: Mapping[str, Sequence[Heard]]) -> str:
    """Lost by bot: values, which are the concepts, content words, and both together."""
    lines = [f"{'bot':12} {'prompts':>7}  {'values lost':>18}  {'words lost':>18}  {'both':>18}"]
    everything = [one for heard in bots.values() for one in heard]
    for name, heard in [*bots.items(), ("all", everything)]:
        values = (sum(len(one.lost_values) for one in heard), sum(one.values for one in heard))
        words = (sum(len(one.lost_words) for one in heard), sum(one.words for one in heard))
        both = (values[0] + words[0], values[1] + words[1])
        shares = "  ".join(f"{a:4} of {b:4} {100 * a / max(1, b):5.1f}%" for a, b in (values, words, both))
        lines.append(f"{name:12} {len(heard):7}  {shares}")
    return "\n".join(lines)


def failures(bots: Mapping[str, Sequence[Heard]]) -> str:
    """What was said and recognized where a concept was lost."""
    return "\n".join(
        f"{name} {one.utterance.prompt}: {one.utterance.said!r} heard as {one.text!r}; "
        f"lost: {', '.join(map(str, (*one.lost_values, *one.lost_words)))}"
        for name, heard in bots.items()
        for one in heard
        if one.lost_values or one.lost_words
    )


def bench_recognized(
    folders: Sequence[Path], voice: Voice | None, engine: EngineSettings | None = None, *, failed: bool
) -> str:
    """The table, and with `failed` what was lost. `voice`, `engine`: in place of the bots' own."""
    recognizer = make_recognizer("moonshine-tiny")
    bots: dict[str, list[Heard]] = {}
    for folder in folders:
        bot = load_bot(folder)
        speaker = speaker_of(replace(bot, voice=voice or bot.voice, synthesizer=engine or bot.synthesizer))
        ear = ear_of(bot, recognizer)
        bots[bot.name] = [hear(bot, speaker, ear, one) for one in utterances(bot)]
    return "\n".join([table(bots), *([failures(bots)] if failed else [])])


def ear_of(bot: Bot, recognizer: Recognizer) -> Ear:
    """Understands as the bot itself does in a call."""
    sounds = pronouncer(bot.language.code)
    understander = build_understander(bot.language, pronouncer=sounds, encoder=None)
    return Ear(recognizer, understander, Words(bot.language.code, sounds))
