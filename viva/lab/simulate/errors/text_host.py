"""A bot made ready for calls without audio: its dialogue, its understander, no recognizer and no voice."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from viva.dialogue.bot import Bot
from viva.dialogue.machine import Dialogue
from viva.dialogue.training import trained
from viva.hearing.bias.store import language_file
from viva.hearing.evidence import Recognition
from viva.hearing.registry import recognizer
from viva.lab.simulate.errors.durations import Durations
from viva.lab.simulate.errors.endings import Endings
from viva.lab.simulate.errors.neighbours import Neighbours
from viva.models.built import is_whole
from viva.pronunciation.pronouncer import pronouncer
from viva.speaking.engine import Voice
from viva.speaking.prepared import prepared
from viva.speaking.script import Script
from viva.understanding.engine import Context, Understander
from viva.understanding.reading import Reading
from viva.understanding.utterances import Utterances

MOST_READ = 20_000
"""Readings that are kept."""
_SAMPLE = 2000
"""Utterances that the words of a bot are taken from."""


@dataclass(frozen=True)
class TextHost:
    """Shared by all calls of one bot in a process; nothing of a call is left in it but what makes the next
    one cheaper."""

    bot: Bot
    dialogue: Dialogue
    understander: Understander
    endings: Endings
    durations: Durations
    neighbours: Neighbours
    """What may be heard instead of a word."""
    prepared: frozenset[Script]
    """Sentences that are there at once."""
    rate: float
    """Of the bot's voice, times the usual one."""


def open_text_host(bot: Bot) -> TextHost:
    """What was not compiled before is compiled first.

    Raises:
        VivaError: a model is missing or damaged.
    """
    name = bot.engines["recognizer"]
    language = language_file(name, bot.language)
    if not is_whole(language):
        recognizer(name).compile(bot.language, language)
    voice = pronouncer(bot.language.code)
    drawn = Utterances(bot.language)
    said = [*drawn.whole(_SAMPLE), *drawn.phrases()]
    said += [one for entity in bot.language.entities for one in drawn.answers(entity, 300)]
    return TextHost(
        bot,
        Dialogue(bot),
        Remembering(trained(bot.language)),
        Endings(language),
        Durations(voice),
        Neighbours((word for one in said for word in one), voice),
        frozenset(prepared(bot.wording, bot.adapt)),
        bot.voice.rate / Voice("").rate,
    )


class Remembering:
    """An `Understander` that reads the same only once."""

    def __init__(self, understander: Understander) -> None:
        self._understander = understander
        self._read: OrderedDict[tuple[Recognition, Context], Reading] = OrderedDict()

    def understand(self, recognition: Recognition, context: Context) -> Reading:
        key = (recognition, context)
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = self._understander.understand(recognition, context)
            if len(self._read) > MOST_READ:
                self._read.popitem(last=False)
        return found
