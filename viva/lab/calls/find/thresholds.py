"""Thresholds that look wrong: what is refused though it was right, turns taken too soon or too late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from viva.lab.calls.facts import DEAD_AIR_MS, CallFacts, TurnFacts
from viva.lab.calls.find.finding import FEWEST, Finding, Rule, above
from viva.lab.evaluate.normalise import NORMALISATIONS, normalised
from viva.lab.report.model import Figure
from viva.lab.statistics.bootstrap import Bootstrap
from viva.lab.statistics.quantiles import quantiles

REFUSED = 0.05
"""Share of turns that were recognized to the word and mean something here, and were not understood."""
NOT_UNDERSTOOD = 0.25
"""The same of all turns, where it is not known what was said."""
CHECKED = 0.95
"""Share of checked values that were right, from which on asking is in vain."""
CHECKS = 20
ALWAYS = 0.9
"""Share of a slot's values, from which on it counts as always checked."""
CUT_OFF = 0.15
"""Share of turns that were taken too soon."""
IN_PAUSES = 0.3
"""The same of what was said with a pause in it, where that is known."""
LATE = 0.02
"""Share of replies after dead air that no action accounts for."""
LATE_MS = 1_000
"""Median of when turns are taken."""
TOO_SOON = 0.3
"""Share of the silences that were asked about in which the caller was just about to speak."""
ABOUT_TO_SPEAK_MS = 1_500
NOT_YIELDED, STOPPED = 0.3, 0.5
"""Share of interruptions that were talked over, and of other sounds that the bot stopped for."""
SOUNDS = 20
"""Sounds of either kind, at least, to say so."""


def _refused(call: CallFacts) -> tuple[float, float]:
    right = [turn for turn in call.turns if recognized_right(turn)]
    return float(sum(turn.repair == "no_match" for turn in right)), float(len(right))


def recognized_right(turn: TurnFacts) -> bool:
    """It means something to the bot, and every word of it was recognized."""
    said = turn.said
    if said is None or turn.cut_off or not turn.heard or not (said.intent or said.values):
        return False
    if said.act == "wrong":
        return False
    first, second = normalised((said.text, turn.heard[0]), NORMALISATIONS["english"])
    return first == second


def _not_understood(call: CallFacts) -> tuple[float, float]:
    return float(call.repairs("no_match")), float(len(call.turns))


def _cut(call: CallFacts) -> tuple[float, float]:
    spoken = [turn for turn in call.turns if turn.by == "speech"]
    return float(sum(turn.cut_off for turn in spoken)), float(len(spoken))


def _cut_in_pauses(call: CallFacts) -> tuple[float, float]:
    paused = {id(turn.said): turn.said for turn in call.turns if turn.said is not None and turn.said.pauses}
    cut = {id(turn.said) for turn in call.turns if turn.cut_off}
    return float(len(cut & paused.keys())), float(len(paused))


def _late(call: CallFacts) -> tuple[float, float]:
    acting = {action.turn for action in call.actions}
    waits = [
        turn.reply_ms - turn.finished_ms
        for turn in call.turns
        if turn.reply_ms is not None and not turn.cut_off and turn.by == "speech" and turn.turn not in acting
    ]
    return float(sum(wait > DEAD_AIR_MS for wait in waits)), float(len(waits))


def _too_soon(call: CallFacts) -> tuple[float, float]:
    asked = [move.t for move in call.moves if move.after == "no_input"]
    soon = sum(
        any(t < turn.start_ms <= t + ABOUT_TO_SPEAK_MS for turn in call.turns if turn.by == "speech")
        for t in asked
    )
    return float(soon), float(len(asked))


def _talked_over(call: CallFacts) -> tuple[float, float]:
    return _wrong(call, ("interruption",))


def _stopped(call: CallFacts) -> tuple[float, float]:
    return _wrong(call, ("backchannel", "noise"))


def _wrong(call: CallFacts, kinds: tuple[str, ...]) -> tuple[float, float]:
    decided = [one for one in call.overlaps if one.kind in kinds and one.right is not None]
    return float(sum(one.right is False for one in decided)), float(len(decided))


