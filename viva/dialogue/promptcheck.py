"""Prompts that work, though not as a caller would like to hear them: warnings, with file and line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from viva.dialogue.bot import Bot
from viva.dialogue.defaults import default_prompts
from viva.dialogue.names import prompt_path
from viva.dialogue.problems import Problem
from viva.dialogue.source import Source
from viva.dialogue.steps import Ask, Confirm
from viva.speaking.filling import Filling, fill
from viva.speaking.prompt import Prompt
from viva.understanding.pronouncer import Pronouncer

LONGEST = 500
"""Characters of a prompt: about half a minute, more than anybody listens to."""
FEWEST = 2
"""Wordings of a question that is put again."""


def advise_prompts(bot: Bot, source: Source, pronouncer: Pronouncer) -> Iterator[Problem]:
    """Of the bot's own prompts, in their order."""
    defaults = default_prompts(bot.language.code)
    asked = {
        step.prompt for flow in bot.flows.values() for step in flow.steps if isinstance(step, Ask | Confirm)
    }
    for name, prompt in bot.prompts.items():
        if defaults.get(name) == prompt:
            continue
        path = prompt_path(name, source)
        if name in asked and len(set(prompt.again or prompt.first)) < FEWEST:
            file, line = source.where((*path, "again"))
            what = f"the question `{name}` has one wording for when it is put again: it gets a lead-in then."
            yield Problem(file, line, what, "Give it two under `again`.", warning=True)
        for occasion, index, message, hint in _texts(bot, prompt, pronouncer):
            file, line = source.where((*path, occasion, index))
            yield Problem(file, line, f"`{name}` {message}", hint, warning=True)


def _texts(bot: Bot, prompt: Prompt, pronouncer: Pronouncer) -> Iterator[tuple[str, int, str, str]]:
    """Occasion, variant, what is wrong with it, what to do."""
    wording = bot.wording
    for occasion, index, text in prompt.texts:
        if len(text) > LONGEST:
            hint = "Say it in a few short sentences, and let the caller ask for more."
            yield occasion, index, f"has {len(text)} characters: nobody listens for so long.", hint
        filling = Filling(language=wording.language)
        shown = " ".join(script.text for script in wording.written(fill(text, filling), filling))
        signs = sorted(
            {sign for sign in shown if unicodedata.category(sign) in ("So", "Cn") and sign != "\u266a"}
        )
        if signs:
            yield occasion, index, f"has `{signs[0]}`, which no voice says.", "Write the words, or remove it."
        foreign = [word for word in shown.split() if not pronouncer.reads(word)]
        if foreign:
            what = f"has `{foreign[0]}`, which a voice of the language `{bot.language.code}` cannot read."
            yield occasion, index, what, "Write it in the letters of that language, or as `<sub alias>`."
