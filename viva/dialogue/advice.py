"""What will go wrong in calls with a bot that can be loaded: warnings, with file and line."""

from __future__ import annotations

from collections.abc import Iterable

from viva.dialogue.bot import Bot
from viva.dialogue.problems import Problem
from viva.dialogue.promptcheck import advise_prompts
from viva.dialogue.source import Source, read, yaml_files
from viva.understanding.engine import Understander
from viva.understanding.pronouncer import Pronouncer
from viva.understanding.review import examples, values
from viva.understanding.review.finding import Finding, Place


def advise(bot: Bot, understander: Understander, pronouncer: Pronouncer) -> list[Problem]:
    """The warnings of a bot, in the order of its files. Reads every example once: some ms for each."""
    language = bot.language
    together = [
        {bot.slots[slot].entity for slot in flow.takes if slot in bot.slots} for flow in bot.flows.values()
    ]
    read_so = examples.read_examples(language, understander)
    findings = [
        *values.unsayable(language, pronouncer),
        *values.same_sound(language, together, pronouncer),
        *examples.alone(language),
        *examples.misread(read_so),
        *examples.nearly_twice(language, read_so),
    ]
    source = read(yaml_files(bot.files))
    return sorted([*located(findings, source, warning=True), *advise_prompts(bot, source, pronouncer)])


def located(findings: Iterable[Finding], source: Source, *, warning: bool) -> list[Problem]:
    """Findings as problems at their lines; the line of the other place stands in the message."""
    problems = []
    for one in findings:
        file, line = source.where(_path(one.place, source))
        message = one.message
        if one.other:
            other_file, other_line = source.where(_path(one.other, source))
            message = f"{message.rstrip('.')} (the other: {other_file}:{other_line})."
        problems.append(Problem(file, line, message, one.hint, warning))
    return problems


def _path(place: Place, source: Source) -> Place:
    """Values may be written as a list; then their place in it is their key."""
    if place[0] != "entities":
        return place
    _, name, _, value = place
    entity = source.data["entities"][name]
    listed = entity.get("values") if isinstance(entity, dict) else entity
    if isinstance(listed, list):
        texts = [str(one) for one in listed]
        key = texts.index(str(value)) if value in texts else 0
        return ("entities", name, key) if listed is entity else ("entities", name, "values", key)
    return place
