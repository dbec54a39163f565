"""The dialogue: what was understood in, what to say and do out. Pure and deterministic."""

from __future__ import annotations

from dataclasses import dataclass

from viva.dialogue.acts import Act
from viva.dialogue.bot import Bot
from viva.dialogue.state import State
from viva.understanding.expectation import Expectation
from viva.understanding.reading import JsonValue, Reading


@dataclass(frozen=True, slots=True)
class Step:
    """One move of the dialogue."""

    state: State
    acts: tuple[Act, ...]
    """In order. A `Run` is always the last."""
    expects: Expectation
    waiting_for_action: bool
    """True: the flow is suspended until `action_done` or `action_failed`."""


class Dialogue:
    """The dialogue of one bot; holds no call's state, so all calls share it."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    def start(self, now: str) -> Step:
        """Open the call. `now`: the caller's local time, ISO 8601."""
        raise NotImplementedError

    def hear(self, state: State, reading: Reading, now: str, heard: str | None = None) -> Step:
        """Answer an utterance or typed text.

        `heard`: what the caller heard of the bot's last words; None means all of them, '' that the
        caller spoke before any of them sounded.
        """
        raise NotImplementedError

    def digits(self, state: State, digits: str, now: str) -> Step:
        """Answer a keypad entry, such as `5` or `9845012345`."""
        raise NotImplementedError

    def no_input(self, state: State, now: str) -> Step:
        """The caller stayed silent though an answer was due."""
        raise NotImplementedError

    def action_done(self, state: State, result: JsonValue, now: str) -> Step:
        """The action of the last `Run` returned."""
        raise NotImplementedError

    def action_failed(self, state: State, reason: str, now: str) -> Step:
        """The action of the last `Run` raised or took too long."""
        raise NotImplementedError
