"""A call as the moves of its two sides: what parts two versions of it is the first that differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from viva.call import commands as cm
from viva.call import events as ev
from viva.call.log import Record
from viva.call.wire import decode_command
from viva.understanding.reading import JsonValue


@dataclass(frozen=True, slots=True)
class Took:
    """The bot took a turn of the caller's."""

    t: int
    """Media clock, milliseconds."""
    turn: int
    by: str
    start_ms: int
    end_ms: int
    text: str
    heard: str | None
    """What the caller had heard of the bot's last words; None: all of them."""


@dataclass(frozen=True, slots=True)
class Replied:
    """The dialogue moved: what the bot says, and what it waits for."""

    t: int
    after: str
    """What made it move, as in `DialogueMoved`."""
    place: str
    """Where it stands now: flow and step, and what it waits for."""
    prompts: tuple[str, ...]
    words: tuple[str, ...]
    """Sentences that were handed over to be played; where the caller spoke first, some are missing."""
    slots: dict[str, JsonValue]
    """Every slot that has a value."""


@dataclass(frozen=True, slots=True)
class Ran:
    """The bot called an action of its code."""

    t: int
    action: str
    arguments: dict[str, JsonValue]

    @property
    def text(self) -> str:
        return f"{self.action}({', '.join(f'{name}={value}' for name, value in self.arguments.items())})"


@dataclass(frozen=True, slots=True)
class Ended:
    t: int
    reason: str


Move = Took | Replied | Ran | Ended


def moves_of(records: Iterable[Record]) -> list[Move]:
    reader = MoveReader()
    for record in records:
        reader.read(record.event, record.commands)
    return reader.moves


@dataclass(slots=True)
class MoveReader:
    """Told of a log in its order. What fills a wait ("one moment") and what is said softly is no move."""

    moves: list[Move] = field(default_factory=list)
    _texts: dict[int, str] = field(default_factory=dict)
    _fillers: set[int] = field(default_factory=set)
    _slots: dict[str, JsonValue] = field(default_factory=dict)
    _acting: bool = False
    """An action runs."""

    def read(self, event: ev.Event, commands: list[dict[str, Any]]) -> None:
        if isinstance(event, ev.ActionFinished | ev.ActionFailed):
            self._acting = False
        moved = any(data["kind"] == "dialogue_moved" for data in commands)
        for data in commands:
            match data["kind"]:
                case "synthesize":
                    pieces = data["script"]["pieces"]
                    self._texts[data["sentence"]] = "".join(piece["text"] for piece in pieces)
                    if self._acting and isinstance(event, ev.TimeReached) and not moved:
                        self._fillers.add(data["sentence"])
                case "play" if not data["aside"] and data["sentence"] not in self._fillers:
                    self._say(self._texts.get(data["sentence"], ""))
                case "run_action":
                    self._acting = True
                    self.moves.append(Ran(event.t, data["action"], data["arguments"]))
                case "turn_taken" | "dialogue_moved" | "end_call":
                    self._command(decode_command(data), event.t)
                case _:
                    pass

    def _command(self, command: cm.Command, t: int) -> None:
        match command:
            case cm.TurnTaken():
                text = command.recognition.text
                self.moves.append(
                    Took(t, command.turn, command.by, command.start_ms, command.end_ms, text, command.heard)
                )
            case cm.DialogueMoved():
                self._slots = {**self._slots, **command.slots}
                known: dict[str, JsonValue] = {
                    slot: value for slot, value in self._slots.items() if value is not None
                }
                place = " ".join(part for part in (command.step, command.waits, command.slot) if part)
                self.moves.append(Replied(t, command.after, place, command.prompts, (), known))
            case cm.EndCall():
                self.moves.append(Ended(t, command.reason))
            case _:
                pass

    def _say(self, text: str) -> None:
        """Put words to the reply that they are of, the last one."""
        at = next((i for i in range(len(self.moves) - 1, -1, -1) if isinstance(self.moves[i], Replied)), None)
        if at is None:
            return
        was = self.moves[at]
        assert isinstance(was, Replied)
        # What was broken off for nothing is said again from its last phrase on; it was counted already.
        if any(said.endswith(text) for said in was.words):
            return
        self.moves[at] = Replied(was.t, was.after, was.place, was.prompts, (*was.words, text), was.slots)
