"""Where two versions of a call part: from there on the recorded caller's words answer nothing any more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from viva.lab.replay.moves import Ended, Move, Ran, Replied, Took

SAME_MS = 250
"""Two turns are taken at the same place where their ends lie no further apart: less than any pause at which
a turn may be taken. The audio is the same, so that they mostly agree to the millisecond."""

Why = Literal[
    "other words",
    "other values",
    "cut in",
    "waited on",
    "turn not taken",
    "turn of nothing",
    "over the bot",
    "action",
    "silence",
    "ended",
    "went on",
]
WHY: dict[Why, str] = {
    "other words": "the bot says something else",
    "other values": "the bot says other values",
    "cut in": "the bot takes the turn before the caller has said what it answered in the record",
    "waited on": "the bot waits on, and takes more of what the caller says for one turn",
    "turn not taken": "what the caller says is not taken for a turn",
    "turn of nothing": "a turn is made of what was none in the record",
    "over the bot": "the caller's words come over other words of the bot than in the record",
    "action": "the bot calls an action otherwise than in the record",
    "silence": "the bot speaks into a silence in which it waited in the record, or waits where it spoke",
    "ended": "the bot ends the call, which went on in the record",
    "went on": "the bot goes on, and ended the call in the record",
}


@dataclass(frozen=True, slots=True)
class Parting:
    why: Why
    turn: int
    """The turn of the caller's that it belongs to: the last one taken, or the one that is taken otherwise."""
    heard_alike: bool
    """That turn was still heard at the same place by both: what was made of it can be compared."""
    after: int
    """Moves that are alike before it."""
    t: int
    """When, in the call that is compared; media clock, milliseconds."""
    place: str
    """Where the dialogue stood in the record."""
    recorded: str
    """What was done there."""
    now: str
    """What would be done."""


@dataclass(frozen=True, slots=True)
class Compared:
    parting: Parting | None
    """None: to the end of the recording nothing parts them."""
    turns: int
    """Turns of the record up to the parting, its own included; those that can be counted."""
    reworded: tuple[tuple[int, str, str], ...]
    """Turn, the recorded and the new words, where only the wording changed."""


def compare(recorded: Sequence[Move], new: Sequence[Move]) -> Compared:
    """`new`: the same caller's channel, met by another version, or by the same one again."""
    turn, place = 0, ""
    reworded: list[tuple[int, str, str]] = []
    for index, (was, now) in enumerate(zip(recorded, new, strict=False)):
        why = _parted(was, now)
        if why is not None:
            took = isinstance(was, Took) or isinstance(now, Took)
            alike = not took or why == "over the bot"
            # A turn of nothing is none of the record's: what it answers is the turn before.
            at = turn + (isinstance(was, Took))
            shown = (_shown(was), _shown(now))
            return Compared(Parting(why, at, alike, index, now.t, place, *shown), at, tuple(reworded))
        match was, now:
            case Took(), _:
                turn = was.turn
            case Replied(), Replied():
                place = was.place
                if _reworded(was, now):
                    reworded.append((turn, " ".join(was.words), " ".join(now.words)))
            case _:
                pass
    whole = bool(recorded) and isinstance(recorded[-1], Ended)
    if len(recorded) > len(new) or (whole and len(new) > len(recorded)):
        return Compared(_rest(recorded, new, turn, place), turn, tuple(reworded))
    return Compared(None, turn, tuple(reworded))


def parted(recorded: Sequence[Move], new: Sequence[Move]) -> bool:
    """Whether they part within the moves of `new`, as far as it goes."""
    return compare(recorded[: len(new)], new).parting is not None


def _rest(recorded: Sequence[Move], new: Sequence[Move], turn: int, place: str) -> Parting:
    """One log ends before the other does: it was cut short, or the call was."""
    common = min(len(recorded), len(new))
    was = recorded[common] if common < len(recorded) else None
    now = new[common] if common < len(new) else None
    why: Why = "ended" if now is None else "went on"
    t = now.t if now is not None else new[-1].t if new else 0
    return Parting(why, turn, True, common, t, place, _shown(was), _shown(now))


def _parted(was: Move, now: Move) -> Why | None:
    """Why the caller's next words do not answer `now`, which takes the place of `was`; None: they do."""
    match was, now:
        case Took(), Took():
            return _taken_otherwise(was, now)
        case Replied(), Replied():
            return _said_otherwise(was, now)
        case Ran(), Ran():
            same = was.action == now.action and _json(was.arguments) == _json(now.arguments)
            return None if same else "action"
        case Ended(), Ended():
            return None if was.reason == now.reason or _by_the_bot(was) == _by_the_bot(now) else _ending(was)
        case (Ran(), _) | (_, Ran()):
            return "action"
        case _, Ended() if not _by_the_bot(now):  # it waited until the caller was gone
            return "turn not taken" if isinstance(was, Took) else "silence"
        case Ended(), _ if not _by_the_bot(was):
            return "turn of nothing" if isinstance(now, Took) else "silence"
        case _, Ended():
            return "ended"
        case Ended(), _:
            return "went on"
        case Took(), Replied():
            if now.after != "no_input":
                return "other words"
            return "silence" if now.t < was.end_ms else "turn not taken"
        case Replied(), Took():
            return "silence" if was.after == "no_input" and was.t < now.end_ms else "turn of nothing"
    return None


def _taken_otherwise(was: Took, now: Took) -> Why | None:
    if now.start_ms >= was.end_ms + SAME_MS:
        return "turn not taken"
    if now.end_ms <= was.start_ms - SAME_MS:
        return "turn of nothing"
    if now.end_ms < was.end_ms - SAME_MS:
        return "cut in"
    if now.end_ms > was.end_ms + SAME_MS:
        return "waited on"
    # Once all was heard, what is said is no interruption; an interruption that comes after all was heard
    # answers as well.
    before, after = _heard(was), _heard(now)
    return None if after in (before, "all") and (before != "none" or after == "none") else "over the bot"


def _heard(took: Took) -> Literal["all", "some", "none"]:
    return "all" if took.heard is None else "some" if took.heard else "none"


def _said_otherwise(was: Replied, now: Replied) -> Why | None:
    if was.after != now.after and "no_input" in (was.after, now.after):
        return "silence"
    if was.prompts == now.prompts:
        if _alike(was, now) or _json(was.slots) == _json(now.slots):
            return None
        return "other values"
    return None if was.words == now.words and was.words else "other words"


def _alike(was: Replied, now: Replied) -> bool:
    """The same sentences, as far as both were handed over."""
    return all(one == other for one, other in zip(was.words, now.words, strict=False))


def _reworded(was: Replied, now: Replied) -> bool:
    return was.prompts == now.prompts and not _alike(was, now)


def _by_the_bot(ended: Ended) -> bool:
    return ended.reason in ("bot_hung_up", "transferred", "no_input", "too_long")


def _ending(was: Ended) -> Why:
    return "went on" if _by_the_bot(was) else "ended"


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _shown(move: Move | None) -> str:
    """A move in words."""
    match move:
        case Took():
            return f'takes a turn, {move.start_ms / 1000:.2f} to {move.end_ms / 1000:.2f} s: "{move.text}"'
        case Replied():
            said = " ".join(move.words) or ", ".join(move.prompts)
            return f'says "{said}"' if said else "says nothing"
        case Ran():
            return f"calls {move.text}"
        case Ended():
            return f"the call ends: {move.reason}"
        case None:
            return "nothing more"
