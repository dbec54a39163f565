"""Whether what the bots say is what a listener hears: prompts through a telephone line, recognized again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import cast

from viva.audio.g711 import ulaw_decode, ulaw_encode
from viva.audio.resample import resample_pcm
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.hearing.engine import Recognizer
from viva.hearing.evidence import Recognition
from viva.hearing.registry import recognizer as make_recognizer
from viva.lab.say.asked import Asked, ways
from viva.lab.say.asked import Context as Occasion
from viva.lab.say.samples import NOW, Sample, kind_of_entity, places_with_manners, samples
from viva.lab.say.spoken import speak, speaker_of
from viva.speaking.engine import Voice
from viva.speaking.speaker import Speaker
from viva.speaking.values import say_value
from viva.understanding.engine import Context, Understander
from viva.understanding.expectation import Expectation
from viva.understanding.normalise import normalise
from viva.understanding.reading import JsonValue
from viva.understanding.understander import build_understander

FILLS = 3
"""Of a text with places, each time with other values."""
_FUNCTION = """
a an the this that these those it its i im id ill ive you your youre me my we us our were he she they
them their is are am was be been being do does did dont doesnt have has had can could cant will would
wont shall should may might must and or but so if than then as at by for from in into of on onto to up
with without out off over not no yes any some all each there theres here what which who when where how
why please just only also very too s t ll re ve d m lets thats
"""
FUNCTION_WORDS = frozenset(_FUNCTION.split())
"""Words that carry no concept of their own."""


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


def hear(
    bot: Bot, speaker: Speaker, recognizer: Recognizer, understander: Understander, said: Utterance
) -> Heard:
    """Say it, send it over a telephone line, and look for its concepts in what is recognized without any
    knowledge of the bot."""
    pcm = through_telephone(speak(speaker, ways(bot, said.asked)).pcm)
    recognition = recognizer.recognize(pcm, Expectation("open"))
    text = recognition.hypotheses[0].text if recognition.hypotheses else ""
    lost_values = tuple(one.value for one in said.values if not _understood(one, text, understander))
    value_words = [word for one in said.values for word in _words(_say(one.value))]
    words = content_words(said.said, without=value_words)
    return Heard(said, text, len(said.values), lost_values, len(words), tuple(lost(words, text)))


def through_telephone(pcm: bytes) -> bytes:
    """8 kHz, µ-law, and back. PCM16LE at 16 kHz."""
    return resample_pcm(ulaw_decode(ulaw_encode(resample_pcm(pcm, 16_000, 8_000))), 8_000, 16_000)


def content_words(text: str, without: Sequence[str] = ()) -> list[str]:
    """The words of a text that carry its concepts; each of `without` takes one away."""
    words = _words(text)
    for word in without:
        if word in words:
            words.remove(word)
    return [word for word in words if word not in FUNCTION_WORDS]


def lost(words: Sequence[str], recognized: str) -> list[str]:
    """Those that were not recognized; "all right" and "alright" are the same."""
    heard = _words(recognized)
    heard += [one + other for one, other in pairwise(heard)]
    found = []
    for i, word in enumerate(words):
        joined = {word + after for after in words[i + 1 : i + 2]} | {
            before + word for before in words[:i][-1:]
        }
        if word in heard:
            heard.remove(word)
        elif not joined & set(heard):
            found.append(word)
    return found


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


def _understood(sample: Sample, text: str, understander: Understander) -> bool:
    """Whether the value is understood, or at least its words are heard in their order."""
    expectation = Expectation("open", "ask.1", (sample.entity,))
    reading = understander.understand(Recognition.of_text(text), Context(NOW, expectation))
    if any(one.value == sample.value for one in reading.entities):
        return True
    wanted, heard = " ".join(_words(_say(sample.value))), " ".join(_words(text))
    return f" {wanted} " in f" {heard} "


def _say(value: JsonValue) -> str:
    return say_value(value, now=NOW)


def _words(text: str) -> list[str]:
    return list(normalise(text).words)


def table(bots: Mapping[str, Sequence[Heard]]) -> str:
    """Concepts lost by bot: values, content words, both."""
    lines = [f"{'bot':12} {'prompts':>7}  {'values lost':>18}  {'words lost':>18}  {'concept error':>18}"]
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


def bench_recognized(folders: Sequence[Path], voice: Voice | None, *, failed: bool) -> str:
    """The table, and with `failed` what was lost. `voice`: in place of the bots' own."""
    recognizer = make_recognizer("moonshine-tiny")
    bots: dict[str, list[Heard]] = {}
    for folder in folders:
        bot = load_bot(folder)
        speaker = speaker_of(bot if voice is None else replace(bot, voice=voice))
        understander = build_understander(bot.language, pronouncer=None, encoder=None)
        bots[bot.name] = [hear(bot, speaker, recognizer, understander, one) for one in utterances(bot)]
    return "\n".join([table(bots), *([failures(bots)] if failed else [])])
