"""What a bot says in the same words every time, so that it can be made before anybody calls. Pure."""

from __future__ import annotations

from viva.speaking.filling import Filling, fill
from viva.speaking.manner import laid_over, of_role, scaled
from viva.speaking.prompt import places
from viva.speaking.script import Script
from viva.speaking.wording import Wording

ANY = "\ufffc"
"""Stands for any value: the object replacement character, which no prompt holds."""


def prepared(wording: Wording, adapt: float = 1.0) -> list[Script]:
    """Sentences without values, as they sound when nothing is known of the caller; in order, each once.

    Also of prompts that have places in other sentences, with their optional parts left out and put in.
    `adapt`: how much of its role a voice shows, 0..1.
    """
    found: dict[Script, None] = {}
    for prompt in wording.prompts.values():
        for _, _, text in prompt.texts:
            found |= dict.fromkeys(
                laid_over(script, scaled(of_role(prompt.role), adapt))
                for script in _without_values(text, wording)
            )
    return list(found)


def _without_values(text: str, wording: Wording) -> list[Script]:
    """A sentence of what is left without values counts only where the template itself holds it: elsewhere it
    is the rest of a sentence whose places are empty, and is never said."""
    bare = Filling(language=wording.language)
    whole = [s for s in with_any_values(text, wording) if ANY not in s.text]
    rest = [s for s in wording.sentences(fill(text, bare), bare) if s.text in text]
    return list(dict.fromkeys([*whole, *rest]))


def with_any_values(text: str, wording: Wording) -> list[Script]:
    """Sentences of a prompt's text with all its optional parts, and `ANY` in each place."""
    marked = Filling(dict.fromkeys(places(text), ANY), dict.fromkeys(places(text), "text"), wording.language)
    return list(wording.sentences(fill(text, marked), marked))
