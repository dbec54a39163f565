"""How many spoken values are read exactly: the suite of phrases, kind by kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Literal, get_args

import yaml

from viva.errors import VivaError
from viva.hearing.evidence import Recognition
from viva.lab.measure.rows import Row
from viva.understanding.engine import (
    VALUES,
    Context,
    EntityKind,
    EntitySpec,
    Language,
    Preference,
    Understander,
)
from viva.understanding.entities import Entities
from viva.understanding.expectation import Expectation
from viva.understanding.normalise import normalise
from viva.understanding.pronouncer import Spelled
from viva.understanding.reading import JsonValue, Reading
from viva.understanding.understander import build_understander
from viva.understanding.vocabulary import vocabulary

NOW = "2026-11-24T09:30:00"
"""Where a group of phrases names no time."""

Part = Literal["all", "seen", "held_out"]

YES_NO = "yes_no"
"""A kind of the suite that is no entity: its value is told by the intents."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of the suite and what it means."""

    file: str
    kind: str
    said: str
    value: JsonValue
    """None: no value of the kind."""
    now: str = NOW
    prefer: Preference = "future"
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    phrase: Phrase
    got: JsonValue
    """The value, a list of them where there were several, None for none."""
    ms: float
    """What the whole reading took."""

    @property
    def right(self) -> bool:
        return self.got == self.phrase.value and type(self.got) is type(self.phrase.value)


def read_suite(folder: Path, part: Part = "all") -> list[Phrase]:
    """The phrases of a suite's files, in order; `held_out`: those kept apart, `seen`: the others.

    A file is a list of groups: `kind`, perhaps `now`, `prefer`, `currency`, and `cases`, phrase -> value.
    Raises VivaError where there are none or a group is malformed.
    """
    files = [] if part == "held_out" else sorted(folder.glob("*.yaml"))
    files += [] if part == "seen" else sorted(folder.glob("held_out/*.yaml"))
    phrases = [one for file in files for one in _read(file)]
    if not phrases:
        raise VivaError(
            f"{folder} has no phrases", hint="Name the folder of the suite, tests/understanding/values/suite."
        )
    return phrases


def measure(phrases: Sequence[Phrase]) -> list[Outcome]:
    """Each phrase read as an answer to the question for such a value."""
    outcomes = []
    for one in phrases:
        understander = _understander(one.kind, one.currency)
        asked = YES_NO if one.kind == YES_NO else "open"
        names = () if one.kind == YES_NO else (one.kind,)
        context = Context(one.now, Expectation(asked, "ask.1", names), one.prefer)  # type: ignore[arg-type]
        begin = perf_counter()
        reading = understander.understand(Recognition.of_text(one.said), context)
        ms = 1000 * (perf_counter() - begin)
        outcomes.append(Outcome(one, _value(reading, one.kind), ms))
    return outcomes


def speed(phrases: Sequence[Phrase]) -> str:
    """How long all kinds of values together take to be found in phrases of ten to fourteen words."""
    specs: dict[str, EntitySpec] = {kind: EntitySpec(kind, kind, {}) for kind in VALUES}
    entities = Entities(specs, vocabulary("en"), frozenset(), Spelled())
    times = []
    for one in phrases:
        text = normalise(one.said)
        if 10 <= len(text.words) <= 14:
            context = Context(one.now, Expectation("open", "ask.1", (one.kind,)), one.prefer)
            begin = perf_counter()
            entities.find([text], context)
            times.append(1000 * (perf_counter() - begin))
    return f"all kinds together, {len(times)} phrases of 10 to 14 words: " + (
        f"median {median(times):.2f} ms, longest {max(times):.2f} ms" if times else "none"
    )


def table(outcomes: Sequence[Outcome]) -> str:
    """Counts by kind, and in all."""
    kinds = dict.fromkeys(one.phrase.kind for one in outcomes)
    rows = [(kind, [one for one in outcomes if one.phrase.kind == kind]) for kind in kinds]
    lines = [f"{'kind':14} {'right':>5} {'of':>5} {'':>7}"]
    for name, group in [*rows, ("all", list(outcomes))]:
        right = sum(one.right for one in group)
        lines.append(f"{name:14} {right:5} {len(group):5} {100 * right / len(group):6.1f}%")
    lines.append(f"one phrase, whole understanding: median {median(one.ms for one in outcomes):.2f} ms")
    return "\n".join(lines)


def rows(outcomes: Sequence[Outcome]) -> Iterator[Row]:
    """For `viva eval entities`."""
    for number, one in enumerate(outcomes):
        phrase = one.phrase
        yield {
            "id": str(number),
            "text": phrase.said,
            "file": phrase.file,
            "truth": _entities(phrase.kind, phrase.value),
            "hypothesis": _entities(phrase.kind, one.got),
        }


def _entities(kind: str, value: JsonValue) -> JsonValue:
    """One, a list of several, none."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [{"type": kind, "value": one} for one in values]


def failures(outcomes: Sequence[Outcome]) -> str:
    """Each phrase that was read otherwise, with what was expected."""
    return "\n".join(
        f"{one.phrase.file}: {one.phrase.said!r}: expected {one.phrase.value!r}, got {one.got!r}"
        for one in outcomes
        if not one.right
    )


@cache
def _understander(kind: str, currency: str) -> Understander:
    entities = {} if kind == YES_NO else {kind: EntitySpec(kind, kind, {}, currency=currency)}  # type: ignore[arg-type]
    return build_understander(Language("en", {}, entities), pronouncer=None, encoder=None)


def _value(reading: Reading, kind: str) -> JsonValue:
    if kind == YES_NO:
        return True if reading.has("yes") else False if reading.has("no") else None
    found = [entity.value for entity in reading.entities if entity.name == kind]
    return found if len(found) > 1 else found[0] if found else None


def _read(file: Path) -> Iterator[Phrase]:
    # Everything as text: YAML would take 16:30 for a number and 2026-11-24 for a date of its own.
    for group in yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader):
        kind = group["kind"]
        if kind not in (*get_args(EntityKind), YES_NO):
            raise VivaError(f"{file}: there is no kind of value {kind!r}")
        more = {key: group[key] for key in ("now", "prefer", "currency") if key in group}
        name = f"{file.parent.name}/{file.name}" if file.parent.name == "held_out" else file.name
        for said, written in group["cases"].items():
            yield Phrase(name, kind, said, _expected(kind, written), **more)


def _expected(kind: str, written: str) -> JsonValue:
    """A value from the short form of the suite: `12.50 USD`, `2026-05-03/2026-05-09`, `17:00/..`."""
    if written == "null":
        return None
    if kind in ("date_interval", "time_interval"):
        start, end = (None if part == ".." else part for part in written.split("/"))
        return {"start": start, "end": end}
    if kind == "money":
        amount, _, currency = written.partition(" ")
        return {"amount": _number(amount), "currency": currency}
    if kind in ("number", "ordinal"):
        return _number(written)
    return written == "true" if kind == YES_NO else written


def _number(written: str) -> int | float:
    value = float(written)
    return int(value) if re.fullmatch(r"-?\d+(\.0+)?", written) else value
