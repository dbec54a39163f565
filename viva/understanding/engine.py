"""What the call needs of an understander, and the language of a bot that one is built from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from viva.hearing.evidence import Recognition
from viva.understanding.costs import Costs
from viva.understanding.expectation import Expectation
from viva.understanding.reading import Reading


@dataclass(frozen=True, slots=True)
class EntitySpec:
    """How one entity of a bot is found in words."""

    name: str
    kind: Literal["list", "pattern", "number", "digits", "date", "time", "text", "phrase"]
    """`digits`: a dictated string of digits, such as a phone number; `text`: whatever was said,
    taken only when asked for; `phrase`: free words inside an utterance, as marked examples show."""
    values: dict[str, tuple[str, ...]]
    """For `list`: canonical value -> other ways to say it; for `phrase`: values that examples mark."""
    pattern: str = ""
    """For `pattern`: a regular expression over normalised text (lower case, no punctuation)."""
    minimum: int | None = None
    """For `number`: lowest value; for `digits`: fewest digits."""
    maximum: int | None = None


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


class Understander(Protocol):
    """Reads an N-best list. Shared by all calls of a bot, stateless, safe to call from any thread."""

    def understand(self, recognition: Recognition, context: Context) -> Reading: ...
