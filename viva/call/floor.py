"""Who holds the floor: derived from what is going on, never stored beside it.

`TRANSITIONS` says which state may follow which and why; the property tests hold every call to it and
the diagram in docs/concepts/floor.md is drawn from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FloorState = Literal["idle", "caller", "pause", "thinking", "bot", "ended"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the floor follows from."""

    ended: bool = False
    bot_audible: bool = False
    """A sentence is being played and was not stopped."""
    caller_speaking: bool = False
    caller_paused: bool = False
    """The caller's utterance is open, in a pause: the turn may end."""
    reply_due: bool = False
    """A turn was taken, or the bot has something to say, and nothing is audible yet."""


def holder(facts: Facts) -> FloorState:
    """The floor's state.

    `bot`: the bot speaks, also while the caller has just begun to speak over it; `caller`: the caller
    speaks; `pause`: the caller has paused; `thinking`: the bot's reply is due but not audible;
    `idle`: nobody speaks, the bot waits; `ended`: the call is over.
    """
    if facts.ended:
        return "ended"
    if facts.bot_audible:
        return "bot"
    if facts.caller_speaking:
        return "caller"
    if facts.caller_paused:
        return "pause"
    if facts.reply_due:
        return "thinking"
    return "idle"


TRANSITIONS: dict[tuple[FloorState, FloorState], str] = {
    ("idle", "caller"): "speech started",
    ("idle", "thinking"): "typed, keyed, no input, or an action's result",
    ("caller", "pause"): "short silence",
    ("caller", "thinking"): "turn taken at its maximum length, or replaced by typing or keys",
    ("caller", "idle"): "utterance dropped",
    ("caller", "bot"): "the reply to a turn of maximum length starts, or the bot goes on over a noise",
    ("pause", "caller"): "the caller goes on",
    ("pause", "thinking"): "turn taken",
    ("pause", "idle"): "no words in it",
    ("pause", "bot"): "the reply to a turn of maximum length starts",
    ("thinking", "bot"): "first audio of the reply",
    ("thinking", "caller"): "the caller goes on before the reply is audible",
    ("thinking", "pause"): "a short sound over a reply that was dropped",
    ("thinking", "idle"): "nothing to say",
    ("bot", "idle"): "reply ended",
    ("bot", "caller"): "barge-in, or the reply ended under the caller's speech",
    ("bot", "pause"): "the reply ended after the caller spoke over it",
    ("bot", "thinking"): "typed or keyed over the bot; next sentence not ready",
    ("idle", "ended"): "call ended",
    ("caller", "ended"): "call ended",
    ("pause", "ended"): "call ended",
    ("thinking", "ended"): "call ended",
    ("bot", "ended"): "call ended",
}
