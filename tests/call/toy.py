"""A small dialogue for tests of the core: what it does next is written in its state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from viva.call.backchannels import BackchannelPolicy
from viva.call.core import Call
from viva.call.fillers import FillerPolicy
from viva.call.score import Score
from viva.call.turn_end import TurnEvidence
from viva.dialogue.acts import Act, HangUp, Run, Say, Transfer
from viva.dialogue.machine import Step
from viva.dialogue.state import State
from viva.speaking.prompt import Prompt
from viva.speaking.wording import Wording
from viva.understanding.expectation import Expectation
from viva.understanding.reading import JsonValue, Reading

TEXTS: dict[str, tuple[str, ...]] = {
    "hello": ("Hello. How can I help you today?",),
    "answer": ("All right then. I have written that down.", "Very well."),
    "sorry": ("Sorry, I did not catch that.", "Could you say that again?"),
    "still_there": ("Are you still there?", "Hello?"),
    "wait": ("One moment please.",),
    "done": ("It is done. Anything else?",),
    "failed": ("That did not work.",),
    "bye": ("Goodbye then.",),
    "filler": ("One moment please.", "Still looking."),
    "backchannel": ("Mm-hm.", "Right."),
}


PROMPTS = {name: Prompt(texts) for name, texts in TEXTS.items()}


@dataclass(frozen=True)
class Toy:
    """Answers each turn by the next letter of `script`: a answer, r run an action, t transfer, h hang
    up, n nothing to say, q a silent action."""

    script: str = "a"
    kind: Any = "open"

    def start(self, now: str, sensed: Any = None) -> Step:
        return self._step(State(), (Say("hello"),))

    def hear(
        self, state: State, reading: Reading, now: str, heard: str | None = None, sensed: Any = None
    ) -> Step:
        if not reading.intents:
            return self._next(state, (Say("sorry"),))
        return self._turn(state)

    def digits(self, state: State, digits: str, now: str, sensed: Any = None) -> Step:
        return self._turn(state)

    def no_input(self, state: State, now: str) -> Step:
        if state.silences >= 2:
            return self._step(state, (Say("bye"), HangUp("no_input")))
        return self._step(State(runs=state.runs, silences=state.silences + 1), (Say("still_there"),))

    def action_done(self, state: State, result: JsonValue, now: str) -> Step:
        return self._step(state, (Say("done"),))

    def action_failed(self, state: State, reason: str, now: str) -> Step:
        return self._step(state, (Say("failed"),))

    def _turn(self, state: State) -> Step:
        match self.script[state.runs % len(self.script)]:
            case "a":
                return self._next(state, (Say("answer"),))
            case "r":
                return self._next(state, (Say("wait"), Run("book", {"day": "monday"}, 5000)), waits=True)
            case "q":
                return self._next(state, (Run("look", {}, 5000),), waits=True)
            case "t":
                return self._next(state, (Say("bye"), Transfer("desk")))
            case "h":
                return self._next(state, (Say("bye"), HangUp("done")))
            case _:
                return self._next(state, ())

    def _next(self, state: State, acts: tuple[Act, ...], *, waits: bool = False) -> Step:
        return self._step(State(runs=state.runs + 1), acts, waits=waits)

    def _step(self, state: State, acts: tuple[Act, ...], *, waits: bool = False) -> Step:
        return Step(state, acts, Expectation(self.kind), waits)


@dataclass(frozen=True)
class AfterSilence:
    """An end of turn that is only a matter of time, for tests of other things."""

    ms: int = 450

    def score(self, evidence: TurnEvidence, silence_ms: int) -> Score:
        return Score(0.2, {"silence": 0.0})

    def threshold(self, expects: Expectation) -> float:
        return 1.0

    def longest_ms(self, evidence: TurnEvidence) -> int:
        return self.ms


def toy_call(script: str = "a", kind: str = "open", hello: str = "", **options: Any) -> Call:
    """`hello`: another greeting."""
    manners = {"backchannels": BackchannelPolicy(), "fillers": FillerPolicy(), "end_of_turn": AfterSilence()}
    prompts = PROMPTS | ({"hello": Prompt((hello,))} if hello else {})
    return Call(Toy(script, kind), Wording(prompts), **{**manners, **options})
