"""What is to be said, and the sentences that a call makes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal, get_args

from viva.dialogue.bot import Bot
from viva.errors import VivaError
from viva.lab.say.caller import NOBODY, Caller
from viva.speaking.prosody import PLAIN, Prosody
from viva.speaking.script import Script, plain
from viva.speaking.sentences import split_sentences
from viva.speaking.wording import NOW, fill, places
from viva.understanding.reading import JsonValue

Context = Literal["", "again", "corrected", "returning"]
CONTEXTS: tuple[Context, ...] = get_args(Context)[1:]
LONGEST = 5000
"""Characters of a text."""
_WRITTEN = ("digits", "phone", "code", "email", "text", "phrase", "list", "pattern")
"""Kinds of entity whose values are text, even where all of it is digits."""


class NotSaid(VivaError):
    """What was asked for cannot be said: the name or the values of a prompt are wrong."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Asked:
    prompt: str = ""
    """A prompt of the bot; '' where `text` is to be said."""
    text: str = ""
    values: Mapping[str, JsonValue] = field(default_factory=dict)
    context: Context = ""
    variant: int = 0
    """0 the first; they take turns, so that any number is one."""
    caller: Caller = NOBODY
    now: str = ""
    """The caller's local date and time, ISO 8601: with it dates become "tomorrow"."""


@dataclass(frozen=True, slots=True)
class Way:
    """One sentence and how it is said."""

    script: Script
    prosody: Prosody = PLAIN
    """Of the whole of it; its level is not in the script."""
    reasons: tuple[str, ...] = ()
    """Why it is said so, each a few words."""


def variants(bot: Bot, prompt: str) -> tuple[str, ...]:
    """As the bot's file has them. Raises NotSaid: no such prompt."""
    if prompt not in bot.prompts:
        near = get_close_matches(prompt, bot.prompts, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"`viva say {bot.name}` lists those that it has"
        raise NotSaid(f"{bot.name} has no prompt {prompt!r}", hint=hint)
    return bot.prompts[prompt]


def places_of(bot: Bot, prompt: str) -> tuple[str, ...]:
    """The places in all variants of a prompt, each once. Raises NotSaid: no such prompt."""
    return tuple(dict.fromkeys(place for text in variants(bot, prompt) for place in places(text)))


def ways(bot: Bot, asked: Asked) -> list[Way]:
    """The sentences, as a call of this bot says them to this caller.

    Raises:
        NotSaid: no such prompt or place, or too long a text.
    """
    if len(asked.text) > LONGEST:
        raise NotSaid(f"{len(asked.text)} characters; at most {LONGEST} are said at once")
    values = {NOW: asked.now, **asked.values}
    if asked.prompt:
        texts = variants(bot, asked.prompt)
        _check_places(asked, places_of(bot, asked.prompt))
        text = fill(texts[asked.variant % len(texts)], values) if texts else ""
    else:
        text = fill(asked.text, values)
    return [Way(plain(sentence)) for sentence in split_sentences(text)]


def value_of(bot: Bot, slot: str, written: str) -> JsonValue:
    """A value as written on the command line: JSON where it is some, and the slot's kind is none of text."""
    found = bot.slots.get(slot)
    entity = bot.language.entities.get(found.entity) if found else None
    kind = entity.kind if entity else found.entity if found else ""
    if kind in _WRITTEN:
        return written
    try:
        value: JsonValue = json.loads(written)
    except json.JSONDecodeError:
        return written
    return value


def _check_places(asked: Asked, known: tuple[str, ...]) -> None:
    for name in asked.values:
        if name in known:
            continue
        near = get_close_matches(name, known, n=1)
        has = f"it has {', '.join(known)}" if known else "it has none"
        hint = f"did you mean {near[0]!r}?" if near else has
        raise NotSaid(f"the prompt {asked.prompt!r} has no place {name!r}", hint=hint)
