"""The dialogue: what was understood in, what to say and do out. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from viva.dialogue import answers, earlier, flow, keypad, repair, topics
from viva.dialogue.bot import Bot
from viva.dialogue.expects import instruction, kind_of
from viva.dialogue.move import Move, Step
from viva.dialogue.slots import fill
from viva.dialogue.state import Frame, State, Topic
from viva.dialogue.steps import Do
from viva.understanding.reading import JsonValue, Reading

__all__ = ["Dialogue", "Step"]

TAKE = {
    "ask": answers.asked,
    "value": answers.asked,
    "check": answers.checked,
    "confirm": answers.confirmed,
    "change": answers.changing,
    "open": topics.begin,
    "more": topics.begin,
}


class Dialogue:
    """The dialogue of one bot; holds no call's state, so all its calls share it.

    Every method takes a state and gives the next one inside a `Step`; nothing is changed in place, so
    a step can be worked out ahead and thrown away. `now` is the caller's local time, ISO 8601.
    """

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    def start(self, now: str, sensed: Mapping[str, JsonValue] | None = None) -> Step:
        """Open the call. `sensed`: as in `hear`."""
        move = Move(self.bot, State(sensed=dict(sensed or {})), now)
        if self.bot.start:
            move.push(Topic((Frame(self.bot.start, 0),)))
        flow.run(move)
        return move.step()

    def hear(
        self,
        state: State,
        reading: Reading,
        now: str,
        heard: str | None = None,
        sensed: Mapping[str, JsonValue] | None = None,
    ) -> Step:
        """Answer an utterance or typed text.

        `heard`: what the caller heard of the bot's last words; None means all of them, '' that the
        caller spoke before any of them sounded. `sensed`: what else the call knows of the turn, by the
        names that expressions use (sensed.py); a name that is not given keeps its last value.
        """
        if state.wait.kind != "ended":
            state = replace(state, turns=state.turns + 1, sensed={**state.sensed, **(sensed or {})})
        move = Move(self.bot, state, now)
        if state.wait.kind == "ended":
            return move.step()
        if state.wait.kind == "action":
            move.say("working", repair=True)
            return move.step()
        move.change(
            silences=0,
            runs=0,
            corrected=False,
            wait=replace(state.wait, patient=False),
            earlier=earlier.after(self.bot, state, reading),
        )
        asked = state.wait.kind in ("confirm", "check")
        if asked and heard == "" and reading.has("yes") and not reading.entities:
            repair.ask_again(move)  # yes to something else: the question had not been heard
            return move.step()
        if repair.universal(move, reading, self._answers(state, reading, now)):
            return move.step()
        if state.topics and topics.leads_away(move, reading):
            if not answers.names_slot(move, reading):
                topics.digress(move, reading)
        elif not TAKE[state.wait.kind](move, reading):
            repair.no_match(move)
        return move.step()

    def digits(
        self, state: State, digits: str, now: str, sensed: Mapping[str, JsonValue] | None = None
    ) -> Step:
        """Answer a keypad entry, such as `5` or `9845012345`."""
        return self.hear(state, keypad.reading_of(self.bot, state, digits), now, sensed=sensed)

    def no_input(self, state: State, now: str) -> Step:
        """The caller stayed silent though an answer was due."""
        move = Move(self.bot, state, now)
        if state.wait.kind not in ("action", "ended"):
            move.change(runs=0)
            repair.no_input(move)
        return move.step()

    def action_done(self, state: State, result: JsonValue, now: str) -> Step:
        """The action of the last `Run` returned."""
        move, step = Move(self.bot, state, now), instruction(self.bot, state.topic)
        if state.wait.kind == "action" and isinstance(step, Do) and state.topic:
            if step.into:
                move.put(step.into, result)
            move.go_to(state.topic.frames[-1].at + 1)
            flow.run(move)
        return move.step()

    def action_failed(self, state: State, reason: str, now: str) -> Step:
        """The action of the last `Run` raised or took too long.

        The reason belongs in the call's log; the caller is not told it.
        """
        move, step = Move(self.bot, state, now), instruction(self.bot, state.topic)
        if state.wait.kind == "action" and isinstance(step, Do):
            if step.failed is not None:
                move.go_to(step.failed)
            else:
                move.say("action_failed", repair=True)
                move.change(topics=state.topics[:-1])
                move.wait("more")
            flow.run(move)
        return move.step()

    def _answers(self, state: State, reading: Reading, now: str) -> bool:
        """Whether the utterance holds a value or an intent that the dialogue can use here."""
        trial = Move(self.bot, state, now)
        if topics.wanted(trial, reading):
            return True
        if not state.topics or kind_of(self.bot, state.wait.slot) == "text":
            return bool(reading.entities) and not state.topics
        filled = fill(trial, reading, state.wait.slot)
        return filled.any or bool(filled.same or filled.refused)
