"""What the dialogue waits for: it guides the recognizer, the understander and the floor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier turn said towards a value that the next may go on with: "the ninth" ... "of March"."""

    entity: str
    """The entity's name."""
    text: str
    """The words, as they were recognized."""
    given: bool = True
    """Whether they were such a value by themselves. Where they were none, what goes on with them comes before
    what the next turn says by itself: "march" ... "the ninth"."""


@dataclass(frozen=True, slots=True)
class Expectation:
    kind: Literal["open", "yes_no", "choice", "digits", "nothing"] = "open"
    """`choice`: one or more of listed values; `digits`: something dictated, such as a phone number;
    `nothing`: no answer is due (the bot has more to say, or the call is about to end)."""
    step: str = ""
    """Flow and step that asks, e.g. `book.day`; '' where no flow asks."""
    entities: tuple[str, ...] = ()
    """Names of the entities that would answer, the one asked for first."""
    free: bool = False
    """Any words answer: a text is asked for."""
    more: bool = False
    """"Anything else?" was asked: a no is a whole answer, anything else is as open as it was."""
    max_digits: int | None = None
    """Keypad entry is taken at once when it has this many digits; None: ended by # or a pause."""
    min_digits: int | None = None
    """The fewest signs of what is being dictated; None where there is no limit."""
    digits_before: int = 0
    """So many signs of what is being dictated were said in earlier turns; this one may go on with them, or
    begin anew."""
    cut_in_cost: float | None = None
    """Of cutting the caller off here; None: the bot's setting."""
    waiting_cost: float | None = None
    """Of a second of waiting in vain; None: the bot's setting."""
    longest_silence_ms: int | None = None
    """Silence that ends the caller's turn here in any case; None: the bot's setting."""
    no_input_ms: int | None = None
    """How long the caller may stay silent before it counts as no input; None: the bot's setting."""
    earlier: tuple[Earlier, ...] = ()
    """What the turn before said towards values that this one may complete."""
