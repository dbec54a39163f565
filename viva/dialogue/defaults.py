"""What every bot has: the default prompts of a language and the intents built in."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from viva.dialogue.format import Words
from viva.dialogue.names import written
from viva.speaking.prompt import Prompt
from viva.understanding.engine import VALUES as VALUE_KINDS

BUILT_IN_INTENTS = (
    "yes",
    "no",
    "repeat",
    "wait",
    "person",
    "help",
    "goodbye",
    "cancel",
    "restart",
    "correct",
    "thanks",
)
"""Understood in every bot; a bot may add examples or give one a flow of its own."""

FREE_ENTITIES: tuple[str, ...] = VALUE_KINDS
"""Kinds of entity that may be used by this name without being defined."""

VALUES = ("value", "label", "minimum", "maximum", "examples", "topics", "title", "now")
"""Places that the default prompts may name beside slots."""


@cache
def languages() -> tuple[str, ...]:
    """The languages that have default prompts."""
    folder = files("viva.dialogue") / "data"
    return tuple(sorted(f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml")))


@cache
def default_prompts(language: str) -> dict[str, Prompt]:
    """The default prompts of a language, which a bot's own override by name."""
    text = (files("viva.dialogue") / "data" / f"{language.split('-')[0]}.yaml").read_text("utf-8")
    prompts = TypeAdapter(dict[str, Words]).validate_python(yaml.safe_load(text)["prompts"])
    return {name: written(said) for name, said in prompts.items()}