MORE_PATIENCE = (
    "raise `turn.cut_in_cost`, or that of the steps where it happens (`viva eval turns` tells which)"
)
RULES = (
    Rule(
        "refused_though_right",
        _refused,
        REFUSED,
        "turns recognized to the word",
        "{count} of {of} turns ({share}) were not understood, though recognized to the word and "
        "about what the bot does",
        "lower `understanding.cost.wrong`, or give such sentences as examples of their intents",
    ),
    Rule(
        "cut_off",
        _cut,
        CUT_OFF,
        "turns",
        "{count} of {of} turns ({share}) were taken before the caller had finished",
        MORE_PATIENCE,
    ),
    Rule(
        "cut_off",
        _cut_in_pauses,
        IN_PAUSES,
        "sayings with a pause",
        "{count} of {of} callers ({share}) who paused within what they said were cut off",
        MORE_PATIENCE,
        "pauses",
    ),
    Rule(
        "waits_too_long",
        _late,
        LATE,
        "replies without an action",
        "{count} of {of} replies ({share}) came after more than 2.5 s, without an action to wait for",
        "raise `turn.waiting_cost`, lower `turn.longest_silence_ms`, or see which engine is slow",
    ),
    Rule(
        "asks_too_soon",
        _too_soon,
        TOO_SOON,
        "silences asked about",
        "{count} of {of} times that the bot asked about a silence, the caller was just about to speak",
        "raise `turn.no_input_ms`",
    ),
    Rule(
        "talks_over_callers",
        _talked_over,
        NOT_YIELDED,
        "interruptions",
        "the bot spoke on over {count} of {of} interruptions",
        "see whether `turn.barge_in` is on, and what the sounds were judged as",
        least=SOUNDS,
    ),
    Rule(
        "stops_for_nothing",
        _stopped,
        STOPPED,
        "backchannels and noises",
        "the bot stopped for {count} of {of} sounds that did not want the floor",
        "listen to some: an echo of the bot, or a line whose noise is taken for speech?",
        least=SOUNDS,
    ),
)
NOTHING_KNOWN = Rule(
    "not_understood",
    _not_understood,
    NOT_UNDERSTOOD,
    "turns",
    "{count} of {of} turns ({share}) were not understood",
    "listen to some: recognition, missing examples, or `understanding.cost.wrong` too high?",
)
"""Where it is not known what was said."""


def thresholds(calls: Sequence[CallFacts], bootstrap: Bootstrap) -> Iterator[Finding]:
    rules = list(RULES)
    if not any(call.truth for call in calls):
        rules.append(NOTHING_KNOWN)
    rules += [_checked(slot) for slot in _checked_at_times(calls)]
    for rule in rules:
        yield from above(calls, bootstrap, rule)
    yield from _taken_late(calls)


def _taken_late(calls: Sequence[CallFacts]) -> Iterator[Finding]:
    """Also where no single turn is waited for too long."""
    spoken = [
        (at, call, turn)
        for at, call in enumerate(calls)
        for turn in call.turns
        if turn.by == "speech" and not turn.cut_off
    ]
    late = [one for one in spoken if one[2].delay_ms > LATE_MS]
    ids = tuple(dict.fromkeys(call.id for _, call, _ in late))
    values = np.array([turn.delay_ms for _, _, turn in spoken], np.float64)
    found = quantiles(values, np.array([at for at, _, _ in spoken], np.int64), (0.5,))
    median, low, high = (float(one[0]) for one in (found.value, found.low, found.high))
    if len(ids) < FEWEST or np.isnan(low) or low <= LATE_MS:
        return
    yield Finding(
        "waits_too_long",
        "every turn",
        f"half of all turns are taken {median:,.0f} ms after the caller's last word, or later",
        "lower `turn.cut_in_cost` or raise `turn.waiting_cost`; `viva eval turns` shows what that costs",
        Figure("median, ms", median, float(len(spoken)), "turns", low, high, share=False),
        len(late),
        ids,
    )


def _checked_at_times(calls: Sequence[CallFacts]) -> list[str]:
    """Slots that are checked now and then: one that is always checked is meant to be."""
    found = []
    for slot in sorted({move.slot for call in calls for move in call.moves if move.waits == "check"}):
        filled = sum(move.slots.get(slot) is not None for call in calls for move in call.moves)
        asked = sum(_checks(call, slot)[1] for call in calls)
        if CHECKS <= asked <= ALWAYS * filled:
            found.append(slot)
    return found


def _checked(slot: str) -> Rule:
    return Rule(
        "checked_though_right",
        lambda call: _checks(call, slot),
        CHECKED,
        "checks",
        f"{{count}} of {{of}} values of {slot} that the bot asked back about were right",
        "lower `repair.unsure_below`",
        slot,
    )


def _checks(call: CallFacts, slot: str) -> tuple[float, float]:
    answers = [turn for turn in call.turns if turn.before.waits == "check" and turn.before.slot == slot]
    decided = [turn for turn in answers if turn.repair in ("", "refused", "correction")]
    return float(sum(turn.repair == "" for turn in decided)), float(len(decided))
