"""What is wrong with a file of personas for one bot: names that it does not have, values it cannot take."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from viva.dialogue.bot import Bot
from viva.dialogue.defaults import BUILT_IN_INTENTS
from viva.dialogue.problems import nearest
from viva.dialogue.source import Key, Source
from viva.lab.simulate.distribution import Distribution
from viva.lab.simulate.format import TELLS, Ends, GoalFile, PersonaFile, PersonasFile
from viva.lab.simulate.goal import ANY, MAYBE, NONE
from viva.lab.simulate.phrases import Phrases
from viva.lab.simulate.values import drawable, fault, spec_of
from viva.lab.simulate.voice.line import LINES
from viva.lab.simulate.voice.noise import KINDS
from viva.lab.simulate.wording import places, template

LIMITS: dict[str, tuple[float, float]] = {
    "delay_ms": (0, 60_000),
    "speech.pause_ms": (0, 20_000),
    "speech.group_pause_ms": (0, 20_000),
    "overlaps.after": (0, 1),
    "patience.repairs": (0, 1000),
    "patience.wait_ms": (500, 600_000),
    "patience.call_ms": (1000, 3_600_000),
    "sounds.rate": (80, 450),
    "sounds.pitch": (0, 100),
    "sounds.level_db": (-60, 20),
    "sounds.snr_db": (-20, 60),
    "sounds.loss": (0, 0.5),
    "sounds.echo_db": (-80, 0),
}
"""Key of a persona -> the lowest and the highest number that may be drawn."""


def check(
    model: PersonasFile, source: Source, bot: Bot, goals: Mapping[str, GoalFile], phrases: Phrases
) -> None:
    """Report to `source` what is wrong. `goals`: all that its personas may name."""
    for name, goal in model.goals.items():
        _goal(("goals", name), goal, source, bot)
    for name, persona in model.personas.items():
        _persona(("personas", name), persona, source, goals)
    for name, said in model.phrases.items():
        if name not in phrases.listed:
            source.report(("phrases", name), f"there are no phrases `{name}`.", nearest(name, phrases.listed))
        elif not said or not all(one.strip() for one in said):
            source.report(("phrases", name), f"`{name}` is empty.", "Write at least one way to say it.")


def _goal(path: tuple[Key, ...], goal: GoalFile, source: Source, bot: Bot) -> None:
    intents = {*bot.language.intents, *BUILT_IN_INTENTS}
    if goal.intent and goal.intent not in intents:
        what = f"the bot has no intent `{goal.intent}`."
        source.report((*path, "intent"), what, nearest(goal.intent, intents))
    fillable = {name for name, slot in bot.slots.items() if slot.entity}
    for slot, wish in goal.slots.items():
        at = (*path, "slots", slot)
        if slot not in fillable:
            source.report(at, f"the bot has no slot `{slot}` that callers fill.", nearest(slot, fillable))
            continue
        if wish in (ANY, MAYBE) and not drawable(bot, slot):
            source.report(at, f"no value of `{slot}` can be made up.", "Name one, or a list of them.")
        for value in wish if isinstance(wish, list) else [wish]:
            expected = "" if wish in (ANY, MAYBE, NONE) else fault(bot, slot, value)
            if expected:
                spec = spec_of(bot, slot)
                hint = nearest(str(value), spec.values) if spec is not None and spec.values else ""
                source.report(at, f"`{slot}` is `{value}`, expected {expected}.", hint)
    if not goal.intent and not goal.say:
        source.report(path, "a goal without an intent has nothing to say.", "Write it under `say`.")
    entities = {slot: bot.slots[slot].entity for slot in goal.slots if slot in bot.slots}
    for index, text in enumerate(goal.say):
        wrong = [one for one in places(text) if one not in entities and one not in entities.values()]
        if wrong:
            at = (*path, "say", index)
            source.report(at, f"`{{{wrong[0]}}}` is no slot of this goal.", nearest(wrong[0], entities))
        elif template(text, entities) is None:
            source.report((*path, "say", index), f"`{text}` names more slots of a kind than the goal has.")
    for slot, said in goal.answers.items():
        at = (*path, "answers", slot)
        if slot not in goal.slots:
            source.report(at, f"`{slot}` is no slot of this goal.", nearest(slot, goal.slots))
        for text in said:
            if slot not in places(text):
                source.report(at, f"the answer `{text}` has no place `{{{slot}}}`.")
    if goal.ends is not None:
        _ends((*path, "ends"), goal.ends, goal, source, bot)


def _ends(path: tuple[Key, ...], ends: Ends, goal: GoalFile, source: Source, bot: Bot) -> None:
    given = [one for one in (ends.action, ends.prompt, ends.how) if one]
    if len(given) != 1:
        what = f"`ends` has {len(given)} endings, expected one."
        source.report(path, what, "Keep `action`, `prompt`, or one word such as `completed`.")
    if ends.action and ends.action not in bot.actions:
        what = f"the bot has no action `{ends.action}`."
        source.report((*path, "action"), what, nearest(ends.action, bot.actions))
    if ends.prompt and ends.prompt not in bot.prompts:
        what = f"the bot has no prompt `{ends.prompt}`."
        source.report((*path, "prompt"), what, nearest(ends.prompt, bot.prompts))
    for argument, slot in ends.with_.items():
        if slot not in goal.slots:
            what = f"`{slot}` is no slot of this goal."
            source.report((*path, "with", argument), what, nearest(slot, goal.slots))


def _persona(
    path: tuple[Key, ...], persona: PersonaFile, source: Source, goals: Mapping[str, GoalFile]
) -> None:
    for goal in persona.goals:
        if goal not in goals:
            source.report((*path, "goals"), f"there is no goal `{goal}`.", nearest(goal, goals))
    for one in persona.tells:
        if one not in TELLS:
            source.report((*path, "tells"), f"`{one}` is no way of telling.", nearest(one, TELLS))
    for one in persona.sounds.line:
        if one not in LINES:
            source.report((*path, "sounds", "line"), f"there is no line `{one}`.", nearest(one, LINES))
    for one in persona.sounds.noise:
        if one not in KINDS and one != "none" and not Path(one).suffix:
            hint = nearest(one, (*KINDS, "none"))
            source.report((*path, "sounds", "noise"), f"there is no noise `{one}`.", hint)
    for count in persona.speech.groups:
        if not count.isdecimal() or not int(count):
            what = f"`{count}` is no number of digits."
            source.report((*path, "speech", "groups"), what, 'As in `{"3": 2, "4": 1}`.')
    choices = (persona.goals, persona.tells, persona.sounds.line, persona.sounds.noise, persona.sounds.voice)
    if any(weight < 0 for choice in choices for weight in choice.values()):
        source.report(path, "a weight is below 0.", "Leave the name out, or give it a weight above 0.")
    for key, (low, high) in LIMITS.items():
        section, _, name = key.rpartition(".")
        drawn: Distribution | None = getattr(getattr(persona, section) if section else persona, name)
        if drawn is not None and (
            drawn.lowest < low or (drawn.form != "log_normal" and drawn.highest > high)
        ):
            what = f"`{name}` may be {drawn.lowest:g} to {drawn.highest:g}, expected {low:g} to {high:g}."
            source.report((*path, *key.split(".")), what)
