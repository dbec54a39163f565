"""What the bot took for turns and interruptions, against what the caller really said and meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viva.call import commands as cm
from viva.call.view.overlaps import OverlapView
from viva.lab.calls.facts import OVER, SPOKE_ON_MS, OverlapFacts, TurnFacts
from viva.lab.calls.sounds import Sounds, Span
from viva.lab.calls.truth import CallTruth, Said
from viva.lab.turns.outcomes import TOLERANCE_MS

FOR_THE_FLOOR = ("turn", "interruption")
"""Kinds of `Said` that are to be answered."""


@dataclass(frozen=True, slots=True)
class Matched:
    said: Said | None
    cut_off: bool
    resumed_ms: int | None


def turn_of(
    taken: cm.TurnTaken, t: int, truth: CallTruth | None, sounds: Sounds, next_ms: int | None
) -> Matched:
    """t: when the turn was taken; next_ms: when the next one was, if there is one."""
    if taken.by != "speech":
        return Matched(None, False, None)
    if truth is None:
        resumed = _spoke_on(taken, sounds)
        return Matched(None, resumed is not None, resumed)
    said = _nearest([one for one in truth.said if one.kind in FOR_THE_FLOOR], (taken.start_ms, taken.end_ms))
    if said is None or t >= said.end_ms - TOLERANCE_MS:
        return Matched(said, False, None)
    pause = next((end for start, end in said.pauses if start - TOLERANCE_MS <= t < end), None)
    return Matched(said, True, t if pause is None else pause)


def _spoke_on(taken: cm.TurnTaken, sounds: Sounds) -> int | None:
    """When, if the caller spoke on so soon that the turn was not finished."""
    for start, end in sounds.caller:
        if taken.end_ms < start <= taken.end_ms + SPOKE_ON_MS:
            noise = any(first <= start and end <= last for first, last in sounds.dismissed)
            return None if noise else start
    return None


def _nearest(said: Sequence[Said], span: Span) -> Said | None:
    """What shares most time with a span."""
    best = max(said, key=lambda one: _shared((one.start_ms, one.end_ms), span), default=None)
    return None if best is None or not _shared((best.start_ms, best.end_ms), span) else best


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def unanswered(turns: Sequence[TurnFacts], truth: CallTruth | None) -> tuple[Said, ...]:
    if truth is None:
        return ()
    answered = {id(turn.said) for turn in turns if turn.said is not None}
    spans = [(turn.start_ms, turn.end_ms) for turn in turns]
    return tuple(
        one
        for one in truth.said
        if one.kind in FOR_THE_FLOOR
        and one.act != "bye"
        and id(one) not in answered
        and not any(_shared((one.start_ms, one.end_ms), span) for span in spans)
    )


def overlaps_of(
    seen: Sequence[OverlapView], truth: CallTruth | None, sounds: Sounds
) -> tuple[OverlapFacts, ...]:
    """With the truth, what was said over the bot, noticed or not; else what was noticed."""
    if truth is None:
        return tuple(_seen(one, "") for one in seen if not one.again)
    found = []
    left = list(seen)
    for said in truth.said:
        if said.kind not in OVER:
            continue
        noticed = [one for one in left if _shared((one.start_ms, max(one.end_ms, one.start_ms + 1)),
                                                  (said.start_ms, said.end_ms))]  # fmt: skip
        if noticed:
            left = [one for one in left if one not in noticed]
            found.append(_joined(noticed, said))
        elif sounds.bot_sounds_at(said.start_ms):
            found.append(OverlapFacts(said.start_ms, said.end_ms, said.kind, None, "unnoticed", None, False))
    found += [_seen(one, _turn_kind(one, truth)) for one in left if not one.again]
    return tuple(sorted(found, key=lambda one: one.start_ms))


def _seen(one: OverlapView, kind: str) -> OverlapFacts:
    silent = one.decided_ms - one.start_ms if one.decision == "yielded" and one.decided_ms else None
    return OverlapFacts(one.start_ms, one.end_ms, kind, one.kind, one.decision, silent, one.resumed)


def _turn_kind(one: OverlapView, truth: CallTruth) -> str:
    """A turn may begin over the bot by chance: nobody meant to interrupt."""
    span = one.start_ms, max(one.end_ms, one.start_ms + 1)
    turns = [said for said in truth.said if said.kind == "turn"]
    return "" if _nearest(turns, span) is None else "turn"


def _joined(seen: Sequence[OverlapView], said: Said) -> OverlapFacts:
    """One sound may be judged several times: that it was yielded to in the end is what counts."""
    yielded = next((one for one in seen if one.decision == "yielded"), None)
    last = yielded or seen[-1]
    silent = None
    if yielded is not None and yielded.decided_ms is not None:
        silent = max(0, yielded.decided_ms - said.start_ms)
    resumed = any(one.resumed for one in seen)
    return OverlapFacts(said.start_ms, said.end_ms, said.kind, last.kind, last.decision, silent, resumed)
