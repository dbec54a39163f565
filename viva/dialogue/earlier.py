"""What an utterance leaves open for the next: a value may come in two turns, "the ninth" ... "of March"."""

from __future__ import annotations

from viva.dialogue.bot import Bot
from viva.dialogue.state import State
from viva.understanding.engine import DICTATED
from viva.understanding.expectation import Earlier
from viva.understanding.reading import Reading

MOST_CHARACTERS = 120
"""Kept of what was said towards one value, the last ones."""


def after(bot: Bot, state: State, reading: Reading) -> tuple[Earlier, ...]:
    """What the next utterance may go on with: the words of each value that was given, and where the question
    got no answer the whole utterance. Words from the turn before stay in front.

    Lists, free text and what is dictated in parts (`Wait.partial`) are not among them.
    """
    known = {one.entity: one.text for one in state.earlier}
    said = {entity.name: entity.text for entity in reading.entities if _may_go_on(bot, entity.name)}
    given = set(said)
    asked = bot.slots[state.wait.slot].entity if state.wait.slot in bot.slots else ""
    if asked not in said and _may_go_on(bot, asked) and not reading.entities:
        said[asked] = reading.text
    return tuple(
        Earlier(name, f"{known.get(name, '')} {text}".strip()[-MOST_CHARACTERS:], name in given)
        for name, text in said.items()
    )


def _may_go_on(bot: Bot, entity: str) -> bool:
    spec = bot.language.entities.get(entity)
    return spec is not None and spec.kind not in (*DICTATED, "list", "pattern", "phrase", "text")
