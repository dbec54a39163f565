"""Marks in examples: each is whole, names an entity of kind `phrase`, and each such entity has some."""

from __future__ import annotations

from viva.dialogue.names import Names
from viva.dialogue.problems import nearest
from viva.understanding.engine import EntitySpec
from viva.understanding.marks import HOW, broken_marks, marked_entities

FEW = 3
"""Marked examples below which a phrase is guessed more than learned."""


def check_marks(intents: dict[str, list[str]], entities: dict[str, EntitySpec], names: Names) -> None:
    """Report marks that cannot be learned from to `names.source`."""
    phrases = [name for name, one in entities.items() if one.kind == "phrase"]
    counts = dict.fromkeys(phrases, 0)
    for intent, examples in intents.items():
        for index, example in enumerate(examples):
            path = ("intents", intent, index)
            for problem in broken_marks(example):
                names.report(path, problem, HOW)
            for name in sorted(marked_entities([example]) - {""}):
                if name in counts:
                    counts[name] += 1
                elif name in entities:
                    kind = entities[name].kind
                    what = f"the example marks a value of `{name}`, which is of kind `{kind}`, not `phrase`."
                    names.report(path, what, f"Write `{{{name}}}` in its place, or make it a `phrase`.")
                else:
                    what = f"the example marks a value of `{name}`, which is no entity."
                    names.report(path, what, nearest(name, phrases))
    for name, count in counts.items():
        if count < FEW:
            what = f"`{name}` is a phrase with {count or 'no'} marked example{'s' * (count != 1)}."
            names.report(
                ("entities", name),
                what,
                f"Mark its values in at least {FEW} examples of intents, as in `... [value]({name}) ...`.",
            )
