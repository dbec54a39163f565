"""What the call needs of an understander, and the language of a bot that one is built from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

from viva.hearing.evidence import Recognition
from viva.understanding.costs import Costs
from viva.understanding.expectation import Expectation
from viva.understanding.reading import Reading

EntityKind = Literal[
    "list",
    "pattern",
    "phrase",
    "text",
    "number",
    "ordinal",
    "money",
    "date",
    "time",
    "date_interval",
    "time_interval",
    "duration",
    "digits",
    "phone",
    "code",
    "email",
]
"""`phrase`: free words inside an utterance, as marked examples show them; `text`: whatever was said, taken
only when asked for. What the values of the others look like stands in
docs/reference/bot-format.md."""

DICTATED: tuple[EntityKind, ...] = ("digits", "phone", "code")
"""Kinds that may come in parts over several turns, the dialogue putting them together."""
VALUES: tuple[EntityKind, ...] = get_args(EntityKind)[3:]
"""Kinds that need no definition of their own: all but lists, patterns and phrases."""

FEWEST_IN_PHONE, MOST_IN_PHONE = 5, 15
"""Digits of a phone number where the bot sets no limit; the most as in E.164, without sign and extension."""


def signs(value: str) -> int:
    """How many signs were dictated: of a phone number its digits without `+` and extension."""
    return len(value.removeprefix("+").partition(";")[0])


Preference = Literal["future", "past"]
"""Of several days that fit ("Friday", "the 23rd"): the first from now on, or the latest up to now."""


@dataclass(frozen=True, slots=True)
class EntitySpec:
    """How one entity of a bot is found in words."""

    name: str
    kind: EntityKind
    values: dict[str, tuple[str, ...]]
    """For `list`: canonical value -> other ways to say it; for `phrase`: values that examples mark."""
    pattern: str = ""
    """For `pattern`: a regular expression over normalised text (lower case, no punctuation); for `code`:
    one that the whole code fits, e.g. `[A-Z]{2}\\d{3}`."""
    minimum: int | None = None
    """For `number`, `ordinal` and `money` the lowest value, for `duration` the fewest minutes, for what is
    dictated (`digits`, `phone`, `code`) the fewest signs."""
    maximum: int | None = None
    prefer: Preference | Literal[""] = ""
    """For dates and their intervals: which of the days that fit is meant; '': as the context says."""
    currency: str = ""
    """For `money`: ISO 4217, of an amount said without one; '': none."""


def signs_of(spec: EntitySpec) -> tuple[int | None, int | None]:
    """The fewest and the most signs of what is dictated; None: no limit."""
    if spec.kind == "phone":
        return spec.minimum or FEWEST_IN_PHONE, spec.maximum or MOST_IN_PHONE
    return spec.minimum, spec.maximum


@dataclass(frozen=True, slots=True)
class Language:
    """Everything a bot knows about what it can be told."""

    code: str
    """BCP 47, e.g. `en`."""
    intents: dict[str, tuple[str, ...]]
    """Intent -> example utterances. An example may have a place for an entity, `a {size} latte`, and
    mark values of `phrase` entities where they stand: `play [thriller](track)`."""
    entities: dict[str, EntitySpec]
    outside: tuple[str, ...] = ()
    """Examples of what callers say that is none of the intents."""
    costs: Costs = field(default_factory=Costs)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known when an utterance is read; passed in, never stored."""

    now: str
    """The caller's local date and time, ISO 8601, e.g. `2026-11-24T09:30:00`."""
    expects: Expectation
    """With what earlier turns left open (`Expectation.earlier`)."""
    prefer: Preference = "future"
    """Where an entity does not say itself."""


class Understander(Protocol):
    """Reads an N-best list. Shared by all calls of a bot, stateless, safe to call from any thread."""

    def understand(self, recognition: Recognition, context: Context) -> Reading: ...
