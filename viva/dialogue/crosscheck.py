"""What no single key shows: names in prompts and examples, clashing values, flows that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from viva.dialogue import format as form
from viva.dialogue.advice import located
from viva.dialogue.bot import Flow, Slot
from viva.dialogue.compile import Path
from viva.dialogue.defaults import VALUES, default_prompts
from viva.dialogue.names import Names, prompt_path
from viva.dialogue.problems import nearest
from viva.dialogue.reach import endless, reachable
from viva.speaking import ssml
from viva.speaking.prompt import Prompt
from viva.speaking.values import MANNERS
from viva.understanding.engine import EntitySpec, Language
from viva.understanding.review.examples import twice
from viva.understanding.review.values import wordless

_LIMITED = ("number", "ordinal", "money", "duration", "digits", "phone", "code")
_OPTIONS = {
    "pattern": ("pattern", "code"),
    "minimum": _LIMITED,
    "maximum": _LIMITED,
    "prefer": ("date", "date_interval"),
    "currency": ("money",),
}
"""Key of an entity -> the kinds that have it."""

_PLACE = re.compile(r"\{([^{}]*)\}")


def check(
    model: form.BotFile,
    names: Names,
    slots: dict[str, Slot],
    flows: dict[str, Flow],
    entities: dict[str, EntitySpec],
    start: str,
) -> None:
    """Report what does not fit together to `names.source`."""
    for intent, examples in model.intents.items():
        _intent(intent, examples, entities, names)
    for entity in model.entities:
        _entity(entities[entity], names)
    language = Language(model.language, {name: tuple(said) for name, said in model.intents.items()}, entities)
    names.source.problems += located((*wordless(language), *twice(language)), names.source, warning=False)
    for name, prompt in names.prompts.items():
        _prompt(name, prompt, model, names, slots)
    started = [name for name, flow in flows.items() if flow.intents]
    reached = reachable(flows, [start, *started])
    for name in flows:
        if name not in reached:
            names.report(
                ("flows", name),
                f"nothing leads to the flow `{name}`.",
                "Give it `intents`, or reach it with `go` or `call`.",
            )
    for name in sorted(endless(flows)):
        names.report(
            ("flows", name),
            f"the flow `{name}` comes back to itself without asking anything.",
            "Let it ask, confirm or end on the way.",
        )
    _started_twice(flows, names)


def all_steps(block: Sequence[form.Part], path: Path) -> Iterator[tuple[Path, form.Part]]:
    """Every step of a block, those inside others too, with its path."""
    for index, step in enumerate(block):
        here = (*path, index)
        yield here, step
        for key in ("then", "else", "on_no", "on_fail"):
            inner = getattr(step, "else_" if key == "else" else key, None)
            yield from all_steps(inner or (), (*here, key))


def _started_twice(flows: dict[str, Flow], names: Names) -> None:
    first: dict[str, str] = {}
    for name, flow in flows.items():
        for intent in flow.intents:
            if intent in first:
                what = f"the intent `{intent}` starts the flow `{first[intent]}` already."
                names.report(("flows", name, "intents"), what, "An intent can start one flow.")
            first.setdefault(intent, name)


def _intent(intent: str, examples: list[str], entities: dict[str, EntitySpec], names: Names) -> None:
    path: Path = ("intents", intent)
    if not examples:
        names.report(path, f"the intent `{intent}` has no examples.", "Write a few things that callers say.")
    for index, example in enumerate(examples):
        if not example.strip():
            names.report((*path, index), "an empty example.", "Write what a caller says, or remove it.")
        for place in _PLACE.findall(example):
            if place.strip() not in entities:
                what = f"the example names `{{{place}}}`, which is no entity."
                names.report((*path, index), what, nearest(place, entities))


def _entity(entity: EntitySpec, names: Names) -> None:
    path: Path = ("entities", entity.name)
    if entity.kind == "list" and not entity.values:
        names.report(path, f"the list `{entity.name}` has no values.", "Write them under `values`.")
    try:
        re.compile(entity.pattern)
    except re.error as error:
        names.report((*path, "pattern"), f"the pattern does not compile: {error}.")
    if entity.kind == "pattern" and not entity.pattern:
        names.report(path, f"the pattern of `{entity.name}` is missing.", "Write it under `pattern`.")
    for key, kinds in _OPTIONS.items():
        if getattr(entity, key) not in (None, "") and entity.kind not in kinds:
            what = f"`{entity.name}` is of kind `{entity.kind}`, which has no `{key}`."
            names.report((*path, key), what, f"It is for {', '.join(kinds)}.")
    if entity.currency and not re.fullmatch("[A-Z]{3}", entity.currency):
        what = f"`{entity.currency}` is no currency, expected three letters as in ISO 4217."
        names.report((*path, "currency"), what, "Write, for example, EUR.")
    if entity.values and entity.kind not in ("list", "phrase"):
        names.report((*path, "values"), f"`{entity.name}` is of kind `{entity.kind}`, which has no values.")
    if entity.minimum is not None and entity.maximum is not None and entity.minimum > entity.maximum:
        what = f"the minimum {entity.minimum} is above the maximum {entity.maximum}."
        names.report((*path, "minimum"), what)
    owners: dict[str, str] = {}
    for value, said in entity.values.items():
        for text in (value, *said):
            key = " ".join(text.lower().split())
            if not key:
                names.report((*path, "values", value), f"an empty value in `{entity.name}`.", "Remove it.")
            elif owners.setdefault(key, value) != value:
                what = f"`{text}` stands for both `{owners[key]}` and `{value}`."
                names.report((*path, "values", value), what, "Let it stand for one of them.")


def _prompt(name: str, prompt: Prompt, model: form.BotFile, names: Names, slots: dict[str, Slot]) -> None:
    own = name in model.prompts
    path = prompt_path(name, names.source)
    if not own and name in default_prompts("en"):
        return
    if own and not any(text.strip() for text in prompt.first):
        names.report(path, f"the prompt `{name}` has no words.", "Write what the bot should say.")
    for occasion, index, text in prompt.texts:
        here = (*path, occasion, index)
        for fault in ssml.read(text).faults if ssml.is_markup(text) else ():
            names.report(here, f"`{name}`, at character {fault.at + 1}: {fault.message}", fault.hint)
        if text.count("[") != text.count("]"):
            names.report(
                here, f"`{text}`: a `[` or `]` stands alone.", "Write both, around an optional part."
            )
        for place in _PLACE.findall(text):
            slot, _, manner = (part.strip() for part in place.partition(":"))
            if slot not in slots and slot not in VALUES:
                names.report(here, f"the prompt names `{{{place}}}`, which is no slot.", nearest(slot, slots))
            if manner not in MANNERS:
                hint = nearest(manner, [one for one in MANNERS if one])
                names.report(here, f"`{{{place}}}`: there is no manner `{manner}`.", hint)
