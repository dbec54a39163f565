"""Faults of a flow: it goes in circles, loses its way, or forgets to ask for something."""

from __future__ import annotations

from collections import Counter as Counts
from collections.abc import Iterator, Sequence

from viva.lab.calls.facts import CallFacts, MoveFacts, TurnFacts
from viva.lab.calls.find.finding import Finding, Rule, above
from viva.lab.statistics.bootstrap import Bootstrap

RETURNS = 2
"""So often the dialogue comes back to a question that was answered, having learned nothing since: a loop."""
LOOPING = 0.02
"""Share of the calls that came to a question, above which it is told that it comes again and again."""
NEVER_ASKED = 1 / 3
"""Share of the calls whose caller wanted a value that was neither asked for nor caught."""
_ASKING = ("ask", "check", "value")
_LOST = "lost"
"""The prompt with which every bot owns that it goes in circles without a question."""


def flows(calls: Sequence[CallFacts], bootstrap: Bootstrap) -> Iterator[Finding]:
    rules = [_loop(place) for place in sorted({place for call in calls for place in looping(call)})]
    rules.append(
        Rule(
            "lost",
            lambda call: (float(any(_LOST in move.prompts for move in call.moves)), 1.0),
            0.0,
            "calls",
            "in {count} of {of} calls the bot lost its way: a flow that never comes to a question",
            "look for steps that jump back without asking anything, or actions that follow one another",
        )
    )
    rules += [_never_asked(slot) for slot in sorted({slot for call in calls for slot in call.wanted})]
    for rule in rules:
        yield from above(calls, bootstrap, rule)


def _loop(place: str) -> Rule:
    def counter(call: CallFacts) -> tuple[float, float]:
        return float(place in looping(call)), float(any(move.place == place for move in call.moves))

    return Rule(
        "loop",
        counter,
        LOOPING,
        "calls that came there",
        f"{{count}} of {{of}} calls that came to {place} came back {RETURNS} times or more, though it had "
        "been answered and the caller had told nothing new",
        "see where the flow goes from there, and what would end the circle",
        place,
    )


def looping(call: CallFacts) -> frozenset[str]:
    """Places to which the dialogue came again and again though it had been answered there, and the caller had
    told nothing else since."""
    turn_of = {id(turn.after): turn for turn in call.turns}
    told: dict[str, str] = {}
    answered: set[tuple[str, str]] = set()
    returns: Counts[str] = Counts()
    for move in call.moves:
        turn = turn_of.get(id(move))
        if turn is not None:
            # What an action brings is no news of the caller's, and may differ each time.
            told.update({slot: repr(value) for slot, value in move.slots.items()})
            if _answers(turn, move):
                answered.add((turn.before.place, repr(sorted(told.items()))))
        if move.prompts and (move.place, repr(sorted(told.items()))) in answered:
            returns[move.place] += 1
    return frozenset(place for place, count in returns.items() if count >= RETURNS)


def _answers(turn: TurnFacts, move: MoveFacts) -> bool:
    """The turn gave what was asked for, and the bot took it."""
    asked = turn.before
    if asked.waits in ("ask", "value"):
        return move.slots.get(asked.slot) is not None
    said = {name for name, _ in turn.intents}
    return asked.waits in ("confirm", "check") and "yes" in said and "no" not in said


def _never_asked(slot: str) -> Rule:
    def counter(call: CallFacts) -> tuple[float, float]:
        due = _ended(call) and slot in call.wanted
        return float(due and slot not in call.values and not _asked(call, slot)), float(due)

    return Rule(
        "never_asked",
        counter,
        NEVER_ASKED,
        "calls whose caller wanted it and that came to an end",
        f"in {{count}} of {{of}} calls the caller had {slot} to give, was not asked for it, and it was not "
        "caught either",
        f"ask for {slot} in the flow, or take it (`takes`)",
        slot,
    )


def _asked(call: CallFacts, slot: str) -> bool:
    return any(move.slot == slot and move.waits in _ASKING for move in call.moves)


def _ended(call: CallFacts) -> bool:
    """A flow came to its end: the bot ended the call, or asked what else there is."""
    return any(move.waits in ("more", "ended") and move.after in ("turn", "action") for move in call.moves)
