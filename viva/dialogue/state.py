"""Where a dialogue stands, as a plain value: it can be printed, compared and stored as JSON.

Nothing in a state is ever changed in place; each step of the dialogue makes a new one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from viva.understanding.expectation import Earlier
from viva.understanding.reading import JsonValue

WaitKind = Literal["open", "more", "ask", "check", "confirm", "change", "value", "action", "ended"]


@dataclass(frozen=True, slots=True)
class Frame:
    flow: str
    at: int
    """Index of the instruction that is under way or next."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing the caller wants: a flow with its slots, and the flows it has called."""

    frames: tuple[Frame, ...]
    slots: dict[str, JsonValue] = field(default_factory=dict)
    """Null: asked and answered with nothing; missing: not known yet."""
    recent: tuple[str, ...] = ()
    """Slots in the order in which the caller filled them, the latest last."""
    unchecked: tuple[str, ...] = ()
    """Slots whose value is to be read back once before it counts."""
    asked: tuple[str, ...] = ()
    """Prompts of the questions that were put so far."""
    ready: bool = True
    """False: it was interrupted by another topic, and the caller is told when it goes on."""

    @property
    def flow(self) -> str:
        """The flow that the topic began with."""
        return self.frames[0].flow


@dataclass(frozen=True, slots=True)
class Wait:
    """What the dialogue waits for."""

    kind: WaitKind
    """`open`: anything, no question asked; `more`: "anything else?"; `ask`: a slot's value; `check`:
    yes or no to one value; `confirm`: yes or no to the read-back; `change`: what is wrong in it;
    `value`: a new value for `slot`; `action`: a result; `ended`: nothing more."""
    slot: str = ""
    choices: tuple[JsonValue, ...] = ()
    """For `ask`: the values on offer; empty where any will do."""
    partial: str = ""
    """For `ask`: the digits dictated so far."""
    patient: bool = False
    """The caller asked the bot to hold on."""


@dataclass(frozen=True, slots=True)
class Said:
    prompt: str
    values: dict[str, JsonValue] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    """Place -> kind of entity."""


@dataclass(frozen=True, slots=True)
class State:
    topics: tuple[Topic, ...] = ()
    """The last one is under way, those before it are suspended."""
    kept: dict[str, JsonValue] = field(default_factory=dict)
    """Slots known for the whole call."""
    wait: Wait = Wait("open")
    said: tuple[Said, ...] = ()
    """What the bot said last, for "say that again"."""
    silences: int = 0
    """No inputs in a row."""
    misses: int = 0
    """No matches in a row."""
    corrected: bool = False
    """The caller's last turn mended something."""
    runs: int = 0
    """Actions since the caller last said something."""
    failures: int = 0
    """How often the bot lost its way by its own fault in this call."""
    turns: int = 0
    """Turns of the caller so far, the one under way included."""
    sensed: dict[str, JsonValue] = field(default_factory=dict)
    """What the call sensed last beside words, as expressions see it (sensed.py)."""
    earlier: tuple[Earlier, ...] = ()
    """What the last utterance said towards values that the next may complete: "the ninth" ... "of March"."""

    @property
    def topic(self) -> Topic | None:
        return self.topics[-1] if self.topics else None

    @property
    def slots(self) -> dict[str, JsonValue]:
        """What is known here: the call's slots and those of the topic under way."""
        return {**self.kept, **(self.topics[-1].slots if self.topics else {})}

    @property
    def returning(self) -> bool:
        """The caller has called this bot before."""
        caller = self.sensed.get("caller")
        return isinstance(caller, dict) and bool(caller.get("calls"))

    @property
    def named(self) -> dict[str, JsonValue]:
        """What expressions can name: slots, and what is sensed."""
        return {"turns": self.turns, **self.sensed, **self.slots}

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> State:
        """The inverse of `to_json`, also after the data went through JSON text."""
        topics = tuple(
            Topic(
                tuple(Frame(**frame) for frame in topic["frames"]),
                topic["slots"],
                tuple(topic["recent"]),
                tuple(topic["unchecked"]),
                tuple(topic["asked"]),
                topic["ready"],
            )
            for topic in data["topics"]
        )
        wait = Wait(**{**data["wait"], "choices": tuple(data["wait"]["choices"])})
        said = tuple(Said(**one) for one in data["said"])
        earlier = tuple(Earlier(**one) for one in data["earlier"])
        return cls(**{**data, "topics": topics, "wait": wait, "said": said, "earlier": earlier})
