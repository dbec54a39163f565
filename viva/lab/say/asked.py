"""What is to be said, and the sentences that a call makes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal, get_args

from viva.call.view.manners import reasons
from viva.dialogue.bot import Bot
from viva.dialogue.expects import kind_of
from viva.errors import VivaError
from viva.lab.say.caller import NOBODY, Caller, delivery
from viva.speaking.filling import NOW, Filling, fill
from viva.speaking.manner import laid_over
from viva.speaking.prompt import Occasion, Prompt
from viva.speaking.prosody import PLAIN, Prosody
from viva.speaking.script import Script
from viva.speaking.wording import Used, Worded
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
    """Of those of the occasion, 0 the first; they take turns, so that any number is one."""
    caller: Caller = NOBODY
    now: str = ""
    """The caller's local date and time, ISO 8601: with it dates become "tomorrow"."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Place -> kind of its value, of places that are no slot."""


@dataclass(frozen=True, slots=True)
class Way:
    """One sentence and how it is said."""

    script: Script
    prosody: Prosody = PLAIN
    """Of the whole of it; its level is not in the script."""
    reasons: tuple[str, ...] = ()
    """Why it is said so, each a few words."""


def prompt_of(bot: Bot, name: str) -> Prompt:
    """As the bot's file has it. Raises NotSaid: no such prompt."""
    if name not in bot.prompts:
        near = get_close_matches(name, bot.prompts, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"`viva say {bot.name}` lists those that it has"
        raise NotSaid(f"{bot.name} has no prompt {name!r}", hint=hint)
    return bot.prompts[name]


def ways(bot: Bot, asked: Asked) -> list[Way]:
    """The sentences, as a call of this bot says them to this caller.

    Raises:
        NotSaid: no such prompt or place, or too long a text.
    """
    if len(asked.text) > LONGEST:
        raise NotSaid(f"{len(asked.text)} characters; at most {LONGEST} are said at once")
    worded = _worded(bot, asked)
    spoken = delivery(asked.caller, bot.adapt).of(worded.role)
    why = reasons(spoken.because)
    return [
        Way(laid_over(script, spoken.prosody, spoken.pause_ms), spoken.prosody, why)
        for script in worded.sentences
    ]


def value_of(bot: Bot, slot: str, written: str) -> JsonValue:
    """A value as written on the command line: JSON where it is some, and the slot's kind is none of text."""
    if kind_of(bot, slot) in _WRITTEN:
        return written
    try:
        value: JsonValue = json.loads(written)
    except json.JSONDecodeError:
        return written
    return value


def _worded(bot: Bot, asked: Asked) -> Worded:
    wording = bot.wording
    if not asked.prompt:
        filling = Filling({NOW: asked.now, **asked.values}, language=bot.language.code)
        return Worded(tuple(wording.sentences(fill(asked.text, filling), filling)), "statement")
    prompt = prompt_of(bot, asked.prompt)
    _check_places(asked, prompt.places)
    kinds = {place: kind_of(bot, place) for place in prompt.places}
    filling = Filling({NOW: asked.now, **asked.values}, {**kinds, **asked.kinds}, bot.language.code)
    occasion: Occasion = asked.context or ("returning" if asked.caller.returning else "first")
    turns = {prompt.of(occasion)[0]: asked.variant}
    return wording.say(asked.prompt, {asked.prompt: Used(turns)}, filling, occasion)[0]


def _check_places(asked: Asked, known: tuple[str, ...]) -> None:
    for name in asked.values:
        if name in known:
            continue
        near = get_close_matches(name, known, n=1)
        has = f"it has {', '.join(known)}" if known else "it has none"
        hint = f"did you mean {near[0]!r}?" if near else has
        raise NotSaid(f"the prompt {asked.prompt!r} has no place {name!r}", hint=hint)
